"""Consents: given and withdrawn by the person alone, counted at once, never rewritten."""

import hashlib
import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.home.queries.reminders import Waited
from kinerja.home.views.reminders import phones
from kinerja.people.models import Account, Consent, Employee
from kinerja.people.queries import consenting, has_consented, viewer
from kinerja.people.rules import (
    CONSENT_MOVES,
    ConsentAction,
    ConsentState,
    Purpose,
    consent_state,
    consents,
    next_consent,
)
from kinerja.people.services import ConsentRepeatedError, give_consent, withdraw_consent
from tests import factories
from tests.pages import soup
from tests.visits import held

SignedIn = Callable[[int], FlaskClient]
PAGE = "/data-saya/persetujuan"
# What people agree to must not change under the same number: a new text needs a new version.
WORDS = {
    (Purpose.RECOGNITION, 1): "6b3dd779",
    (Purpose.CERTIFICATE, 2): "a505df1f",
    (Purpose.MENTOR, 1): "c4564c9d",
    (Purpose.CONTACT, 1): "e734bb8b",
}


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody who has not been asked yet."""
    return factories.employee(app)


def press(client: FlaskClient, purpose: Purpose, what: str) -> int:
    """Press the purpose's button on the page; the status of the answer."""
    page = soup(client.get(PAGE))
    for form in page.select(f'form[action="{PAGE}/{what}"]'):
        if form.select_one(f'[name=purpose][value="{purpose}"]'):
            return client.post(f"{PAGE}/{what}", data=held(form)).status_code
    raise AssertionError(f"no button to {what} {purpose}")


def answers(app: Flask, person: int) -> list[bool]:
    with app.app_context():
        statement = select(Consent.given).where(Consent.employee_id == person)
        return list(db.session.scalars(statement.order_by(Consent.id)))


def test_every_move_is_in_the_table_and_no_other() -> None:
    states = {ConsentState.NONE, ConsentState.GIVEN, ConsentState.OUTDATED}
    moves = {(s, a): next_consent(s, a) for s in states for a in ConsentAction}
    assert {key: to for key, to in moves.items() if to} == CONSENT_MOVES
    assert moves[ConsentState.GIVEN, ConsentAction.GIVE] is None
    assert moves[ConsentState.NONE, ConsentAction.WITHDRAW] is None


@pytest.mark.parametrize(
    ("given", "version", "state"),
    [
        (None, None, ConsentState.NONE),
        (False, 1, ConsentState.NONE),
        (True, 1, ConsentState.GIVEN),
        (True, 0, ConsentState.OUTDATED),
    ],
)
def test_state_follows_from_the_newest_answer(
    given: bool | None, version: int | None, state: ConsentState
) -> None:
    assert consent_state(Purpose.MENTOR, given=given, version=version) is state


def test_words_of_a_version_never_change(app: Flask) -> None:
    with app.test_request_context():
        found = {
            (purpose, purpose.version): hashlib.sha256(str(purpose.wording).encode()).hexdigest()[
                :8
            ]
            for purpose in Purpose
        }
    assert found == WORDS


