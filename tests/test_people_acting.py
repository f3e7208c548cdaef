"""Acting leaders: Plt. of units without a head, Plh. for leaders who are absent."""

import json
from datetime import date

import pytest
from flask import Flask

from kinerja.competency import services as competency
from kinerja.competency.models import Assessment
from kinerja.competency.rules import AssessmentStatus
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Account
from kinerja.people.rules import LineKind, LineSource, Standing
from kinerja.people.services import (
    ActingTakenError,
    CircleError,
    EmployeeRefusedError,
    EndBeforeStartError,
)
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.acting import build_headless, plh, plt
from tests.offices import (
    A_DAY,
    Office,
    audited,
    build_office,
    hr,
    person,
    texts,
    today,
)
from tests.staff import SignedIn


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def headless(app: Flask) -> Office:
    return build_headless(app)


def viewer_on(app: Flask, employee_id: int, day: date) -> Viewer:
    """Ask inside of a context."""
    account = queries.account_of(employee_id)
    if account is None:
        account = Account(employee_id=employee_id, password_hash="-", is_active=True)
        db.session.add(account)
        db.session.flush()
    return queries.viewer(account, on=day)


# Plt.


def test_an_acting_head_leads_the_unit_in_its_days(app: Flask, headless: Office) -> None:
    on = today(app)
    with app.test_request_context():
        found = plt(headless, app)
        db.session.commit()
        assert person(app, headless.clerk).supervisor_id == headless.rival
        line = queries.lines_of(headless.clerk, on=on)[LineKind.SUPERVISOR]
        assert (line.source, line.unit_id) == (LineSource.ACTING, headless.desk)
        services.settle(on=found.valid_to + A_DAY)
        assert person(app, headless.clerk).supervisor_id == headless.chief
        facts = json.loads(audited("acting.appointed")[0].details)
        assert (facts["after"]["unit_id"], facts["reason"]) == (headless.desk, "SPT 1")


def test_an_appointed_head_leads_from_the_first_day_on(app: Flask, headless: Office) -> None:
    on = today(app)
    with app.test_request_context():
        plt(headless, app)
        services.move_employee(
            queries.employee(headless.typist),
            unit_id=headless.desk,
            position_id=headless.chief_job,
            valid_from=on + A_DAY,
            decree="SK",
            keeps_superiors=False,
            by=hr(headless),
        )
        services.settle(on=on + A_DAY)
        assert person(app, headless.clerk).supervisor_id == headless.typist


def test_a_unit_with_an_active_head_gets_no_acting_one(app: Flask, office: Office) -> None:
    with app.test_request_context():
        with pytest.raises(EmployeeRefusedError, match="dikepalai Mandor Seksi"):
            plt(office, app)
        with pytest.raises(EmployeeRefusedError) as refused:
            plt(office, app, unit_id=0)
    assert refused.value.field == "unit_id"


def test_an_acting_head_is_not_led_by_those_it_leads(app: Flask, headless: Office) -> None:
    factories.line(app, headless.rival, headless.clerk)
    with app.test_request_context(), pytest.raises(CircleError):
        plt(headless, app)


def test_the_same_post_is_held_by_one_at_a_time(app: Flask, headless: Office) -> None:
    on = today(app)
    with app.test_request_context():
        first = plt(headless, app, valid_from=on + 5 * A_DAY)
        for start, end in ((on, on + 5 * A_DAY), (on + 9 * A_DAY, on + 20 * A_DAY)):
            with pytest.raises(ActingTakenError, match="Raka Sebelah sudah ditunjuk"):
                plt(headless, app, holder_id=headless.typist, valid_from=start, valid_to=end)
        plt(headless, app, holder_id=headless.typist, valid_to=on + 4 * A_DAY)
        plt(
            headless,
            app,
            holder_id=headless.typist,
            valid_from=first.valid_to + A_DAY,
            valid_to=first.valid_to + 9 * A_DAY,
        )
        with pytest.raises(EndBeforeStartError):
            plt(headless, app, valid_to=on - A_DAY)


# Plh.


def test_who_stands_in_sees_the_absent_leaders_reports_in_its_days_alone(
    app: Flask, office: Office
) -> None:
    on = today(app)
    first, last = on + A_DAY, on + 3 * A_DAY
    with app.test_request_context():
        plh(office, app, office.foreman, valid_from=first, valid_to=last)
        led = {office.clerk, office.typist}
        for day, seen in ((first - A_DAY, set()), (first, led), (last, led), (last + A_DAY, set())):
            assert viewer_on(app, office.rival, day).direct_reports == seen, day
            assert viewer_on(app, office.foreman, day).direct_reports == led, day
            standing_in = queries.standing_in(office.rival, on=day)
            assert [found.absent_id for found in standing_in] == [office.foreman] * bool(seen)
        assert person(app, office.clerk).supervisor_id == office.foreman


