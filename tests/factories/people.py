"""Offices, jobs, people, grants and accounts."""

from datetime import date

from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import Account, Employee, Position, RoleGrant, Unit
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.people.services import hash_password
from kinerja.permissions import Role
from tests.factories.base import numbers, save


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
