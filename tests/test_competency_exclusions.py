"""Whom a cycle leaves out and why; who comes back while it is open."""

import io
import json
from datetime import date

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.competency import services as competency_services
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.services.cycle_moves import CycleMovedError
from kinerja.database import every
from kinerja.extensions import db
from kinerja.home import queries as home
from kinerja.people.models import Employee, StandingPeriod
from kinerja.people.rules import Standing
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.counting import Counted
from tests.offices import (
    A_DAY,
    Office,
    audited,
    build_office,
    hr,
    post_form,
    statuses,
    texts,
    today,
)
from tests.staff import SignedIn, names

AWAY_OR_GONE = [standing for standing in Standing if standing is not Standing.ACTIVE]
S = AssessmentStatus


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def progress(counted: Counted) -> int:
    units = counted.to.units("progress:view")
    found = competency.progress(counted.cycle, units, floor=1, unit_floor=1)
    return found.total.people


def verified(counted: Counted) -> int:
    units = counted.to.units("progress:view")
    found = competency.progress(counted.cycle, units, floor=1, unit_floor=1)
    return found.total.finished


@pytest.mark.parametrize("standing", AWAY_OR_GONE)
def test_a_cycle_opened_leaves_out_who_is_not_active_and_says_so(
    app: Flask, office: Office, signed_in: SignedIn, standing: Standing
) -> None:
    factories.standing(app, office.clerk, standing, valid_from=today(app))
    factories.settle(app)
    cycle_id = factories.open_cycle(app)
    factories.grant(app, office.mayor, Role.AGENCY_ADMIN, office.root)
    with app.app_context():
        assert db.session.scalar(select(func.count(Assessment.id))) == 7
    page = texts(signed_in(office.mayor), f"/kompetensi/siklus/{cycle_id}")
    with app.test_request_context():
        label = str(standing.label)
    assert f"Dikecualikan {label} 1 orang" in page
    assert "belum masuk siklus" not in page
    listed = texts(signed_in(office.hr), f"/kompetensi/siklus/{cycle_id}/dikecualikan")
    assert f"Sari Garis Penata Garis Seksi Garis {label}" in listed
    assert "Belum pernah diminta" in listed


