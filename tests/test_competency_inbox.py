"""The supervisor's inbox, and who may verify whom."""

import pytest
from flask import Flask

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.models import Assessment
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.assessing import S, SignedIn, Team, build_team, filled, path_of, verdicts, verified_now
from tests.pages import soup


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


def test_the_inbox_shows_the_longest_waiting_first_with_its_age(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    factories.assessed(app, team.other, [3] * 9, days_ago=9)
    client = signed_in(team.boss)
    page = client.get("/kompetensi/verifikasi")
    names = [row.get_text() for row in soup(page).select(".task-name")]
    assert names == ["Togar Uji", "Sari Uji"]
    assert "9 hari lalu" in page.text
    assert "Terlambat" in page.text
    assert "2 dari 2 bawahan sudah mengirim" in page.text
    assert (
        "Semua bawahan sudah mengirim" in client.get("/kompetensi/verifikasi?bagian=bawahan").text
    )


def test_the_inbox_has_a_part_for_each_whose_turn_it_is(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    client = signed_in(team.boss)
    waiting = client.get("/kompetensi/verifikasi?bagian=bawahan").text
    assert "Togar Uji" in waiting
    assert "Sari Uji" not in waiting
    assert "Belum ada yang selesai" in client.get("/kompetensi/verifikasi?bagian=selesai").text
    factories.assessed(app, team.clerk, [2] * 9, status=S.VERIFIED)
    assert "Sari Uji" in client.get("/kompetensi/verifikasi?bagian=selesai").text
    assert "Kotak masuk kosong" in client.get("/kompetensi/verifikasi?bagian=ngawur").text


@pytest.mark.parametrize("people", [30, 300, 3000])
def test_the_inbox_asks_as_many_queries_however_many_wait(
    app: Flask, signed_in: SignedIn, count_queries: factories.Counting, people: int
) -> None:
    unit, job = factories.unit(app), factories.position(app)
    boss = factories.employee(app)
    team = factories.employees(app, people, unit_id=unit, position_id=job)
    with app.app_context():
        db.session.execute(
            db.update(Employee).where(Employee.id.in_(team)).values(supervisor_id=boss)
        )
        db.session.commit()
    factories.open_cycle(app)
    with app.app_context():
        sent = {"status": S.SELF_SUBMITTED, "submitted_at": clock.now()}
        db.session.execute(db.update(Assessment).values(**sent, verify_due_on=clock.today()))
        db.session.commit()
    client = signed_in(boss)
    with count_queries() as statements:
        page = client.get("/kompetensi/verifikasi")
    assert f"{people}" in soup(page).select_one(".count").get_text()
    assert len(statements) == 9


def test_the_new_supervisor_verifies_too_and_the_one_at_sending_still_may(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    successor = factories.employee(app, name="Dewi Pengganti")
    with app.app_context():
        db.session.get_one(Employee, team.clerk).supervisor_id = successor
        db.session.commit()
    for person in (team.boss, successor):
        assert signed_in(person).get(path_of(team)).status_code == 200
    client = signed_in(successor)
    data = filled(client, team, **verdicts(app, team))
    assert client.post(path_of(team, "/selesai"), data=data).status_code == 303
    assert verified_now(app, team).verifier_id == successor


def test_nobody_else_verifies_and_nobody_verifies_himself(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    root = factories.unit(app)
    elsewhere = factories.employee(app, name="Atasan Lain")
    factories.employee(app, supervisor_id=elsewhere)
    outsiders = [elsewhere, team.clerk, team.other]
    with app.app_context():
        unit_id = db.session.get_one(Employee, team.clerk).unit_id
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.AGENCY_ADMIN, Role.LEADER):
        person = factories.employee(app, unit_id=root)
        factories.grant(app, person, role, unit_id)
        outsiders.append(person)
    for person in outsiders:
        client = signed_in(person)
        token = str(soup(client.get("/kompetensi/kamus")).select_one("[name=csrf_token]")["value"])
        for step in ("", "/draf", "/selesai", "/kembalikan"):
            answer = client.post(path_of(team, step), data={"csrf_token": token, "note": "x"})
            assert answer.status_code in (403, 404)
        assert client.get(path_of(team)).status_code in (403, 404)
    assert signed_in(elsewhere).get(path_of(team)).status_code == 404
    assert verified_now(app, team).status is S.SELF_SUBMITTED
    me = Viewer(team.clerk, 0, unit_id, direct_reports=frozenset({team.clerk}))
    with app.app_context():
        own = db.session.get_one(Assessment, team.assessment)
        with pytest.raises(MissingError):
            services.save_verdicts(own, items=[], version=1, by=me)
        with pytest.raises(MissingError):
            queries.visible_verification(team.assessment, to=me)
