"""Whom a cycle asks, who verifies them, and what stays as it was when it was opened."""

import io
from datetime import timedelta

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.models import Assessment
from kinerja.competency.rules import AssessmentStatus, Population
from kinerja.competency.services.cycles import NobodyAskedError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, JobLevel, Standing
from kinerja.permissions import Viewer
from kinerja.rulebook.models import Rule
from tests import factories
from tests.offices import audited, texts, today
from tests.running import (
    Agency,
    SignedIn,
    build_agency,
    cycle_of,
    nip_of,
    opened,
    planned,
)

EVERYBODY = {"boss", "chief", "clerk", "expert", "contract", "outsider", "admin"}
P, K, L = Population, EmployeeKind, JobLevel


@pytest.fixture
def agency(app: Flask) -> Agency:
    return build_agency(app)


def asked(app: Flask, agency: Agency) -> set[str]:
    """Who has an assessment, by the names of the agency's fields."""
    with app.app_context():
        ids = set(db.session.scalars(select(Assessment.employee_id)))
    return {name for name in EVERYBODY if getattr(agency, name) in ids}


@pytest.mark.parametrize(
    ("units", "levels", "kinds", "expected"),
    [
        ((), (), (), EVERYBODY),
        (("root",), (), (), EVERYBODY),
        (("office",), (), (), {"chief", "clerk", "expert", "contract"}),
        (("desk",), (), (), {"clerk", "expert"}),
        (("desk", "other"), (), (), {"clerk", "expert", "outsider"}),
        ((), (L.PENGAWAS,), (), {"boss", "chief"}),
        ((), (L.PENGAWAS, L.AHLI_MUDA), (), {"boss", "chief", "expert"}),
        ((), (), (K.PPPK,), {"contract"}),
        ((), (), (K.PNS, K.CPNS), EVERYBODY - {"contract"}),
        (("office",), (L.PELAKSANA,), (K.PNS,), {"clerk"}),
    ],
)
def test_the_population_is_units_with_all_below_levels_and_kinds(
    app: Flask,
    agency: Agency,
    units: tuple[str, ...],
    levels: tuple[JobLevel, ...],
    kinds: tuple[EmployeeKind, ...],
    expected: set[str],
) -> None:
    population = P(tuple(getattr(agency, name) for name in units), levels, kinds)
    with app.app_context():
        assert queries.staff_count(population) == len(expected)
    cycle_id = opened(app, agency, population=population)
    assert asked(app, agency) == expected
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        reach = queries.unit_reach(cycle)
        assert sum(unit.asked for unit in reach) == len(expected)
        assert sum(unit.left_out for unit in reach) == len(EVERYBODY - expected)
        out = db.session.execute(queries.left_out(cycle, to=agency.by)).all()
        assert {row.Employee.id for row in out} == {
            getattr(agency, name) for name in EVERYBODY - expected
        }
        assert queries.missing_count(cycle) == 0


def test_a_population_of_nobody_is_not_opened(app: Flask, agency: Agency) -> None:
    with pytest.raises(NobodyAskedError):
        opened(app, agency, population=P(job_levels=(L.JPT_UTAMA,)))


