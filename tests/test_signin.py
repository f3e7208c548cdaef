"""Signing in and out, throttling, sessions, languages."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import extract_parameters
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Account, Employee, LoginAttempt, LoginSession
from kinerja.people.services import (
    begin_session,
    forget_sessions,
    forget_tries,
    hash_password,
    sessions,
)
from kinerja.people.views.sessions import own_path
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup

PASSWORD = "kuda-nil-di-atas-pohon"
SignIn = Callable[[FlaskClient, int], FlaskClient]


@pytest.fixture
def person(app: Flask) -> int:
    """Somebody who can sign in."""
    employee_id = factories.employee(app, name="Sari Teladan")
    factories.account(app, employee_id, PASSWORD)
    return employee_id


def nip_of(app: Flask, employee_id: int) -> str:
    with app.app_context():
        return db.session.get_one(Employee, employee_id).nip


def token(client: FlaskClient, path: str = "/masuk") -> str:
    entry = soup(client.get(path)).select_one('form input[name="csrf_token"]')
    assert entry
    return str(entry["value"])


def enter(
    client: FlaskClient, nip: str, password: str, *, path: str = "/masuk", address: str = "10.0.0.1"
) -> TestResponse:
    return client.post(
        path,
        data={"nip": nip, "password": password, "csrf_token": token(client)},
        environ_base={"REMOTE_ADDR": address},
    )


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/beranda").status_code == 200


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Moves the clock forward."""
    start = datetime.now(UTC)
    return lambda later: monkeypatch.setattr(clock, "now", lambda: start + later)


def test_right_password_leads_to_the_start_page(
    app: Flask, client: FlaskClient, person: int
) -> None:
    nip = nip_of(app, person)
    answer = enter(client, f" {nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]} ", PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/beranda")
    page = client.get("/beranda")
    assert "Sari Teladan" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/masuk").location == "/beranda"


def test_front_door_leads_to_the_start_page_and_from_there_to_signing_in(
    client: FlaskClient,
) -> None:
    assert client.get("/").location == "/beranda"
    answer = client.get("/beranda")
    assert (answer.status_code, answer.location) == (303, "/masuk?lanjut=/beranda")


def test_signing_in_leads_back_to_the_page_that_was_wanted(
    app: Flask, client: FlaskClient, person: int
) -> None:
    wanted = client.get("/pegawai?cari=sari&hal=2").location
    answer = enter(client, nip_of(app, person), PASSWORD, path=wanted)
    assert answer.location == "/pegawai?cari=sari&hal=2"


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "\t//evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "https://evil.example/beranda",
        "http://localhost/beranda",
        "/\\evil.example",
        "\\\\evil.example",
        "%2f%2fevil.example",
        "/%2f%2fevil.example",
        "/beranda\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "//[evil",
        "beranda",
        "/tidak-ada",
        "/keluar",
        "",
    ],
)
def test_signing_in_never_leads_out_of_the_house(app: Flask, wanted: str) -> None:
    with app.test_request_context():
        assert own_path(wanted) is None


def test_a_foreign_wish_ends_on_the_start_page(
    app: Flask, client: FlaskClient, person: int
) -> None:
    answer = enter(client, nip_of(app, person), PASSWORD, path="/masuk?lanjut=//evil.example")
    assert answer.location == "/beranda"


def test_wrong_password_says_what_to_do_and_keeps_the_number(
    app: Flask, client: FlaskClient, person: int
) -> None:
    nip = nip_of(app, person)
    answer = enter(client, nip, "salah-sama-sekali")
    page = soup(answer)
    assert answer.status_code == 422
    assert page.select_one("#nip")["value"] == nip  # type: ignore[index]
    assert not page.select_one("#password").get("value")  # type: ignore[union-attr]
    alert = page.select_one('[role="alert"].error-box')
    assert alert is not None
    assert "ketik ulang kata sandi" in alert.text
    assert page.title is not None
    assert page.title.text.startswith("Galat: Masuk")
    assert not is_signed_in(client)


def test_empty_fields_are_named_one_by_one(app: Flask, client: FlaskClient) -> None:
    answer = enter(client, "", "")
    assert answer.status_code == 422
    assert "Isi NIP Anda, 18 digit." in answer.text
    assert "Isi kata sandi Anda." in answer.text
    with app.app_context():
        assert not db.session.scalar(select(func.count(LoginAttempt.id)))


