"""Who verifies without leading anybody: named by the cycle, standing in, asked before a move."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people import queries as people
from kinerja.people.models import Account, Employee
from kinerja.people.services import appoint_plh
from kinerja.permissions import Permission, Viewer, may
from tests import factories
from tests.running import Agency, SignedIn, build_agency, cycle_of, nip_of, planned

INBOX = "/kompetensi/verifikasi"


@pytest.fixture
def agency(app: Flask) -> Agency:
    return build_agency(app)


def name(app: Flask, agency: Agency, unit: int, person: int) -> int:
    """The person verifies the unit; the clerk's answers, sent."""
    cycle_id = planned(app, agency)
    with app.test_request_context():
        cycle, nip = cycle_of(cycle_id), nip_of(person)
        services.name_verifier(cycle, unit_id=unit, nip=nip, by=agency.by)
        services.open_cycle(cycle, by=agency.by)
        db.session.commit()
    return factories.assessed(app, agency.clerk, [2] * 9)


def seen(app: Flask, person: int) -> Viewer:
    with app.test_request_context():
        found = db.session.scalars(select(Account).where(Account.employee_id == person)).one()
        return people.viewer(found)


def test_a_named_verifier_without_reports_reaches_inbox_and_verification(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    made = name(app, agency, agency.desk, agency.outsider)
    client = signed_in(agency.outsider)
    for path in ("/beranda", "/kotak-masuk", INBOX, f"{INBOX}?bagian=bawahan", f"{INBOX}/{made}"):
        page = client.get(path)
        assert page.status_code == 200, path
    assert "Citra Putaran" in client.get(INBOX).text
    assert client.get(f"/kompetensi/hasil/{made}").status_code == 200


def test_the_duty_carries_verifying_and_nothing_else(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    name(app, agency, agency.desk, agency.outsider)
    client = signed_in(agency.outsider)
    viewer = seen(app, agency.outsider)
    assert viewer.duties == {Permission.VERIFY}
    assert [one for one in Permission if may(viewer, one) and not may(_bare(viewer), one)] == [
        Permission.VERIFY
    ]
    assert not viewer.units(Permission.VERIFY)
    for path in (
        "/kompetensi/pegawai",
        "/rencana/pegawai",
        f"/kompetensi/pegawai/{agency.clerk}/riwayat",
        f"/pegawai/{agency.clerk}",
    ):
        assert client.get(path).status_code in (403, 404), path
    assert "Hasil pegawai" not in client.get(INBOX).text


def _bare(viewer: Viewer) -> Viewer:
    return Viewer(viewer.employee_id, viewer.account_id, viewer.unit_id)


def test_who_is_not_named_or_has_nobody_to_verify_has_no_duty(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    name(app, agency, agency.desk, agency.outsider)
    for person in (agency.clerk, agency.expert, agency.contract, agency.admin):
        client = signed_in(person)
        assert not seen(app, person).duties
        assert client.get(INBOX).status_code == 403


def test_the_duty_ends_with_the_cycle(app: Flask, agency: Agency, signed_in: SignedIn) -> None:
    made = name(app, agency, agency.desk, agency.outsider)
    client = signed_in(agency.outsider)
    with app.app_context():
        db.session.scalars(select(Cycle)).one().status = CycleStatus.CLOSED
        db.session.commit()
    assert not seen(app, agency.outsider).duties
    assert client.get(f"{INBOX}/{made}").status_code == 403


def test_a_named_verifier_is_no_verifier_of_himself(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    """Alone in the unit named, there is nobody to verify."""
    name(app, agency, agency.other, agency.outsider)
    signed_in(agency.outsider)
    assert not seen(app, agency.outsider).duties


@pytest.mark.parametrize("days", [-1, 0, 2, 3])
def test_the_stand_in_of_a_named_verifier_verifies_in_its_days_alone(
    app: Flask, agency: Agency, signed_in: SignedIn, days: int
) -> None:
    made = name(app, agency, agency.desk, agency.outsider)
    with app.app_context():
        first = clock.today() - timedelta(days=days)
    factories.acting(
        app,
        agency.contract,
        absent_id=agency.outsider,
        valid_from=first,
        valid_to=first + timedelta(days=2),
    )
    expected = 200 if 0 <= days <= 2 else 403
    client = signed_in(agency.contract)
    assert client.get(INBOX).status_code == expected
    assert client.get(f"{INBOX}/{made}").status_code == expected
    assert signed_in(agency.outsider).get(f"{INBOX}/{made}").status_code == 200
    assert signed_in(agency.chief).get(f"{INBOX}/{made}").status_code == 404


def test_the_stand_in_finishes_and_is_told_of_what_is_sent(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    name(app, agency, agency.desk, agency.outsider)
    with app.app_context():
        today = clock.today()
    factories.acting(
        app, agency.contract, absent_id=agency.outsider, valid_from=today, valid_to=today
    )
    with app.test_request_context():
        own = queries.own_assessment(agency.expert)
        assert own is not None
        for answer in own.answers:
            answer.self_level = 1
        own.status = own.status.SELF_IN_PROGRESS
        db.session.flush()
        services.submit_assessment(own, by=Viewer(agency.expert, 0, agency.desk))
        told = set(db.session.scalars(select(Notice.employee_id)))
        assert {agency.outsider, agency.contract} <= told
        by = Viewer(agency.contract, 0, agency.office)
        agreed = [
            {"answer_id": one.id, "verdict": "agree", "level": None, "reason": ""}
            for one in own.answers
        ]
        assert queries.visible_verification(own.id, to=by).id == own.id
        services.complete_verification(own, items=agreed, version=own.version, by=by)
        assert own.verifier_id == agency.contract
        db.session.commit()


def test_a_named_verifier_who_leads_nobody_may_have_a_stand_in(app: Flask, agency: Agency) -> None:
    name(app, agency, agency.desk, agency.outsider)
    with app.test_request_context():
        facts = {
            "holder_id": agency.contract,
            "holder_nip": "",
            "valid_from": clock.today(),
            "valid_to": clock.today(),
            "decree": "SK contoh",
        }
        absent = db.session.get_one(Employee, agency.outsider)
        assert appoint_plh(absent, by=agency.by, **facts).absent_id == agency.outsider


def test_a_former_supervisor_keeps_only_what_was_sent_to_him(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    factories.open_cycle(app)
    made = factories.assessed(app, agency.clerk, [2] * 9)
    client = signed_in(agency.chief)
    with app.app_context():
        for person in (agency.clerk, agency.expert, agency.contract):
            db.session.get_one(Employee, person).supervisor_id = agency.outsider
        db.session.commit()
    assert client.get(f"{INBOX}/{made}").status_code == 200
    assert seen(app, agency.chief).duties == {Permission.VERIFY}
    with app.app_context():
        sent = db.session.get_one(Assessment, made)
        sent.verifier_id = agency.outsider
        db.session.commit()
    assert client.get(f"{INBOX}/{made}").status_code == 403


def test_the_viewer_takes_three_queries(
    app: Flask, agency: Agency, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    name(app, agency, agency.desk, agency.outsider)
    signed_in(agency.outsider)
    with app.test_request_context():
        account = db.session.scalars(
            select(Account).where(Account.employee_id == agency.outsider)
        ).one()
        account.employee.unit_id  # noqa: B018  # loads the employee
        with count_queries() as statements:
            people.viewer(account)
        assert len(statements) <= 2
