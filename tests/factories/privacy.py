"""Answers of people about their data."""

from flask import Flask

from kinerja import clock
from kinerja.people.models import Consent
from kinerja.people.rules import Purpose
from tests.factories.base import save


def consent(
    app: Flask,
    employee_id: int,
    purpose: Purpose,
    *,
    given: bool = True,
    version: int | None = None,
) -> int:
    """Somebody agrees now, or takes it back; to the present words, or to an older version."""
    with app.app_context():
        now = clock.now()
    answer = Consent(
        employee_id=employee_id,
        purpose=purpose,
        given=given,
        at=now,
        by_id=employee_id,
        version=version or purpose.version,
        wording=str(purpose),
    )
    return save(app, answer)
