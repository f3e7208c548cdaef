"""Setting somebody's superiors, ending that, taking it back; circles are refused."""

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import ReportingLine
from kinerja.people.rules import LineKind, Standing
from kinerja.people.services import (
    CircleError,
    EmployeeRefusedError,
    EndBeforeStartError,
    LaterEntryError,
)
from tests import factories
from tests.offices import (
    A_DAY,
    Office,
    audited,
    build_office,
    hr,
    nip_of,
    person,
    post_form,
    superiors,
    texts,
    today,
)
from tests.staff import SignedIn

SUPERVISOR, RATER, RATER_SUPERIOR = LineKind


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def set_superior(office: Office, app: Flask, employee_id: int, **facts: object) -> ReportingLine:
    usual = {"kind": SUPERVISOR, "valid_from": today(app), "reason": "ST 1", "by": hr(office)}
    return services.set_superior(queries.employee(employee_id), **(usual | facts))


def test_a_set_superior_counts_from_its_day_and_is_noted(app: Flask, office: Office) -> None:
    on = today(app)
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_id=office.chief)
        db.session.commit()
        assert person(app, office.clerk).supervisor_id == office.chief
        assert superiors(office.clerk, on - A_DAY)[0] == office.foreman
        facts = json.loads(audited("line.set")[0].details)
        assert facts.get("before") is None
        assert facts["after"]["superior"] == office.chief
        assert facts["reason"] == "ST 1"


def test_a_number_is_as_good_as_a_choice(app: Flask, office: Office) -> None:
    nip = nip_of(app, office.chief)
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_nip=f"{nip[:8]} {nip[8:]}")
        assert person(app, office.clerk).supervisor_id == office.chief


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(SUPERVISOR, "rival rival mayor"), (RATER, "foreman rival mayor"),
     (RATER_SUPERIOR, "foreman foreman rival")],
)  # fmt: skip
def test_each_kind_is_set_by_itself(
    app: Flask, office: Office, kind: LineKind, expected: str
) -> None:
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_id=office.rival, kind=kind)
        found = superiors(office.clerk, today(app))
    assert found == [getattr(office, name) for name in expected.split()]


def test_a_superior_for_a_time_leaves_by_himself(app: Flask, office: Office) -> None:
    on = today(app)
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_id=office.rival, valid_to=on + A_DAY)
        assert superiors(office.clerk, on + A_DAY)[0] == office.rival
        assert superiors(office.clerk, on + 2 * A_DAY)[0] == office.foreman
        with pytest.raises(EndBeforeStartError):
            set_superior(office, app, office.typist, superior_id=office.rival, valid_to=on - A_DAY)


@pytest.mark.parametrize(
    ("who", "superior", "sentence"),
    [
        ("clerk", "clerk", "atasannya sendiri"),
        ("foreman", "clerk", "Sari Garis berada di bawah pegawai ini"),  # over the unit's head
        ("chief", "clerk", "Sari Garis berada di bawah pegawai ini"),  # over two of them
        ("mayor", "typist", "Tari Garis berada di bawah pegawai ini"),
    ],
)
@pytest.mark.parametrize("kind", LineKind)
def test_whoever_stands_below_is_no_superior(
    app: Flask, office: Office, who: str, superior: str, sentence: str, kind: LineKind
) -> None:
    with app.test_request_context(), pytest.raises(EmployeeRefusedError, match=sentence):
        set_superior(
            office, app, getattr(office, who), superior_id=getattr(office, superior), kind=kind
        )


def test_two_do_not_rate_each_other(app: Flask, office: Office) -> None:
    factories.line(app, office.rival, office.clerk, kind=RATER)
    with app.test_request_context(), pytest.raises(EmployeeRefusedError, match="berada di bawah"):
        set_superior(office, app, office.clerk, superior_id=office.rival, kind=RATER)


def test_a_circle_is_looked_for_on_the_day_itself(app: Flask, office: Office) -> None:
    """Until yesterday the chief was led by the clerk; from today on that stops nobody."""
    on = today(app)
    factories.line(app, office.chief, office.clerk, valid_to=on - A_DAY)
    with app.test_request_context():
        with pytest.raises(EmployeeRefusedError, match="berada di bawah"):
            set_superior(office, app, office.clerk, superior_id=office.chief, valid_from=on - A_DAY)
        set_superior(office, app, office.clerk, superior_id=office.chief)


@pytest.mark.parametrize("standing", [Standing.RETIRED, Standing.STUDY_LEAVE])
def test_whoever_does_not_work_that_day_is_no_superior(
    app: Flask, office: Office, standing: Standing
) -> None:
    on = today(app)
    factories.standing(app, office.rival, standing, valid_from=on + 10 * A_DAY)
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_id=office.rival, valid_to=on + A_DAY)
        with pytest.raises(EmployeeRefusedError, match="Raka Sebelah tidak aktif"):
            set_superior(
                office,
                app,
                office.clerk,
                superior_id=office.rival,
                valid_from=on + 10 * A_DAY,
            )


@pytest.mark.parametrize("nobody", [{}, {"superior_nip": "123"}, {"superior_id": 999_999}])
def test_somebody_must_be_meant(app: Flask, office: Office, nobody: dict[str, object]) -> None:
    with app.test_request_context(), pytest.raises(EmployeeRefusedError) as refused:
        set_superior(office, app, office.clerk, **nobody)
    assert refused.value.field == "superior_nip"


