"""Reads over issued documents."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentKind
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.rules.accounts import read_code


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