def test_unknown_number_gets_the_same_answer_as_a_wrong_password(
    app: Flask, client: FlaskClient, person: int
) -> None:
    def body(answer: TestResponse) -> str:
        return " ".join(tag.text for tag in soup(answer).select(".error-box, .error"))

    known = enter(client, nip_of(app, person), "salah-sama-sekali")
    unknown = enter(client, "199001012020011999", "salah-sama-sekali")
    assert known.status_code == unknown.status_code
    assert body(known) == body(unknown)


@pytest.mark.parametrize("what", ["account", "employee"])
def test_inactive_people_cannot_sign_in_and_are_signed_out(
    app: Flask, client: FlaskClient, person: int, what: str
) -> None:
    enter(client, nip_of(app, person), PASSWORD)
    assert is_signed_in(client)
    with app.app_context():
        changed = update(Account) if what == "account" else update(Employee)
        db.session.execute(changed.values(is_active=False))
        db.session.commit()
    assert not is_signed_in(client)
    assert enter(app.test_client(), nip_of(app, person), PASSWORD).status_code == 422


def test_passwords_are_hashed_as_the_rule_says() -> None:
    for made in (hash_password(PASSWORD), sessions.STAND_IN):
        facts = extract_parameters(made)
        assert (facts.memory_cost, facts.time_cost, facts.parallelism) == (19 * 1024, 2, 1)
        assert made.startswith("$argon2id$")


def test_composed_and_decomposed_letters_are_one_password() -> None:
    assert sessions.verify(hash_password("cafe\u0301-di-sudut-kota"), "caf\u00e9-di-sudut-kota")


