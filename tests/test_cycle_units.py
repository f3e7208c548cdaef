"""One unit's progress: counts for who follows it, names for who keeps it, and reminding."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Cycle
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.services.cycles import enrol
from kinerja.extensions import db
from kinerja.notifications.models import Notice, Reminder
from kinerja.people.models import Employee
from kinerja.permissions import Role
from tests import factories
from tests.offices import audited, texts
from tests.running import Agency, SignedIn, build_agency, opened
from tests.visits import send

S = AssessmentStatus
At = Callable[[str], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to ten in the morning of the day."""

    def set_clock(day: str) -> None:
        moment = datetime.fromisoformat(f"{day} 03:00").replace(tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: moment)

    set_clock("2026-11-18")  # a Wednesday
    return set_clock


@pytest.fixture
def agency(app: Flask, at: At) -> Agency:
    """Of the desk the clerk has sent to the chief, the expert has not begun."""
    made = build_agency(app)
    opened(app, made)
    factories.assessed(app, made.clerk, [2] * 9)
    at("2026-11-25")
    return made


def granted(app: Flask, agency: Agency, role: Role) -> int:
    person = factories.employee(app, unit_id=agency.root, name="Petugas Contoh")
    factories.grant(app, person, role, agency.root)
    return person


def path_of(agency: Agency) -> str:
    return f"/kompetensi/kemajuan/{agency.desk}"


def remind(client: FlaskClient, agency: Agency, whom: str) -> str:
    """Press the button; what the next page says."""
    path = path_of(agency)
    assert send(client, path, f"{path}/ingatkan", whom=whom).location == path
    return texts(client, path)


def reminded(app: Flask) -> set[int]:
    with app.app_context():
        return set(db.session.scalars(select(Reminder.holder_id)))


def test_the_board_leads_to_each_unit(app: Flask, agency: Agency, signed_in: SignedIn) -> None:
    client = signed_in(agency.admin)
    assert f'href="{path_of(agency)}"' in client.get("/kompetensi/kemajuan").text
    page = texts(client, path_of(agency))
    assert "0 dari 2 orang sudah terverifikasi." in page
    assert "Belum dimulai 1 orang" in page
    assert "Terkirim ke atasan 1 orang" in page


def test_names_are_for_who_keeps_the_units_data(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    for role in (Role.AGENCY_ADMIN, Role.HR, Role.UNIT_ADMIN):
        assert "Eka Putaran" in texts(signed_in(granted(app, agency, role)), path_of(agency))
    leader = texts(signed_in(granted(app, agency, Role.LEADER)), path_of(agency))
    assert "Eka Putaran" not in leader
    assert "Citra Putaran" not in leader
    assert "Belum dimulai 1 orang" in leader


def test_only_who_follows_the_unit_opens_it(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    neighbour = factories.employee(app, unit_id=agency.other)
    factories.grant(app, neighbour, Role.UNIT_ADMIN, agency.other)
    assert signed_in(neighbour).get(path_of(agency)).status_code == 404
    assert signed_in(neighbour).get("/kompetensi/kemajuan/99999").status_code == 404
    assert signed_in(agency.clerk).get(path_of(agency)).status_code == 403
    assert signed_in(granted(app, agency, Role.TRAINER)).get(path_of(agency)).status_code == 403


def test_who_has_not_sent_is_reminded_once_a_day_whoever_does_it(
    app: Flask, agency: Agency, signed_in: SignedIn, at: At
) -> None:
    client = signed_in(granted(app, agency, Role.LEADER))
    assert "1 orang diingatkan." in remind(client, agency, "subjects")
    assert reminded(app) == {agency.expert}
    other = signed_in(agency.admin)
    assert "Hari ini sudah ada yang mengingatkan." in remind(other, agency, "subjects")
    at("2026-11-26")
    assert "1 orang diingatkan." in remind(signed_in(agency.admin), agency, "subjects")
    with app.app_context():
        assert len(audited("reminder.sent")) == 2
        notice = db.session.scalars(
            select(Notice).where(Notice.employee_id == agency.expert).order_by(Notice.id.desc())
        ).first()
        assert notice is not None
        assert "Citra" not in f"{notice.title} {notice.params} {notice.message}"


def test_verifiers_are_reminded_after_the_working_days_of_the_rulebook(
    app: Flask, agency: Agency, signed_in: SignedIn, at: At
) -> None:
    client = signed_in(agency.admin)
    assert "1 orang diingatkan." in remind(client, agency, "verifiers")
    assert reminded(app) == {agency.chief}
    at("2026-11-18")
    page = texts(client, path_of(agency))
    assert "Belum cukup lama untuk mengingatkan atasannya." in page


def test_nobody_is_reminded_on_a_day_off(
    app: Flask, agency: Agency, signed_in: SignedIn, at: At
) -> None:
    at("2026-11-28")  # a Saturday
    assert "hari libur" in remind(signed_in(agency.admin), agency, "subjects")
    assert reminded(app) == set()


def test_a_unit_where_all_is_done_offers_no_reminder(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    for person in (agency.clerk, agency.expert):
        factories.assessed(app, person, [2] * 9, status=S.VERIFIED)
    page = signed_in(agency.admin).get(path_of(agency)).text
    assert "/ingatkan" not in page.split("<main", 1)[1]


def test_a_unit_opens_in_as_many_queries_for_30_as_for_3000(
    app: Flask, agency: Agency, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    job, counts = factories.position(app), []
    client = signed_in(agency.admin)
    client.get(path_of(agency))
    for people in (30, 2970):
        factories.employees(app, people, unit_id=agency.desk, position_id=job)
        with app.test_request_context():
            enrol(db.session.scalars(select(Cycle)).one(), Employee.is_active)
            db.session.commit()
        with count_queries() as statements:
            assert client.get(path_of(agency)).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
