"""Results of cycles long over."""

from datetime import date, timedelta

from flask import Flask

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus, CycleStatus, Verdict
from kinerja.extensions import db
from kinerja.people.rules import JobLevel


def former(app: Flask, person: int, levels: dict[int, tuple[int, int]], *, year: int) -> int:
    """A verified assessment of an older cycle: level and standard by competency."""
    with app.app_context():
        first = date(year, 10, 1)
        cycle = Cycle(
            name=f"Siklus {year} {person}",
            starts_on=first,
            self_due_on=first,
            verify_due_on=first,
            status=CycleStatus.CLOSED,
        )
        db.session.add(cycle)
        db.session.flush()
        moment = clock.now() - timedelta(days=900)
        row = Assessment(
            cycle_id=cycle.id,
            employee_id=person,
            job_level=JobLevel.PENGAWAS,
            job_title="Jabatan lama",
            status=AssessmentStatus.ACKNOWLEDGED,
            since=moment,
            submitted_at=moment,
            verified_at=moment,
        )
        row.answers = [
            Answer(
                competency_id=number,
                standard_level=standard,
                self_level=level,
                verified_level=level,
                verdict=Verdict.AGREE,
            )
            for number, (level, standard) in levels.items()
        ]
        db.session.add(row)
        db.session.commit()
        return row.id
