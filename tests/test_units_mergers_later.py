"""A merger that is checked, and what happens between the plan and its day."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import services
from kinerja.people.models import Employee, Posting
from kinerja.people.services import (
    merge_unit,
    settle,
    settle_today,
)
from kinerja.permissions import Role
from tests import factories
from tests.organising import (
    LAST_YEAR,
    NEW_YEAR,
    TODAY,
    Town,
    acting,
    change,
    place_on,
)
from tests.organising import town as build
from tests.test_units_mergers import YEAR_END, plan, postings


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


def test_check_page_says_what_will_happen(app: Flask, town: Town) -> None:
    admin = factories.employee(app, unit_id=town.west, name="Made Uji")
    factories.grant(app, admin, Role.UNIT_ADMIN, town.north)
    factories.service(app, unit_id=town.north, name="Surat domisili")
    assert plan(app, town, town.north, town.south) == [
        "Mulai 1 Januari 2027 Kelurahan Utara digabung ke Kelurahan Selatan.",
        "2 pegawai Kelurahan Utara berpindah ke Kelurahan Selatan dengan jabatan yang sama: "
        "Kirana Uji, Sari Uji.",
        "1 layanan dengan loketnya masih berjalan: Surat domisili. Semuanya tetap berjalan atas "
        "nama Kelurahan Selatan.",
        "Kirana Uji memimpin unit ini dan ikut berpindah. Ubah jabatannya bila tidak ikut "
        "memimpin Kelurahan Selatan.",
        "Hak akses atas unit ini tidak ikut berpindah: Made Uji. Berikan hak atas Kelurahan "
        "Selatan bila perlu.",
    ]
    assert "Tidak ada pegawai yang ikut berpindah." in plan(app, town, town.east, town.west)
    assert "Kelurahan Utara, Kelurahan Selatan menjadi di bawah Kecamatan Barat." in plan(
        app, town, town.east, town.west
    )


def test_check_changes_nothing(app: Flask, town: Town) -> None:
    before = postings(app)
    plan(app, town, town.north, town.south)
    assert postings(app) == before


def test_who_came_after_the_plan_goes_along_when_it_comes(
    app: Flask, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south)
    with acting(app, town.hr) as by:
        for person, day in ((town.other, date(2026, 12, 1)),):
            services.move_employee(
                db.session.get_one(Employee, person),
                unit_id=town.north,
                position_id=town.clerks,
                valid_from=day,
                decree="SK 9",
                keeps_superiors=False,
                by=by,
            )
    later = factories.employee(app, unit_id=town.west, position_id=town.clerks)
    with app.app_context():
        row = db.session.scalars(select(Posting).where(Posting.employee_id == later)).one()
        row.unit_id, row.valid_from = town.north, date(2027, 1, 2)
        db.session.commit()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 1, 3, 5, 0, tzinfo=UTC))
    with app.app_context():
        settle_today()
        db.session.commit()
        assert place_on(town.other, YEAR_END) == (town.north, town.clerks)
        assert place_on(town.other, NEW_YEAR) == (town.south, town.clerks)
        assert place_on(later, date(2027, 1, 2)) == (town.south, town.clerks)
        assert db.session.get_one(Employee, town.other).unit_id == town.south
        settle_today()
        held = select(func.count(Posting.id)).where(Posting.employee_id == town.other)
        assert db.session.scalar(held) == 3


def test_chain_of_mergers_leaves_nobody_behind(app: Flask, town: Town) -> None:
    change(app, town.hr, merge_unit, town.north, into_id=town.south, valid_from=LAST_YEAR)
    change(app, town.hr, merge_unit, town.south, into_id=town.west, valid_from=date(2026, 1, 1))
    late = factories.employee(app, unit_id=town.north, position_id=town.clerks)
    with app.app_context():
        settle_today()
        db.session.commit()
        assert place_on(late, TODAY) == (town.west, town.clerks)
        assert place_on(late, date(2025, 12, 31)) == (town.south, town.clerks)
        assert settle(on=TODAY) == 0
