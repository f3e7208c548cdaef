"""Reads: one document by its code or number, those of a thing, where each stands."""

from kinerja.documents.queries.issued import (
    Checked,
    checked,
    document,
    document_by_code,
    documents_about,
    state_of,
)

__all__ = [
    "Checked",
    "checked",
    "document",
    "document_by_code",
    "documents_about",
    "state_of",
]
