"""Predicates, and official results to set beside them."""

from datetime import date, timedelta

from flask import Flask

from kinerja import clock
from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.rules import Predicate
from kinerja.competency.models import Official
from kinerja.competency.rules.jpm import OfficialPurpose
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from tests.factories.base import save


def predicate(
    app: Flask, employee_id: int, given: Predicate = Predicate.GOOD, *, year: int = 2025
) -> int:
    """Somebody's predicate of the year."""
    row = PredicateRow(
        employee_id=employee_id, year=year, predicate=given, recorded_on=date(year + 1, 1, 9)
    )
    return save(app, row)


def official_sums(
    app: Flask, employee_id: int, achieved: int, required: int, *, ago: int = 30, left: int = 300
) -> int:
    """An official result so many days ago that holds for so many more."""
    with app.app_context():
        today, now = clock.today(), clock.now()
        position_id = db.session.get_one(Employee, employee_id).position_id
    row = Official(
        employee_id=employee_id,
        on=today - timedelta(days=ago),
        valid_until=today + timedelta(days=left),
        provider="Pusat Penilaian Contoh",
        report_number=f"{employee_id}/{ago}",
        purpose=OfficialPurpose.MAPPING,
        position_id=position_id,
        job_level=JobLevel.PELAKSANA,
        job_title="Jabatan Contoh",
        achieved=achieved,
        capped=min(achieved, required),
        required=required,
        entered_at=now,
    )
    return save(app, row)
