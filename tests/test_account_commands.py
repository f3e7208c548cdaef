"""`flask users …` and `flask init`: the operator's way in, with one-time codes only."""

import re

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, Employee, Position, Posting, RoleGrant, Unit
from kinerja.permissions import Role
from tests import factories
from tests.accounts import GOOD, account, actions, send, with_factor
from tests.signing import PASSWORD, enter, is_signed_in, nip_of

NIP = "199001012020011001"


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody without an account."""
    return factories.employee(app, name="Sari Teladan")


def run(app: Flask, *args: str) -> Result:
    return app.test_cli_runner().invoke(args=list(args))


def code_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    found = re.search(r"(\w{4}-){3}\w{4}", result.output)
    assert found
    return found[0]


def test_create_prints_a_code_that_works_once(app: Flask, person: int) -> None:
    nip = nip_of(app, person)
    result = run(app, "users", "create", nip)
    assert nip not in result.output
    assert "/aktivasi?kode=" in result.output
    client = app.test_client()
    answer = send(client, "/aktivasi", nip=nip, code=code_in(result), password=GOOD)
    assert answer.status_code == 303
    assert is_signed_in(client)
    again = run(app, "users", "create", nip)
    assert again.exit_code == 1
    assert "sudah aktif" in again.output
    done = actions(app)
    assert done.count("account.created") == done.count("account.code_made") == 1


def test_reset_prints_a_code_and_leaves_the_second_factor(app: Flask, person: int) -> None:
    factories.account(app, person, PASSWORD)
    with_factor(app, person)
    code = code_in(run(app, "users", "reset", nip_of(app, person)))
    client = app.test_client()
    answer = send(client, "/aktivasi", nip=nip_of(app, person), code=code, password=GOOD)
    assert answer.location.startswith("/masuk/kode")
    assert not is_signed_in(client)


def test_operator_may_remove_a_lost_factor_when_no_second_admin_is_left(
    app: Flask, person: int
) -> None:
    factories.account(app, person, PASSWORD)
    with_factor(app, person)
    code_in(run(app, "users", "reset", nip_of(app, person), "--second-factor"))
    assert enter(app.test_client(), nip_of(app, person), PASSWORD).location == "/beranda"
    assert actions(app).count("factor.reset_by_operator") == 1


def test_disable_and_enable(app: Flask, person: int) -> None:
    factories.account(app, person, PASSWORD)
    client = app.test_client()
    enter(client, nip_of(app, person), PASSWORD)
    assert run(app, "users", "disable", nip_of(app, person)).exit_code == 0
    assert not is_signed_in(client)
    assert not account(app, person).is_active
    assert run(app, "users", "disable", nip_of(app, person)).exit_code == 1
    refused = run(app, "users", "reset", nip_of(app, person))
    assert refused.exit_code == 1
    assert run(app, "users", "enable", nip_of(app, person)).exit_code == 0
    assert enter(client, nip_of(app, person), PASSWORD).status_code == 303
    assert run(app, "users", "enable", nip_of(app, person)).exit_code == 1


@pytest.mark.parametrize("command", ["create", "reset", "disable", "enable"])
def test_unknown_number_is_said_and_nothing_is_done(app: Flask, command: str) -> None:
    result = run(app, "users", command, "199001012020011999")
    assert result.exit_code == 1
    assert "Tidak ada pegawai dengan NIP ini" in result.output
    assert actions(app) == []


def test_reset_of_somebody_without_an_account_names_the_other_command(
    app: Flask, person: int
) -> None:
    result = run(app, "users", "reset", nip_of(app, person))
    assert result.exit_code == 1
    assert "flask users create" in result.output


def test_init_makes_the_agency_and_an_admin_who_activates_by_code(app: Flask) -> None:
    result = run(app, "init", "--nip", NIP, "--name", "Wulan Rekaan", "--agency", "Kota Uji")
    client = app.test_client()
    answer = send(client, "/aktivasi", nip=NIP, code=code_in(result), password=GOOD)
    assert answer.status_code == 303
    assert client.get("/akun-pegawai").status_code == 200
    with app.app_context():
        root = queries.root_unit()
        assert root is not None
        assert root.name == "Kota Uji"
        admin = db.session.scalars(select(Employee)).one()
        viewer = queries.viewer(db.session.scalars(select(Account)).one())
        assert viewer.roles == {Role.EMPLOYEE, Role.AGENCY_ADMIN}
        assert db.session.scalars(select(Posting.employee_id)).one() == admin.id
    assert actions(app)[0] == "agency.founded"


def test_init_refuses_where_there_are_units(app: Flask) -> None:
    factories.unit(app)
    result = run(app, "init", "--nip", NIP, "--name", "Wulan Rekaan")
    assert result.exit_code == 1
    assert "Unit sudah ada" in result.output
    with app.app_context():
        assert db.session.scalar(select(func.count(Employee.id))) == 0


@pytest.mark.parametrize("nip", ["1990", "199013012020011001", "bukan angka sama sekali"])
def test_init_refuses_a_number_that_cannot_be_and_makes_nothing(app: Flask, nip: str) -> None:
    result = run(app, "init", "--nip", nip, "--name", "Wulan Rekaan")
    assert result.exit_code == 1
    with app.app_context():
        for model in (Unit, Position, Employee, RoleGrant):
            assert db.session.scalar(select(func.count(model.id))) == 0
