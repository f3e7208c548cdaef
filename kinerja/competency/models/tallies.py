"""How many people of each unit stand where, so that no page counts people one by one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base


class Tally(Base):
    """People of one unit alike in one competency: what their jobs ask for and what they have.

    Only those who work and are counted, in the unit itself, not under it. `required` and
    `relevance` are 0 where the job asks for no level; `level` is 0 where it does, or names the
    competency, and nobody else has confirmed a level. A summary, kept in one transaction with
    what it follows from and made anew by `flask competencies rebuild`.
    """

    __tablename__ = "competency_tally"
    __table_args__ = (
        CheckConstraint("required BETWEEN 0 AND 5", name="required_known"),
        CheckConstraint("relevance BETWEEN 0 AND 3", name="relevance_known"),
        CheckConstraint("level BETWEEN 0 AND 5", name="level_known"),
        CheckConstraint("people > 0", name="people_known"),
        Index(None, "competency_id"),
    )

    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(
        ForeignKey("competency_competency.id"), primary_key=True
    )
    required: Mapped[int] = mapped_column(primary_key=True)
    relevance: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]


class TallySum(Base):
    """The tallies of one unit in one competency, as sums that add up over units: what pages about
    the whole agency read. Kept together with them.

    Of `people`, `asked` are those whose job asks for a level and `rated` those of them who have a
    confirmed one; of these `met` reach it. `shift` is Σ (level - required) over the rated, in
    levels; `missing` is Σ of the levels missing, `weighted` the same times relevance. `level_0` to
    `level_5` are people at each level, whatever is asked. `staff` are all of the unit's people, the
    same in each of its rows.
    """

    __tablename__ = "competency_tally_sum"

    unit_id: Mapped[int] = mapped_column(ForeignKey("people_unit.id"), primary_key=True)
    competency_id: Mapped[int] = mapped_column(
        ForeignKey("competency_competency.id"), primary_key=True
    )
    people: Mapped[int]
    asked: Mapped[int]
    rated: Mapped[int]
    met: Mapped[int]
    shift: Mapped[int]
    missing: Mapped[int]
    weighted: Mapped[int]
    level_0: Mapped[int]
    level_1: Mapped[int]
    level_2: Mapped[int]
    level_3: Mapped[int]
    level_4: Mapped[int]
    level_5: Mapped[int]
    staff: Mapped[int]
