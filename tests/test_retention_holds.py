"""Legal holds: who may place and end one, over whom, and what is refused."""

from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.people.models import Employee, LegalHold
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
PAGE, ADD = "/masa-simpan", "/masa-simpan/penahanan/tambah"


class Office(NamedTuple):
    """A PPID of one office, somebody in it, somebody elsewhere."""

    ppid: int
    clerk: int
    nip: str
    stranger: int
    foreign_nip: str


@pytest.fixture
def office(app: Flask) -> Office:
    """Two offices under a root."""
    root = factories.unit(app)
    here, there = (factories.unit(app, parent=root) for _turn in range(2))
    ppid = factories.employee(app, unit_id=here)
    clerk = factories.employee(app, unit_id=here, name="Sari Uji")
    stranger = factories.employee(app, unit_id=there, name="Togar Lain")
    factories.grant(app, ppid, Role.PPID, here)
    with app.app_context():
        nips = [db.session.get_one(Employee, person).nip for person in (clerk, stranger)]
    return Office(ppid, clerk, nips[0], stranger, nips[1])


def holds(app: Flask) -> list[tuple[int, bool]]:
    """Whose data are held, and whether the hold has an end."""
    with app.app_context():
        rows = db.session.scalars(select(LegalHold).order_by(LegalHold.id))
        return [(row.employee_id, row.valid_to is not None) for row in rows]


def place(client: FlaskClient, nip: str, **more: object) -> int:
    return send(client, ADD, nip=nip, reason="Perkara 12", **more).status_code


def test_hold_is_placed_shown_and_ended(app: Flask, office: Office, signed_in: SignedIn) -> None:
    client = signed_in(office.ppid)
    assert place(client, office.nip) == 303
    page = soup(client.get(PAGE))
    assert "Sari Uji" in page.get_text()
    link = page.select_one('a[href$="/akhiri"]')
    assert link
    end = str(link["href"])
    assert "Mulai besok data Sari Uji dihapus" in client.get(end).text
    assert send(client, end).status_code == 303
    assert holds(app) == [(office.clerk, True)]
    with app.app_context():
        entries = select(Entry).where(Entry.action.startswith("hold.")).order_by(Entry.seq)
        noted = [(entry.action, entry.about_id) for entry in db.session.scalars(entries)]
        assert noted == [("hold.placed", office.clerk), ("hold.ended", office.clerk)]
        details = [entry.details for entry in db.session.scalars(entries)]
        assert not any("Perkara" in text for text in details)


def test_hold_that_has_ended_cannot_be_ended_again(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.ppid)
    place(client, office.nip)
    with app.app_context():
        number = db.session.scalars(select(LegalHold.id)).one()
    path = f"{PAGE}/penahanan/{number}/akhiri"
    assert send(client, path).status_code == 303
    again = send(client, path)
    assert again.status_code == 409
    assert "sudah berakhir" in again.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"nip": "199001012020011000"}, "Tidak ada pegawai dengan NIP ini di unit Anda."),
        ({"nip": ""}, "Isi NIP, 18 digit."),
        ({"reason": ""}, "Tulis alasannya"),
        ({"reason": "x" * 501}, "Paling panjang 500 huruf."),
        ({"valid_from": ""}, "Isi tanggal mulai."),
        ({"valid_to": "2020-01-01"}, "Tanggal berakhir tidak boleh sebelum tanggal mulai."),
    ],
)
def test_wrong_entries_are_explained(
    app: Flask, office: Office, signed_in: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    sent = {"nip": office.nip, "reason": "Perkara 12"} | typed
    answer = send(signed_in(office.ppid), ADD, **sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert holds(app) == []


def test_second_hold_over_the_same_time_is_refused(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.ppid)
    assert place(client, office.nip) == 303
    answer = send(client, ADD, nip=office.nip, reason="Perkara 13")
    assert answer.status_code == 422
    assert "Data Sari Uji sudah ditahan sejak" in answer.text


def test_people_of_other_units_are_out_of_reach(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.ppid)
    assert place(client, office.foreign_nip) == 422
    foreign = LegalHold(
        employee_id=office.stranger,
        reason="-",
        valid_from=clock_day(app),
        placed_by_id=office.stranger,
    )
    number = factories.save(app, foreign)
    assert "Togar Lain" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/penahanan/{number}/akhiri").status_code == 404


def test_nobody_ends_a_hold_on_their_own_data(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    today = clock_day(app)
    own = LegalHold(
        employee_id=office.ppid, reason="-", valid_from=today, placed_by_id=office.clerk
    )
    number = factories.save(app, own)
    client = signed_in(office.ppid)
    assert f"{PAGE}/penahanan/{number}/akhiri" not in client.get(PAGE).text
    assert client.get(f"{PAGE}/penahanan/{number}/akhiri").status_code == 404


def test_hold_that_begins_later_ends_on_its_first_day(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.ppid)
    later = clock_day(app) + timedelta(days=5)
    assert place(client, office.nip, valid_from=later.isoformat()) == 303
    with app.app_context():
        number = db.session.scalars(select(LegalHold.id)).one()
    send(client, f"{PAGE}/penahanan/{number}/akhiri")
    with app.app_context():
        assert db.session.scalars(select(LegalHold.valid_to)).one() == later


def clock_day(app: Flask):
    with app.app_context():
        return clock.today()


@pytest.mark.parametrize("role", [Role.HR, Role.UNIT_ADMIN, Role.INSPECTOR, Role.LEADER])
def test_other_roles_see_neither_page(app: Flask, signed_in: SignedIn, role: Role) -> None:
    unit = factories.unit(app)
    person = factories.employee(app, unit_id=unit)
    factories.grant(app, person, role, unit)
    client = signed_in(person)
    for path in (PAGE, ADD, f"{PAGE}/xlsx"):
        assert client.get(path).status_code == 403
