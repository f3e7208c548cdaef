"""The inbox: grouped by kind with age, whom one waits for, reminding several at once."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.models import ActingLeader
from kinerja.people.rules import ActingKind
from kinerja.permissions import Role
from kinerja.rulebook.models import Holiday
from tests import factories
from tests.assessing import S, SignedIn, Team, build_team
from tests.factories import Counting
from tests.learning import build_house, build_item, put
from tests.pages import soup
from tests.visits import send


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


@pytest.fixture
def working_day(app: Flask, monkeypatch: pytest.MonkeyPatch) -> date:
    """Today is a Wednesday on which everybody works."""
    with app.app_context():
        db.session.execute(delete(Holiday))
        db.session.commit()
    day = clock_day(app)
    monkeypatch.setattr(clock, "today", lambda: day)
    return day


def clock_day(app: Flask) -> date:
    with app.app_context():
        today = clock.today()
    return today - timedelta(days=(today.weekday() - 2) % 7)


def groups(client: FlaskClient, part: str = "") -> dict[str, list[str]]:
    """Each heading with the titles under it."""
    page = soup(client.get("/kotak-masuk", query_string={"bagian": part}))
    return {
        section.select_one("h2").get_text(" ", strip=True): [
            name.get_text(strip=True) for name in section.select(".mail-name")
        ]
        for section in page.select("main section")
    }


def test_what_waits_is_grouped_by_kind_with_its_age_and_gist(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    boss = signed_in(team.boss)
    assert groups(boss) == {"Verifikasi penilaian (1)": ["Sari Uji"]}
    text = soup(boss.get("/kotak-masuk")).select_one(".mail").get_text(" ", strip=True)
    assert "2 hari lalu" in text
    assert "0 sesuai standar, 9 di bawah." in text
    assert "Bukti: 0." in text


def test_trainers_and_data_admins_find_their_kinds_there(app: Flask, signed_in: SignedIn) -> None:
    house = build_house(app)
    item = build_item(app, house)
    put(app, item, status="finished", evidence_url="https://bukti.contoh.id/a")
    assert groups(signed_in(house.trainer)) == {
        "Konfirmasi kegiatan pengembangan (1)": ["Sari Uji: Menulis surat"]
    }
    admin = factories.employee(app, unit_id=house.office)
    factories.grant(app, admin, Role.UNIT_ADMIN, house.office)
    send(signed_in(house.clerk), "/perbaikan-data/ajukan?tentang=nama", note="Nama saya salah eja")
    (title,) = groups(signed_in(admin))
    assert title == "Permintaan perbaikan data (1)"


def test_nobody_sees_anothers_inbox(app: Flask, team: Team, signed_in: SignedIn) -> None:
    assert "Kotak masuk kosong" in signed_in(team.clerk).get("/kotak-masuk").text
    stranger = factories.employee(app)
    assert "Sari Uji" not in signed_in(stranger).get("/kotak-masuk").text


def test_the_three_parts_say_who_holds_the_ball(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    boss = signed_in(team.boss)
    assert groups(boss, "bawahan") == {"Belum mengirim penilaian mandiri (1)": ["Togar Uji"]}
    assert groups(boss, "selesai") == {}
    factories.assessed(app, team.clerk, [2] * 9, status=S.VERIFIED)
    assert groups(boss, "selesai") == {"Penilaian yang sudah diverifikasi (1)": ["Sari Uji"]}
    assert groups(boss, "ngawur") == {}


def test_several_reports_are_reminded_at_once_and_once_a_day(
    app: Flask, team: Team, signed_in: SignedIn, working_day: date
) -> None:
    boss = signed_in(team.boss)
    answer = send(boss, "/kotak-masuk?bagian=bawahan", people=[str(team.other), str(team.clerk)])
    assert answer.location == "/kotak-masuk?bagian=bawahan"
    assert "1 orang diingatkan." in boss.get(answer.location).text
    with app.app_context():
        notices = select(Notice.employee_id).where(Notice.kind == "reminder")
        assert list(db.session.scalars(notices)) == [team.other]
    send(boss, "/kotak-masuk?bagian=bawahan", people=[str(team.other)])
    assert "Hari ini sudah ada yang mengingatkan" in boss.get("/kotak-masuk").text


def test_nobody_ticked_is_said_and_strangers_are_not_reminded(
    app: Flask, team: Team, signed_in: SignedIn, working_day: date
) -> None:
    boss = signed_in(team.boss)
    nobody = send(boss, "/kotak-masuk?bagian=bawahan", people=None)
    assert nobody.status_code == 422
    assert "Centang paling sedikit satu orang." in nobody.text
    assert "Togar Uji" in nobody.text
    stranger = factories.employee(app)
    assert send(boss, "/kotak-masuk?bagian=bawahan", people=[str(stranger)]).status_code == 404


def test_a_stand_in_finds_the_absent_leaders_inbox_and_reads_why(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    deputy = factories.employee(app)
    with app.app_context():
        today = clock.today()
        db.session.add(
            ActingLeader(
                kind=ActingKind.PLH,
                employee_id=deputy,
                absent_id=team.boss,
                valid_from=today,
                valid_to=today + timedelta(days=7),
            )
        )
        db.session.commit()
    client = signed_in(deputy)
    assert groups(client) == {"Verifikasi penilaian (1)": ["Sari Uji"]}
    assert "Anda juga Plh. Bagas Uji sampai" in client.get("/kotak-masuk").text


@pytest.mark.parametrize("people", [2, 60])
def test_the_inbox_asks_as_many_queries_however_many_wait(
    app: Flask, signed_in: SignedIn, count_queries: Callable[[], Counting], people: int
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    boss = factories.employee(app, unit_id=unit)
    factories.employees(app, people, unit_id=unit, position_id=job, supervisor_id=boss)
    factories.open_cycle(app)
    with app.app_context():
        for one in db.session.scalars(select(Assessment).where(Assessment.employee_id != boss)):
            one.status, one.submitted_at = S.SELF_SUBMITTED, clock.now()
            one.verify_due_on = clock.today()
        db.session.commit()
    client = signed_in(boss)
    client.get("/kotak-masuk")
    with count_queries() as statements:
        page = client.get("/kotak-masuk")
    assert f"({people})" in page.text
    assert len(statements) <= 20
