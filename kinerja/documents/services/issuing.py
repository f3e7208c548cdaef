"""Issuing documents and withdrawing them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.documents import queries
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import CODE_LETTERS, DocumentKind, DocumentState, digest
from kinerja.documents.services.checking import state_of
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.services.codes import new_code
from kinerja.permissions import Viewer


class DocumentWithdrawnError(DomainError):
    """The document has been withdrawn before."""


@dataclass(frozen=True)
class NewDocument:
    """What is to be issued: JSON values only, `figures` being those that may be replaced."""

    kind: DocumentKind
    subject: str
    employee_id: int
    title: str
    facts: Mapping[str, Any]
    figures: Mapping[str, Any]


def issue_document(new: NewDocument, *, by: Viewer) -> IssuedDocument:
    """Issue the document under a code of its own. Where the very same was issued before and
    holds still, that one is given again.
    """
    content = digest(new.facts)
    for known in queries.documents_about(new.kind, new.subject):
        if known.content_hash == content and state_of(known) is DocumentState.VALID:
            return known
    made = IssuedDocument(
        code=new_code(CODE_LETTERS),
        kind=new.kind,
        subject=new.subject,
        employee_id=new.employee_id,
        title=new.title,
        facts=dict(new.facts),
        content_hash=content,
        figures_hash=digest(new.figures),
        issued_at=clock.now(),
        issued_by_id=by.employee_id,
    )
    db.session.add(made)
    db.session.flush()
    kind = new.kind.value
    audit.record("document.issued", made, by=by.employee_id, kind=kind, digest=content)
    return made


def withdraw_document(document: IssuedDocument, *, by: Viewer, reason: str) -> None:
    """Take the document back, with the reason; its code says so from now on.

    :raises DocumentWithdrawnError: it has been withdrawn before.
    """
    if document.is_withdrawn:
        raise DocumentWithdrawnError(_("Dokumen ini sudah ditarik sebelumnya."))
    document.withdrawn_at, document.withdrawn_by_id = clock.now(), by.employee_id
    document.withdraw_reason = reason
    db.session.flush()
    audit.record("document.withdrawn", document, by=by.employee_id)


def note_opened(*, document_id: int, about: int, by: int) -> None:
    """Record that somebody opened a document about another person."""
    audit.record("document.opened", f"documents_issued:{document_id}", by=by, about=about)
