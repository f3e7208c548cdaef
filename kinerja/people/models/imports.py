"""Imports of staff: what was uploaded, what each row would do, and what was written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.background import Work
from kinerja.extensions import Base
from kinerja.people.models.staff import Employee
from kinerja.people.rules.imports import ImportState, Outcome


class StaffImport(Base):
    """One file and what became of it.

    `mapping` says which column of the file holds what, `matches` which unknown names mean which
    XX `message` says why it failed, or why it was not undone.
    """

    __tablename__ = "people_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    sheet: Mapped[str]
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED)
    scope: Mapped[list[int]] = mapped_column(JSON)
    mapping: Mapped[dict[str, Any]]
    matches: Mapped[dict[str, Any]]
    rows: Mapped[int] = mapped_column(default=0)
    new: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    absent: Mapped[int] = mapped_column(default=0)
    faulty: Mapped[int] = mapped_column(default=0)
    absentees: Mapped[list[int]] = mapped_column(JSON, default=list, deferred=True)
    plan: Mapped[str | None] = mapped_column(String(64))
    message: Mapped[str | None] = mapped_column(Text)
    work_id: Mapped[int | None] = mapped_column(
        ForeignKey("background_work.id", ondelete="SET NULL")
    )
    by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(index=True)
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    applied_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    undone_at: Mapped[datetime | None]

    work: Mapped[Work | None] = relationship()
    by: Mapped[Employee | None] = relationship(foreign_keys="StaffImport.by_id")
    applied_by: Mapped[Employee | None] = relationship(foreign_keys="StaffImport.applied_by_id")
    undone_by: Mapped[Employee | None] = relationship(foreign_keys="StaffImport.undone_by_id")

    @property
    def is_being_checked(self) -> bool:
        """Whether the check has been handed over and is not done yet."""
        waits = self.state is ImportState.UPLOADED and self.work is not None
        return waits and self.work is not None and not self.work.is_over

    @property
    def ready(self) -> int:
        """How many rows write something or find nothing to write: all but the faulty ones."""
        return self.new + self.changed + self.same


class ImportContent(Base):
    """The sheet as it was read; forgotten once it has been applied, or when nobody has."""

    __tablename__ = "people_import_content"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("people_import.id", ondelete="CASCADE"), primary_key=True
    )
    sheet: Mapped[bytes] = mapped_column(LargeBinary)


class ImportRow(Base):
    """One row of the file and what happens with it.

    `cells` are the texts by column, kept where something is at fault; `changes` are (column,
    before, after); `faults` as `rules.imports.Fault` stores them.
    """

    __tablename__ = "people_import_row"
    __table_args__ = (Index(None, "import_id", "outcome", "number"),)

    import_id: Mapped[int] = mapped_column(
        ForeignKey("people_import.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[Outcome]
    employee_id: Mapped[int | None]
    nip: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    cells: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    changes: Mapped[list[Any]] = mapped_column(JSON)
    faults: Mapped[list[Any]] = mapped_column(JSON)


class ImportWrite(Base):
    """What an import wrote to a table, in portions: rows as [id, before, after].

    Undoing reads it; whoever must know what an import changed, too.
    """

    __tablename__ = "people_import_write"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("people_import.id", ondelete="CASCADE"), primary_key=True
    )
    part: Mapped[int] = mapped_column(primary_key=True)
    table: Mapped[str] = mapped_column(String(40))
    rows: Mapped[list[Any]] = mapped_column(JSON)


class ImportMapping(Base):
    """How files with these headings were mapped last: recognised the next time."""

    __tablename__ = "people_import_mapping"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    mapping: Mapped[dict[str, Any]]
    at: Mapped[datetime]
