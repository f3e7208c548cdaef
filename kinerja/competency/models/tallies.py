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
