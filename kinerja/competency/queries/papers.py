"""Issued results: who may open one, and the latest of an assessment."""

from kinerja.competency.models import Assessment
from kinerja.competency.queries.assessments import visible_result
from kinerja.documents import queries as documents
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentKind
from kinerja.errors import MissingError
from kinerja.permissions import Permission, Viewer


def visible_paper(document_id: int, *, to: Viewer) -> IssuedDocument:
    """An issued result for whoever may see the result itself.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = documents.document(document_id)
    if found.kind is not DocumentKind.COMPETENCY_RESULT or found.is_forgotten:
        raise MissingError()
    visible_result(found.subject_id, to=to)
    return found


def withdrawable_paper(document_id: int, *, to: Viewer) -> IssuedDocument:
    """One's own issued result, or one of somebody in a unit where the viewer may withdraw.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = visible_paper(document_id, to=to)
    if not may_withdraw(found, to):
        raise MissingError()
    return found


def may_withdraw(document: IssuedDocument, viewer: Viewer) -> bool:
    """Whether the viewer may take the document back."""
    units = viewer.units(Permission.WITHDRAW_DOCUMENTS)
    return document.employee_id == viewer.employee_id or document.employee.unit_id in units


def latest_paper(assessment: Assessment) -> IssuedDocument | None:
    """The latest issued result of the assessment that was not withdrawn."""
    subject = f"{Assessment.__tablename__}:{assessment.id}"
    issued = documents.documents_about(DocumentKind.COMPETENCY_RESULT, subject)
    return next((one for one in issued if not one.is_withdrawn), None)
