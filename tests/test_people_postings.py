"""Moving people from a day on, and taking a move back."""

import json
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Employee, Position, Posting, ReportingLine, UnitVersion
from kinerja.people.rules import LineKind
from kinerja.people.services import CircleError, EmployeeRefusedError, LaterEntryError
from tests import factories
from tests.offices import (
    A_DAY,
    Office,
    audited,
    build_office,
    hr,
    person,
    post_form,
    superiors,
    texts,
    today,
)
from tests.staff import SignedIn


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def move(office: Office, employee_id: int, app: Flask, **facts: object) -> Posting:
    usual = {
        "unit_id": office.other,
        "position_id": office.job,
        "valid_from": today(app),
        "decree": "SK 1/2026",
        "keeps_superiors": False,
        "by": hr(office),
    }
    return services.move_employee(queries.employee(employee_id), **(usual | facts))


def test_a_move_takes_effect_at_once_and_the_past_stays(app: Flask, office: Office) -> None:
    on = today(app)
    with app.test_request_context():
        move(office, office.clerk, app)
        db.session.commit()
        clerk = person(app, office.clerk)
        assert (clerk.unit_id, clerk.supervisor_id) == (office.other, office.rival)
        assert superiors(office.clerk, on - A_DAY)[0] == office.foreman
        (entry,) = audited("employee.moved")
        facts = json.loads(entry.details)
        assert facts["before"]["unit"] == office.desk
        assert (facts["after"]["unit"], facts["reason"]) == (office.other, "SK 1/2026")


def test_a_move_to_come_waits_for_its_day(app: Flask, office: Office) -> None:
    day = today(app) + 30 * A_DAY
    with app.test_request_context():
        move(office, office.clerk, app, valid_from=day)
        assert person(app, office.clerk).unit_id == office.desk
        services.settle(on=day)
        assert person(app, office.clerk).unit_id == office.other


def test_superiors_that_were_set_end_with_the_move_unless_kept(app: Flask, office: Office) -> None:
    for employee_id in (office.clerk, office.typist):
        factories.line(app, employee_id, office.chief)
        factories.line(app, employee_id, office.mayor, kind=LineKind.RATER)
    on = today(app)
    with app.test_request_context():
        move(office, office.clerk, app)
        move(office, office.typist, app, keeps_superiors=True)
        assert superiors(office.clerk, on)[:2] == [office.rival, office.rival]
        assert superiors(office.typist, on)[:2] == [office.chief, office.mayor]
        assert json.loads(_last("employee.moved", 0))["superiors_ended"] == ["supervisor", "rater"]


def _last(action: str, index: int) -> str:
    db.session.commit()
    return audited(action)[index].details


def test_a_moved_head_leaves_the_people_to_the_next_above(app: Flask, office: Office) -> None:
    with app.test_request_context():
        move(office, office.foreman, app, position_id=office.chief_job)
        assert person(app, office.clerk).supervisor_id == office.chief


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"unit_id": 0}, "unit_id"),
        ({"position_id": 999_999}, "position_id"),
        ({"unit_id": "desk"}, "position_id"),
    ],
)
def test_a_move_that_cannot_be_is_refused(
    app: Flask, office: Office, facts: dict[str, object], field: str
) -> None:
    if facts.get("unit_id") == "desk":
        facts = {"unit_id": office.desk}
    with app.test_request_context(), pytest.raises(EmployeeRefusedError) as refused:
        move(office, office.clerk, app, **facts)
    assert refused.value.field == field


def test_nobody_is_moved_into_a_closed_unit_or_a_position_given_up(
    app: Flask, office: Office
) -> None:
    on = today(app)
    with app.test_request_context():
        db.session.execute(
            db.update(UnitVersion)
            .where(UnitVersion.unit_id == office.other)
            .values(valid_to=on - A_DAY)
        )
        with pytest.raises(EmployeeRefusedError, match="sudah tutup"):
            move(office, office.clerk, app)
        db.session.execute(
            db.update(Position).where(Position.id == office.chief_job).values(is_active=False)
        )
        with pytest.raises(EmployeeRefusedError, match="Pilih jabatan"):
            move(office, office.clerk, app, unit_id=office.desk, position_id=office.chief_job)


def test_no_move_makes_people_their_own_superiors(app: Flask, office: Office) -> None:
    """The rival is led by the clerk; in the rival's office the clerk would be led by the rival."""
    factories.line(app, office.rival, office.clerk)
    with app.test_request_context(), pytest.raises(CircleError, match="Raka Sebelah, Sari Garis"):
        move(office, office.clerk, app)


def test_circles_from_before_do_not_stop_others(app: Flask, office: Office) -> None:
    factories.line(app, office.mayor, office.admin)
    factories.line(app, office.admin, office.mayor)
    with app.test_request_context():
        move(office, office.clerk, app)
        assert person(app, office.clerk).unit_id == office.other


