"""Predicates of yearly performance, and files of them that wait to be applied."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.appraisal.rules import Predicate, PredicateSource
from kinerja.extensions import Base
from kinerja.people.models import Employee


class PredicateRow(Base):
    """Somebody's predicate of one year, as it was taken over: from where, by whom, on which day."""

    __tablename__ = "appraisal_predicate"
    __table_args__ = (
        UniqueConstraint("employee_id", "year"),
        CheckConstraint("year BETWEEN 2000 AND 2100", name="year_known"),
        Index(None, "year", "predicate"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    year: Mapped[int]
    predicate: Mapped[Predicate]
    source: Mapped[PredicateSource] = mapped_column(default=PredicateSource.E_KINERJA)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    recorded_on: Mapped[date]

    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])
    recorded_by: Mapped[Employee | None] = relationship(foreign_keys=[recorded_by_id])


class PredicateImport(Base):
    """A file of predicates that was read: `lines` are (row, employee, year, predicate), `faults`
    are (row, column, kind); no number and no name of the file is kept. Whoever has sent it in
    applies it; then the lines are forgotten.
    """

    __tablename__ = "appraisal_predicate_import"
    __table_args__ = (Index(None, "uploaded_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    lines: Mapped[list[Any]] = mapped_column(JSON)
    faults: Mapped[list[Any]] = mapped_column(JSON)
    by_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
