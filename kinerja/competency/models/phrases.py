"""Sentences that a verifier keeps for reasons and notes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.competency.rules import PHRASE_LONGEST, PhraseKind
from kinerja.extensions import Base


class Phrase(Base):
    """One sentence of somebody's own, beside those of the house."""

    __tablename__ = "competency_phrase"

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"), index=True)
    kind: Mapped[PhraseKind]
    text: Mapped[str] = mapped_column(String(PHRASE_LONGEST))
    added_at: Mapped[datetime]
