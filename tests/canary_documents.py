"""A document about one person, for `tests/canary_rows.py`."""

from kinerja import clock
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentKind


def issued(person: int, colleague: int, assessment: int) -> IssuedDocument:
    """A withdrawn document about the assessment."""
    now = clock.now()
    return IssuedDocument(
        code="-",
        kind=DocumentKind.COMPETENCY_RESULT,
        subject=f"competency_assessment:{assessment}",
        employee_id=person,
        title="-",
        facts={},
        content_hash="-",
        figures_hash="-",
        issued_at=now,
        issued_by_id=colleague,
        withdrawn_at=now,
        withdrawn_by_id=colleague,
        withdraw_reason="-",
    )
