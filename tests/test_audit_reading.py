"""Each reading of what is another's, and each change, leaves exactly one entry, and says enough."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry, head
from kinerja.competency import services as competency
from kinerja.competency.models import Assessment
from kinerja.competency.rules import Verdict
from kinerja.development import services as development
from kinerja.development.models import PlanItem, Training
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, Role, Viewer, may
from kinerja.satisfaction import services as satisfaction
from tests import factories
from tests.learning import House, build_house
from tests.visits import form_on, held

SignedIn = Callable[[int], FlaskClient]


class Scene(NamedTuple):
    """An office in which somebody is assessed and learns."""

    house: House
    assessment: int
    item: int
    training: int
    admin: int


@pytest.fixture
def scene(app: Flask) -> Scene:
    house = build_house(app)
    admin = factories.employee(app, unit_id=house.office)
    factories.grant(app, admin, Role.AGENCY_ADMIN, house.office)
    factories.open_cycle(app)
    assessment = factories.assessed(app, house.clerk, [1] * 9)
    training = factories.training(app, house.competency)
    item = factories.plan_item(app, house.clerk, training)
    return Scene(house, assessment, item, training, admin)


def entries(app: Flask, *, after: int = 0) -> list[Entry]:
    """The entries behind a number, but those of sessions."""
    with app.app_context():
        found = select(Entry).where(Entry.seq > after).order_by(Entry.seq)
        return [one for one in db.session.scalars(found) if not one.action.startswith("session")]


def last_seq(app: Flask) -> int:
    with app.app_context():
        return head().seq


# Who opens which page, and what is noted: act, table of the subject, whom it is about, how many.
READINGS: dict[str, tuple[str, str, str, str, str | None, dict[str, Any]]] = {
    "a result": ("boss", "/kompetensi/hasil/{assessment}", "assessment.read",
                 "competency_assessment", "clerk", {}),
    "answers to verify": ("boss", "/kompetensi/verifikasi/{assessment}", "assessment.read",
                          "competency_assessment", "clerk", {}),
    "the gist of answers": (
        "boss",
        "/kotak-masuk",
        "results.read",
        "competency_assessment",
        None,
        {"rows": 1},
    ),
    "a list of results": ("trainer", "/kompetensi/pegawai?cari=Sari", "results.read",
                          "competency_assessment", None, {"rows": 1, "filter": {"cari": "Sari"}}),
    "a plan": ("boss", "/pengembangan/pegawai/{clerk}", "plan.read",
               "people_employee", "clerk", {}),
    "an activity": ("trainer", "/pengembangan/kegiatan/{item}", "plan.read",
                    "people_employee", "clerk", {}),
    "a list of plans": ("trainer", "/pengembangan/rencana?cari=Sari", "plan.read",
                        "development_plan_item", None, {"rows": 1, "filter": {"cari": "Sari"}}),
    "people with a gap": ("trainer", "/pengembangan/penugasan/orang?kompetensi={competency}",
                          "gaps.read", "competency_competency", None, {"rows": 1}),
    "staff as a spreadsheet": ("admin", "/pegawai/xlsx?cari=Sari", "employee.exported",
                               "people_employee", None, {"rows": 1, "filter": {"cari": "Sari"}}),
    "results as a spreadsheet": ("trainer", "/kompetensi/pegawai/xlsx?cari=Sari",
                                 "results.exported", "competency_assessment", None,
                                 {"rows": 1, "filter": {"cari": "Sari"}}),
    "plans as a spreadsheet": ("trainer", "/pengembangan/rencana/xlsx?cari=Sari",
                               "plan.exported", "development_plan_item", None,
                               {"rows": 1, "filter": {"cari": "Sari"}}),
    "grants as a spreadsheet": ("admin", "/hak-akses/xlsx", "grant.exported",
                                "people_role_grant", None, {}),
    "corrections as a spreadsheet": ("admin", "/perbaikan-data/xlsx", "correction.exported",
                                     "people_correction", None, {"rows": 0}),
}  # fmt: skip


@pytest.mark.parametrize("what", READINGS)
def test_reading_is_noted_once(app: Flask, scene: Scene, signed_in: SignedIn, what: str) -> None:
    who, path, action, table, about, told = READINGS[what]
    factories.verified(app, [scene.house.clerk], scene.house.competency, level=1, standard=3)
    people = scene.house._asdict() | {"admin": scene.admin}
    client = signed_in(people[who])
    before = last_seq(app)
    address = path.format(
        assessment=scene.assessment,
        item=scene.item,
        clerk=scene.house.clerk,
        competency=scene.house.competency,
    )
    assert client.get(address).status_code == 200
    (entry,) = entries(app, after=before)
    assert (entry.action, entry.subject.partition(":")[0]) == (action, table)
    assert entry.actor_id == people[who]
    assert entry.about_id == (people[about] if about else None)
    assert entry.request
    assert entry.request.startswith("K-")
    details = json.loads(entry.details)
    assert {name: details[name] for name in told} == told


def test_one_spreadsheet_of_a_group_assignment_is_noted_once(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    house = scene.house
    factories.verified(app, [house.colleague], house.competency, level=1, standard=3)
    client = signed_in(house.trainer)
    path = f"/pengembangan/penugasan/periksa?kompetensi={house.competency}&semua=1"
    path += f"&pelatihan={scene.training}"
    before = last_seq(app)
    form = form_on(client, path)
    assert [entry.action for entry in entries(app, after=before)] == ["gaps.read"]
    done = client.post(path, data=held(form))
    assert done.status_code == 303
    before = last_seq(app)
    assert client.get(f"{done.location}/xlsx").status_code == 200
    (entry,) = entries(app, after=before)
    assert entry.action == "assignment.exported"
    assert json.loads(entry.details)["rows"] >= 1


@pytest.mark.parametrize(
    "path",
    [
        "/kompetensi/hasil",
        "/pengembangan",
        "/pengembangan/kegiatan/{item}",
        "/kompetensi/hasil/{a}",
    ],
)
def test_reading_ones_own_is_nobodys_business(
    app: Flask, scene: Scene, signed_in: SignedIn, path: str
) -> None:
    client = signed_in(scene.house.clerk)
    before = last_seq(app)
    assert client.get(path.format(item=scene.item, a=scene.assessment)).status_code == 200
    assert entries(app, after=before) == []


def test_what_was_refused_was_not_read(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.house.foreign)
    before = last_seq(app)
    for path in ("/kompetensi/hasil/{0}", "/pengembangan/pegawai/{1}"):
        address = path.format(scene.assessment, scene.house.clerk)
        assert client.get(address).status_code == 404
    assert client.get("/pengembangan/penugasan/orang?kompetensi=999").status_code == 404
    assert entries(app, after=before) == []


# changes


def viewer_of(person: int) -> Viewer:
    account = db.session.scalar(select(Account).where(Account.employee_id == person))
    if account is None:
        account = Account(employee_id=person, password_hash="-", is_active=True)
        db.session.add(account)
        db.session.flush()
    return queries.viewer(account)


def plan_a_cycle(scene: Scene) -> None:
    today = clock.today()
    days = {"starts_on": today, "self_due_on": today, "verify_due_on": today + timedelta(days=9)}
    competency.plan_cycle(name="Siklus Baru", by=viewer_of(scene.admin), **days)


def close_the_cycle(scene: Scene) -> None:
    cycle = db.session.get_one(Assessment, scene.assessment).cycle
    factories.decide_unfinished(cycle)
    competency.close_cycle(cycle, by=viewer_of(scene.admin))


def return_the_answers(scene: Scene) -> None:
    assessment = db.session.get_one(Assessment, scene.assessment)
    by = viewer_of(scene.house.boss)
    competency.return_assessment(assessment, items=[], version=None, note="Lengkapi.", by=by)


def verify_the_answers(scene: Scene) -> None:
    assessment = db.session.get_one(Assessment, scene.assessment)
    items = [
        {"answer_id": answer.id, "verdict": Verdict.AGREE, "level": None, "reason": ""}
        for answer in assessment.answers
    ]
    by = viewer_of(scene.house.boss)
    competency.complete_verification(assessment, items=items, version=assessment.version, by=by)


def set_a_standard(scene: Scene) -> None:
    levels = {scene.house.codes["KOM"]: 4, scene.house.codes["PK"]: 2}
    competency.set_standards(JobLevel.PENGAWAS, levels=levels, by=viewer_of(scene.admin))


def start_the_activity(scene: Scene) -> None:
    item = db.session.get_one(PlanItem, scene.item)
    development.start_item(item, by=viewer_of(scene.house.clerk))


def change_the_training(scene: Scene) -> None:
    training = db.session.get_one(Training, scene.training)
    names = ("title", "form", "jp", "competency_id", "level", "starts_on", "ends_on", "seats")
    names += ("provider", "place", "link", "description", "is_active")
    facts = {name: getattr(training, name) for name in names}
    facts |= {"title": "Judul baru", "seats": 12}
    development.edit_training(training, by=viewer_of(scene.house.trainer), **facts)


def add_a_service(scene: Scene) -> None:
    by, unit = viewer_of(scene.admin), scene.house.office
    satisfaction.add_service(unit_id=unit, name="KTP", population=120, by=by)


CHANGES: dict[str, tuple[Callable[[Scene], None], Any, Any]] = {
    "cycle.planned": (plan_a_cycle, None, "Siklus Baru"),
    "cycle.closed": (close_the_cycle, "open", "closed"),
    "assessment.returned": (return_the_answers, "self_submitted", "returned"),
    "assessment.verified": (verify_the_answers, "self_submitted", "verified"),
    "standard.changed": (set_a_standard, {"KOM": 2}, {"KOM": 4}),
    "plan_item.start": (start_the_activity, "assigned", "running"),
    "training.changed": (change_the_training, 30, 12),
    "service.added": (add_a_service, None, 120),
}


def told_of(side: dict[str, Any] | None) -> Any:
    """The fact that the table names: a state, a count, a name, or the whole side."""
    for name in ("status", "seats", "population", "name"):
        if side and name in side:
            return side[name]
    return side


@pytest.mark.parametrize("action", CHANGES)
def test_change_is_noted_once_with_before_and_after(app: Flask, scene: Scene, action: str) -> None:
    act, was, became = CHANGES[action]
    before = last_seq(app)
    with app.app_context():
        act(scene)
        db.session.commit()
    (entry,) = [one for one in entries(app, after=before) if one.action == action]
    details = json.loads(entry.details)
    assert told_of(details.get("before")) == was
    assert told_of(details.get("after")) == became


def test_trail_never_tells_what_an_evaluation_says(app: Flask, scene: Scene) -> None:
    before = last_seq(app)
    with app.app_context():
        return_the_answers(scene)
        db.session.commit()
    for entry in entries(app, after=before):
        assert "Lengkapi" not in entry.details
        assert "level" not in entry.details


def test_whoever_watches_the_trail_is_no_role_that_reads_results() -> None:
    watcher = Viewer(1, 1, 1, grants=((Role.INSPECTOR, frozenset({1})),))
    assert may(watcher, Permission.VIEW_AUDIT)
    assert not may(watcher, Permission.VIEW_RESULTS)
