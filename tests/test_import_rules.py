"""What an import may do next, how headings and cells are read, which name was meant."""

from datetime import date
from itertools import product

import pytest
from flask import Flask

from kinerja.people.rules import EmployeeKind
from kinerja.people.rules.imports import (
    MOVES,
    Column,
    Fault,
    FaultKind,
    ImportState,
    ImportStep,
    RowReader,
    blocked_cells,
    distinct_unknown,
    fingerprint_text,
    header_index,
    missing,
    next_import_state,
    recognised,
)
from kinerja.people.rules.imports.closeness import Closest
from kinerja.people.rules.imports.values import number_text, read_day, read_kind, read_phone
from tests.staff_files import HEADINGS, row

ON = date(2026, 11, 21)
NIP = "199001012020011001"
ALLOWED = {
    ("uploaded", "check", "checked"),
    ("uploaded", "revise", "uploaded"),
    ("uploaded", "fail", "failed"),
    ("checked", "revise", "uploaded"),
    ("checked", "apply", "applying"),
    ("checked", "fail", "failed"),
    ("applying", "finish_applying", "applied"),
    ("applying", "fail", "checked"),
    ("applied", "undo", "undoing"),
    ("undoing", "refuse_undoing", "applied"),
    ("undoing", "finish_undoing", "undone"),
}


@pytest.mark.parametrize(("state", "step"), list(product(ImportState, ImportStep)))
def test_each_step_follows_only_where_it_may(state: ImportState, step: ImportStep) -> None:
    after = {end for begin, how, end in ALLOWED if (begin, how) == (state, step)}
    found = next_import_state(state, step)
    assert ({found} if found else set()) == after


def test_every_move_is_listed_here_and_every_state_has_a_name() -> None:
    assert {(begin, how, end) for (begin, how), end in MOVES.items()} == ALLOWED
    assert all(str(state.label) for state in ImportState)


# headings


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        (HEADINGS, dict(zip(Column, range(12), strict=True))),
        (
            ["NO", "NIP BARU", "NIP LAMA", "NAMA", "GELAR DEPAN", "GELAR BELAKANG",
             "GOL AKHIR NAMA", "JENIS PEGAWAI NAMA", "KEDUDUKAN HUKUM NAMA", "JABATAN NAMA",
             "TMT JABATAN", "UNOR NAMA", "EMAIL", "NOMOR HP"],
            {Column.NIP: 1, Column.NAME: 3, Column.TITLE_BEFORE: 4, Column.TITLE_AFTER: 5,
             Column.GRADE: 6, Column.KIND: 7, Column.POSITION: 9, Column.VALID_FROM: 10,
             Column.UNIT: 11, Column.EMAIL: 12, Column.PHONE: 13},
        ),
        (["nip", "KEDUDUKAN_HUKUM", "Nama  Pegawai"],
         {Column.NIP: 0, Column.KIND: 1, Column.NAME: 2}),
        (["Nomor", "Orang"], {}),
    ],
)  # fmt: skip
def test_headings_are_recognised_in_many_spellings(
    headings: list[str], found: dict[Column, int]
) -> None:
    assert recognised(headings) == found


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        ([["NIP", "Nama"]], 0),
        ([["Daftar pegawai", ""], ["", ""], ["NO", "NIP BARU", "NAMA"], ["1", NIP, "Sari"]], 2),
        ([["Nomor induk", "Orang"], [NIP, "Sari"]], 0),
        ([["Laporan", ""], ["Nomor induk", "Orang"], [NIP, "Sari"]], 1),
        ([[NIP, "Sari"], [NIP, "Budi"]], None),
        ([["NIP"]], 0),
        ([["", ""]], None),
        ([], None),
    ],
)
def test_row_of_headings_is_found_under_titles(rows: list[list[str]], index: int | None) -> None:
    assert header_index(rows) == index


def test_what_is_missing_is_named_and_the_set_of_headings_has_one_mark() -> None:
    assert missing({Column.NIP: 0, Column.NAME: 1}) == [Column.KIND, Column.UNIT, Column.POSITION]
    assert fingerprint_text(["Nama", "NIP_Baru", ""]) == fingerprint_text(["nip baru", " NAMA "])


