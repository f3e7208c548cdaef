"""People of an open cycle go over to their position's present standard, without losing anything."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.services import set_standards
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.standard_moves import NobodyToMoveError, move_people
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.models import Employee, Position
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
S = AssessmentStatus


class World(NamedTuple):
    root: int
    admin: int
    job: int
    fresh: int
    begun: int
    sent: int
    codes: dict[str, int]

    @property
    def path(self) -> str:
        """The page that moves people."""
        return f"/kompetensi/standar/jabatan/{self.job}/pindahkan"

    @property
    def viewer(self) -> Viewer:
        """The admin."""
        units = frozenset({self.root})
        return Viewer(self.admin, 0, self.root, grants=((Role.AGENCY_ADMIN, units),))


@pytest.fixture
def world(app: Flask) -> World:
    """Three people in one position: nothing entered, two answers entered, all sent; the open
    cycle asked for integrity 3, communication 3 and public service 3.
    """
    root = factories.unit(app)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Arsiparis Uji")
    admin = factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    boss = factories.employee(app, unit_id=root)
    people = [
        factories.employee(app, unit_id=root, position_id=job, supervisor_id=boss, name=name)
        for name in ("Ani Uji", "Budi Uji", "Cici Uji")
    ]
    codes = factories.dictionary(app)
    asked = {codes[code]: 3 for code in ("INT", "KOM", "PP")}
    with app.app_context():
        today = clock.today()
    factories.job_standard(app, job, asked, on=date(2025, 1, 1))
    factories.open_cycle(app)
    fresh, begun, sent = people
    factories.assessed(app, begun, [3, 3], status=S.SELF_IN_PROGRESS)
    factories.assessed(app, sent, [3, 3, 3])
    world = World(root, admin, job, fresh, begun, sent, codes)
    put_in_force(app, world, today)
    return world


def put_in_force(app: Flask, world: World, day: date) -> None:
    """The new edition: integrity 4, no communication and no public service, and unity 2."""
    codes = world.codes
    factories.job_standard(app, world.job, {codes["INT"]: 4, codes["PB"]: 2}, on=day)


def levels(app: Flask, employee_id: int) -> dict[str, tuple[int | None, int | None]]:
    """Standard and own level by code in the person's assessment."""
    with app.app_context():
        rows = db.session.scalars(
            select(Answer).join(Assessment).where(Assessment.employee_id == employee_id)
        )
        return {row.competency.code: (row.standard_level, row.self_level) for row in rows}


def test_the_page_says_what_changes_for_each_and_who_stays(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.admin)
    record = client.get(f"/kompetensi/standar/jabatan/{world.job}").text
    assert "3 orang di siklus yang dibuka masih memakai standar lama" in record
    page = soup(client.get(world.path))
    rows = {
        row.th.get_text(strip=True): row.ul.get_text(" ", strip=True)  # type: ignore[union-attr]
        for row in page.select("tbody tr")
    }
    assert set(rows) == {"Ani Uji", "Budi Uji"}
    assert "Integritas: 3 → 4 (dinaikkan)" in rows["Ani Uji"]
    assert "Perekat Bangsa: – → 2 (ditambahkan)" in rows["Ani Uji"]
    assert "isian tetap tampil" not in rows["Ani Uji"]
    assert "Komunikasi: 3 → – (dihapus, isian tetap tampil)" in rows["Budi Uji"]
    sent = client.get(f"{world.path}?terkirim=ya").text
    assert "Cici Uji" in sent
    assert "tetap memakai standar saat diisi" in sent
    assert "Ani Uji" not in sent


def test_moving_adds_raises_and_takes_away_only_what_is_empty(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.admin)
    answer = send(client, world.path, world.path)
    assert answer.status_code == 303
    assert levels(app, world.fresh) == {"INT": (4, None), "PB": (2, None)}
    assert levels(app, world.begun) == {"INT": (4, 3), "PB": (2, None), "KOM": (None, 3)}
    assert levels(app, world.sent) == {"INT": (3, 3), "KOM": (3, 3), "PP": (3, 3)}
    with app.app_context():
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "standard.people_moved")
        ).one()
        facts = json.loads(entry.details)
        assert (entry.actor_id, facts["people"], facts["frozen"]) == (world.admin, 2, 1)
    again = client.post(world.path, data={"csrf_token": token(client, world)})
    assert again.status_code == 422
    assert "Tidak ada yang perlu dipindahkan" in again.text
    record = client.get(f"/kompetensi/standar/jabatan/{world.job}").text
    assert "1 orang di siklus yang dibuka masih memakai standar lama" in record