@pytest.mark.parametrize("days", [-1, 0, 2, 3])
def test_who_stands_in_verifies_in_its_days_alone(
    app: Flask, office: Office, signed_in: SignedIn, days: int
) -> None:
    """The appointment of three days began so many `days` ago."""
    on = today(app)
    factories.open_cycle(app)
    sent = factories.assessed(app, office.clerk, [2] * 9)
    with app.app_context():
        db.session.get_one(Assessment, sent).verifier_id = office.foreman
        db.session.commit()
    first = on - days * A_DAY
    factories.acting(
        app,
        office.typist,
        absent_id=office.foreman,
        valid_from=first,
        valid_to=first + 2 * A_DAY,
    )
    expected = 200 if 0 <= days <= 2 else 403
    client = signed_in(office.typist)
    assert client.get("/kompetensi/verifikasi").status_code == expected
    assert client.get(f"/kompetensi/verifikasi/{sent}").status_code == expected
    assert signed_in(office.foreman).get(f"/kompetensi/verifikasi/{sent}").status_code == 200
    if expected == 200:
        page = client.get("/kompetensi/verifikasi").text
        assert "Sari Garis" in page
        assert client.get(f"/pegawai/{office.clerk}").status_code == 200


def test_nobody_verifies_himself_by_standing_in(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    on = today(app)
    factories.open_cycle(app)
    own = factories.assessed(app, office.typist, [2] * 9)
    factories.acting(
        app, office.typist, absent_id=office.foreman, valid_from=on, valid_to=on + A_DAY
    )
    client = signed_in(office.typist)
    assert "Tari Garis" not in texts(client, "/kompetensi/verifikasi?bagian=bawahan")
    assert client.get(f"/kompetensi/verifikasi/{own}").status_code == 404
    with app.test_request_context():
        to = viewer_on(app, office.typist, on)
        assert to.direct_reports == {office.clerk}
        assessment = db.session.get_one(Assessment, own)
        assert assessment.status is AssessmentStatus.SELF_SUBMITTED
        with pytest.raises(MissingError):
            competency.complete_verification(assessment, items=[], version=1, by=to)


@pytest.mark.parametrize(
    ("holder", "absent", "field"),
    [("foreman", "foreman", "holder_nip"), ("rival", "clerk", "valid_from")],
)
def test_who_leads_nobody_needs_no_stand_in_and_nobody_is_the_own(
    app: Flask, office: Office, holder: str, absent: str, field: str
) -> None:
    with app.test_request_context(), pytest.raises(EmployeeRefusedError) as refused:
        plh(office, app, getattr(office, absent), holder_id=getattr(office, holder))
    assert refused.value.field == field


def test_whoever_does_not_work_then_does_not_stand_in(app: Flask, office: Office) -> None:
    factories.standing(app, office.rival, Standing.STUDY_LEAVE)
    with app.test_request_context(), pytest.raises(EmployeeRefusedError, match="tidak aktif"):
        plh(office, app, office.foreman)


def test_a_leader_has_one_stand_in_at_a_time(app: Flask, office: Office) -> None:
    with app.test_request_context():
        plh(office, app, office.foreman)
        with pytest.raises(ActingTakenError):
            plh(office, app, office.foreman, holder_id=office.typist)
        plh(office, app, office.chief, holder_id=office.foreman)
        with pytest.raises(EndBeforeStartError):
            plh(office, app, office.mayor, valid_to=date(2020, 1, 1))


# ending and taking back


def test_an_appointment_ends_early_on_a_day_of_its_own(app: Flask, headless: Office) -> None:
    on = today(app)
    with app.test_request_context():
        found = plt(headless, app)
        for day in (on - A_DAY, found.valid_to, found.valid_to + A_DAY):
            with pytest.raises(EmployeeRefusedError):
                services.end_acting(found, valid_to=day, reason="x", by=hr(headless))
        services.end_acting(found, valid_to=on, reason="Kepala baru", by=hr(headless))
        db.session.commit()
        services.settle(on=on + A_DAY)
        assert person(app, headless.clerk).supervisor_id == headless.chief
        assert json.loads(audited("acting.ended")[0].details)["reason"] == "Kepala baru"
        with pytest.raises(EmployeeRefusedError, match="sudah berjalan"):
            services.withdraw_acting(found, by=hr(headless))


def test_a_role_alone_leads_nobody(app: Flask, office: Office) -> None:
    factories.grant(app, office.clerk, Role.TRAINER, office.root)
    with app.app_context():
        assert queries.standing_in(office.clerk, on=today(app)) == []
