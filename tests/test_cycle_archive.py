"""Past assessments: what stays readable, and copies that no later change reaches."""

import json

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja.competency import services
from kinerja.competency.models import (
    Answer,
    Archive,
    Assessment,
    Competency,
    Cycle,
    Level,
    Standard,
)
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.competency.services.closing import UndecidedPeopleError
from kinerja.competency.services.cycle_moves import CycleMovedError
from kinerja.competency.services.retention import forget_people
from kinerja.extensions import db
from kinerja.people.models import Position, Unit
from kinerja.permissions import Viewer
from tests import factories
from tests.offices import audited, texts
from tests.running import Agency, SignedIn, build_agency, cycle_of, opened
from tests.visits import send

S = AssessmentStatus


@pytest.fixture
def agency(app: Flask) -> Agency:
    return build_agency(app)


@pytest.fixture
def cycle_id(app: Flask, agency: Agency) -> int:
    """An open cycle: one verified, one begun, the others not."""
    made = opened(app, agency, period="Tahun contoh")
    factories.assessed(app, agency.clerk, [3] * 9, status=S.VERIFIED, verified=[2] * 9)
    factories.assessed(app, agency.contract, [4] * 2, status=S.SELF_IN_PROGRESS)
    with app.app_context():
        db.session.execute(db.update(Assessment).values(verifier_id=agency.chief))
        db.session.commit()
    return made


def close(app: Flask, agency: Agency, cycle_id: int) -> None:
    with app.test_request_context():
        factories.decide_unfinished(cycle_of(cycle_id))
        services.close_cycle(cycle_of(cycle_id), by=agency.by)
        db.session.commit()


def archive(app: Flask, agency: Agency, cycle_id: int) -> int:
    close(app, agency, cycle_id)
    with app.test_request_context():
        made = services.archive_cycle(cycle_of(cycle_id), by=agency.by)
        db.session.commit()
        return made


def own(app: Flask, employee_id: int) -> int:
    with app.app_context():
        return db.session.scalars(
            select(Assessment.id).where(Assessment.employee_id == employee_id)
        ).one()


def rename_everything(app: Flask) -> None:
    """Another dictionary, other standards, other offices, other jobs."""
    with app.app_context():
        db.session.execute(db.update(Competency).values(name="Nama lain", name_en="Other"))
        db.session.execute(db.update(Level).values(description="Uraian lain"))
        db.session.execute(db.update(Standard).values(level=5))
        for model, column in ((Unit, "name"), (Position, "title")):
            for row in db.session.scalars(select(model)):
                setattr(row, column, f"Lain {row.id}")
        db.session.commit()


