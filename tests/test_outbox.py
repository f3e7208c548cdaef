"""The page of the outgoing mail: states, failures, another try, and no texts."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
PAGE = "/surat-keluar"
AT = datetime(2026, 11, 20, 3, tzinfo=UTC)


@pytest.fixture
def admin(app: Flask, signed_in: SignedIn) -> FlaskClient:
    """Who looks after the installation."""
    root = factories.unit(app)
    person = factories.employee(app, unit_id=root)
    factories.grant(app, person, Role.AGENCY_ADMIN, root)
    return signed_in(person)


def message(app: Flask, to: str, **facts: object) -> int:
    usual = {
        "kind": "digest",
        "subject": f"[Kinerja] Untuk {to}",
        "text": "tautan-rahasia",
        "queued_at": AT,
        "next_try_at": None,
    }
    return factories.save(app, Mail(to=to, **(usual | facts)))


@pytest.fixture
def three(app: Flask) -> dict[str, int]:
    """One in each state."""
    return {
        "waiting": message(app, "menunggu@contoh.id", next_try_at=AT, tries=2, failure="451 later"),
        "failed": message(app, "gagal@contoh.id", tries=25, failure="550 no such user"),
        "sent": message(app, "terkirim@contoh.id", sent_at=AT, tries=1),
    }


def listed(client: FlaskClient, query: str = "") -> list[str]:
    rows = soup(client.get(PAGE + query)).select("tbody th")
    return [str(row.contents[0]) for row in rows]


def test_each_state_is_told_and_no_text(
    app: Flask, admin: FlaskClient, three: dict[str, int]
) -> None:
    page = admin.get(PAGE)
    assert listed(admin) == ["terkirim@contoh.id", "gagal@contoh.id", "menunggu@contoh.id"]
    assert "550 no such user" in page.text
    assert "451 later" in page.text
    assert "tautan-rahasia" not in page.text
    assert "Ringkasan" in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?keadaan=menunggu", ["menunggu@contoh.id"]),
        ("?keadaan=gagal", ["gagal@contoh.id"]),
        ("?keadaan=terkirim", ["terkirim@contoh.id"]),
        ("?cari=GAGAL", ["gagal@contoh.id"]),
        ("?cari=untuk terkirim", ["terkirim@contoh.id"]),
        ("?cari=100%25", []),
        ("?keadaan=lain", ["terkirim@contoh.id", "gagal@contoh.id", "menunggu@contoh.id"]),
    ],
)
def test_list_is_narrowed(
    app: Flask, admin: FlaskClient, three: dict[str, int], query: str, found: list[str]
) -> None:
    assert listed(admin, query) == found


def test_mail_that_was_given_up_is_tried_again(
    app: Flask, admin: FlaskClient, three: dict[str, int]
) -> None:
    path = f"{PAGE}/{three['failed']}/coba-lagi"
    assert send(admin, PAGE, path).status_code == 303
    with app.app_context():
        row = db.session.get_one(Mail, three["failed"])
        assert (row.tries, row.failure) == (0, None)
        assert row.next_try_at is not None
        assert row.next_try_at <= clock.now()


@pytest.mark.parametrize("facts", [{"sent_at": AT}, {"text": ""}])
def test_nothing_to_send_is_not_tried_again(
    app: Flask, admin: FlaskClient, three: dict[str, int], facts: dict[str, object]
) -> None:
    made = message(app, "lain@contoh.id", **facts)
    page = soup(admin.get(PAGE))
    assert not page.select(f'form[action="{PAGE}/{made}/coba-lagi"]')
    form = page.select_one("main form[method=post] [name=csrf_token]")
    assert form is not None
    answer = admin.post(f"{PAGE}/{made}/coba-lagi", data={"csrf_token": str(form["value"])})
    assert answer.status_code == 409
    assert admin.post(f"{PAGE}/999999/coba-lagi").status_code in (400, 404)


def test_page_warns_while_no_server_is_set(
    app: Flask, admin: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Server surel belum diatur" in admin.get(PAGE).text
    assert "Belum ada surel" in admin.get(PAGE).text
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://localhost")
    assert "Server surel belum diatur" not in admin.get(PAGE).text


def test_list_has_the_same_number_of_queries_however_long(
    app: Flask, admin: FlaskClient, count_queries: factories.Counting
) -> None:
    message(app, "satu@contoh.id")
    admin.get(PAGE)
    with count_queries() as few:
        admin.get(PAGE)
    for number in range(60):
        message(app, f"orang{number}@contoh.id")
    with count_queries() as many:
        assert len(listed(admin)) == 50
    assert len(many) == len(few)


@pytest.mark.parametrize("role", [None, Role.UNIT_ADMIN, Role.HR, Role.INSPECTOR])
def test_nobody_else_sees_it(app: Flask, signed_in: SignedIn, role: Role | None) -> None:
    person = factories.employee(app)
    if role:
        factories.grant(app, person, role, factories.unit(app))
    assert signed_in(person).get(PAGE).status_code == 403
