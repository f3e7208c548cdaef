"""Rows for tests. Each function commits in a context of its own and returns an id."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import count

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.queries import own_assessment
from kinerja.competency.rules import FINISHED, SENT, AssessmentStatus, CycleStatus, Verdict
from kinerja.competency.services import import_dictionary
from kinerja.competency.services.cycles import enrol
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import DevelopmentForm, PlanItemStatus
from kinerja.extensions import Base, db
from kinerja.people.models import Account, Employee, Position, RoleGrant, Unit
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.people.services import hash_password
from kinerja.permissions import Role
from kinerja.satisfaction.models import Counter, Service

Counting = Callable[[], AbstractContextManager[list[str]]]
numbers = count(1)


def save(app: Flask, row: Base) -> int:
    """Keep the row; its id."""
    with app.app_context():
        db.session.add(row)
        db.session.commit()
        return int(row.id)


# people


def unit(app: Flask, name: str | None = None, *, parent: int | None = None) -> int:
    """An office."""
    name = name or f"Unit Contoh {next(numbers)}"
    return save(app, Unit(name=name, parent_id=parent, is_active=True))


def position(app: Flask, job_level: JobLevel = JobLevel.PELAKSANA, title: str | None = None) -> int:
    """A job title of the level."""
    title = title or f"Jabatan Contoh {next(numbers)}"
    return save(app, Position(title=title, job_level=job_level))


def nip(*, born: date = date(1990, 1, 1), appointed: str = "202001", sex: int = 1) -> str:
    """A number that reads without a warning and that nobody has."""
    number = next(numbers)
    later = born.replace(day=1 + number // 999 % 28, month=1 + number // 27972 % 12)
    return f"{later:%Y%m%d}{appointed}{sex}{1 + number % 999:03}"


def employee(
    app: Flask,
    *,
    unit_id: int | None = None,
    position_id: int | None = None,
    supervisor_id: int | None = None,
    kind: EmployeeKind = EmployeeKind.PNS,
    name: str | None = None,
    number: str | None = None,
    is_active: bool = True,
) -> int:
    """Somebody employed; in a unit and a job of their own where none is given."""
    return save(
        app,
        Employee(
            nip=number or nip(appointed="202321" if kind.is_contract else "202001"),
            kind=kind,
            name=name or f"Orang Contoh {next(numbers)}",
            unit_id=unit_id or unit(app),
            position_id=position_id or position(app),
            supervisor_id=supervisor_id,
            is_active=is_active,
        ),
    )


def grant(
    app: Flask,
    employee_id: int,
    role: Role,
    unit_id: int,
    *,
    valid_from: date = date(2020, 1, 1),
    valid_to: date | None = None,
) -> int:
    """A role in the unit and everything under it."""
    return save(
        app,
        RoleGrant(
            employee_id=employee_id,
            role=role,
            unit_id=unit_id,
            valid_from=valid_from,
            valid_to=valid_to,
        ),
    )


def account(app: Flask, employee_id: int, password: str, *, is_active: bool = True) -> int:
    """What lets the employee sign in with this password."""
    with app.app_context():
        digest = hash_password(password)
    return save(app, Account(employee_id=employee_id, password_hash=digest, is_active=is_active))


def employees(
    app: Flask,
    how_many: int,
    *,
    unit_id: int,
    position_id: int,
    supervisor_id: int | None = None,
) -> list[int]:
    """Many at once, for the tests that count queries."""
    with app.app_context():
        rows = [
            Employee(
                nip=nip(),
                kind=EmployeeKind.PNS,
                name=f"Orang Banyak {index:05}",
                unit_id=unit_id,
                position_id=position_id,
                supervisor_id=supervisor_id,
                is_active=True,
            )
            for index in range(how_many)
        ]
        db.session.add_all(rows)
        db.session.commit()
        numbered = select(Employee.id).where(Employee.unit_id == unit_id).order_by(Employee.id)
        return list(db.session.scalars(numbered))


# competency


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
            row.verified_at, row.is_current = at, True
        db.session.commit()
        return row.id


# development


def dictionary(app: Flask) -> dict[str, int]:
    """The repository's dictionary with the starting standards; competencies' ids by code."""
    with app.app_context():
        import_dictionary()
        db.session.commit()
        return {one.code: one.id for one in db.session.scalars(select(Competency))}


def verified(
    app: Flask, employee_ids: Iterable[int], competency_id: int, *, level: int, standard: int
) -> None:
    """A verified assessment of each person that found this level in the competency."""
    with app.app_context():
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
                is_current=True,
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
        db.session.commit()


def training(app: Flask, competency_id: int, **facts: object) -> int:
    """A workshop of two days in a month, 10 JP and 30 seats, unless told otherwise."""
    with app.app_context():
        start = clock.today() + timedelta(days=30)
    usual: dict[str, object] = {
        "title": f"Pelatihan Contoh {next(numbers)}",
        "form": DevelopmentForm.WORKSHOP,
        "jp": 10,
        "competency_id": competency_id,
        "level": 2,
        "starts_on": start,
        "ends_on": start + timedelta(days=1),
        "seats": 30,
        "provider": "Balai Contoh",
    }
    return save(app, Training(**(usual | facts)))


def plan_item(
    app: Flask,
    employee_id: int,
    training_id: int,
    *,
    status: PlanItemStatus = PlanItemStatus.ASSIGNED,
    chosen_by_id: int | None = None,
    **facts: object,
) -> int:
    """The training in the person's plan, chosen by the person unless told otherwise."""
    with app.app_context():
        found = db.session.get_one(Training, training_id)
        usual: dict[str, object] = {
            "year": found.year,
            "jp": found.jp,
            "since": clock.now(),
            "evidence_url": "https://bukti.contoh.go.id/1"
            if status in (PlanItemStatus.FINISHED, PlanItemStatus.CONFIRMED)
            else "",
        }
    return save(
        app,
        PlanItem(
            employee_id=employee_id,
            training_id=training_id,
            status=status,
            chosen_by_id=chosen_by_id or employee_id,
            **(usual | facts),
        ),
    )


# satisfaction


def service(
    app: Flask,
    *,
    unit_id: int | None = None,
    name: str | None = None,
    population: int | None = None,
) -> int:
    """Something that a unit offers."""
    name = name or f"Layanan Contoh {next(numbers)}"
    return save(app, Service(unit_id=unit_id or unit(app), name=name, population=population))


def counter(app: Flask, *, service_id: int | None = None, name: str | None = None) -> int:
    """Where a service is given."""
    number = next(numbers)
    with app.app_context():
        now = clock.now()
    return save(
        app,
        Counter(
            service_id=service_id or service(app),
            name=name or f"Loket {number}",
            token=f"rahasia-loket-{number:08}",
            created_at=now,
        ),
    )
