"""Dictionary files that wait, read but not yet applied, for somebody to look at the preview."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kinerja.competency.models.dictionary import Edition
from kinerja.extensions import Base


class DictionaryImport(Base):
    """One file and the edition that it is meant for; `content` is what was read, as
    `rules.dictionary_files.Content` stores it, and is emptied once it has been applied.
    """

    __tablename__ = "competency_dictionary_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    filename: Mapped[str]
    name: Mapped[str]
    urusan: Mapped[str] = mapped_column(String(200), default="")
    legal_basis: Mapped[str]
    valid_from: Mapped[date]
    content: Mapped[dict[str, Any]]
    uploaded_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("competency_edition.id"))

    edition: Mapped[Edition | None] = relationship()