# cells


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PNS", EmployeeKind.PNS), ("pns daerah Kab/Kota", EmployeeKind.PNS),
        ("CPNS", EmployeeKind.CPNS), ("P3K", EmployeeKind.PPPK),
        ("PPPK Paruh Waktu", EmployeeKind.PPPK_PART_TIME), ("Honorer", None), ("", None),
    ],
)  # fmt: skip
def test_kinds_are_read_in_many_spellings(text: str, kind: EmployeeKind | None) -> None:
    assert read_kind(text, {}) is kind


def test_matched_kinds_are_believed() -> None:
    assert read_kind("Honorer  K2", {"honorer k2": EmployeeKind.PPPK}) is EmployeeKind.PPPK


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2020-01-31", date(2020, 1, 31)), ("31/01/2020", date(2020, 1, 31)),
        ("31-1-2020", date(2020, 1, 31)), ("31.01.2020", date(2020, 1, 31)),
        ("31 Januari 2020", date(2020, 1, 31)), ("1 Agustus 2020", date(2020, 8, 1)),
        ("5 Nopember 2020", date(2020, 11, 5)), ("2020-01-31 00:00:00", date(2020, 1, 31)),
        (date(2020, 1, 31), date(2020, 1, 31)),
        (43861, FaultKind.DAY_NUMBER), (43861.0, FaultKind.DAY_NUMBER),
        ("32/13/2020", FaultKind.DAY_WRONG), ("kemarin", FaultKind.DAY_WRONG),
        ("31 Januwari 2020", date(2020, 1, 31)), ("31 Bulan 2020", FaultKind.DAY_WRONG),
        ("1949-12-31", FaultKind.DAY_RANGE), ("2029-01-01", FaultKind.DAY_RANGE),
        ("2028-12-31", date(2028, 12, 31)),
    ],
)  # fmt: skip
def test_days_are_read_day_first(cell: str | int | date, day: date | FaultKind) -> None:
    assert read_day(cell, str(cell), on=ON) == day


def test_numbers_that_a_spreadsheet_has_spoilt() -> None:
    assert number_text(1.98800002011e17) == "1,98800002011E+17"
    assert number_text(3.5) == "3,5"
    assert number_text("3") == "3"
    assert read_phone(81234567890, "81234567890") == "081234567890"
    assert read_phone("'0812", "'0812") == "0812"


def faults(**told: object) -> list[tuple[str, str]]:
    """Which columns of a row are wrong, and how."""
    reader = RowReader(dict(zip(Column, range(12), strict=True)), on=ON)
    draft = reader.read(2, row(**{"nip": NIP} | told))
    assert draft is not None
    return [(fault.column.value, fault.kind.value) for fault in draft.faults]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({}, []),
        ({"nip": 1.98800002011e17}, [("nip", "nip_number")]),
        ({"nip": 198800002011}, [("nip", "nip_number")]),
        ({"nip": "1,98800002011E+17"}, [("nip", "nip_number")]),
        ({"nip": "1.98800002011E+17"}, [("nip", "nip_number")]),
        ({"nip": NIP[:17]}, [("nip", "nip_wrong")]),
        ({"nip": ""}, [("nip", "nip_wrong")]),
        ({"nip": NIP[:15] + "000"}, [("nip", "nip_wrong")]),
        ({"nip": f"'{NIP}"}, []),
        ({"nip": f"{NIP[:8]} {NIP[8:14]} {NIP[14]} {NIP[15:]}"}, []),
        ({"kind": "PPPK", "grade": "IX"}, []),
        ({"kind": "PPPK", "grade": "III/a"}, [("grade", "grade_contract")]),
        ({"grade": "III/z"}, [("grade", "grade_unknown")]),
        ({"grade": "iii / A"}, []),
        ({"kind": "Honorer"}, [("kind", "kind_unknown")]),
        ({"kind": ""}, [("kind", "kind_missing")]),
        ({"name": ""}, [("name", "name_missing")]),
        ({"name": "123"}, [("name", "name_strange")]),
        ({"name": "x" * 201}, [("name", "too_long")]),
        ({"name": "ZoÃ«"}, [("name", "garbled")]),
        ({"title_after": "S" * 81}, [("title_after", "too_long")]),
        ({"supervisor_nip": "12"}, [("supervisor_nip", "supervisor_wrong")]),
        ({"supervisor_nip": 1.98800002011e17}, [("supervisor_nip", "nip_number")]),
        ({"valid_from": "kapan"}, [("valid_from", "day_wrong")]),
        ({"email": "sari@contoh"}, [("email", "email_wrong")]),
        ({"phone": "nol delapan"}, [("phone", "phone_wrong")]),
        ({"phone": 81234567890}, []),
    ],
)
def test_each_cell_is_read_and_what_is_wrong_is_told(
    told: dict[str, object], found: list[tuple[str, str]]
) -> None:
    assert faults(**told) == found


