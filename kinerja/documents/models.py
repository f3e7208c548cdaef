"""The documents that were issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.documents.rules import DocumentKind
from kinerja.extensions import Base
from kinerja.people.models import Employee


class IssuedDocument(Base):
    """A document about somebody, as it was issued: nothing of it changes but being withdrawn.

    `subject` is what it is about, as `table:id`; `title` says it in words; `facts` are all that
    is printed but the person's number, kept by `content_hash`. `figures_hash` is the digest of
    the figures alone, to be compared with those on record. Without facts it is forgotten.
    """

    __tablename__ = "documents_issued"
    __table_args__ = (
        Index(None, "subject", "kind"),
        Index(None, "employee_id", "issued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    kind: Mapped[DocumentKind]
    subject: Mapped[str] = mapped_column(String(80))
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    title: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    figures_hash: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("people_employee.id"))
    withdraw_reason: Mapped[str] = mapped_column(Text, default="")

    employee: Mapped[Employee] = relationship(foreign_keys=[employee_id])

    @property
    def is_forgotten(self) -> bool:
        """Whether its facts were forgotten with the person."""
        return not self.facts

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None

    @property
    def subject_id(self) -> int:
        """The number of the row that it is about."""
        return int(self.subject.rpartition(":")[2])
