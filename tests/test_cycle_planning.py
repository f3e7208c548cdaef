"""Planning a cycle: everything may change until it is opened, nothing afterwards."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import audit
from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Cycle, CycleVerifier
from kinerja.competency.rules import CycleStatus, Population, phases_in_order
from kinerja.competency.services.cycle_moves import CycleMovedError
from kinerja.competency.services.planning import CycleNameError, PhasesError, VerifierError
from kinerja.extensions import db
from kinerja.people.rules import EmployeeKind, JobLevel, Standing
from kinerja.permissions import Role
from tests import factories
from tests.offices import audited, texts
from tests.pages import soup
from tests.running import (
    Agency,
    SignedIn,
    build_agency,
    cycle_of,
    days,
    nip_of,
    opened,
    planned,
)
from tests.visits import form_on, held, send


@pytest.fixture
def agency(app: Flask) -> Agency:
    return build_agency(app)


def typed_days(app: Flask) -> dict[str, str]:
    return {name: day.isoformat() for name, day in days(app).items()}


def test_phases_follow_one_another_and_missing_ones_do_not_matter(app: Flask) -> None:
    first, second, third = days(app).values()
    assert phases_in_order(first, second, None, third, None, None)
    assert phases_in_order(first, first, first)
    assert not phases_in_order(first, third, None, second)


def test_a_plan_keeps_phases_switches_and_population(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    last = days(app)["verify_due_on"]
    answer = send(
        signed_in(agency.admin),
        "/kompetensi/siklus",
        **typed_days(app),
        name="Penilaian lengkap",
        period="Januari sampai Desember",
        with_peers="y",
        peers_due_on=(last - timedelta(days=5)).isoformat(),
        with_assessors="y",
        assessors_due_on=(last + timedelta(days=5)).isoformat(),
        acknowledge_due_on=(last + timedelta(days=9)).isoformat(),
        verifier_first="y",
        unit_ids=[agency.office],
        job_levels=["pelaksana"],
        kinds=["pns", "cpns"],
    )
    assert answer.status_code == 303
    with app.app_context():
        cycle = db.session.scalars(select(Cycle)).one()
        assert [phase.value for phase, _day in cycle.phases] == [
            "self",
            "peers",
            "verification",
            "assessors",
            "acknowledgement",
        ]
        assert (cycle.with_peers, cycle.with_assessors, cycle.verifier_first) == (True, True, True)
        assert cycle.period == "Januari sampai Desember"
        assert cycle.population == Population(
            unit_ids=(agency.office,),
            job_levels=(JobLevel.PELAKSANA,),
            kinds=(EmployeeKind.PNS, EmployeeKind.CPNS),
        )
        assert db.session.scalar(select(func.count(Assessment.id))) == 0
    page = texts(signed_in(agency.admin), answer.location)
    assert "Batas: Penilaian rekan" in page
    assert "1 unit dengan semua di bawahnya" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"with_peers": "y"}, "Isi batas penilaian rekan"),
        ({"with_assessors": "y"}, "Isi batas penilaian asesor"),
        ({"with_peers": "y", "peers_due_on": "2090-01-01"}, "Urutkan tanggalnya"),
        ({"acknowledge_due_on": "2020-01-01"}, "Urutkan tanggalnya"),
    ],
)
def test_a_phase_that_takes_place_has_its_day_in_order(
    app: Flask, agency: Agency, signed_in: SignedIn, typed: dict[str, str], message: str
) -> None:
    facts = typed_days(app) | {"name": "Tetap tertulis", "period": "Periode contoh"} | typed
    answer = send(signed_in(agency.admin), "/kompetensi/siklus", **facts)
    assert answer.status_code == 422
    assert message in answer.text
    assert "Periode contoh" in answer.text  # nothing typed is lost
    with app.app_context():
        assert db.session.scalar(select(func.count(Cycle.id))) == 0


def test_a_phase_that_does_not_take_place_has_no_day(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    facts = typed_days(app) | {"name": "Tanpa rekan", "peers_due_on": "2020-01-01"}
    assert send(signed_in(agency.admin), "/kompetensi/siklus", **facts).status_code == 303
    with app.app_context():
        assert db.session.scalars(select(Cycle)).one().peers_due_on is None


def test_a_planned_cycle_is_changed_and_the_trail_keeps_before_and_after(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = planned(app, agency, population=Population(unit_ids=(agency.desk,)))
    client, path = signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}/ubah"
    shown = held(form_on(client, path))
    assert shown["unit_ids"] == [str(agency.desk)]
    assert send(client, path, name="Nama baru", unit_ids=None).status_code == 303
    with app.app_context():
        cycle = cycle_of(cycle_id)
        assert (cycle.name, cycle.population.is_everybody) == ("Nama baru", True)
        facts = json.loads(audited("cycle.changed")[0].details)
        assert facts["before"]["name"] == "Siklus Uji"
        assert facts["after"]["name"] == "Nama baru"
        assert "starts_on" not in facts["after"]


def test_a_name_is_used_once_also_when_changing(app: Flask, agency: Agency) -> None:
    cycle_id = planned(app, agency)
    planned(app, agency, name="Lain")
    with app.test_request_context():
        with pytest.raises(CycleNameError):
            services.edit_cycle(cycle_of(cycle_id), by=agency.by, name="Lain", **days(app))
        wrong = days(app) | {"peers_due_on": days(app)["starts_on"]}
        with pytest.raises(PhasesError):
            services.edit_cycle(cycle_of(cycle_id), by=agency.by, name="Siklus Uji", **wrong)


def test_an_opened_cycle_is_neither_changed_nor_cancelled(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = opened(app, agency)
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        for refused in (
            lambda: services.edit_cycle(cycle, by=agency.by, name="Lain", **days(app)),
            lambda: services.cancel_cycle(cycle, by=agency.by),
            lambda: services.name_verifier(cycle, unit_id=agency.desk, nip="1", by=agency.by),
            lambda: services.drop_verifier(cycle, unit_id=agency.desk, by=agency.by),
        ):
            with pytest.raises(CycleMovedError):
                refused()
    client = signed_in(agency.admin)
    for step in ("ubah", "batalkan", "verifikator"):
        assert client.get(f"/kompetensi/siklus/{cycle_id}/{step}").status_code == 404


def test_a_cancelled_plan_is_gone_and_the_trail_keeps_it(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = planned(app, agency)
    with app.test_request_context():
        nip = nip_of(agency.chief)
        services.name_verifier(cycle_of(cycle_id), unit_id=agency.desk, nip=nip, by=agency.by)
        db.session.commit()
    path = f"/kompetensi/siklus/{cycle_id}/batalkan"
    assert send(signed_in(agency.admin), path).location == "/kompetensi/siklus"
    with app.app_context():
        assert db.session.scalar(select(func.count(Cycle.id))) == 0
        assert db.session.scalar(select(func.count(CycleVerifier.id))) == 0
        facts = json.loads(audited("cycle.cancelled")[0].details)
        assert facts["before"]["name"] == "Siklus Uji"


def test_a_named_verifier_works_and_need_not_lead_anybody(app: Flask, agency: Agency) -> None:
    cycle_id = planned(app, agency)
    away = factories.employee(app, unit_id=agency.desk, standing=Standing.RETIRED)
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        for nip in ("000", nip_of(away)):
            with pytest.raises(VerifierError):
                services.name_verifier(cycle, unit_id=agency.desk, nip=nip, by=agency.by)
        nip = nip_of(agency.clerk)
        row = services.name_verifier(cycle, unit_id=agency.desk, nip=nip, by=agency.by)
        assert row.verifier_id == agency.clerk


def test_only_the_agency_admin_plans_and_ends_cycles(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = planned(app, agency)
    steps = ("", "/ubah", "/batalkan", "/verifikator", "/populasi", "/populasi/xlsx", "/buka")
    steps += ("/tutup", "/arsipkan")
    for role in (Role.HR, Role.UNIT_ADMIN, Role.LEADER, Role.TRAINER):
        person = factories.employee(app, unit_id=agency.root)
        factories.grant(app, person, role, agency.root)
        client = signed_in(person)
        for step in steps:
            assert client.get(f"/kompetensi/siklus/{cycle_id}{step}").status_code == 403
        token = soup(client.get("/beranda")).select_one("input[name=csrf_token]")
        assert token is not None
        sent = {"csrf_token": str(token["value"])}
        for step in ("/perpanjang", "/putuskan", "/verifikator/hapus"):
            refused = client.post(f"/kompetensi/siklus/{cycle_id}{step}", data=sent)
            assert refused.status_code == 403


def test_each_named_verifier_is_changed_and_dropped_on_the_page(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = planned(app, agency)
    client, path = signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}/verifikator"
    with app.app_context():
        chief, boss = nip_of(agency.chief), nip_of(agency.boss)
    refused = send(client, path, path, unit_id=agency.desk, nip="123")
    assert refused.status_code == 422
    assert "Tidak ada pegawai aktif dengan NIP ini." in refused.text
    assert send(client, path, path, unit_id=agency.desk, nip=chief).location == path
    assert "Kirana Putaran" in texts(client, path)
    assert send(client, path, path, unit_id=agency.desk, nip=boss).location == path
    page = texts(client, path)
    assert "Bagas Putaran" in page
    assert "Kirana Putaran" not in page
    with app.app_context():
        assert len(queries.cycle_verifiers(cycle_of(cycle_id))) == 1
        assert cycle_of(cycle_id).status is CycleStatus.PLANNED
    assert send(client, path, f"{path}/hapus").location == path
    with app.app_context():
        assert queries.cycle_verifiers(cycle_of(cycle_id)) == []
        actions = [entry.action for entry in db.session.scalars(select(audit.Entry))]
        assert actions.count("cycle.verifier_named") == 2
        assert actions[-1] == "cycle.verifier_dropped"
