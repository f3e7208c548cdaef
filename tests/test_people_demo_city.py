"""The demo city: large, usual, and the same each time."""

from random import Random

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import demo, queries
from kinerja.people.models import Account, Employee, Unit
from kinerja.people.rules import (
    EmployeeKind,
    JobLevel,
    read_nip,
)
from kinerja.people.services import verify
from kinerja.permissions import Role
from tests.databases import Databases


@pytest.fixture
def filled(app: Flask) -> tuple[Flask, list[demo.DemoAccount]]:
    """The demo city alone."""
    with app.app_context():
        accounts = demo.load(on=clock.today(), random=Random(1))
        db.session.commit()
    return app, accounts


def test_demo_city_is_large_and_its_numbers_read_without_a_warning(
    filled: tuple[Flask, list[demo.DemoAccount]],
) -> None:
    app, _accounts = filled
    with app.app_context():
        people = db.session.scalars(select(Employee)).all()
        assert len(people) >= 300
        assert (db.session.scalar(select(func.count(Unit.id))) or 0) >= 12
        assert {person.position.job_level for person in people} == set(JobLevel)
        assert {person.kind for person in people} == set(EmployeeKind)
        for person in people:
            reading = read_nip(person.nip, person.kind, on=clock.today())
            assert (reading.errors, reading.warnings) == ((), ()), person.nip
            assert person.nip[15] == "9"
        assert len({person.name for person in people}) == len(people)
        active = [person for person in people if person.is_active]
        assert [person.supervisor_id for person in active].count(None) == 1


def test_demo_accounts_cover_every_role_and_only_they_can_sign_in(
    filled: tuple[Flask, list[demo.DemoAccount]],
) -> None:
    app, accounts = filled
    by_role = {account.role: account.as_dict() for account in accounts}
    assert set(by_role) == {role.value for role in Role}
    assert set(by_role["employee"]) == {"role", "nip", "password", "name", "note"}
    assert len({account.password for account in accounts}) == len(accounts)
    with app.app_context():
        numbers = [account.nip for account in accounts]
        others = select(Account.password_hash).join(Account.employee)
        hashes = db.session.scalars(others.where(Employee.nip.not_in(numbers))).all()
        known = [account.password for account in accounts]
        assert not any(verify(made, password) for made in hashes if made for password in known)
        for role, account in by_role.items():
            person = queries.employee_by_nip(account["nip"])
            assert person is not None
            row = queries.account_of(person.id)
            assert row is not None
            assert verify(row.password_hash, account["password"])
            assert Role(role) in queries.viewer(row).roles
        clerk = queries.employee_by_nip(by_role["employee"]["nip"])
        assert clerk is not None
        assert clerk.supervisor is not None
        assert clerk.supervisor.nip == by_role["supervisor"]["nip"]


def test_demo_city_is_the_same_each_time_but_for_the_passwords(
    filled: tuple[Flask, list[demo.DemoAccount]],
    app: Flask,
    databases: Databases,
    template: str,
) -> None:
    _app, accounts = filled
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    databases.fresh(template, "test")
    with app.app_context():
        again = demo.load(on=clock.today(), random=Random(1))
        assert [account.nip for account in again] == [account.nip for account in accounts]
        assert {a.password for a in again}.isdisjoint({a.password for a in accounts})
