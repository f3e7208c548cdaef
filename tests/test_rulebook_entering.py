"""A value of the rulebook is entered from a day on, checked first, and never changed after."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import rule
from kinerja.rulebook.rules import Confidence
from tests import factories
from tests.accounts import stale
from tests.pages import soup
from tests.ruling import agency_admin, form_of, sent, today, versions, words
from tests.signing import PASSWORD

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def admin(app: Flask, signed_in: SignedIn) -> FlaskClient:
    """The agency's admin."""
    return signed_in(agency_admin(app))


@pytest.fixture
def somebody(app: Flask, signed_in: SignedIn) -> FlaskClient:
    return signed_in(factories.employee(app))


def test_new_value_is_shown_before_it_is_kept(app: Flask, admin: FlaskClient) -> None:
    page = words(sent(admin, "skm.months", step="check", cell0="6"))
    assert "dari 12 bulan menjadi 6 bulan" in page
    assert "SK baru" in page
    assert len(versions(app, "skm.months")) == 1


def test_checked_value_is_kept_by_the_form_that_shows_it(app: Flask, admin: FlaskClient) -> None:
    page = soup(sent(admin, "skm.months", step="check", cell0="6"))
    data = {str(box["name"]): str(box["value"]) for box in page.select("main form input")}
    answer = admin.post("/aturan/skm.months/ubah", data=data | {"step": "save"})
    assert answer.location == "/aturan/skm.months"
    (_old, new) = versions(app, "skm.months")
    assert (new.value, new.valid_from, new.reason) == (6, today(app), "SK baru")
    assert (new.set_by, new.confidence) == ("Admin Contoh", Confidence.KNOWN)
    assert new.set_at
    assert "Nilai baru tersimpan" in words(admin.get("/aturan/skm.months"))
    with app.app_context():
        assert rule("skm.months", on=today(app)) == 6
        assert rule("skm.months", on=today(app) - timedelta(days=1)) == 12


def test_changing_again_shows_what_was_typed(admin: FlaskClient) -> None:
    answer = sent(admin, "skm.months", step="edit", cell0="6")
    assert answer.status_code == 200
    box = soup(answer).select_one("#cell0")
    assert box
    assert box["value"] == "6"


def test_decimals_are_typed_with_a_comma_and_kept_as_text(app: Flask, admin: FlaskClient) -> None:
    assert form_of(admin, "/aturan/skm.bands/ubah")["cell0"] == "88,31"
    page = words(sent(admin, "skm.bands", step="check", cell0="88,4"))
    assert "88,31" in page
    assert "88,40" in page
    assert sent(admin, "skm.bands", cell0="88,4").status_code == 303
    assert versions(app, "skm.bands")[-1].value == {"A": "88.40", "B": "76.61", "C": "65.00"}
    wrong = sent(admin, "skm.bands", cell0="88.4")
    assert wrong.status_code == 422
    assert "Gunakan koma untuk desimal" in words(wrong)


def test_table_has_a_box_for_each_cell(app: Flask, admin: FlaskClient) -> None:
    data = form_of(admin, "/aturan/jp.national/ubah")
    assert len([name for name in data if name.startswith("cell")]) == 24 * 5
    assert sent(admin, "jp.national", cell36="6").status_code == 303
    before, after = (version.value for version in versions(app, "jp.national"))
    changed = {form for form in before if before[form] != after[form]}
    assert changed == {"B6"}
    assert (before["B6"]["jp"], after["B6"]["jp"]) == (4, 6)
    assert after["B6"]["day_cap"] is None


def test_choice_and_time_are_typed_too(app: Flask, admin: FlaskClient) -> None:
    assert sent(admin, "skm.aggregate", cell0="respondents").status_code == 303
    assert versions(app, "skm.aggregate")[-1].value == "respondents"
    assert sent(admin, "skm.hours", cell0="07:30").status_code == 303
    assert versions(app, "skm.hours")[-1].value["morning_from"] == "07:30"
    assert "Isi jam seperti 08:00." in words(sent(admin, "skm.hours", cell0="8 pagi"))


