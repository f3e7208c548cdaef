"""Offices, jobs, people, grants and accounts."""

from collections.abc import Iterator
from datetime import date

from flask import Flask
from sqlalchemy import select

from kinerja.extensions import Base, db
from kinerja.people.models import (
    Account,
    Employee,
    Position,
    Posting,
    ReportingLine,
    RoleGrant,
    StandingPeriod,
    Unit,
    UnitVersion,
)
from kinerja.people.rules import EmployeeKind, JobLevel, LineKind, Standing
from kinerja.people.services import hash_password
from kinerja.permissions import Role
from tests.factories.base import numbers, save

LONG_AGO = date(2015, 1, 1)


def unit(app: Flask, name: str | None = None, *, parent: int | None = None) -> int:
    """An office."""
    name = name or f"Unit Contoh {next(numbers)}"
    made = save(app, Unit(name=name, parent_id=parent, is_active=True))
    save(app, UnitVersion(unit_id=made, name=name, parent_id=parent, valid_from=LONG_AGO))
    return made


def position(
    app: Flask,
    job_level: JobLevel = JobLevel.PELAKSANA,
    title: str | None = None,
    *,
    leads_unit: bool = False,
) -> int:
    """A job title of the level."""
    title = title or f"Jabatan Contoh {next(numbers)}"
    return save(app, Position(title=title, job_level=job_level, leads_unit=leads_unit))


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
    standing: Standing = Standing.ACTIVE,
) -> int:
    """Somebody employed since long ago; in a unit and a job of their own where none is given."""
    person = Employee(
        nip=number or nip(appointed="202321" if kind.is_contract else "202001"),
        kind=kind,
        name=name or f"Orang Contoh {next(numbers)}",
        unit_id=unit_id or unit(app),
        position_id=position_id or position(app),
        supervisor_id=supervisor_id,
        standing=standing,
    )
    with app.app_context():
        db.session.add(person)
        db.session.flush()
        db.session.add_all(histories(person))
        db.session.commit()
        return int(person.id)


def histories(person: Employee) -> Iterator[Base]:
    """What the histories say of somebody about whom nothing has changed since long ago."""
    yield Posting(
        employee_id=person.id,
        unit_id=person.unit_id,
        position_id=person.position_id,
        valid_from=LONG_AGO,
    )
    if person.supervisor_id:
        yield ReportingLine(
            employee_id=person.id,
            kind=LineKind.SUPERVISOR,
            superior_id=person.supervisor_id,
            valid_from=LONG_AGO,
        )
    if person.standing is not Standing.ACTIVE:
        yield StandingPeriod(employee_id=person.id, standing=person.standing, valid_from=LONG_AGO)


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
                standing=Standing.ACTIVE,
            )
            for index in range(how_many)
        ]
        db.session.add_all(rows)
        db.session.flush()
        db.session.add_all(entry for person in rows for entry in histories(person))
        db.session.commit()
        numbered = select(Employee.id).where(Employee.unit_id == unit_id).order_by(Employee.id)
        return list(db.session.scalars(numbered))
