"""Reads over issued documents."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kinerja import clock
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentKind, DocumentState, document_state, initials
from kinerja.documents.signals import NOT_MINE, figures_asked
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.queries import has_consented
from kinerja.people.rules import Purpose
from kinerja.people.rules.accounts import read_code


@dataclass(frozen=True)
class Checked:
    """What anybody may know of a document: never a figure, never a number of the person."""

    document: IssuedDocument
    state: DocumentState
    holder: str
    is_named: bool


def document(document_id: int) -> IssuedDocument:
    """The document with the person; the feature that issued it decides who may read it.

    :raises MissingError: there is none.
    """
    found = db.session.get(
        IssuedDocument, document_id, options=[joinedload(IssuedDocument.employee)]
    )
    if found is None:
        raise MissingError()
    return found


def document_by_code(code: str) -> IssuedDocument | None:
    """The document with this code, typed in whatever shape; none where there is no such code."""
    return db.session.scalar(
        select(IssuedDocument)
        .options(joinedload(IssuedDocument.employee))
        .where(IssuedDocument.code == read_code(code))
    )


def documents_about(kind: DocumentKind, subject: str) -> Sequence[IssuedDocument]:
    """The documents of the kind about this thing, the newest first."""
    return db.session.scalars(
        select(IssuedDocument)
        .where(IssuedDocument.kind == kind, IssuedDocument.subject == subject)
        .order_by(IssuedDocument.issued_at.desc(), IssuedDocument.id.desc())
    ).all()


def state_of(document: IssuedDocument) -> DocumentState:
    """Where the document stands now; asks the feature that issued it for the present figures."""
    told = (answer for _one, answer in figures_asked.send("documents", document=document))
    now = next((answer for answer in told if answer is not NOT_MINE), None)
    return document_state(
        forgotten=document.is_forgotten,
        withdrawn=document.is_withdrawn,
        same=now == document.figures_hash,
    )


def checked(document: IssuedDocument) -> Checked:
    """What the public page says: initials, or the name where its holder has consented to that
    (UU 27/2022 Pasal 20 ayat (2) huruf a).
    """
    if document.is_forgotten:
        return Checked(document, DocumentState.FORGOTTEN, "", is_named=False)
    person = document.employee
    named = has_consented(person.id, Purpose.CERTIFICATE, on=clock.today())
    holder = person.full_name if named else initials(person.name)
    return Checked(document, state_of(document), holder, is_named=named)