def test_who_is_excluded_during_a_cycle_is_listed_with_the_state(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    counted = Counted(app, office)
    factories.standing(app, office.clerk, Standing.RETIRED, valid_from=today(app))
    factories.standing(app, office.typist, Standing.DISCIPLINED, valid_from=today(app))
    factories.standing(app, office.rival, Standing.STUDY_LEAVE, valid_from=today(app))
    factories.settle(app)
    path = f"/kompetensi/siklus/{counted.cycle_id}/dikecualikan"
    page = texts(signed_in(office.hr), path)
    assert "Semua (3)" in page
    assert "Sari Garis Penata Garis Seksi Garis Pensiun" in page
    assert "Terverifikasi" in page
    assert names(signed_in(office.hr), f"{path}?alasan=hukuman-disiplin") == [
        "Tari GarisPenata Garis"
    ]
    # The admin of one office learns nothing of another's.
    mine = texts(signed_in(office.admin), path)
    assert "Semua (2)" in mine
    assert "Raka" not in mine
    answer = signed_in(office.admin).get(f"{path}/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [(row[1], row[4]) for row in rows[1:]] == [
        ("Sari Garis", "Pensiun"),
        ("Tari Garis", "Hukuman disiplin"),
    ]
    progress_page = texts(signed_in(office.admin), "/kompetensi/kemajuan")
    assert "2 orang dikecualikan" in progress_page


def test_the_leader_learns_how_many_not_why(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    counted = Counted(app, office)
    factories.grant(app, office.chief, Role.LEADER, office.root)
    factories.standing(app, office.typist, Standing.DISCIPLINED, valid_from=today(app))
    factories.settle(app)
    client = signed_in(office.chief)
    page = texts(client, "/kompetensi/kemajuan")
    assert "1 orang dikecualikan" in page
    assert "disiplin" not in page
    paths = [f"/kompetensi/siklus/{counted.cycle_id}{end}" for end in ("", "/dikecualikan")]
    assert statuses(client, paths) == {403}


def test_who_left_in_an_earlier_year_belongs_to_no_cycle(app: Flask, office: Office) -> None:
    factories.standing(app, office.clerk, Standing.RETIRED, valid_from=date(2019, 5, 1))
    factories.standing(app, office.typist, Standing.STUDY_LEAVE, valid_from=date(2019, 5, 1))
    factories.settle(app)
    cycle_id = factories.open_cycle(app)
    with app.app_context():
        cycle = db.session.get_one(Cycle, cycle_id)
        rows = every(competency.excluded_people(cycle, to=hr(office)))
        assert [row.Employee.id for row in rows] == [office.typist]


def test_who_comes_back_while_a_cycle_is_open_is_added_by_the_admin(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    on = today(app)
    factories.standing(
        app, office.clerk, Standing.UNPAID_LEAVE, valid_from=on - 9 * A_DAY, valid_to=on
    )
    factories.settle(app)
    cycle_id = factories.open_cycle(app)
    with app.app_context():
        db.session.execute(db.update(StandingPeriod).values(valid_to=on - A_DAY))
        db.session.commit()
    factories.employee(app, unit_id=office.desk, position_id=office.job, name="Baru Garis")
    factories.settle(app)
    factories.grant(app, office.mayor, Role.AGENCY_ADMIN, office.root)
    client = signed_in(office.mayor)
    path = f"/kompetensi/siklus/{cycle_id}"
    assert "Tambahkan 2 orang yang kembali atau baru" in texts(client, path)
    added = post_form(client, path)
    assert added.location == path
    page = texts(client, path)
    assert "2 orang ditambahkan." in page
    assert "belum masuk siklus" not in page
    with app.app_context():
        assert db.session.scalar(select(func.count(Assessment.id))) == 9
        found = db.session.scalars(
            select(Assessment).where(Assessment.employee_id == office.clerk)
        ).one()
        assert (found.verifier_id, len(found.answers)) == (office.foreman, 9)
        assert json.loads(audited("cycle.people_added")[0].details)["people"] == 2
    for who in (office.hr, office.admin):
        assert signed_in(who).get(path).status_code == 403


def test_only_an_open_cycle_takes_people_in(app: Flask, office: Office) -> None:
    cycle_id = factories.open_cycle(app)
    with app.test_request_context():
        cycle = db.session.get_one(Cycle, cycle_id)
        assert competency_services.add_missing(cycle, by=hr(office)) == 0
        factories.decide_unfinished(cycle)
        competency_services.close_cycle(cycle, by=hr(office))
        with pytest.raises(CycleMovedError):
            competency_services.add_missing(cycle, by=hr(office))


def test_who_is_excluded_is_not_asked_and_sends_nothing(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.open_cycle(app)
    factories.assessed(app, office.clerk, [2] * 9, status=S.SELF_IN_PROGRESS)
    factories.standing(app, office.clerk, Standing.STUDY_LEAVE, valid_from=today(app))
    factories.settle(app)
    client = signed_in(office.clerk)
    assert "penilaian mandiri" not in texts(client, "/beranda").split("Ringkasan")[0]
    assert "Anda dikecualikan dari siklus ini" in texts(client, "/kompetensi")
    refused = post_form(client, "/kompetensi/periksa", declared="y")
    assert refused.status_code == 422
    assert "Anda sedang dikecualikan dari penilaian" in refused.text
    with app.app_context():
        assert db.session.get_one(Employee, office.clerk).standing is Standing.STUDY_LEAVE


def test_who_is_excluded_does_not_start_by_himself(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.standing(app, office.clerk, Standing.STUDY_LEAVE, valid_from=today(app))
    factories.settle(app)
    factories.open_cycle(app)
    client = signed_in(office.clerk)
    assert "Anda dikecualikan dari siklus ini" in texts(client, "/kompetensi")
    with app.test_request_context():
        cycle = competency.open_cycle()
        assert cycle is not None
        with pytest.raises(competency_services.answers.ExcludedError):
            competency_services.start_assessment(cycle, by=Viewer(office.clerk, 0, office.desk))


def test_the_start_page_asks_nobody_who_is_excluded(app: Flask, office: Office) -> None:
    factories.open_cycle(app)
    with app.test_request_context():
        to = Viewer(office.clerk, 0, office.desk)
        assert home.start(to=to, on=clock.today()).tasks
    factories.standing(app, office.clerk, Standing.UNPAID_LEAVE, valid_from=today(app))
    factories.settle(app)
    with app.test_request_context():
        assert home.start(to=to, on=clock.today()).tasks == []