def test_a_copy_stays_as_it_was_whatever_changes_later(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    assert archive(app, agency, cycle_id) == 7
    path = f"/kompetensi/penilaian-lalu/{own(app, agency.clerk)}"
    before = texts(signed_in(agency.clerk), path)
    for words in (
        "Penata Putaran",
        "Seksi Putaran",
        "Tahun contoh",
        "Kirana Putaran",
        "Integritas",
    ):
        assert words in before
    assert "Nilai sendiri 3" in before
    assert "Nilai atasan 2" in before
    assert "Salinan yang dibekukan" in before
    rename_everything(app)
    assert texts(signed_in(agency.clerk), path) == before


def test_a_copy_holds_names_levels_standard_and_days(
    app: Flask, agency: Agency, cycle_id: int
) -> None:
    archive(app, agency, cycle_id)
    with app.app_context():
        kept = db.session.scalars(select(Archive).where(Archive.employee_id == agency.clerk)).one()
        facts = kept.facts
        assert kept.verifier_id == agency.chief
        assert (facts["status"], facts["unit"]) == ("verified", "Seksi Putaran")
        assert (facts["cycle"], facts["period"]) == ("Siklus Uji", "Tahun contoh")
        assert facts["verifier_title"] == "Kepala Putaran"
        assert facts["verified_on"]
        assert len(facts["answers"]) == 9
        first = facts["answers"][0]
        assert (first["code"], first["own"], first["verified"]) == ("INT", 3, 2)
        assert first["standard"] is not None
        # Names of people are not in the copy, so that forgetting somebody reaches all copies.
        assert "Kirana" not in json.dumps(facts)
        assert "Citra" not in json.dumps(facts)
        cycle = cycle_of(cycle_id)
        assert cycle.status is CycleStatus.ARCHIVED
        assert cycle.texts is not None
        words = cycle.texts[str(first["competency_id"])]
        assert len(words["levels"]) == 5
        assert json.loads(audited("cycle.archived")[0].details)["copies"] == 7
        begun = db.session.scalars(
            select(Archive).where(Archive.employee_id == agency.contract)
        ).one()
        assert (begun.facts["closed_as"], begun.facts["closed_reason"]) == (
            "incomplete",
            "Alasan contoh",
        )


def test_only_a_closed_cycle_is_archived_and_once(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    path = f"/kompetensi/siklus/{cycle_id}/arsipkan"
    client = signed_in(agency.admin)
    assert "Hanya siklus yang sudah ditutup" in texts(client, path)
    with app.test_request_context(), pytest.raises(CycleMovedError):
        services.archive_cycle(cycle_of(cycle_id), by=agency.by)
    close(app, agency, cycle_id)
    assert send(client, path).location == f"/kompetensi/siklus/{cycle_id}"
    assert "diarsipkan dengan 7 salinan" in texts(client, "/kompetensi/siklus")
    with app.test_request_context():
        with pytest.raises(CycleMovedError):
            services.archive_cycle(cycle_of(cycle_id), by=agency.by)
        assert db.session.scalar(select(func.count(Archive.id))) == 7


def test_others_read_the_past_only_where_they_see_the_result(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    archive(app, agency, cycle_id)
    path = f"/kompetensi/penilaian-lalu/{own(app, agency.clerk)}"
    assert signed_in(agency.chief).get(path).status_code == 200
    for stranger in (agency.outsider, agency.expert, agency.admin):
        assert signed_in(stranger).get(path).status_code == 404
    with app.app_context():
        assert [entry.about_id for entry in audited("assessment.read")] == [agency.clerk]


def test_forgetting_somebody_empties_the_copies(app: Flask, agency: Agency, cycle_id: int) -> None:
    archive(app, agency, cycle_id)
    with app.app_context():
        forget_people([agency.clerk])
        db.session.commit()
        facts = dict(iter(db.session.execute(select(Archive.employee_id, Archive.facts))))
        assert facts.pop(agency.clerk) == {}
        assert all(facts.values())
        gone = db.session.scalars(
            select(Assessment).where(Assessment.employee_id == agency.clerk)
        ).one()
        assert gone.closed_reason is None


def test_archiving_reads_the_same_number_of_times_for_30_and_3000(
    app: Flask, agency: Agency, count_queries: factories.Counting
) -> None:
    job, counts = factories.position(app), []
    for number, people in enumerate((30, 2970)):
        factories.employees(app, people, unit_id=agency.desk, position_id=job)
        cycle_id = opened(app, agency, name=f"Siklus {number}")
        close(app, agency, cycle_id)
        with app.test_request_context(), count_queries() as statements:
            services.archive_cycle(cycle_of(cycle_id), by=agency.by)
            db.session.commit()
        counts.append(sum(not one.startswith("INSERT INTO competency_ar") for one in statements))
    assert counts[0] == counts[1]
    with app.app_context():
        assert db.session.scalar(select(func.count(Archive.id))) == 37 + 3007


def test_what_was_typed_stays_readable_by_its_owner_and_nobody_else(
    app: Flask, agency: Agency, signed_in: SignedIn, cycle_id: int
) -> None:
    with app.test_request_context():
        answer = db.session.scalars(
            select(Answer)
            .join(Answer.assessment)
            .where(Assessment.employee_id == agency.contract, Answer.self_level.is_not(None))
        ).first()
        assert answer is not None
        answer.example = "Contoh yang tidak hilang"
        factories.decide_unfinished(cycle_of(cycle_id))
        services.close_cycle(cycle_of(cycle_id), by=agency.by)
        db.session.commit()
        path = f"/kompetensi/penilaian-lalu/{answer.assessment_id}"
    mine = texts(signed_in(agency.contract), path)
    assert "Contoh yang tidak hilang" in mine
    assert "Tidak selesai. Alasan contoh" in mine
    assert "Siklus Uji Tidak selesai" in texts(
        signed_in(agency.contract), "/kompetensi/penilaian-lalu"
    )
    for other in (agency.chief, agency.admin, agency.clerk):
        assert signed_in(other).get(path).status_code == 404
    with app.test_request_context():
        kept = Answer.example == "Contoh yang tidak hilang"
        found = db.session.scalars(select(Answer).where(kept)).one()
        by = Viewer(agency.contract, 0, agency.office)
        with pytest.raises(services.CycleClosedError):
            services.save_answer(found, level=1, example="", version=found.version, by=by)


def test_an_open_cycle_has_no_past(app: Flask, agency: Agency, signed_in: SignedIn) -> None:
    opened(app, agency)
    with app.app_context():
        own = db.session.scalars(
            select(Assessment.id).where(Assessment.employee_id == agency.clerk)
        ).one()
    assert signed_in(agency.clerk).get(f"/kompetensi/penilaian-lalu/{own}").status_code == 404
    with app.test_request_context(), pytest.raises(UndecidedPeopleError):
        services.close_cycle(db.session.scalars(select(Cycle)).one(), by=agency.by)
