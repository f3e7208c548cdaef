"""A team in a cycle with peers, and what its members do on the pages."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle, PeerPanel, PeerRater, Record
from kinerja.competency.queries.peers import group
from kinerja.competency.rules import RecordKind
from kinerja.competency.rules.peers import RaterStatus
from kinerja.competency.services.peer_settling import settle_peers
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.visits import form_on, held, send

SignedIn = Callable[[int], FlaskClient]
OWN, DECIDE, RATE = "/kompetensi/rekan", "/kompetensi/rekan/tetapkan", "/kompetensi/rekan/menilai"
COMMENTS = "/kompetensi/rekan/komentar"


class Team(NamedTuple):
    """Somebody who is rated, colleagues, the supervisor, an officer of staff, a stranger."""

    clerk: int
    peers: tuple[int, ...]
    boss: int
    officer: int
    stranger: int
    assessment: int
    cycle: int


def build_team(app: Flask, *, peers: int = 5, sent: bool = True) -> Team:
    root = factories.unit(app)
    unit, aside = factories.unit(app, parent=root), factories.unit(app)
    job = factories.position(app, JobLevel.AHLI_MUDA)
    chief = factories.employee(app, unit_id=root, name="Pimpinan Uji")
    boss = factories.employee(app, unit_id=unit, name="Bagas Uji", supervisor_id=chief)
    mine = {"unit_id": unit, "position_id": job, "supervisor_id": boss}
    clerk = factories.employee(app, name="Sari Uji", **mine)
    others = tuple(
        factories.employee(app, name=f"Rekan {letter}", **mine) for letter in "ABCDEFGHIJ"[:peers]
    )
    officer = factories.employee(app, unit_id=root)
    factories.grant(app, officer, Role.HR, root)
    stranger = factories.employee(app, unit_id=aside)
    cycle = factories.with_peers(app, factories.open_cycle(app))
    made = factories.assessed(app, clerk, [3] * 9) if sent else factories.assessment_of(app, clerk)
    return Team(clerk, others, boss, officer, stranger, made, cycle)


def choose(client: FlaskClient, page: str, ids: list[int] | tuple[int, ...]) -> TestResponse:
    """Tick these on the page and send it; what was ticked before is given up."""
    return send(client, page, rater_ids=list(ids))


def panel_now(app: Flask, assessment_id: int) -> PeerPanel:
    with app.app_context():
        found = group(assessment_id)
        assert found is not None
        db.session.expunge_all()
        return found


def raters_now(app: Flask, assessment_id: int) -> dict[int, RaterStatus]:
    with app.app_context():
        rows = select(PeerRater).where(PeerRater.assessment_id == assessment_id)
        return {one.rater_id: one.status for one in db.session.scalars(rows)}


def settle(app: Flask) -> int:
    with app.app_context():
        return settle_peers()


def peer_records(app: Flask, employee_id: int) -> list[Record]:
    with app.app_context():
        rows = select(Record).where(
            Record.employee_id == employee_id, Record.kind == RecordKind.PEER
        )
        return list(db.session.scalars(rows.order_by(Record.competency_id)))


def change_cycle(app: Flask, cycle_id: int, **facts: object) -> None:
    with app.app_context():
        cycle = db.session.get_one(Cycle, cycle_id)
        for name, value in facts.items():
            setattr(cycle, name, value)
        db.session.commit()


def end_time(app: Flask, cycle_id: int) -> None:
    """The peers' last day was yesterday."""
    with app.app_context():
        yesterday = clock.today() - timedelta(days=1)
    change_cycle(app, cycle_id, peers_due_on=yesterday, self_due_on=yesterday, starts_on=yesterday)


def answered(app: Flask, team: Team, levels: Mapping[int, int | None]) -> None:
    """The group is open for the raters, and each answers with the level."""
    factories.peer_group(app, team.assessment, list(levels))
    for rater, level in levels.items():
        factories.peer_answer(app, team.assessment, rater, level)


def rating(client: FlaskClient, team: Team, level: int = 3, **more: object) -> dict[str, object]:
    """A whole answer as the page would send it."""
    page = f"{RATE}/{team.assessment}"
    data: dict[str, object] = dict(held(form_on(client, page)))
    for name in {one for one in names_on(client, page) if one.startswith("level_")}:
        data[name] = level
    return {**data, **more}


def names_on(client: FlaskClient, page: str) -> set[str]:
    """The names of the form's fields."""
    return {str(one["name"]) for one in form_on(client, page).select("[name]")}


def assessment_now(app: Flask, assessment_id: int) -> Assessment:
    with app.app_context():
        return db.session.get_one(Assessment, assessment_id)
