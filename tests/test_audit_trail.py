"""The audit trail's pages: found by who, what, about whom, when and which request."""

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import select, update

from kinerja import audit, clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.trailing import build_people, note, seqs, watcher, words

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def root(app: Flask) -> int:
    return factories.unit(app, "Pemerintah Contoh")


@pytest.fixture
def inspector(app: Flask, root: int, signed_in: SignedIn) -> FlaskClient:
    """Somebody of the inspectorate, who watches over all of it."""
    return signed_in(watcher(app, root))


@pytest.fixture
def people(app: Flask, root: int) -> tuple[int, int]:
    return build_people(app, root)


def test_newest_stands_first_with_names_and_words(
    app: Flask, inspector: FlaskClient, people: tuple[int, int]
) -> None:
    siti, budi = people
    older = note(app, "employee.changed", f"people_employee:{budi}", by=siti, about=budi)
    newer = note(app, "session.refused", "people_account", by=None)
    answer = inspector.get("/jejak-audit")
    assert seqs(answer)[:2] == [newer, older]
    page = words(answer)
    assert "Siti Rekaan Data pegawai diubah Budi Rekaan Pegawai" in page
    assert "Perintah server Gagal masuk Akun" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"siapa": "siti"}, {"one", "two"}),
        ({"siapa": "19900101 202001 2 001"}, {"one", "two"}),
        ({"tindakan": "assessment"}, {"two", "three"}),
        ({"tindakan": "assessment.read"}, {"two"}),
        ({"tindakan": "nonsens"}, {"one", "two", "three"}),
        ({"tentang": "budi"}, {"two", "three"}),
        ({"tentang": "people_unit:5"}, {"one"}),
        ({"siapa": "siti", "tentang": "budi", "tindakan": "assessment"}, {"two"}),
        ({"siapa": "orang lain"}, set()),
    ],
)
def test_entries_are_found(
    app: Flask,
    inspector: FlaskClient,
    people: tuple[int, int],
    asked: dict[str, str],
    found: set[str],
) -> None:
    siti, budi = people
    numbers = {
        "one": note(app, "unit.changed", "people_unit:5", by=siti),
        "two": note(app, "assessment.read", "competency_assessment:1", by=siti, about=budi),
        "three": note(app, "assessment.submitted", "competency_assessment:1", by=budi, about=budi),
    }
    shown = set(seqs(inspector.get("/jejak-audit", query_string=asked)))
    assert shown & set(numbers.values()) == {numbers[name] for name in found}


def test_entries_are_found_by_day_on_the_agencys_calendar(
    app: Flask, inspector: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 23.30 WIB of the 4th, and 00.30 WIB of the 5th
    moments = [datetime(2026, 3, 4, 16, 30, tzinfo=UTC), datetime(2026, 3, 4, 17, 30, tzinfo=UTC)]
    numbers = []
    for moment in moments:
        monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
        numbers.append(note(app, "unit.changed", by=None))
    monkeypatch.undo()
    fourth = inspector.get("/jejak-audit?dari=2026-03-04&sampai=2026-03-04")
    assert seqs(fourth) == [numbers[0]]
    assert seqs(inspector.get("/jejak-audit?dari=2026-03-05&sampai=2026-03-05")) == [numbers[1]]
    assert len(seqs(inspector.get("/jejak-audit?dari=2026-03-04&sampai=2026-03-05"))) == 2
    assert numbers[0] in seqs(inspector.get("/jejak-audit?dari=kapan"))


def test_entries_of_one_request_are_found_by_its_code(app: Flask, inspector: FlaskClient) -> None:
    inspector.get("/kompetensi/standar/impor")  # refused, and noted
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.action == "access.denied")).one()
    assert entry.request
    answer = inspector.get("/jejak-audit", query_string={"kode": entry.request.lower()})
    assert seqs(answer) == [entry.seq]
    assert "Halaman ditolak Halaman competency.upload_standards" in words(answer)


