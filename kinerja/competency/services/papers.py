"""The result of an assessment as an issued document."""

from typing import Any

from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.competency.queries import Result, ResultRow, result
from kinerja.competency.rules import SENT
from kinerja.documents import services as documents
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentKind, digest
from kinerja.documents.services import NewDocument
from kinerja.documents.signals import NOT_MINE, figures_asked
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class NothingToIssueError(DomainError):
    """The result says nothing yet."""


def subject_of(assessment: Assessment) -> str:
    """What the document names as its subject."""
    return f"{Assessment.__tablename__}:{assessment.id}"


def issue_result(assessment: Assessment, *, by: Viewer) -> IssuedDocument:
    """Issue the result as it stands, or give again what says the same.

    :raises NothingToIssueError: nobody has given a level in any competency.
    """
    found = result(assessment)
    if all(row.own is None and row.verified is None for row in found.rows):
        raise NothingToIssueError(_("Hasil ini belum memuat tingkat apa pun."))
    new = NewDocument(
        kind=DocumentKind.COMPETENCY_RESULT,
        subject=subject_of(assessment),
        employee_id=assessment.employee_id,
        title=assessment.cycle.name,
        facts=result_facts(found),
        figures=result_figures(found),
    )
    return documents.issue_document(new, by=by)


@figures_asked.connect
def figures_now(_sender: object, *, document: IssuedDocument, **_more: Any) -> object:
    """The digest of the result's figures as they are on record now."""
    if document.kind is not DocumentKind.COMPETENCY_RESULT:
        return NOT_MINE
    assessment = db.session.get(Assessment, document.subject_id)
    if assessment is None or assessment.status not in SENT:
        return None
    return digest(result_figures(result(assessment)))


def result_figures(found: Result) -> dict[str, Any]:
    """What can be replaced: whether it is verified, and every level."""
    return {
        "verified": found.assessment.is_finished,
        "rows": [
            [
                row.answer.competency.code,
                row.own,
                row.verified,
                row.peers.level if row.peers else None,
                row.standard,
            ]
            for row in found.in_order
        ],
    }


def result_facts(found: Result) -> dict[str, Any]:
    """All that is printed, in Bahasa, but the person's number."""
    assessment, person = found.assessment, found.assessment.employee
    cycle, verifier = assessment.cycle, assessment.verifier
    return {
        "name": person.full_name,
        "unit": person.unit.name,
        "position": assessment.job_title,
        "job_level": assessment.job_level.value,
        "cycle": cycle.name,
        "period": cycle.period or "",
        "sent_on": _day(assessment.submitted_at),
        "verified_on": _day(assessment.verified_at) if assessment.is_finished else None,
        "verifier": verifier.full_name if verifier and assessment.is_finished else "",
        "rows": [_row(row) for row in found.in_order],
        "index": {
            "achieved": found.index.achieved,
            "capped": found.index.capped,
            "required": found.index.required,
        },
        "met": found.met,
        "measured": found.measured,
    }


def _row(row: ResultRow) -> dict[str, Any]:
    return {
        "code": row.answer.competency.code,
        "name": row.answer.competency.name,
        "own": row.own,
        "verified": row.verified,
        "peers": row.peers.level if row.peers else None,
        "raters": row.peers.n if row.peers else None,
        "standard": row.standard,
        "gap": row.gap,
    }


def _day(moment: Any) -> str | None:
    return clock.local(moment).date().isoformat() if moment else None
