"""Use cases: issuing a document, checking one by its code, withdrawing one."""

from kinerja.documents.services.issuing import (
    DocumentWithdrawnError,
    NewDocument,
    check_document,
    issue_document,
    note_opened,
    withdraw_document,
)

__all__ = [
    "DocumentWithdrawnError",
    "NewDocument",
    "check_document",
    "issue_document",
    "note_opened",
    "withdraw_document",
]
