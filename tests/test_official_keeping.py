"""Official results are kept as records, once for each report, and only voided."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Competency, Official, OfficialItem, Record
from kinerja.competency.queries.official_files import known_officials
from kinerja.competency.rules.official_files import plan_officials
from kinerja.competency.services import RecordError, void_record
from kinerja.competency.services.official import (
    OfficialRefusedError,
    OfficialVoidedError,
    add_official,
    keep_officials,
    void_official,
)
from kinerja.competency.services.retention import forget_people
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.models import Employee, Posting
from kinerja.people.rules import JobLevel
from tests import factories
from tests.factories import Counting
from tests.official_world import World, build
from tests.recording import level_now


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def kept(app: Flask, world: World, levels: list[int] | None = None, **changed: str) -> int:
    """The row of the clerk kept by hand."""
    with app.app_context():
        made = add_official(world.cells(levels, **changed), by=world.keeper)
        db.session.commit()
        return made.id


def faults(app: Flask, world: World, **changed: str) -> dict[str, str]:
    """What is said of each wrong cell."""
    with app.app_context(), pytest.raises(OfficialRefusedError) as refused:
        add_official(world.cells(**changed), by=world.keeper)
    return {fault.column: str(fault.message) for fault in refused.value.faults}


def test_result_becomes_records_that_count_first(app: Flask, world: World) -> None:
    number = kept(app, world, PRINTED="88,89")
    assert level_now(app, world.clerk) == (2, "assessor")
    assert level_now(app, world.clerk, "PB") == (1, "assessor")
    with app.app_context():
        found = db.session.get_one(Official, number)
        assert (found.achieved, found.capped, found.required) == (16, 16, 18)
        assert (found.job_title, found.job_level) == ("Kepala Seksi Uji", JobLevel.PENGAWAS)
        assert found.valid_until == valid(found.on)
        assert not found.is_printed_otherwise
        records = [item.record for item in found.items]
        assert {(one.kind.value, one.on, one.valid_until, one.author_name) for one in records} == {
            ("assessor", found.on, found.valid_until, "Pusat Penilaian Uji")
        }
        assert {item.standard_level for item in found.items} == {2}
        (entry,) = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "official.added")
        )
        assert (entry.actor_id, entry.about_id) == (world.hr, world.clerk)
        assert "achieved" not in entry.details
        (notice,) = db.session.scalars(select(Notice).where(Notice.employee_id == world.clerk))
        assert str(notice.title) == "Hasil uji kompetensi Anda sudah tercatat"


def valid(on: date) -> date:
    """The last day of three years."""
    return on.replace(year=on.year + 3) - timedelta(days=1)


def test_standard_is_the_one_that_held_on_the_day_and_stays(app: Flask, world: World) -> None:
    with app.app_context():
        job = db.session.get_one(Employee, world.clerk).position_id
        codes = {one.code: one.id for one in db.session.scalars(select(Competency))}
    needs = dict.fromkeys(codes.values(), 4)
    factories.job_standard(app, job, needs, on=world.today - timedelta(days=10))
    former = kept(app, world)
    later = (world.today - timedelta(days=5)).isoformat()
    newer = kept(app, world, DAY=later, REPORT="LAP/2")
    with app.app_context():
        assert db.session.get_one(Official, former).required == 18
        assert db.session.get_one(Official, newer).required == 36


def test_another_position_may_be_what_was_assessed_for(app: Flask, world: World) -> None:
    factories.position(app, JobLevel.ADMINISTRATOR, "Camat Uji")
    number = kept(app, world, POSITION="camat  uji", PURPOSE="Pengisian Jabatan")
    with app.app_context():
        found = db.session.get_one(Official, number)
        assert (found.job_title, found.required, found.purpose.value) == (
            "Camat Uji",
            27,
            "selection",
        )


def test_wrong_cells_are_named_one_by_one(app: Flask, world: World) -> None:
    tomorrow = (world.today + timedelta(days=1)).isoformat()
    assert faults(app, world, DAY=tomorrow) == {
        "Tanggal": "Tanggalnya belum tiba. Isi hari ini atau sebelumnya."
    }
    assert set(faults(app, world, NIP="123", PROVIDER="", KOM="7", UNTIL="2001-01-01")) == {
        *("NIP", "Penyelenggara", "KOM", "Berlaku sampai")
    }
    assert set(faults(app, world, PURPOSE="Iseng", POSITION="Tak Ada", PRINTED="5")) == {
        *("Tujuan", "Jabatan yang dinilai", "JPM laporan")
    }
    assert set(faults(app, world, DAY="kemarin", REPORT="x" * 101)) == {"Tanggal", "Nomor laporan"}
    assert "Sari Uji" in faults(app, world, NAME="Orang Lain")["Nama"]
    assert set(faults(app, world, DAY="2010-01-04")) >= {"Tanggal"}
    assert set(faults(app, world, TIDAKADA="3")) == {"TIDAKADA"}


def test_name_is_checked_without_titles_and_case(app: Flask, world: World) -> None:
    assert kept(app, world, NAME="SARI UJI, S.Kom.")


def test_day_without_a_position_asks_for_one(app: Flask, world: World) -> None:
    with app.app_context():
        db.session.execute(update(Posting).values(valid_from=world.today - timedelta(days=3)))
        db.session.commit()
    assert set(faults(app, world)) == {"Jabatan yang dinilai"}


def test_nobody_keeps_a_result_about_oneself_or_elsewhere(app: Flask, world: World) -> None:
    with app.app_context():
        own = db.session.get_one(Employee, world.hr).nip
    assert "pengelola lain" in faults(app, world, NIP=own)["NIP"]
    assert "di unit yang Anda kelola" in faults(app, world, NIP=world.foreign_nip)["NIP"]


def test_same_report_is_kept_once_and_may_come_again_after_voiding(
    app: Flask, world: World
) -> None:
    number = kept(app, world)
    with app.app_context(), pytest.raises(OfficialRefusedError, match="isi yang sama"):
        add_official(world.cells(), by=world.keeper)
    assert "isi lain (tingkat)" in faults(app, world, KOM="3")["Nomor laporan"]
    with app.app_context():
        row = db.session.get_one(Official, number)
        void_official(row, reason="Salah orang", by=world.keeper)
        db.session.commit()
    assert kept(app, world, KOM="3") > number


def test_two_keepers_at_once_do_not_double_a_report(app: Flask, world: World) -> None:
    kept(app, world)
    with app.app_context():
        line = (1, world.cells())
        known = known_officials([line], to=world.keeper)
        before = replace(known, results={})  # as it was before the other's commit
        plan = plan_officials([line], before)
        with pytest.raises(OfficialRefusedError, match="pengelola lain"):
            keep_officials(plan.new, by=world.keeper)


def test_voiding_takes_all_its_records_back_with_a_reason(app: Flask, world: World) -> None:
    number = kept(app, world)
    with app.app_context():
        row = db.session.get_one(Official, number)
        with pytest.raises(OfficialRefusedError):
            void_official(row, reason=" ", by=world.keeper)
        void_official(row, reason="Nomor tertukar", by=world.keeper)
        db.session.commit()
    assert level_now(app, world.clerk) is None
    with app.app_context():
        row = db.session.get_one(Official, number)
        assert (row.void_reason, row.voided_by_id) == ("Nomor tertukar", world.hr)
        assert {item.record.void_reason for item in row.items} == {"Nomor tertukar"}
        assert queries.latest_official(world.clerk, clock.today()) is None
        with pytest.raises(OfficialVoidedError):
            void_official(row, reason="Lagi", by=world.keeper)
        titles = db.session.scalars(select(Notice.title).order_by(Notice.id)).all()
        assert "Hasil uji kompetensi Anda dibatalkan; baca alasannya" in map(str, titles)


def test_voiding_is_for_keepers_of_that_unit_and_never_about_oneself(
    app: Flask, world: World
) -> None:
    away, own = factories.official(app, world.stranger), factories.official(app, world.hr)
    with app.app_context():
        with pytest.raises(MissingError):
            void_official(db.session.get_one(Official, away), reason="x", by=world.keeper)
        with pytest.raises(OfficialRefusedError):
            void_official(db.session.get_one(Official, own), reason="x", by=world.keeper)


def test_part_of_a_result_is_not_voided_alone(app: Flask, world: World) -> None:
    number = kept(app, world)
    with app.app_context():
        record = db.session.get_one(Official, number).items[0].record
        with pytest.raises(RecordError, match="seluruhnya"):
            void_record(record, reason="x", by=world.keeper)


def test_database_itself_keeps_the_results(app: Flask, world: World) -> None:
    kept(app, world)
    for statement in (
        update(Official).values(achieved=18),
        update(Official).values(provider="Lain"),
        update(Official).values(void_reason="x"),
        delete(Official),
        update(OfficialItem).values(standard_level=1),
        delete(OfficialItem),
    ):
        with app.app_context(), pytest.raises(DatabaseError):
            db.session.execute(statement)


def test_newest_valid_result_counts(app: Flask, world: World) -> None:
    assert factories.official(app, world.clerk, {"KOM": 1}, ago=900, left=-1)
    former = factories.official(app, world.clerk, {"KOM": 3}, ago=90)
    newest = factories.official(app, world.clerk, {"KOM": 4, "INT": 1}, ago=30)
    factories.official(app, world.stranger, {"KOM": 2}, standard=None)
    with app.app_context():
        today = clock.today()
        found = queries.latest_official(world.clerk, today)
        assert found is not None
        assert (found.official.id, found.jpm.achieved, found.jpm.capped) == (newest, 5, 3)
        before = queries.latest_official(world.clerk, today - timedelta(days=40))
        assert before is not None
        assert before.official.id == former
        rows = {row.employee_id: row for row in db.session.execute(queries.official_select(today))}
        mine = rows[world.clerk]
        assert (mine.achieved, mine.capped, mine.required, mine.official_id) == (5, 3, 4, newest)
        assert mine.on == today - timedelta(days=30)
        assert rows[world.stranger].required == 0


def test_everybodys_newest_is_one_statement(
    app: Flask, world: World, count_queries: Counting
) -> None:
    for person in (world.clerk, world.boss, world.stranger):
        factories.official(app, person)
    with app.app_context():
        today = clock.today()
        with count_queries() as asked:
            db.session.execute(queries.official_select(today)).all()
    assert len(asked) == 1


def test_forgetting_empties_the_texts_and_leaves_the_counts(app: Flask, world: World) -> None:
    factories.official(app, world.clerk, printed="90", report_number="A")
    number = factories.official(app, world.clerk, report_number="B")
    with app.app_context():
        forget_people([world.clerk])
        db.session.commit()
        row = db.session.get_one(Official, number)
        assert (row.provider, row.report_number, row.job_title, row.printed) == ("", "", "", "")
        assert row.achieved == 4
        records = select(Record.author_name).where(Record.employee_id == world.clerk)
        assert set(db.session.scalars(records)) == {""}