def test_what_is_set_already_is_not_set_again_and_later_lines_come_first(
    app: Flask, office: Office
) -> None:
    on = today(app)
    with app.test_request_context():
        set_superior(office, app, office.clerk, superior_id=office.rival)
        with pytest.raises(EmployeeRefusedError, match="sudah ditetapkan"):
            set_superior(office, app, office.clerk, superior_id=office.rival)
        with pytest.raises(LaterEntryError):
            set_superior(office, app, office.clerk, superior_id=office.chief, valid_from=on - A_DAY)


def test_an_ended_line_gives_way_to_the_units(app: Flask, office: Office) -> None:
    line_id = factories.line(app, office.clerk, office.rival)
    factories.settle(app)
    on = today(app)
    with app.test_request_context():
        line = db.session.get_one(ReportingLine, line_id)
        for day in (line.valid_from, line.valid_from - A_DAY):
            with pytest.raises(EmployeeRefusedError):
                services.end_superior(line, valid_from=day, reason="x", by=hr(office))
        services.end_superior(line, valid_from=on, reason="Tugas selesai", by=hr(office))
        db.session.commit()
        assert person(app, office.clerk).supervisor_id == office.foreman
        assert superiors(office.clerk, on - A_DAY)[0] == office.rival
        assert json.loads(audited("line.ended")[0].details)["reason"] == "Tugas selesai"
        with pytest.raises(EmployeeRefusedError):  # over already
            services.end_superior(line, valid_from=on + 9 * A_DAY, reason="x", by=hr(office))


def test_an_end_that_makes_a_circle_is_refused(app: Flask, office: Office) -> None:
    """The foreman is led by the clerk, which goes well only while the clerk has another leader."""
    line_id = factories.line(app, office.clerk, office.rival)
    factories.line(app, office.foreman, office.clerk)
    with app.test_request_context():
        line = db.session.get_one(ReportingLine, line_id)
        with pytest.raises(CircleError, match="Mandor Seksi, Sari Garis"):
            services.end_superior(line, valid_from=today(app), reason="x", by=hr(office))
        db.session.rollback()
        with pytest.raises(CircleError):
            services.withdraw_superior(db.session.get_one(ReportingLine, line_id), by=hr(office))


def test_a_line_is_taken_back_to_the_one_before(app: Flask, office: Office) -> None:
    with app.test_request_context():
        set_superior(
            office, app, office.clerk, superior_id=office.chief, valid_from=date(2020, 1, 1)
        )
        newer = set_superior(office, app, office.clerk, superior_id=office.rival)
        services.withdraw_superior(newer, by=hr(office))
        db.session.commit()
        assert person(app, office.clerk).supervisor_id == office.chief
        assert len(audited("line.withdrawn")) == 1


def test_setting_a_superior_by_search_ending_and_taking_back(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client = signed_in(office.admin)
    path = f"/pegawai/{office.clerk}/atasan"
    page = texts(client, path)
    assert "Menurut susunan unit: kepala Seksi Garis" in page
    assert "Sama dengan atasan langsung" in page
    assert "Tidak ada pegawai aktif yang cocok" in texts(client, f"{path}?cari=zzz")
    found = texts(client, f"{path}?cari=raka&jenis=penilai")
    assert "Raka Sebelah Kepala Garis, Badan Sebelah" in found
    answer = post_form(
        client,
        f"{path}?cari=raka&jenis=penilai",
        superior_id=office.rival,
        reason="SK delegasi 5",
    )
    assert answer.location == f"/pegawai/{office.clerk}"
    shown = texts(client, answer.location)
    assert "karena: SK delegasi 5" in shown
    assert "Raka Sebelah" in shown
    with app.app_context():
        line = db.session.scalars(select(ReportingLine)).one()
        assert (line.kind, line.superior_id) == (RATER, office.rival)
    end = f"/pegawai/garis/{line.id}/akhiri"
    refused = post_form(client, end, reason="Selesai")
    assert refused.status_code == 422
    assert "Pilih hari sesudah penetapan mulai" in refused.text
    later = today(app) + 5 * A_DAY
    assert post_form(client, end, reason="Selesai", valid_from=later.isoformat()).status_code == 303
    undo = f"/pegawai/garis/{line.id}/batalkan"
    assert "Pejabat penilai kinerja yang ditetapkan mulai" in texts(client, undo)
    assert post_form(client, undo).status_code == 303
    assert client.get(end).status_code == 404


def test_a_refused_superior_is_told_beside_the_number(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    client, path = signed_in(office.admin), f"/pegawai/{office.foreman}/atasan"
    nip = nip_of(app, office.clerk)
    answer = post_form(client, path, superior_nip=nip, reason="x")
    assert answer.status_code == 422
    assert "berada di bawah pegawai ini" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert "Isi alasannya" in post_form(client, path, superior_nip=nip, reason="").text


def test_superiors_are_set_by_whoever_keeps_the_data_alone(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    line_id = factories.line(app, office.rival, office.chief)
    paths = [
        f"/pegawai/{office.rival}/atasan",
        f"/pegawai/garis/{line_id}/akhiri",
        f"/pegawai/garis/{line_id}/batalkan",
    ]
    for path in paths:
        assert signed_in(office.admin).get(path).status_code == 404
        assert signed_in(office.foreman).get(path).status_code == 403
        assert signed_in(office.hr).get(path).status_code == 200