def test_the_preview_says_how_many_and_why_somebody_is_left_out(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    population = P((agency.office,), (L.PELAKSANA,), (K.PNS,))
    cycle_id = planned(app, agency, population=population)
    client, path = signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}/populasi"
    page = texts(client, path)
    assert "1 pegawai aktif termasuk." in page
    assert "Seksi Putaran 1 1" in page
    assert "Eka Putaran Ahli Putaran Seksi Putaran Jenjang jabatannya tidak termasuk" in page
    answer = client.get(f"{path}/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    reasons = {row[1]: row[4] for row in rows[1:]}
    assert reasons == {
        "Adi Putaran": "Unitnya tidak termasuk",
        "Bagas Putaran": "Unitnya tidak termasuk",
        "Eka Putaran": "Jenjang jabatannya tidak termasuk",
        "Kirana Putaran": "Jenjang jabatannya tidak termasuk",
        "Oka Putaran": "Unitnya tidak termasuk",
        "Pandu Putaran": "Jenis kepegawaiannya tidak termasuk",
    }
    with app.app_context():
        assert audited("cycle.exported")


def test_who_is_away_is_excluded_and_not_merely_outside(app: Flask, agency: Agency) -> None:
    factories.standing(app, agency.outsider, Standing.STUDY_LEAVE, valid_from=today(app))
    factories.settle(app)
    cycle_id = planned(app, agency, population=P((agency.office,)))
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        out = {row.Employee.id for row in db.session.execute(queries.left_out(cycle, to=agency.by))}
        assert out == {agency.boss, agency.admin}
        viewer = agency.by
        permission = "employee:edit"
        assert queries.excluded_counts(cycle, to=viewer, permission=permission) == {}


def test_who_is_outside_is_told_so_and_cannot_start(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = opened(app, agency, population=P((agency.office,)))
    page = texts(signed_in(agency.outsider), "/kompetensi")
    assert "Siklus ini tidak meminta Anda" in page
    with app.test_request_context(), pytest.raises(services.answers.ExcludedError):
        services.start_assessment(cycle_of(cycle_id), by=Viewer(agency.outsider, 0, agency.other))


def name_verifier(app: Flask, agency: Agency, cycle_id: int, unit: int, person: int) -> None:
    with app.test_request_context():
        nip = nip_of(person)
        services.name_verifier(cycle_of(cycle_id), unit_id=unit, nip=nip, by=agency.by)
        db.session.commit()


def open_now(app: Flask, agency: Agency, cycle_id: int) -> None:
    with app.test_request_context():
        services.open_cycle(cycle_of(cycle_id), by=agency.by)
        db.session.commit()


def verifiers(app: Flask) -> dict[int, tuple[int | None, bool]]:
    columns = Assessment.employee_id, Assessment.verifier_id, Assessment.is_assigned
    with app.app_context():
        return {one: (who, named) for one, who, named in db.session.execute(select(*columns))}


def test_the_nearest_named_verifier_comes_before_the_supervisor(app: Flask, agency: Agency) -> None:
    cycle_id = planned(app, agency)
    name_verifier(app, agency, cycle_id, agency.office, agency.boss)
    open_now(app, agency, cycle_id)
    assert verifiers(app) == {
        agency.boss: (None, False),
        agency.chief: (agency.boss, True),
        agency.clerk: (agency.boss, True),
        agency.expert: (agency.boss, True),
        agency.contract: (agency.boss, True),
        agency.outsider: (agency.boss, False),
        agency.admin: (agency.boss, False),
    }


def test_nobody_verifies_himself_also_when_named(app: Flask, agency: Agency) -> None:
    cycle_id = planned(app, agency)
    name_verifier(app, agency, cycle_id, agency.office, agency.boss)
    name_verifier(app, agency, cycle_id, agency.desk, agency.chief)
    name_verifier(app, agency, cycle_id, agency.root, agency.chief)
    open_now(app, agency, cycle_id)
    found = verifiers(app)
    assert found[agency.clerk] == (agency.chief, True)
    assert found[agency.contract] == (agency.boss, True)
    assert found[agency.chief] == (agency.boss, True)
    assert found[agency.boss] == (agency.chief, True)


def test_the_named_verifier_alone_verifies_while_he_works(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = planned(app, agency)
    name_verifier(app, agency, cycle_id, agency.desk, agency.boss)
    open_now(app, agency, cycle_id)
    made = factories.assessed(app, agency.clerk, [2] * 9)
    path = f"/kompetensi/verifikasi/{made}"
    assert signed_in(agency.boss).get(path).status_code == 200
    assert signed_in(agency.chief).get(path).status_code == 404
    # The supervisor still reads the result of a direct report.
    assert signed_in(agency.chief).get(f"/kompetensi/hasil/{made}").status_code == 200
    with app.app_context():
        db.session.get_one(Employee, agency.boss).standing = Standing.RETIRED
        db.session.commit()
    assert signed_in(agency.chief).get(path).status_code == 200


def test_sending_keeps_the_named_verifier(app: Flask, agency: Agency) -> None:
    cycle_id = planned(app, agency)
    name_verifier(app, agency, cycle_id, agency.desk, agency.boss)
    open_now(app, agency, cycle_id)
    factories.assessed(app, agency.clerk, [1] * 9, status=AssessmentStatus.SELF_IN_PROGRESS)
    with app.test_request_context():
        own = queries.own_assessment(agency.clerk)
        assert own is not None
        services.submit_assessment(own, by=Viewer(agency.clerk, 0, agency.desk))
        assert (own.verifier_id, own.is_assigned) == (agency.boss, True)


def test_a_rule_changed_later_does_not_reach_an_open_cycle(
    app: Flask, agency: Agency, signed_in: SignedIn
) -> None:
    cycle_id = opened(app, agency)
    with app.app_context():
        day = clock.today()
        for key, value in (("competency.verify_days", 3), ("competency.example_max", 60)):
            db.session.add(
                Rule(key=key, value=value, valid_from=day, legal_basis="Keputusan contoh")
            )
        db.session.commit()
    with app.test_request_context():
        cycle = cycle_of(cycle_id)
        own = queries.own_assessment(agency.clerk)
        assert own is not None
        assert cycle.frozen is not None
        kept = cycle.frozen["rules"]["competency.verify_days"]
        assert (kept["value"], bool(kept["legal_basis"])) == (7, True)
        assert queries.due_if_sent_now(own) == clock.today() + timedelta(days=7)
        assert queries.cycle_rule(cycle, "competency.example_max") > 60
        assert queries.cycle_rule(None, "competency.verify_days") == 3
        assert cycle.frozen["on"] == clock.today().isoformat()
    page = texts(signed_in(agency.admin), f"/kompetensi/siklus/{cycle_id}")
    assert "Waktu atasan untuk memverifikasi 7" in page


def test_opening_asks_the_same_number_of_queries_for_30_and_3000(
    app: Flask, agency: Agency, count_queries: factories.Counting
) -> None:
    job = factories.position(app)
    counts = []
    for number, people in enumerate((30, 2970)):
        factories.employees(app, people, unit_id=agency.desk, position_id=job)
        cycle_id = planned(app, agency, name=f"Siklus {number}", population=P((agency.desk,)))
        name_verifier(app, agency, cycle_id, agency.desk, agency.boss)
        with app.test_request_context(), count_queries() as statements:
            services.open_cycle(cycle_of(cycle_id), by=agency.by)
            db.session.commit()
        counts.append(len(statements))
        with app.test_request_context():
            factories.decide_unfinished(cycle_of(cycle_id))
            services.close_cycle(cycle_of(cycle_id), by=agency.by)
            db.session.commit()
    assert counts[0] == counts[1]