def test_known_and_unknown_numbers_cost_exactly_one_verification(
    app: Flask, client: FlaskClient, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    checked: list[str] = []
    verify = sessions.HASHER.verify

    class Spy:
        def verify(self, made: str, password: str) -> bool:
            checked.append(made)
            return verify(made, password)

    monkeypatch.setattr(sessions, "HASHER", Spy())
    enter(client, nip_of(app, person), "salah-sama-sekali")
    enter(client, "199001012020011999", "salah-sama-sekali")
    assert len(checked) == 2
    assert extract_parameters(checked[0]) == extract_parameters(checked[1])
    assert not sessions.verify(None, "apa saja")


def test_known_and_unknown_numbers_take_about_as_long(
    app: Flask, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Rounds alternate so that a busy machine slows both; only the median counts.
    monkeypatch.setattr(sessions, "_refuse_when_throttled", lambda *_rest, **_facts: None)
    known, unknown = nip_of(app, person), "199001012020011999"
    took: dict[str, list[float]] = {known: [], unknown: []}
    for _round in range(25):
        for nip, times in took.items():
            with app.test_request_context("/masuk", method="POST"):
                begun = time.thread_time()
                with pytest.raises(sessions.WrongPasswordError):
                    sessions.sign_in(nip=nip, password="salah", address="10.0.0.1")
                times.append(time.thread_time() - begun)
    medians = [statistics.median(times) for times in took.values()]
    assert max(medians) <= 1.2 * min(medians)


def test_no_write_transaction_is_open_while_a_password_is_hashed(
    app: Flask, client: FlaskClient, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    verify, open_then = sessions.verify, []

    def spy(made: str | None, password: str) -> bool:
        open_then.append(db.session().in_transaction())
        return verify(made, password)

    monkeypatch.setattr(sessions, "verify", spy)
    assert enter(client, nip_of(app, person), PASSWORD).status_code == 303
    assert open_then == [False]


def test_hashes_are_bounded_to_one_for_each_core(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    class Slow:
        def verify(self, _made: str, _password: str) -> bool:
            nonlocal running, most
            running += 1
            most = max(most, running)
            time.sleep(0.02)
            running -= 1
            return True

    monkeypatch.setattr(sessions, "HASHER", Slow())
    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(lambda _n: sessions.verify("x", "y"), range(16)))
    assert most <= (sessions.os.cpu_count() or 1)


def test_many_wrong_tries_from_one_address_wait_there_but_not_elsewhere(
    app: Flask, client: FlaskClient, person: int
) -> None:
    nip = nip_of(app, person)
    answers = [enter(client, nip, f"salah-{n}", address="10.0.0.1") for n in range(30)]
    assert answers[0].status_code == 422
    last = enter(client, nip, PASSWORD, address="10.0.0.1")
    assert last.status_code == 429
    assert 0 < int(last.headers["Retry-After"]) <= 15 * 60
    assert "Akun Anda tidak dikunci" in last.text
    assert not is_signed_in(client)
    elsewhere = app.test_client()
    assert enter(elsewhere, nip, PASSWORD, address="10.0.0.2").status_code == 303
    assert is_signed_in(elsewhere)


def test_trying_many_numbers_from_one_address_is_stopped_too(
    app: Flask, client: FlaskClient, person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "verify", lambda _made, _password: False)
    statuses = [enter(client, f"19900101202001{n:04}", "salah").status_code for n in range(30)]
    assert (statuses[0], statuses[-1]) == (422, 429)
    other = enter(client, "199001012020011999", "salah", address="2001:db8::1")
    assert other.status_code == 422


def test_waiting_ends_by_itself(
    app: Flask,
    client: FlaskClient,
    person: int,
    at: Callable[[timedelta], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nip = nip_of(app, person)
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "verify", lambda _made, _password: False)
        for n in range(12):
            enter(client, nip, f"salah-{n}")
    assert enter(client, nip, PASSWORD).status_code == 429
    at(timedelta(minutes=16))
    assert enter(client, nip, PASSWORD).status_code == 303


def test_wrong_tries_survive_the_refusal_and_name_nobody(
    app: Flask, client: FlaskClient, person: int, at: Callable[[timedelta], None]
) -> None:
    nip = nip_of(app, person)
    enter(client, nip, "salah-sama-sekali", address="::ffff:10.0.0.9")
    with app.app_context():
        tried = db.session.scalars(select(LoginAttempt)).one()
        assert (tried.address, len(tried.nip_hash)) == ("10.0.0.9", 64)
        noted = db.session.scalars(select(audit.Entry)).all()
        assert [entry.action for entry in noted] == ["session.refused"]
        assert nip not in str([entry.details for entry in noted])
    at(timedelta(days=2))
    with app.app_context():
        forget_tries()
        db.session.commit()
        assert not db.session.scalar(select(func.count(LoginAttempt.id)))


def test_signing_in_drops_what_the_cookie_carried(
    app: Flask, client: FlaskClient, person: int
) -> None:
    before = token(client)
    with client.session_transaction() as session:
        session["planted"] = "x"
        session["language"] = "en"
    enter(client, nip_of(app, person), PASSWORD)
    with client.session_transaction() as session:
        assert "planted" not in session
        assert session["language"] == "en"
        assert len(session["_user_id"]) >= 43  # 256 bits
    assert token(client, "/beranda") != before


def test_the_table_keeps_only_a_hash_of_the_secret(
    app: Flask, client: FlaskClient, person: int
) -> None:
    enter(client, nip_of(app, person), PASSWORD)
    with client.session_transaction() as session:
        sid = session["_user_id"]
    with app.app_context():
        row = db.session.scalars(select(LoginSession)).one()
        assert row.sid_hash == sessions.sid_hash(sid) != sid


def test_signing_out_ends_the_session_so_that_a_copied_cookie_is_nobody(
    app: Flask, client: FlaskClient, person: int
) -> None:
    enter(client, nip_of(app, person), PASSWORD)
    copied = client.get_cookie("kinerja")
    assert copied
    answer = client.post("/keluar", data={"csrf_token": token(client, "/beranda")})
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    thief = app.test_client()
    thief.set_cookie("kinerja", copied.value)
    assert not is_signed_in(thief)
    assert not is_signed_in(client)
    assert "lama tidak aktif" not in client.get("/masuk").text


def test_signing_in_again_ends_the_session_before(
    app: Flask, client: FlaskClient, person: int
) -> None:
    enter(client, nip_of(app, person), PASSWORD)
    data = {"nip": nip_of(app, person), "password": PASSWORD}
    client.post("/masuk", data=data | {"csrf_token": token(client, "/beranda")})
    assert is_signed_in(client)
    with app.app_context():
        assert db.session.scalar(select(func.count(LoginSession.id))) == 1


def test_sign_in_and_sign_out_need_a_token(app: Flask, client: FlaskClient, person: int) -> None:
    data = {"nip": nip_of(app, person), "password": PASSWORD}
    assert client.post("/masuk", data=data).status_code == 400
    enter(client, nip_of(app, person), PASSWORD)
    assert client.post("/keluar").status_code == 400
    assert is_signed_in(client)


@pytest.mark.parametrize(("role", "minutes"), [(None, 30), (Role.UNIT_ADMIN, 15)])
def test_an_idle_session_ends_and_says_so(
    app: Flask,
    client: FlaskClient,
    person: int,
    sign_in: SignIn,
    at: Callable[[timedelta], None],
    role: Role | None,
    minutes: int,
) -> None:
    if role:
        factories.grant(app, person, role, factories.unit(app))
    sign_in(client, person)
    at(timedelta(minutes=minutes - 1))
    assert is_signed_in(client)
    at(timedelta(minutes=2 * minutes - 2))  # use has prolonged it
    assert is_signed_in(client)
    at(timedelta(minutes=3 * minutes - 2))
    assert not is_signed_in(client)
    assert "Anda sudah keluar karena lama tidak aktif." in client.get("/masuk").text


def test_a_session_ends_after_twelve_hours_however_busy(
    app: Flask,
    client: FlaskClient,
    person: int,
    sign_in: SignIn,
    at: Callable[[timedelta], None],
) -> None:
    sign_in(client, person)
    for minutes in range(20, 12 * 60, 20):
        at(timedelta(minutes=minutes))
        assert is_signed_in(client)
    at(timedelta(hours=12, minutes=1))
    assert not is_signed_in(client)
    with app.app_context():
        forget_sessions()
        db.session.commit()
        assert not db.session.scalar(select(func.count(LoginSession.id)))


def test_use_is_noted_at_most_once_a_minute(
    app: Flask,
    client: FlaskClient,
    person: int,
    sign_in: SignIn,
    at: Callable[[timedelta], None],
) -> None:
    def seen() -> datetime:
        with app.app_context():
            return db.session.scalars(select(LoginSession.seen_at)).one()

    sign_in(client, person)
    first = seen()
    at(timedelta(seconds=50))
    client.get("/beranda")
    assert seen() == first
    at(timedelta(seconds=70))
    client.get("/beranda")
    assert seen() > first


def test_htmx_is_told_to_open_the_sign_in_page_as_a_whole(client: FlaskClient) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/pegawai?hal=2"}
    answer = client.get("/pegawai", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/masuk?lanjut=/pegawai?hal%3D2"
    foreign = headers | {"HX-Current-URL": "http://evil.example/pegawai"}
    assert client.get("/pegawai", headers=foreign).headers["HX-Redirect"] == "/masuk"


def test_language_is_kept_by_cookie_and_by_account(
    app: Flask, client: FlaskClient, person: int
) -> None:
    data = {"csrf_token": token(client), "language": "en", "next": "/masuk"}
    answer = client.post("/bahasa", data=data)
    assert (answer.status_code, answer.location) == (303, "/masuk")
    assert soup(client.get("/masuk")).html["lang"] == "en"  # type: ignore[index]
    enter(client, nip_of(app, person), PASSWORD)
    data = {"csrf_token": token(client, "/beranda"), "language": "en", "next": "//evil.example"}
    assert client.post("/bahasa", data=data).location == "/beranda"
    elsewhere = app.test_client()
    enter(elsewhere, nip_of(app, person), PASSWORD)
    assert soup(elsewhere.get("/beranda")).html["lang"] == "en"  # type: ignore[index]


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    data = {"csrf_token": token(client), "language": "xx", "next": "/masuk"}
    assert client.post("/bahasa", data=data).status_code == 303
    assert soup(client.get("/masuk")).html["lang"] == "id"  # type: ignore[index]


def test_a_session_of_a_deleted_row_is_nobody(app: Flask, client: FlaskClient, person: int) -> None:
    with app.app_context():
        account_id = db.session.scalars(select(Account.id)).one()
        begin_session(account_id)
        db.session.rollback()
    with client.session_transaction() as session:
        session["_user_id"] = "tidak-ada"
    assert not is_signed_in(client)