def test_example_and_empty_rows_are_not_read() -> None:
    reader = RowReader(dict(zip(Column, range(12), strict=True)), on=ON)
    assert reader.read(2, ["Contoh: 199001012020011001", "Sari"]) is None
    assert reader.read(3, ["", " ", ""]) is None
    assert reader.read(4, []) is None


def test_blocked_cells_are_told_once_and_not_read() -> None:
    blocked = blocked_cells(
        [(2, 0), (2, 20), (9, 0)], [(2, 6, 3, 6), (1, 0, 1, 5)], rows=[2, 3], columns=range(12)
    )
    assert set(blocked) == {(2, 0), (2, 6), (3, 6)}
    reader = RowReader(dict(zip(Column, range(12), strict=True)), on=ON, blocked=blocked)
    draft = reader.read(2, row(NIP))
    assert draft is not None
    assert [(f.column.value, f.kind.value, f.value) for f in draft.faults] == [
        ("nip", "formula", NIP),
        ("unit", "merged", "Dinas Uji"),
    ]
    assert draft.nip == ""
    assert "Sel G2:G3 digabung." in draft.faults[1].message


# what is wrong


@pytest.mark.parametrize("kind", FaultKind)
def test_every_fault_says_what_to_do_and_survives_being_stored(
    shared_app: Flask, kind: FaultKind
) -> None:
    facts = {
        "kind": "pns", "on": ON.isoformat(), "day": ON.isoformat(), "standing": "retired",
        "row": 7, "names": "Sari, Budi", "area": "A1:B2", "most": 40,
    }  # fmt: skip
    fault = Fault(Column.NIP, kind, "19900101202001100", facts)
    assert Fault.from_json(fault.as_json()) == fault
    with shared_app.app_context():
        assert fault.message.endswith((".", "?"))
        assert "%" not in fault.message


def test_suggestions_are_part_of_the_sentence() -> None:
    fault = Fault(
        Column.UNIT,
        FaultKind.UNIT_UNKNOWN,
        "Kec Contoh Kota",
        {"meant": "Kecamatan Contoh Kota", "target": 3},
    )
    assert fault.message == (
        "Unit 'Kec Contoh Kota' tidak ditemukan. Maksudnya 'Kecamatan Contoh Kota'?"
    )
    assert (fault.meant, fault.target) == ("Kecamatan Contoh Kota", "3")
    other = Fault(Column.UNIT, FaultKind.UNIT_UNKNOWN, "kec  contoh kota")
    assert [(f.value, n) for f, n in distinct_unknown([fault, other, fault])] == [
        ("Kec Contoh Kota", 3)
    ]


OFFICES = [
    (1, "Kecamatan Contoh Barat"), (2, "Kecamatan Contoh Tengah"), (3, "Kecamatan Contoh Timur"),
    (4, "Kelurahan Contoh Indah"), (5, "Dinas Kesehatan"), (6, "Sekretariat Daerah"),
    (7, "Badan Kepegawaian dan Pengembangan SDM"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kec Contoh Tngh", 2), ("kec. contoh timur", 3), ("Kecamtan Contoh Barat", 1),
        ("Kel Contoh Indh", 4), ("Din. Kesehatan", 5), ("Setda", 6), ("DinasKesehatan", 5),
        ("Perpustakaan Nasional", None), ("", None),
    ],
)  # fmt: skip
def test_nearest_name_is_meant(text: str, key: int | None) -> None:
    nearest = Closest(OFFICES).to(text)
    assert (nearest and nearest[0]) == key


def test_suggestions_for_a_wrong_column_cost_little() -> None:
    closest = Closest([(n, f"Unit Contoh {n}") for n in range(500)])
    found = [closest.to(f"Sari Teladan Nomor {n}") for n in range(20_000)]
    assert len(closest.known) == 300
    assert set(found) <= {None, *closest.known.values()}
