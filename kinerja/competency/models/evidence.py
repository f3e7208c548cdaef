"""Each person's library of evidence; what their answers tick and refer to."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from kinerja.competency.rules.evidence import EvidenceKind, FileKind
from kinerja.extensions import Base


class Evidence(Base):
    """A file or a link of somebody's, which any of their answers may use, this year and later.

    `url` is a link's address; a file has a `filename`, its kind, its size in bytes and its
    SHA-256. Once archived it is not offered any more, but stays where it is used.
    """

    __tablename__ = "competency_evidence"
    __table_args__ = (
        Index(None, "employee_id", "added_at"),
        Index(None, "sha256", "employee_id"),
        CheckConstraint("size >= 0", name="size_known"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    employee_id: Mapped[int] = mapped_column(ForeignKey("people_employee.id"))
    kind: Mapped[EvidenceKind]
    title: Mapped[str]
    description: Mapped[str] = mapped_column(Text, default="")
    dated_on: Mapped[date | None]
    url: Mapped[str] = mapped_column(String(2000), default="")
    filename: Mapped[str] = mapped_column(default="")
    file_kind: Mapped[FileKind | None]
    size: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    added_at: Mapped[datetime]
    archived_at: Mapped[datetime | None]


class EvidenceFile(Base):
    """The bytes of a file, apart, so that no list ever loads them."""

    __tablename__ = "competency_evidence_file"

    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("competency_evidence.id"), primary_key=True, autoincrement=False
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)


class AnswerEvidence(Base):
    """An answer uses a piece of evidence."""

    __tablename__ = "competency_answer_evidence"

    answer_id: Mapped[int] = mapped_column(ForeignKey("competency_answer.id"), primary_key=True)
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("competency_evidence.id"), primary_key=True, index=True
    )


class AnswerIndicator(Base):
    """The person ticked a behaviour indicator in an answer."""

    __tablename__ = "competency_answer_indicator"

    answer_id: Mapped[int] = mapped_column(ForeignKey("competency_answer.id"), primary_key=True)
    indicator_id: Mapped[int] = mapped_column(
        ForeignKey("competency_indicator.id"), primary_key=True, index=True
    )