def test_entry_shows_before_and_after_side_by_side_with_names_for_numbers(
    app: Flask, inspector: FlaskClient, people: tuple[int, int], root: int
) -> None:
    siti, budi = people
    office = factories.unit(app, "Dinas Rekaan")
    seq = note(
        app,
        "employee.changed",
        f"people_employee:{budi}",
        by=siti,
        about=budi,
        before={"unit": root, "grade": None, "is_active": True, "status": "self_submitted"},
        after={"unit": office, "grade": "III/a", "is_active": False, "status": "verified"},
        why="SK mutasi 12/2026",
        rows=3,
    )
    answer = inspector.get(f"/jejak-audit/{seq}")
    rows = [
        [cell.get_text() for cell in row.select("th,td")] for row in soup(answer).select("tbody tr")
    ]
    assert ["Unit kerja", "Pemerintah Contoh", "Dinas Rekaan"] in rows
    assert ["Golongan", "–", "III/a"] in rows
    assert ["Aktif", "ya", "tidak"] in rows
    assert ["Keadaan", "Terkirim ke atasan", "Terverifikasi"] in rows
    page = words(answer)
    assert "Alasan SK mutasi 12/2026" in page
    assert "Tentang siapa Budi Rekaan" in page
    assert "Baris 3" in page


def test_entry_that_does_not_exist_is_nobodys(inspector: FlaskClient) -> None:
    assert inspector.get("/jejak-audit/999999").status_code == 404


def test_who_watches_over_a_part_sees_what_its_people_did_or_what_was_done_to_them(
    app: Flask, root: int, people: tuple[int, int], signed_in: SignedIn
) -> None:
    siti, _budi = people
    part = factories.unit(app, parent=root)
    clerk = factories.employee(app, unit_id=part)
    watcher = factories.employee(app, unit_id=part)
    factories.grant(app, watcher, Role.INSPECTOR, part)
    hidden = note(app, "unit.changed", by=siti)
    by_them = note(app, "unit.changed", by=clerk)
    to_them = note(app, "assessment.read", "competency_assessment:1", by=siti, about=clerk)
    client = signed_in(watcher)
    shown = seqs(client.get("/jejak-audit?tindakan=unit")) + seqs(
        client.get("/jejak-audit?tindakan=assessment")
    )
    assert shown == [by_them, to_them]
    assert client.get(f"/jejak-audit/{hidden}").status_code == 404
    assert client.get(f"/jejak-audit/{by_them}").status_code == 200


def test_only_those_who_watch_open_the_trail(
    app: Flask, signed_in: SignedIn, people: tuple[int, int]
) -> None:
    client = signed_in(people[0])
    for path in ("/jejak-audit", "/jejak-audit/xlsx", "/jejak-audit/1"):
        assert client.get(path).status_code == 403


def test_spreadsheet_holds_what_was_found_and_is_noted_once(
    app: Flask, inspector: FlaskClient, people: tuple[int, int]
) -> None:
    note(app, "unit.changed", "people_unit:5", by=people[0])
    answer = inspector.get("/jejak-audit/xlsx?siapa=siti&tindakan=")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[2:6] for row in rows[1:]] == [
        ["Siti Rekaan", "Unit diubah", "unit.changed", "people_unit:5"]
    ]
    with app.app_context():
        taken = db.session.scalars(select(Entry).where(Entry.action == "audit.exported")).one()
    assert json.loads(taken.details) == {"rows": 1, "filter": {"siapa": "siti"}}


@pytest.mark.parametrize("state", ["never", "sound", "broken"])
def test_page_tells_how_the_last_check_of_the_chain_ended(
    app: Flask, inspector: FlaskClient, state: str
) -> None:
    with app.app_context():
        if state == "broken":
            audit.record("unit.changed", "people_unit:1", by=None)
            db.session.commit()
            db.session.execute(update(audit.Head).values(digest="x"))
            db.session.commit()
        if state != "never":
            audit.check()
            db.session.commit()
    sentence = {
        "never": "belum pernah diperiksa",
        "sound": "Rantai utuh sampai catatan 1, diperiksa",
        "broken": "Rantai rusak mulai catatan 3: ujung rantai tidak cocok",
    }[state]
    assert sentence in words(inspector.get("/jejak-audit"))


def test_empty_result_says_so(inspector: FlaskClient) -> None:
    assert "Tidak ada catatan yang cocok" in words(inspector.get("/jejak-audit?siapa=tidakada"))


def test_moments_are_those_of_the_agency(
    app: Flask, inspector: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime.now(UTC) - timedelta(days=1)
    monkeypatch.setattr(clock, "now", lambda: moment)
    seq = note(app, "unit.changed", by=None)
    monkeypatch.undo()
    with app.app_context():
        here = clock.local(moment)
    assert f"{here:%H.%M} WIB" in words(inspector.get(f"/jejak-audit/{seq}"))
