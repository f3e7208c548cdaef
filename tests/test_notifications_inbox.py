"""The inbox: what stands in it, what opening does, whose it is, and what a page's head asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import db
from kinerja.notifications import queries, services
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import NoticeKind
from kinerja.people.models import Employee
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
INBOX = "/pemberitahuan"


@pytest.fixture
def person(app: Flask) -> int:
    return factories.employee(app, name="Sari Uji")


def titles(client: FlaskClient, path: str = INBOX) -> list[str]:
    return [link.get_text(strip=True) for link in soup(client.get(path)).select(".task-name")]


def bell(client: FlaskClient) -> str:
    found = soup(client.get("/beranda")).select_one("header .me-bell")
    assert found is not None
    return found.get_text(" ", strip=True)


def read(app: Flask, notice_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(Notice, notice_id).is_read


# telling


def test_many_are_told_in_one_statement(app: Flask, count_queries: factories.Counting) -> None:
    unit, job = factories.unit(app), factories.position(app)
    people = factories.employees(app, 300, unit_id=unit, position_id=job)
    with app.app_context(), count_queries() as statements:
        told = services.notify(
            people, kind=NoticeKind.PLAN, title=_("Rencana berubah"), endpoint="home.start"
        )
        services.notify_each(
            select(Employee.id), kind=NoticeKind.CYCLE, title=_("Dibuka"), endpoint="home.start"
        )
        db.session.commit()
    assert told == 300
    assert len(statements) == 2
    with app.app_context():
        assert len(db.session.scalars(select(Notice.id)).all()) == 600


def test_nobody_is_told_nothing(app: Flask, count_queries: factories.Counting) -> None:
    with app.app_context(), count_queries() as statements:
        assert services.notify([], kind=NoticeKind.PLAN, title="X", endpoint="home.start") == 0
    assert statements == []


def test_title_is_in_the_readers_language_and_days_as_the_reader_writes_them(
    app: Flask, person: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context():
        services.notify_each(
            select(Employee.id).where(Employee.id == person),
            kind=NoticeKind.CYCLE,
            title=_("%(name)s, batas %(day)s", name="Siklus 100 %", day=date(2026, 11, 30)),
            endpoint="competency.overview",
        )
        services.notify([person], kind=NoticeKind.PLAN, title=_("Beranda"), endpoint="home.start")
        db.session.commit()
    client = signed_in(person)
    assert titles(client) == ["Beranda", "Siklus 100 %, batas 30 November 2026"]
    with client.session_transaction() as session:
        session["language"] = "en"
    assert titles(client)[0] == "Home"
    assert titles(client)[1].endswith("November 30, 2026")


def test_what_was_withdrawn_is_gone_and_what_was_opened_stays(app: Flask, person: int) -> None:
    place = "development.show_item?item_id=7"
    unread = factories.notice(app, person, place=place)
    opened = factories.notice(app, person, place=place, read_at=datetime(2026, 1, 1, tzinfo=UTC))
    other = factories.notice(app, person, place="development.show_item?item_id=8")
    with app.app_context():
        services.withdraw(
            person, kind=NoticeKind.PLAN, endpoint="development.show_item", values={"item_id": 7}
        )
        db.session.commit()
        left = set(db.session.scalars(select(Notice.id)))
    assert left == {opened, other}
    assert unread not in left


# the inbox


def test_newest_stands_first_with_what_somebody_wrote(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    long_ago = datetime(2026, 1, 5, 3, 7, tzinfo=UTC)
    factories.notice(app, person, title="Lama", at=long_ago)
    factories.notice(
        app, person, kind=NoticeKind.REMINDER, title="Baru", message="Mohon <b>dibuka</b>."
    )
    client = signed_in(person)
    page = client.get(INBOX)
    assert titles(client) == ["Baru", "Lama"]
    assert "Mohon &lt;b&gt;dibuka&lt;/b&gt;." in page.text
    assert "5 Januari 2026, 10.07 WIB" in page.text
    assert "Pengingat dari rekan kerja" in page.text


def test_opening_marks_as_read_and_leads_to_the_place(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    notice = factories.notice(app, person, place="development.own_plan?tahun=2026")
    client = signed_in(person)
    assert bell(client) == "Pemberitahuan 1 (1 belum dibaca)"
    answer = client.get(f"{INBOX}/{notice}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/pengembangan?tahun=2026")
    assert read(app, notice)
    assert bell(client) == "Pemberitahuan"
    assert client.get(f"{INBOX}/{notice}").status_code == 303


def test_place_that_is_no_page_any_more_leads_back(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    for place in ("tidak.ada", "development.show_item"):
        notice = factories.notice(app, person, place=place)
        answer = signed_in(person).get(f"{INBOX}/{notice}")
        assert answer.headers["Location"] == INBOX


def test_others_notices_are_missing_and_stay_unread(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    notice = factories.notice(app, factories.employee(app))
    client = signed_in(person)
    assert client.get(f"{INBOX}/{notice}").status_code == 404
    assert titles(client) == []
    assert not read(app, notice)


def test_all_are_marked_as_read_but_nobody_elses(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    own = [factories.notice(app, person) for _number in range(3)]
    other = factories.notice(app, factories.employee(app))
    client = signed_in(person)
    answer = send(client, INBOX, f"{INBOX}/dibaca")
    assert answer.status_code == 303
    assert all(read(app, notice) for notice in own)
    assert not read(app, other)
    page = soup(client.get(INBOX))
    assert "Semua pemberitahuan ditandai" in page.get_text()
    assert not page.select(f'form[action="{INBOX}/dibaca"]')


def test_filter_leaves_what_is_not_read(app: Flask, person: int, signed_in: SignedIn) -> None:
    factories.notice(app, person, title="Sudah", read_at=datetime(2026, 1, 1, tzinfo=UTC))
    factories.notice(app, person, title="Belum")
    client = signed_in(person)
    assert titles(client, f"{INBOX}?bagian=belum") == ["Belum"]
    assert titles(client, f"{INBOX}?bagian=lain") == ["Belum", "Sudah"]


def test_empty_inbox_says_what_will_come(app: Flask, person: int, signed_in: SignedIn) -> None:
    client = signed_in(person)
    assert "Belum ada pemberitahuan" in client.get(INBOX).text
    assert "Tidak ada yang belum dibaca" in client.get(f"{INBOX}?bagian=belum").text


def test_inbox_is_paged_with_the_same_number_of_queries(
    app: Flask, person: int, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    client = signed_in(person)
    factories.notice(app, person)
    client.get(INBOX)
    with count_queries() as few:
        client.get(INBOX)
    with app.app_context():
        services.notify([person] * 120, kind=NoticeKind.PLAN, title="Hal", endpoint="home.start")
        db.session.commit()
    with count_queries() as many:
        assert len(titles(client)) == 50
    assert len(many) == len(few)
    assert len(titles(client, f"{INBOX}?hal=3")) == 21


# the head of every page


def test_head_asks_one_cheap_question(
    app: Flask, person: int, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    client = signed_in(person)
    client.get("/hari-libur")
    with count_queries() as statements:
        client.get("/hari-libur")
    asked = [text for text in statements if "notifications_notice" in text]
    assert len(asked) == 1
    assert "read_at IS NULL" in asked[0]


def test_visitor_without_an_account_asks_nothing(
    app: Flask, client: FlaskClient, count_queries: factories.Counting
) -> None:
    with count_queries() as statements:
        page = client.get("/masuk")
    assert not [text for text in statements if "notifications" in text]
    assert not soup(page).select(".me-bell")


def test_more_than_ninety_nine_are_not_counted(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    with app.app_context():
        services.notify([person] * 140, kind=NoticeKind.PLAN, title="Hal", endpoint="home.start")
        db.session.commit()
        assert queries.unread_count(person) == 100
    client = signed_in(person)
    head = soup(client.get(INBOX)).select_one("header .me-bell .count")
    assert head is not None
    assert head.get_text() == "99+"
    assert "Lebih dari 99 belum dibaca" in client.get(INBOX).text


def test_error_page_after_a_half_done_change_still_shows_its_head(app: Flask, person: int) -> None:
    with app.app_context():
        db.session.add(Notice(employee_id=person))  # would fail when it is written
        assert queries.unread_count(person) == 0
        db.session.rollback()


def test_closing_a_place_marks_it_for_everybody_told(app: Flask, person: int) -> None:
    place = "competency.show_verification?assessment_id=3"
    kind = NoticeKind.VERIFY
    told = [factories.notice(app, one, kind=kind, place=place) for one in (person, person)]
    another = factories.notice(app, person, kind=NoticeKind.REMINDER, place=place)
    with app.app_context():
        services.close(
            kind=kind, endpoint="competency.show_verification", values={"assessment_id": 3}
        )
        db.session.commit()
    assert all(read(app, notice) for notice in told)
    assert not read(app, another)


def test_read_twice_keeps_the_first_moment(app: Flask, person: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    notice = factories.notice(app, person, read_at=at)
    with app.app_context():
        services.mark_read(notice_id=notice)
        db.session.commit()
        assert db.session.get_one(Notice, notice).read_at == at
        assert clock.now() - at > timedelta()
