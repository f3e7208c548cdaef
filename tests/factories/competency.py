"""The dictionary, cycles and assessments."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import delete, select, text, update

from kinerja import clock
from kinerja.competency.models import (
    Answer,
    Assessment,
    Competency,
    Cycle,
    JobStandard,
    JobStandardItem,
)
from kinerja.competency.queries import own_assessment, undecided_ids
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import (
    FINISHED,
    SENT,
    AssessmentStatus,
    ClosedAs,
    CycleStatus,
    Verdict,
)
from kinerja.competency.services import import_dictionary
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.records import of_assessments
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from tests.factories.base import numbers

MANY = 100


def open_cycle(app: Flask, *, self_due_in: int = 9, verify_due_in: int = 23) -> int:
    """A cycle opened today for everybody employed so far, with our own dictionary."""
    with app.app_context():
        import_dictionary()
        today = clock.today()
        cycle = Cycle(
            name=f"Siklus Contoh {next(numbers)}",
            starts_on=today,
            self_due_on=today + timedelta(days=self_due_in),
            verify_due_on=today + timedelta(days=verify_due_in),
            status=CycleStatus.OPEN,
        )
        db.session.add(cycle)
        db.session.flush()
        enrol(cycle, Employee.is_active)
        db.session.commit()
        return cycle.id


def assessed(
    app: Flask,
    employee_id: int,
    levels: Sequence[int],
    *,
    status: AssessmentStatus = AssessmentStatus.SELF_SUBMITTED,
    verified: Sequence[int | None] = (),
    days_ago: int = 0,
) -> int:
    """The person's assessment in the open cycle in this state, its own levels in the
    dictionary's order; where it is finished, verified as said, else as agreed."""
    with app.app_context():
        row = own_assessment(employee_id)
        assert row is not None
        at = clock.now() - timedelta(days=days_ago)
        for number, (answer, level) in enumerate(zip(row.items, levels, strict=False)):
            answer.self_level, answer.saved_at = level, at
            if status in FINISHED:
                judged = verified[number] if number < len(verified) else level
                answer.verified_level = judged
                answer.verdict = (
                    Verdict.NOT_OBSERVED
                    if judged is None
                    else (Verdict.AGREE if judged == level else Verdict.ADJUST)
                )
                answer.reason = "" if answer.verdict is Verdict.AGREE else "Alasan contoh"
        row.status, row.since = status, at
        if status in SENT or status is AssessmentStatus.RETURNED:
            row.submitted_at = at
            row.verify_due_on = clock.local(at).date() + timedelta(days=7)
        if status in FINISHED:
            row.verified_at = at
        db.session.flush()
        of_assessments(Assessment.id == row.id)
        db.session.commit()
        return row.id


def dictionary(app: Flask) -> dict[str, int]:
    """The repository's dictionary with the starting standards; competencies' ids by code."""
    with app.app_context():
        import_dictionary()
        db.session.commit()
        return {one.code: one.id for one in db.session.scalars(select(Competency))}


def verified(
    app: Flask, employee_ids: Iterable[int], competency_id: int, *, level: int, standard: int
) -> None:
    """A verified assessment of each person that found this level in the competency, for which
    their positions ask for the standard."""
    employee_ids = list(employee_ids)
    with app.app_context():
        ask(employee_ids, competency_id, standard)
        number = next(numbers)
        cycle = Cycle(
            name=f"Siklus {number}",
            starts_on=date(2020, 1, 1),
            self_due_on=date(2020, 2, 1),
            verify_due_on=date(2020, 3, 1),
            status=CycleStatus.CLOSED,
        )
        db.session.add(cycle)
        db.session.flush()
        for employee_id in employee_ids:
            assessment = Assessment(
                cycle_id=cycle.id,
                employee_id=employee_id,
                job_level=JobLevel.PELAKSANA,
                job_title="Jabatan Contoh",
                status=AssessmentStatus.ACKNOWLEDGED,
                since=clock.now(),
                submitted_at=clock.now(),
                verified_at=clock.now(),
            )
            assessment.answers.append(
                Answer(
                    competency_id=competency_id,
                    standard_level=standard,
                    self_level=level,
                    verdict=Verdict.AGREE,
                    verified_level=level,
                )
            )
            db.session.add(assessment)
        db.session.flush()
        of_assessments(Assessment.cycle_id == cycle.id)
        db.session.commit()
        if len(employee_ids) > MANY and db.engine.dialect.name == "postgresql":
            # As the server does by itself within a minute of so many rows.
            db.session.execute(text("ANALYZE"))
            db.session.commit()


def ask(employee_ids: Iterable[int], competency_id: int, level: int) -> None:
    """Let the positions of these people ask for the level, and for all else as before. Inside of
    a context."""
    today = clock.today()
    positions = select(Employee.position_id).where(Employee.id.in_(employee_ids)).distinct()
    for position_id in db.session.scalars(positions).all():
        rows = db.session.execute(required_levels(today, [position_id])).all()
        levels = {row.competency_id: row.level for row in rows if row.level}
        if levels.get(competency_id) == level:
            continue
        db.session.execute(delete(JobStandard).where(JobStandard.position_id == position_id))
        items = [
            JobStandardItem(competency_id=one, level=need)
            for one, need in (levels | {competency_id: level}).items()
        ]
        standard = JobStandard(position_id=position_id, valid_from=date(2020, 1, 1), items=items)
        standard.decree, standard.created_at = "Keputusan Uji", clock.now()
        db.session.add(standard)
        db.session.flush()


def decide_unfinished(cycle: Cycle, decision: ClosedAs = ClosedAs.INCOMPLETE) -> None:
    """Decide about everybody unfinished, so that the cycle can be closed. Inside of a context."""
    db.session.execute(
        update(Assessment)
        .where(Assessment.id.in_(undecided_ids(cycle)))
        .values(closed_as=decision, closed_reason="Alasan contoh")
        .execution_options(synchronize_session=False)
    )
    db.session.flush()
