"""Official results of assessors, added without asking the services."""

from collections.abc import Mapping
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Competency, Official, OfficialItem
from kinerja.competency.rules.jpm import OfficialPurpose, jpm
from kinerja.competency.services import import_dictionary
from kinerja.competency.services.official import found_by_assessors
from kinerja.competency.services.records import refresh
from kinerja.extensions import db
from kinerja.people.models import Employee
from tests.factories.base import numbers


def official(
    app: Flask,
    employee_id: int,
    levels: Mapping[str, int] | None = None,
    *,
    standard: int | None = 2,
    ago: int = 30,
    left: int = 300,
    **facts: object,
) -> int:
    """A result found so many days ago that ends in so many, by the competencies' codes; each is
    measured by the same standard.
    """
    with app.app_context():
        import_dictionary()
        person, on = db.session.get_one(Employee, employee_id), clock.today() - timedelta(days=ago)
        found = levels or {"INT": 2, "KOM": 2}
        figure = jpm((level, standard) for level in found.values())
        row = Official(
            employee_id=employee_id,
            on=on,
            valid_until=clock.today() + timedelta(days=left),
            provider="Pusat Penilaian Contoh",
            report_number=f"LAP-{next(numbers)}",
            purpose=OfficialPurpose.MAPPING,
            position_id=person.position_id,
            job_level=person.position.job_level,
            job_title=person.position.title,
            achieved=figure.achieved,
            capped=figure.capped,
            required=figure.required,
            entered_at=clock.now(),
        )
        for name, value in facts.items():
            setattr(row, name, value)
        codes = select(Competency.code, Competency.id).where(Competency.code.in_(found))
        for code, number in db.session.execute(codes):
            record = found_by_assessors(
                employee_id,
                number,
                found[code],
                on=on,
                until=row.valid_until,
                by=employee_id,
                source=row.provider,
            )
            row.items.append(OfficialItem(record=record, standard_level=standard))
        db.session.add(row)
        refresh([employee_id])
        db.session.commit()
        return row.id
