"""Results of competency assessments by assessors, and the files in which they came."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.records import Record
from kinerja.competency.rules import in_order
from kinerja.competency.rules.jpm import Jpm, OfficialPurpose, is_as_printed
from kinerja.extensions import Base
from kinerja.people.models import Employee, Position
from kinerja.people.rules import JobLevel

# Of one report there is one result about somebody, but for what was voided or forgotten.
COUNTS = text("voided_at IS NULL AND report_number <> ''")


class OfficialImport(Base):
    """A file of results that was read: `lines` are its rows, each a list of its number and its
    cells by heading. Nothing of it holds before it is applied; then they are forgotten.
    """

    __tablename__ = "competency_official_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(JSON)
    unread: Mapped[list[Any]] = mapped_column(JSON, default=list)
    by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]


class Official(Base):
    """What assessors found of one person on a day ("hasil uji kompetensi"), measured by the
    standard of the position for which it was made, as that stood on the day. The database refuses
    to change or delete it: it can only be voided, once, with a reason, and its texts emptied when
    the person is forgotten.

    `achieved`, `capped` and `required` are the sums of its items with a standard; `printed` is the
    JPM that the report shows, in percent with its own decimals ("88.9"), empty where it shows none.
    """

    __tablename__ = "competency_official"
    __table_args__ = (
        CheckConstraint('valid_until >= "on"', name="dates_in_order"),
        Index(None, "employee_id", "on"),
        Index(
            "uq_competency_official_report",
            "employee_id",
            "report_number",
            unique=True,
            sqlite_where=COUNTS,
            postgresql_where=COUNTS,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    on: Mapped[date]
    valid_until: Mapped[date]
    provider: Mapped[str] = mapped_column(String(200))
    report_number: Mapped[str] = mapped_column(String(100))
    purpose: Mapped[OfficialPurpose]
    position_id: Mapped[int] = mapped_column(ForeignKey("people_position.id"), index=True)
    job_level: Mapped[JobLevel]
    job_title: Mapped[str]
    achieved: Mapped[int]
    capped: Mapped[int]
    required: Mapped[int]
    printed: Mapped[str] = mapped_column(String(8), default="")
    import_id: Mapped[int | None] = mapped_column(
        ForeignKey("competency_official_import.id"), index=True
    )
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    entered_at: Mapped[datetime]
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    void_reason: Mapped[str] = mapped_column(Text, default="")

    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])
    position: Mapped[Position] = relationship()
    entered_by: Mapped[Employee | None] = relationship(foreign_keys=[entered_by_id])
    voided_by: Mapped[Employee | None] = relationship(foreign_keys=[voided_by_id])
    items: Mapped[list[OfficialItem]] = relationship(back_populates="official")

    @property
    def jpm(self) -> Jpm:
        """The figure."""
        return Jpm(self.achieved, self.capped, self.required)

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether the report shows another figure than the levels give."""
        return not is_as_printed(self.jpm, self.printed)

    @property
    def unasked(self) -> int:
        """How many of its competencies the position does not ask for: kept, but not counted."""
        return sum(item.standard_level is None for item in self.items)

    @property
    def ordered(self) -> list[OfficialItem]:
        """The competencies by cluster, in the dictionary's order."""
        return sorted(
            self.items,
            key=lambda item: in_order(
                item.record.competency.cluster,
                item.record.competency.rank,
                item.record.competency_id,
            ),
        )


class OfficialItem(Base):
    """One competency of a result: the record with the level, and the level that the position
    asked for (None: it does not ask for this one).
    """

    __tablename__ = "competency_official_item"
    __table_args__ = (CheckConstraint("standard_level BETWEEN 1 AND 5", name="standard_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("competency_official.id"), index=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("competency_record.id"), unique=True)
    standard_level: Mapped[int | None]

    official: Mapped[Official] = relationship(back_populates="items")
    record: Mapped[Record] = relationship()
