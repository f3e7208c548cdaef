"""Use cases: issuing a document, checking one by its code, withdrawing one."""

from kinerja.documents.services.checking import Checked, check_document, state_of
from kinerja.documents.services.issuing import (
    DocumentWithdrawnError,
    NewDocument,
    issue_document,
    note_opened,
    withdraw_document,
)

__all__ = [
    "Checked",
    "DocumentWithdrawnError",
    "NewDocument",
    "check_document",
    "issue_document",
    "note_opened",
    "state_of",
    "withdraw_document",
]
