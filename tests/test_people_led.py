"""Who led whom on a day: the list, its spreadsheet, and the command."""

import io
import json

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from kinerja.people import queries
from kinerja.people.rules import LineKind
from tests import factories
from tests.moving import build_moved
from tests.offices import (
    Office,
    build_office,
    nip_of,
    texts,
    today,
)
from tests.staff import SignedIn


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def moved(app: Flask) -> Office:
    return build_moved(app)


def test_a_units_lines_of_a_day(moved: Office, signed_in: SignedIn) -> None:
    client = signed_in(moved.hr)
    now = texts(client, f"/pegawai/garis?unit={moved.desk}")
    assert "3 orang" in now
    assert "Sari Garis Penata Garis · Seksi Garis Mandor Seksi Menurut susunan unit" in now
    before = texts(client, f"/pegawai/garis?unit={moved.desk}&tanggal=2026-02-28")
    assert "2 orang" in before
    assert "Sari Garis" not in before
    assert "Tidak ada orang" in texts(client, "/pegawai/garis?tanggal=2001-01-01")
    assert "1 orang" in texts(client, "/pegawai/garis?cari=tari")
    whole = texts(client, f"/pegawai/garis?unit={moved.office}")
    assert "5 orang" in whole  # with the desk under it


def test_lines_are_for_whoever_keeps_or_leads(moved: Office, signed_in: SignedIn) -> None:
    admin = texts(signed_in(moved.admin), "/pegawai/garis")
    assert "Raka Sebelah" not in admin
    assert "5 orang" in admin
    assert "2 orang" in texts(signed_in(moved.foreman), "/pegawai/garis")
    assert signed_in(moved.clerk).get("/pegawai/garis").status_code == 403
    # What was in the admin's units that day; today's page of a person elsewhere is no link.
    before = signed_in(moved.admin).get("/pegawai/garis?tanggal=2015-06-01")
    assert f"/pegawai/{moved.clerk}/riwayat" in before.text


def test_lines_fill_a_spreadsheet(app: Flask, moved: Office, signed_in: SignedIn) -> None:
    answer = signed_in(moved.hr).get(f"/pegawai/garis/xlsx?unit={moved.desk}&tanggal=2026-03-01")
    assert "garis-atasan-2026-03-01" in answer.headers["Content-Disposition"]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][4:6] == ["Atasan langsung", "Dasar"]
    clerk = next(row for row in rows if row[1] == "Sari Garis")
    assert clerk[0] == nip_of(app, moved.clerk)
    assert clerk[2:] == [
        "Penata Garis",
        "Seksi Garis",
        "Mandor Seksi",
        "Menurut susunan unit",
        "Kartika Kepala",
        "Ditetapkan",
        "Wira Puncak",
        "Mengikuti atasan langsung",
    ]


def test_more_people_than_a_statement_takes_numbers(app: Flask, office: Office) -> None:
    people = factories.employees(app, 1200, unit_id=office.desk, position_id=office.job)
    with app.app_context():
        found = queries.superiors_on(today(app), people)
        assert len(found) == len(people)
        last = found[people[-1]][LineKind.SUPERVISOR].person
        assert last is not None
        assert last.id == office.foreman


def test_the_command_tells_a_days_line_in_words(app: Flask, moved: Office) -> None:
    nip = nip_of(app, moved.clerk)
    said = app.test_cli_runner().invoke(args=["employees", "line", nip, "--on", "2026-02-28"])
    assert said.exit_code == 0, said.output
    assert f"Sari Garis, NIP {nip}, pada 28 Februari 2026" in said.output
    assert "Penata Garis di Badan Sebelah" in said.output
    assert "Atasan langsung: Raka Sebelah (Menurut susunan unit)" in said.output
    assert "Pejabat penilai kinerja: Kartika Kepala (Ditetapkan)" in said.output
    assert "Bawahan langsung (0): tidak ada" in said.output


def test_the_command_prints_json(app: Flask, moved: Office) -> None:
    nip = nip_of(app, moved.foreman)
    run = app.test_cli_runner().invoke(args=["employees", "line", nip, "--json"])
    facts = json.loads(run.output)
    assert (facts["nip"], facts["on"], facts["standing"]) == (nip, str(today(app)), "active")
    assert facts["lines"]["supervisor"] == {
        "nip": nip_of(app, moved.chief),
        "name": "Kartika Kepala",
        "source": "derived",
        "unit": "Dinas Garis",
        "since": None,
        "reason": None,
    }
    assert [one["name"] for one in facts["led"]] == ["Sari Garis", "Tari Garis"]
    top = app.test_cli_runner().invoke(
        args=["employees", "line", nip_of(app, moved.mayor), "--json"]
    )
    assert json.loads(top.output)["lines"]["supervisor"] is None


def test_the_command_refuses_unknown_numbers_and_days(app: Flask, office: Office) -> None:
    unknown = app.test_cli_runner().invoke(args=["employees", "line", "123"])
    assert unknown.exit_code == 1
    assert "Tidak ada pegawai dengan NIP ini" in unknown.output
    odd = app.test_cli_runner().invoke(args=["employees", "line", "123", "--on", "kemarin"])
    assert odd.exit_code == 2
    before = app.test_cli_runner().invoke(
        args=["employees", "line", nip_of(app, office.clerk), "--on", "2001-01-01"]
    )
    assert "belum tercatat penempatannya" in before.output