@pytest.mark.parametrize(
    ("key", "changes", "sentence"),
    [
        ("privacy.citizen_floor", {"cell0": "9"}, "Paling kecil 10."),
        ("feedback.weights", {"cell0": "70"}, "Jumlahnya harus 100."),
        ("skm.bands", {"cell0": "70,00"}, "Angkanya harus menurun dari atas ke bawah."),
        ("skm.months", {}, "Nilainya sama dengan yang berlaku pada tanggal itu."),
        ("skm.months", {"cell0": ""}, "Isi angkanya."),
        ("skm.months", {"cell0": "6", "reason": ""}, "Tulis alasannya."),
        ("skm.months", {"cell0": "6", "legal_basis": ""}, "Tulis peraturan atau keputusannya."),
        ("skm.months", {"cell0": "6", "valid_from": "2020-01-01"}, "Masa lalu tidak diubah."),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    app: Flask, admin: FlaskClient, key: str, changes: dict[str, str], sentence: str
) -> None:
    known = len(versions(app, key))
    for step in ("check", "save"):
        answer = sent(admin, key, step=step, **changes)
        assert answer.status_code == 422
        assert sentence in words(answer)
    assert len(versions(app, key)) == known


def test_only_one_value_begins_on_a_day(app: Flask, admin: FlaskClient) -> None:
    assert sent(admin, "skm.months", cell0="6").status_code == 303
    again = sent(admin, "skm.months", cell0="3")
    assert again.status_code == 422
    assert "Sudah ada nilai yang berlaku mulai tanggal itu." in words(again)


def test_value_of_a_later_day_is_announced_and_can_be_taken_back(
    app: Flask, admin: FlaskClient, somebody: FlaskClient
) -> None:
    day = today(app) + timedelta(days=30)
    assert sent(admin, "jp.pns_target", cell0="25", valid_from=day.isoformat()).status_code == 303
    assert "Berubah mulai" in words(somebody.get("/aturan?bagian=pengembangan"))
    assert "Tarik nilai ini" not in words(somebody.get("/aturan/jp.pns_target"))
    page = soup(admin.get("/aturan/jp.pns_target"))
    (link,) = [a["href"] for a in page.select("a") if "Tarik nilai ini" in a.get_text()]
    assert "25 JP, berlaku mulai" in words(admin.get(str(link)))
    assert "Tulis alasannya." in words(admin.post(str(link), data=form_of(admin, str(link))))
    answer = admin.post(str(link), data=form_of(admin, str(link)) | {"reason": "Salah ketik"})
    assert answer.location == "/aturan/jp.pns_target"
    assert [version.value for version in versions(app, "jp.pns_target")] == [20]


def test_earlier_value_warns_of_one_that_follows(app: Flask, admin: FlaskClient) -> None:
    day = today(app) + timedelta(days=30)
    sent(admin, "skm.months", cell0="6", valid_from=day.isoformat())
    page = words(sent(admin, "skm.months", step="check", cell0="3"))
    assert "sudah ada nilai lain yang menggantikannya" in page


@pytest.mark.parametrize("which", ["in force", "shipped"])
def test_what_is_in_force_or_came_with_the_application_is_not_taken_back(
    app: Flask, admin: FlaskClient, which: str
) -> None:
    if which == "in force":
        sent(admin, "skm.months", cell0="6")
        (_old, found) = versions(app, "skm.months")
    else:
        later = today(app) + timedelta(days=9)
        factories.save(app, Rule(key="skm.months", value=6, valid_from=later, legal_basis="Bawaan"))
        (_old, found) = versions(app, "skm.months")
    path = f"/aturan/nilai/{found.id}/tarik"
    answer = admin.post(path, data=form_of(admin, path) | {"reason": "coba"})
    assert answer.status_code == 422
    assert "tidak bisa ditarik" in words(answer)
    assert len(versions(app, "skm.months")) == 2


def test_both_acts_are_noted_with_before_after_and_why(app: Flask, admin: FlaskClient) -> None:
    day = (today(app) + timedelta(days=30)).isoformat()
    sent(admin, "skm.bands", cell0="90,00", valid_from=day)
    (*_old, new) = versions(app, "skm.bands")
    path = f"/aturan/nilai/{new.id}/tarik"
    admin.post(path, data=form_of(admin, path) | {"reason": "Salah ketik"})
    with app.app_context():
        entries = db.session.scalars(
            select(audit.Entry).where(audit.Entry.subject == "rule:skm.bands")
        ).all()
    assert [entry.action for entry in entries] == ["rule.set", "rule.withdrawn"]
    assert '"before": {"A": "88.31"' in entries[0].details
    assert '"A": "90.00"' in entries[0].details
    assert '"B"' not in entries[0].details
    assert '"why": "SK baru"' in entries[0].details
    assert '"why": "Salah ketik"' in entries[1].details


def test_form_sent_twice_is_done_once(app: Flask, admin: FlaskClient) -> None:
    data = form_of(admin, "/aturan/skm.months/ubah")
    data |= {"reason": "SK baru", "step": "save", "cell0": "6"}
    for _turn in range(2):
        answer = admin.post("/aturan/skm.months/ubah", data=data)
        assert answer.location == "/aturan/skm.months"
    assert len(versions(app, "skm.months")) == 2


def test_nobody_else_changes_the_book(
    app: Flask, somebody: FlaskClient, admin: FlaskClient
) -> None:
    data = form_of(admin, "/aturan/skm.months/ubah") | {"cell0": "6", "reason": "x", "step": "save"}
    token = {
        "csrf_token": str(soup(somebody.get("/aturan")).select_one("[name=csrf_token]")["value"])
    }
    assert somebody.post("/aturan/skm.months/ubah", data=data | token).status_code == 403
    assert len(versions(app, "skm.months")) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE rulebook_rule SET value = '7' WHERE key = 'skm.months'",
        "DELETE FROM rulebook_rule WHERE key = 'skm.months' AND set_at IS NOT NULL",
    ],
)
def test_database_keeps_the_books_past(app: Flask, statement: str) -> None:
    lately = today(app) - timedelta(days=2)
    with app.app_context():
        db.session.add(
            Rule(
                key="skm.months",
                value=6,
                valid_from=lately,
                legal_basis="SK Contoh",
                set_at=clock.now(),
            )
        )
        db.session.commit()
        with pytest.raises(DatabaseError, match="keeps its past"):
            db.session.execute(text(statement))
        db.session.rollback()
    assert [version.value for version in versions(app, "skm.months")] == [12, 6]


def test_password_is_asked_again_and_nothing_typed_is_lost(app: Flask, signed_in: SignedIn) -> None:
    person = agency_admin(app)
    factories.account(app, person, PASSWORD)
    client = signed_in(person)
    data = form_of(client, "/aturan/skm.months/ubah")
    data |= {"reason": "SK baru", "step": "save", "cell0": "6"}
    stale(app, person, datetime.now(UTC) - timedelta(minutes=11))
    asked = client.post("/aturan/skm.months/ubah", data=data)
    assert asked.status_code == 422
    assert len(versions(app, "skm.months")) == 1
    boxes = soup(asked).select("main form input[type=hidden]")
    again = {str(box["name"]): str(box["value"]) for box in boxes}
    done = client.post("/aturan/skm.months/ubah", data=again | {"confirm_password": PASSWORD})
    assert done.location == "/aturan/skm.months"
    assert versions(app, "skm.months")[-1].value == 6
