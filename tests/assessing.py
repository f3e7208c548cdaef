"""People who assess themselves, those who verify it, and what they do on the pages."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import AssessmentStatus
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import form_on, held, send

SignedIn = Callable[[int], FlaskClient]
S = AssessmentStatus
KOM = "/kompetensi/penilaian/kom"
# A note on why a level counts though the lower ones are not ticked.
KEPT = {"override_note": "Sudah biasa saya lakukan."}
FRAGMENT = {"HX-Request": "true", "HX-Target": "saved"}


class Desk(NamedTuple):
    """Somebody to be assessed, and the supervisor."""

    clerk: int
    boss: int
    cycle: int


def build_desk(app: Flask) -> Desk:
    unit = factories.unit(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    boss = factories.employee(app, unit_id=unit, name="Bagas Uji")
    clerk = factories.employee(app, unit_id=unit, position_id=job, supervisor_id=boss)
    return Desk(clerk, boss, factories.open_cycle(app))


def answer_now(app: Flask, person: int, code: str = "KOM") -> Answer:
    with app.app_context():
        return queries.own_answer(person, code)


def assessment_now(app: Flask, person: int) -> Assessment:
    with app.app_context():
        found = queries.own_assessment(person)
        assert found is not None
        return found


def autosave(client: FlaskClient, page: str, **typed: object) -> TestResponse:
    """What the browser sends while somebody types: no receipt key, the block as target."""
    data = {**held(form_on(client, page)), **typed}
    data.pop("key")
    return client.post(f"{page}/draf", data=data, headers=FRAGMENT)


def answer_all(client: FlaskClient, app: Flask, person: int, level: int = 2) -> None:
    for answer in assessment_now(app, person).items:
        path = f"/kompetensi/penilaian/{answer.competency.code.lower()}"
        assert send(client, path, level=level, **KEPT).status_code == 303


class Team(NamedTuple):
    """A supervisor, two reports, and somebody in every other role."""

    boss: int
    clerk: int
    other: int
    assessment: int


def build_team(app: Flask) -> Team:
    unit = factories.unit(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    boss = factories.employee(app, unit_id=unit, name="Bagas Uji")
    clerk = factories.employee(
        app, unit_id=unit, position_id=job, supervisor_id=boss, name="Sari Uji"
    )
    other = factories.employee(
        app, unit_id=unit, position_id=job, supervisor_id=boss, name="Togar Uji"
    )
    factories.open_cycle(app)
    made = factories.assessed(app, clerk, [2] * 9, days_ago=2)
    return Team(boss, clerk, other, made)


def path_of(team: Team, step: str = "") -> str:
    return f"/kompetensi/verifikasi/{team.assessment}{step}"


def verified_now(app: Flask, team: Team) -> Assessment:
    with app.app_context():
        found = queries.own_assessment(team.clerk)
        assert found is not None
        return found


def verdicts(app: Flask, team: Team, verdict: str = "agree") -> dict[str, object]:
    return {f"verdict_{answer.id}": verdict for answer in verified_now(app, team).items}


def filled(client: FlaskClient, team: Team, **typed: object) -> dict[str, object]:
    return {**held(form_on(client, path_of(team))), **typed}


def open_items(client: FlaskClient, team: Team, *numbers: int) -> None:
    """Open these items one by one, as without a script."""
    for number in numbers:
        sent = client.post(path_of(team, "/buka"), data=filled(client, team, open=number))
        assert (sent.status_code, sent.location) == (303, path_of(team, f"#k-{number}"))


class Office(NamedTuple):
    """A unit with a supervisor and a report at level 2, and one granted each role."""

    root: int
    unit: int
    boss: int
    clerk: int
    trainer: int
    unit_admin: int
    agency_admin: int
    leader: int


def build_office(app: Flask) -> Office:
    root = factories.unit(app, "Kota Uji")
    unit = factories.unit(app, "Dinas Uji", parent=root)
    job = factories.position(app, JobLevel.PENGAWAS, "Pengawas Uji")
    boss = factories.employee(app, unit_id=unit, position_id=job, name="Bagas Uji")
    clerk = factories.employee(
        app, unit_id=unit, position_id=job, supervisor_id=boss, name="Sari Uji"
    )
    granted = []
    for role, where in (
        (Role.TRAINER, unit),
        (Role.UNIT_ADMIN, unit),
        (Role.AGENCY_ADMIN, root),
        (Role.LEADER, root),
    ):
        person = factories.employee(app, unit_id=root, name=f"Petugas {role}")
        factories.grant(app, person, role, where)
        granted.append(person)
    factories.open_cycle(app)
    return Office(root, unit, boss, clerk, *granted)


def verify(app: Flask, person: int, own: list[int], verified: list[int | None]) -> int:
    return factories.assessed(app, person, own, status=S.VERIFIED, verified=verified)


def text_of(client: FlaskClient, path: str) -> str:
    return " ".join(soup(client.get(path)).get_text(" ").split())
