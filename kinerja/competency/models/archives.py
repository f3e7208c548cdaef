"""Frozen copies of the assessments of archived cycles."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.extensions import Base


class Archive(Base):
    """An assessment as it stood when its cycle was archived: job, unit, dates, and each
    competency's name, standard and levels. Names of people are not in `facts`.
    """

    __tablename__ = "competency_archive"

    id: Mapped[int] = mapped_column(primary_key=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("competency_assessment.id"), unique=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    verifier_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen_at: Mapped[datetime]