def test_giving_and_withdrawing_are_written_with_the_words_shown(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    client = signed_in(person)
    assert press(client, Purpose.CONTACT, "beri") == 303
    page = client.get(PAGE)
    assert "Persetujuan tercatat: Rekan kerja boleh menghubungi nomor saya." in page.text
    with app.app_context():
        row = db.session.scalars(select(Consent)).one()
        assert (row.purpose, row.given, row.by_id) == (Purpose.CONTACT, True, person)
        assert row.version == Purpose.CONTACT.version
        assert row.wording in " ".join(soup(page).get_text(" ").split())
        assert has_consented(person, Purpose.CONTACT, on=clock.today())
    assert press(client, Purpose.CONTACT, "cabut") == 303
    with app.app_context():
        assert not has_consented(person, Purpose.CONTACT, on=clock.today())
        actions = select(Entry.action).where(Entry.action.startswith("consent."))
        noted = db.session.scalars(actions.order_by(Entry.seq)).all()
        assert noted == ["consent.given", "consent.withdrawn"]
    assert answers(app, person) == [True, False]


@pytest.mark.parametrize("what", ["beri", "cabut"])
def test_the_same_answer_twice_is_refused(
    app: Flask, person: int, signed_in: SignedIn, what: str
) -> None:
    client = signed_in(person)
    stale = {w: forms(client, w) for w in ("beri",)}
    press(client, Purpose.MENTOR, "beri")
    if what == "cabut":
        stale = {"cabut": forms(client, "cabut")}
        press(client, Purpose.MENTOR, "cabut")
    before = answers(app, person)
    data = stale[what][Purpose.MENTOR]
    answer = client.post(f"{PAGE}/{what}", data=data | {"key": ""})
    assert answer.status_code == 409
    assert answers(app, person) == before


def forms(client: FlaskClient, what: str) -> dict[str, dict[str, object]]:
    """What the buttons of the page as it is now would send, by purpose."""
    page = soup(client.get(PAGE))
    sent = [dict(held(form)) for form in page.select(f'form[action="{PAGE}/{what}"]')]
    return {data["purpose"][0]: data for data in sent}


def test_purpose_that_does_not_exist_is_not_found(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    client = signed_in(person)
    data = next(iter(forms(client, "beri").values()))
    answer = client.post(f"{PAGE}/beri", data=data | {"purpose": "semua"})
    assert answer.status_code == 404
    assert answers(app, person) == []


def row(person: int, *, given: bool, at: datetime, version: int = 1) -> Consent:
    return Consent(
        employee_id=person,
        purpose=Purpose.MENTOR,
        given=given,
        at=at,
        by_id=person,
        version=version,
        wording="-",
    )


def test_past_days_can_be_asked_at_their_end(app: Flask, person: int) -> None:
    with app.app_context():
        zone = clock.zone()
        db.session.add(row(person, given=True, at=datetime(2026, 3, 10, 23, 59, tzinfo=zone)))
        db.session.add(row(person, given=False, at=datetime(2026, 3, 12, 0, 0, tzinfo=zone)))
        db.session.commit()
        days = [date(2026, 3, day) for day in (9, 10, 11, 12)]
        held_on = [has_consented(person, Purpose.MENTOR, on=day) for day in days]
        assert held_on == [False, True, True, False]
        everybody = db.session.scalars(consenting(Purpose.MENTOR, on=days[1])).all()
        assert everybody == [person]


def test_consent_to_older_words_counts_no_more(
    app: Flask, person: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        db.session.add(row(person, given=True, at=clock.now() - timedelta(days=1)))
        db.session.commit()
    monkeypatch.setitem(consents.VERSIONS, Purpose.MENTOR, 2)
    with app.app_context():
        assert not has_consented(person, Purpose.MENTOR, on=clock.today())
    client = signed_in(person)
    assert "Kalimatnya berubah, perlu disetujui lagi" in client.get(PAGE).text
    assert press(client, Purpose.MENTOR, "beri") == 303
    with app.app_context():
        assert has_consented(person, Purpose.MENTOR, on=clock.today())


@pytest.mark.parametrize(
    "statement", ["UPDATE people_consent SET given = given", "DELETE FROM people_consent"]
)
def test_database_itself_refuses_to_rewrite_the_history(
    app: Flask, person: int, statement: str
) -> None:
    with app.app_context():
        db.session.add(row(person, given=True, at=clock.now()))
        db.session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert answers(app, person) == [True]


def test_two_at_once_are_written_once(app: Flask, person: int) -> None:
    with app.app_context():
        db.session.add(Account(employee_id=person, password_hash="-", is_active=True))
        db.session.commit()
    start, refused = threading.Barrier(4), []

    def give() -> None:
        start.wait(timeout=5)
        with app.app_context():
            account = db.session.scalars(select(Account)).one()
            try:
                give_consent(Purpose.CERTIFICATE, by=viewer(account))
                db.session.commit()
            except ConsentRepeatedError:
                db.session.rollback()
                refused.append(1)

    threads = [threading.Thread(target=give) for _turn in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert answers(app, person) == [True]
    assert len(refused) == 3


def test_nothing_to_withdraw_is_refused_by_the_service(app: Flask, person: int) -> None:
    with app.app_context():
        account = Account(employee_id=person, password_hash="-", is_active=True)
        db.session.add(account)
        db.session.flush()
        with pytest.raises(ConsentRepeatedError):
            withdraw_consent(Purpose.RECOGNITION, by=viewer(account))
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 0


def test_number_is_shown_to_colleagues_only_while_its_holder_agrees(
    app: Flask, person: int
) -> None:
    def shown() -> dict[str, str]:
        with app.test_request_context():
            holder = db.session.get_one(Employee, person)
            return phones(cast(Waited, SimpleNamespace(holders=[holder])))

    with app.app_context():
        holder = db.session.get_one(Employee, person)
        holder.phone, name = "0812-3456-7890", holder.full_name
        db.session.commit()
    assert shown() == {}
    factories.consent(app, person, Purpose.CONTACT)
    assert shown() == {name: "6281234567890"}
    factories.consent(app, person, Purpose.CONTACT, given=False)
    assert shown() == {}