def test_a_move_before_what_is_planned_is_refused(app: Flask, office: Office) -> None:
    day = today(app) + 30 * A_DAY
    with app.test_request_context():
        move(office, office.clerk, app, valid_from=day)
        with pytest.raises(LaterEntryError):
            move(office, office.clerk, app, unit_id=office.office)


def test_a_move_is_taken_back(app: Flask, office: Office) -> None:
    with app.test_request_context():
        posting = move(office, office.clerk, app)
        services.withdraw_posting(posting, by=hr(office))
        clerk = person(app, office.clerk)
        assert (clerk.unit_id, clerk.supervisor_id) == (office.desk, office.foreman)
        rows = db.session.scalars(select(Posting).where(Posting.employee_id == office.clerk)).all()
        assert [row.valid_to for row in rows] == [None]
        with pytest.raises(EmployeeRefusedError, match="Penempatan pertama"):
            services.withdraw_posting(rows[0], by=hr(office))
        assert _last("employee.move_withdrawn", 0)


def test_moving_by_form_and_taking_it_back(app: Flask, office: Office, signed_in: SignedIn) -> None:
    factories.line(app, office.clerk, office.chief)
    client = signed_in(office.hr)
    path = f"/pegawai/{office.clerk}/pindah"
    assert "Pertahankan atasan" in texts(client, path)
    answer = post_form(client, path, unit_id=office.other, decree="SK 2/2026")
    assert answer.location == f"/pegawai/{office.clerk}"
    page = texts(client, answer.location)
    assert "Penempatan Sari Garis tersimpan." in page
    assert "Badan Sebelah" in page
    assert "kepala Badan Sebelah" in page
    history = texts(client, f"/pegawai/{office.clerk}/riwayat")
    assert "Penata Garis di Badan Sebelah" in history
    assert "SK 2/2026" in history
    with app.app_context():
        newest = db.session.scalars(
            select(Posting)
            .where(Posting.employee_id == office.clerk)
            .order_by(Posting.valid_from.desc())
        ).first()
        assert newest is not None
        undo = f"/pegawai/penempatan/{newest.id}/batalkan"
    assert "penempatan sebelumnya berlaku lagi" in texts(client, undo)
    assert post_form(client, undo).location == f"/pegawai/{office.clerk}/riwayat"
    with app.app_context():
        assert db.session.get_one(Employee, office.clerk).unit_id == office.desk
        ended = db.session.scalars(select(ReportingLine.valid_to)).all()
        assert ended == [today(app) - timedelta(days=1)]
    assert client.get(undo).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decree": ""}, "Isi nomor SK"),
        ({"valid_from": "besok"}, "Tulis tanggal seperti"),
        ({}, "sudah di unit dan jabatan itu"),
        ({"valid_from": "2014-01-01"}, "Sudah ada data yang mulai berlaku"),
    ],
)
def test_a_wrong_form_says_so_beside_the_field(
    office: Office, signed_in: SignedIn, typed: dict[str, str], sentence: str
) -> None:
    path = f"/pegawai/{office.clerk}/pindah"
    unit = {"unit_id": office.other} if "valid_from" in typed else {}
    answer = post_form(
        signed_in(office.hr), path, **({"decree": "SK 3", "unit_id": office.desk} | unit | typed)
    )
    assert answer.status_code == 422
    assert sentence in answer.text


def test_the_first_posting_offers_nothing_to_take_back(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.hr)
    assert "Batalkan" not in texts(client, f"/pegawai/{office.clerk}/riwayat")
    with app.app_context():
        only = db.session.scalar(select(Posting.id).where(Posting.employee_id == office.clerk))
    refused = post_form(client, f"/pegawai/penempatan/{only}/batalkan")
    assert refused.status_code == 422
    assert "Penempatan pertama tidak bisa dibatalkan" in refused.text


def test_whose_data_one_does_not_keep_one_does_not_move(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    with app.app_context():
        theirs = db.session.scalar(select(Posting.id).where(Posting.employee_id == office.rival))
    admin, boss, clerk = (signed_in(who) for who in (office.admin, office.foreman, office.clerk))
    for path in (f"/pegawai/{office.rival}/pindah", f"/pegawai/penempatan/{theirs}/batalkan"):
        assert admin.get(path).status_code == 404
        for client in (boss, clerk):
            assert client.get(path).status_code == 403
    assert admin.get(f"/pegawai/{office.clerk}/pindah").status_code == 200
    # Another's unit is no choice for the admin of one office.
    answer = post_form(
        admin, f"/pegawai/{office.clerk}/pindah", unit_id=office.other, decree="SK 4"
    )
    assert answer.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count(Posting.id))) == 8
