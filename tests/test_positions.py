"""Positions: the list, who may change them, and what follows from a change."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Employee, Position, Posting
from kinerja.people.rules import JobLevel, Standing
from kinerja.people.services import EmployeeRefusedError
from kinerja.permissions import Role
from tests import factories
from tests.factories import Counting
from tests.organising import Town, acting
from tests.organising import town as build
from tests.pages import soup
from tests.staff import form_of

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def town(app: Flask) -> Town:
    """The agency."""
    return build(app)


@pytest.fixture
def hr(town: Town, signed_in: SignedIn) -> FlaskClient:
    """Whoever may change positions."""
    return signed_in(town.hr)


def listed(client: FlaskClient, query: str = "") -> list[list[str]]:
    answer = client.get(f"/jabatan{query}")
    assert answer.status_code == 200
    return [
        [" ".join(cell.get_text(" ").split()) for cell in row.select("th, td")]
        for row in soup(answer).select("tbody tr")
    ]


def fact(app: Flask, position_id: int) -> tuple[str, str | None, JobLevel, bool, bool]:
    with app.app_context():
        row = db.session.get_one(Position, position_id)
        return row.title, row.code, row.job_level, row.leads_unit, row.is_active


def test_list_says_level_class_and_how_many_hold_it(
    app: Flask, hr: FlaskClient, town: Town
) -> None:
    gone = factories.employee(app, position_id=town.clerks, standing=Standing.RETIRED)
    assert gone
    rows = listed(hr)
    assert ["Lurah memimpin unit", "Pengawas Manajerial", "–", "1", "Ubah Lurah"] in rows
    assert ["Petugas Uji", "Pelaksana Pelaksana", "–", "3", "Ubah Petugas Uji"] in rows


def test_list_is_searched_and_narrowed(app: Flask, hr: FlaskClient, town: Town) -> None:
    factories.position(app, JobLevel.AHLI_MUDA, "Analis Uji")
    with app.app_context():
        old = db.session.get_one(Position, town.clerks)
        old.code = "PTG-1"
        db.session.add(
            Position(title="Lama Uji", job_level=JobLevel.PEMULA, leads_unit=False, is_active=False)
        )
        db.session.commit()

    def titles(query: str) -> list[str]:
        return [row[0] for row in listed(hr, query)]

    assert titles("?cari=ptg") == ["Petugas Uji"]
    assert titles("?cari=LURAH") == ["Lurah memimpin unit"]
    assert titles("?kelas=functional") == ["Analis Uji", "Lama Uji tidak dipakai lagi"]
    assert titles("?jenjang=ahli_muda") == ["Analis Uji"]
    assert titles("?memimpin=ya") == ["Lurah memimpin unit"]
    assert titles("?dipakai=tidak") == ["Lama Uji tidak dipakai lagi"]
    assert len(titles("?memimpin=tidak&dipakai=ya")) == 2
    assert len(titles("?kelas=ngawur&jenjang=x&memimpin=y&dipakai=z")) == 4
    assert "Tidak ada jabatan yang cocok" in hr.get("/jabatan?cari=zzz").text


def test_spreadsheet_has_the_same_rows(app: Flask, hr: FlaskClient, town: Town) -> None:
    answer = hr.get("/jabatan/xlsx?memimpin=ya")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["Kode", "Jabatan", "Jenjang", "Kelas", "Memimpin unit", "Pemegang", "Dipakai"],
        ["", "Lurah", "Pengawas", "Manajerial", "ya", 1, "ya"],
    ]


def test_list_has_pages_and_takes_the_same_queries(
    app: Flask, hr: FlaskClient, count_queries: Counting
) -> None:
    with count_queries() as few:
        hr.get("/jabatan")
    for _number in range(120):
        factories.position(app)
    with count_queries() as many:
        assert len(listed(hr)) == 50
    assert len(many) == len(few)
    assert len(listed(hr, "?hal=3")) == 22


def test_position_is_added_once(app: Flask, hr: FlaskClient, town: Town) -> None:
    form = form_of(hr, "/jabatan/tambah") | {
        "title": "Camat Uji",
        "code": "CMT",
        "job_level": "administrator",
        "leads_unit": "y",
    }
    assert hr.post("/jabatan/tambah", data=form).location == "/jabatan"
    assert [
        "Camat Uji memimpin unit", "Administrator Manajerial", "CMT", "0", "Ubah Camat Uji",
    ] in listed(hr)  # fmt: skip
    with app.app_context():
        entry = db.session.scalars(select(audit.Entry).order_by(audit.Entry.seq.desc())).first()
        assert (entry.action, entry.actor_id) == ("position.added", town.hr)
    for typed, field in (
        ({"title": "camat UJI"}, "title"),
        ({"title": "Lain", "code": "cmt"}, "code"),
        ({"title": ""}, "title"),
    ):
        again = form_of(hr, "/jabatan/tambah") | form | typed
        again["key"] = form_of(hr, "/jabatan/tambah")["key"]
        answer = hr.post("/jabatan/tambah", data=again)
        assert answer.status_code == 422
        assert soup(answer).select_one(f"#{field}-galat")


def change_form(hr: FlaskClient, position_id: int, **typed: str | None) -> dict[str, str]:
    """The form as it would be sent; None leaves a box unticked."""
    path = f"/jabatan/{position_id}/ubah"
    page = soup(hr.get(path))
    form = form_of(hr, path)
    for box in page.select("input[type=checkbox]:not([checked])"):
        form.pop(str(box["name"]))
    form.update({name: text for name, text in typed.items() if text is not None})
    return {name: text for name, text in form.items() if name not in typed or typed[name]}


def test_heading_a_unit_makes_superiors(app: Flask, hr: FlaskClient, town: Town) -> None:
    page = hr.get(f"/jabatan/{town.lead}/ubah").text
    assert "menjadi atasan langsung semua orang di unitnya, kecuali ditetapkan lain" in page

    def superior() -> int | None:
        with app.app_context():
            services.settle(on=clock.today())
            found = db.session.get_one(Employee, town.clerk).supervisor_id
            db.session.rollback()
            return found

    assert superior() == town.head
    path = f"/jabatan/{town.lead}/ubah"
    form = change_form(hr, town.lead, leads_unit=None)
    assert hr.post(path, data=form).status_code == 303
    with app.app_context():
        assert db.session.get_one(Employee, town.clerk).supervisor_id is None
    form = change_form(hr, town.lead, leads_unit="y")
    assert hr.post(path, data=form).status_code == 303
    with app.app_context():
        assert db.session.get_one(Employee, town.clerk).supervisor_id == town.head
        entry = db.session.scalars(select(audit.Entry).order_by(audit.Entry.seq.desc())).first()
        assert entry.action == "position.changed"
        assert '"leads_unit": true' in entry.details


def test_level_decides_between_two_heads(app: Flask, hr: FlaskClient, town: Town) -> None:
    second = factories.position(app, JobLevel.PELAKSANA, "Wakil Uji", leads_unit=True)
    deputy = factories.employee(app, unit_id=town.north, position_id=second)
    form = change_form(hr, second, job_level="administrator")
    assert hr.post(f"/jabatan/{second}/ubah", data=form).status_code == 303
    with app.app_context():
        assert db.session.get_one(Employee, town.clerk).supervisor_id == deputy


def test_circle_of_superiors_is_refused(app: Flask, hr: FlaskClient, town: Town) -> None:
    job = factories.position(app, JobLevel.PENGAWAS, "Koordinator Uji")
    one = factories.employee(app, unit_id=town.west, position_id=job, name="Ani Uji")
    factories.employee(
        app, unit_id=town.west, position_id=town.clerks, supervisor_id=one, name="Budi Uji"
    )
    with acting(app, town.hr):
        budi = db.session.scalars(select(Employee).where(Employee.name == "Budi Uji")).one()
        posted = db.session.scalars(select(Posting).where(Posting.employee_id == budi.id)).one()
        heading = Position(title="Pemimpin", job_level=JobLevel.ADMINISTRATOR, leads_unit=False)
        db.session.add(heading)
        db.session.flush()
        posted.position_id, heading_id = heading.id, heading.id
    answer = hr.post(
        f"/jabatan/{heading_id}/ubah", data=change_form(hr, heading_id, leads_unit="y")
    )
    assert answer.status_code == 422
    assert "Ani Uji, Budi Uji" in answer.text
    assert fact(app, heading_id)[3] is False


def test_held_position_is_not_retired(app: Flask, hr: FlaskClient, town: Town) -> None:
    answer = hr.post(f"/jabatan/{town.lead}/ubah", data=change_form(hr, town.lead, is_active=None))
    assert answer.status_code == 422
    assert "1 orang memegang jabatan ini: Kirana Uji." in answer.text
    assert fact(app, town.lead)[4] is True


def test_somebody_who_will_hold_it_counts_and_who_has_left_does_not(
    app: Flask, hr: FlaskClient, town: Town
) -> None:
    job = factories.position(app, title="Juru Uji")
    factories.employee(app, position_id=job, standing=Standing.RETIRED)
    later = Posting(
        employee_id=town.clerk, unit_id=town.north, position_id=job, valid_from=date(2027, 1, 1)
    )
    with acting(app, town.hr):
        db.session.add(later)
        db.session.flush()
        later_id = later.id
    form = change_form(hr, job, is_active=None)
    assert hr.post(f"/jabatan/{job}/ubah", data=form).status_code == 422
    with acting(app, town.hr):
        db.session.delete(db.session.get_one(Posting, later_id))
    form = change_form(hr, job, is_active=None)
    assert hr.post(f"/jabatan/{job}/ubah", data=form).status_code == 303
    assert fact(app, job)[4] is False


def test_retired_position_is_offered_only_to_its_holder(
    app: Flask, hr: FlaskClient, town: Town
) -> None:
    job = factories.position(app, title="Juru Uji")
    with acting(app, town.hr):
        db.session.get_one(Position, job).is_active = False
    with app.app_context():
        assert job not in {position.id for position in queries.positions_by_title()}
        assert job in {position.id for position in queries.positions_by_title(job)}
        with pytest.raises(EmployeeRefusedError) as caught:
            services.open_places.refuse_closed_place(town.north, job, on=clock.today())
        assert caught.value.field == "position_id"
    assert "Juru Uji" not in hr.get("/pegawai/tambah").text
    form = change_form(hr, job, is_active="y")
    assert hr.post(f"/jabatan/{job}/ubah", data=form).status_code == 303
    assert "Juru Uji" in hr.get("/pegawai/tambah").text


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.HR, True, True),
        (Role.AGENCY_ADMIN, True, True),
        (Role.UNIT_ADMIN, True, False),
        (Role.INSPECTOR, True, False),
        (Role.LEADER, True, False),
        (Role.TRAINER, False, False),
        (None, False, False),
    ],
)
def test_positions_are_read_and_written_by_those_who_may(
    app: Flask, town: Town, signed_in: SignedIn, role: Role | None, reads: bool, writes: bool
) -> None:
    person = factories.employee(app)
    if role:
        factories.grant(app, person, role, town.root)
    client = signed_in(person)
    for path in ("/jabatan", "/jabatan/xlsx"):
        assert client.get(path).status_code == (200 if reads else 403)
    for path in ("/jabatan/tambah", f"/jabatan/{town.lead}/ubah"):
        assert client.get(path).status_code == (200 if writes else 403)
    if reads:
        assert ("/ubah" in client.get("/jabatan").text) is writes


def test_position_that_there_is_not_is_not_found(hr: FlaskClient) -> None:
    assert hr.get("/jabatan/999999/ubah").status_code == 404