def token(client: FlaskClient, world: World) -> str:
    """A token from any form of the visitor's."""
    return str(soup(client.get(world.path)).select_one('[name="csrf_token"]')["value"])  # type: ignore[index]


def test_only_who_is_moved_is_told(app: Flask, world: World) -> None:
    with app.test_request_context():
        move_people(db.session.get_one(Position, world.job), by=world.viewer)
        db.session.commit()
        told = db.session.execute(select(Notice.employee_id, Notice.place)).all()
    assert {row.employee_id for row in told} == {world.fresh, world.begun}
    assert {row.place for row in told} == {"competency.overview"}


def test_a_default_that_was_changed_moves_people_as_well(app: Flask, world: World) -> None:
    job = factories.position(app, JobLevel.PENGAWAS)
    person = factories.employee(app, unit_id=world.root, position_id=job)
    with app.app_context():
        enrol(db.session.scalars(select(Cycle)).one(), Employee.id == person)
        set_standards(JobLevel.PENGAWAS, levels={world.codes["INT"]: 5}, by=world.viewer)
        assert move_people(db.session.get_one(Position, job), by=world.viewer) == 1
        db.session.commit()
    found = levels(app, person)
    assert found["INT"] == (5, None)
    assert found["KOM"] == (2, None)


def test_people_of_other_units_and_of_closed_cycles_are_left_alone(
    app: Flask, world: World
) -> None:
    elsewhere = Viewer(world.admin, 0, world.root, grants=((Role.AGENCY_ADMIN, frozenset({999})),))
    with app.app_context():
        position = db.session.get_one(Position, world.job)
        with pytest.raises(NobodyToMoveError):
            move_people(position, by=elsewhere)
        db.session.scalars(select(Assessment)).first().cycle.status = "closed"  # type: ignore[union-attr]
        db.session.flush()
        with pytest.raises(NobodyToMoveError):
            move_people(position, by=world.viewer)


def test_a_coming_edition_moves_nobody_before_its_day(app: Flask, world: World) -> None:
    with app.app_context():
        today = clock.today()
        position = db.session.get_one(Position, world.job)
        assert move_people(position, by=world.viewer) == 2
        db.session.commit()
    factories.job_standard(app, world.job, {world.codes["INT"]: 5}, on=today + timedelta(days=1))
    with app.app_context(), pytest.raises(NobodyToMoveError):
        move_people(db.session.get_one(Position, world.job), by=world.viewer)


def test_moving_300_people_takes_as_many_statements_as_moving_30(
    app: Flask, world: World, signed_in: SignedIn, count_queries: Counting
) -> None:
    client, counts, pages = signed_in(world.admin), [], []
    for many in (30, 300):
        job = factories.position(app, JobLevel.AHLI_MUDA)
        unit = factories.unit(app, parent=world.root)
        factories.employees(app, many, unit_id=unit, position_id=job)
        with app.app_context():
            enrol(db.session.scalars(select(Cycle)).one(), Employee.position_id == job)
            db.session.commit()
        factories.job_standard(app, job, {world.codes["INT"]: 5}, on=date(2026, 1, 1))
        path = f"/kompetensi/standar/jabatan/{job}/pindahkan"
        client.get(path)
        with count_queries() as asked:
            assert f"Pindahkan {many} orang" in client.get(path).text
        pages.append(len(asked))
        viewer = Viewer(
            world.admin, 0, world.root, grants=((Role.AGENCY_ADMIN, frozenset({unit})),)
        )
        with app.app_context():
            position = db.session.get_one(Position, job)
            with count_queries() as asked:
                assert move_people(position, by=viewer) == many
            counts.append(len(asked))
            db.session.commit()
    assert counts[0] == counts[1]
    assert pages[0] == pages[1]
