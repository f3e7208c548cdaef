"""A file is taken in: read, its columns recognised, kept until it has been dealt with."""

import hashlib
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete

from kinerja import clock, database
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import ImportContent, ImportMapping, StaffImport
from kinerja.people.queries import imports as queries
from kinerja.people.rules.imports import (
    NIP_HEADINGS,
    Column,
    ImportState,
    ImportStep,
    Matches,
    fingerprint_text,
    header_index,
    missing,
    recognised,
)
from kinerja.people.services.imports.checking import Reading, finish_check, plan_at_once
from kinerja.people.services.imports.importer import Importer, locked_import, move_import
from kinerja.permissions import Viewer
from kinerja.sheets import Sheet, SheetRefusedError, read_sheet, tidy

LONGEST_NAME = 200


class MappingRefusedError(DomainError):
    """The columns cannot be used like this."""

    status = 422


def read_staff_file(content: bytes, *, filename: str) -> tuple[Sheet, int]:
    """The sheet, and the index of its row of headings. Slow: before any transaction that writes.

    :raises SheetRefusedError: the file cannot be read, has no headings or nothing under them.
    """
    sheet = read_sheet(content, filename=filename, headings=NIP_HEADINGS)
    texts = [[tidy(cell) for cell in cells] for _number, cells in sheet.rows[:20]]
    header = header_index(texts)
    if header is None:
        raise SheetRefusedError(
            _(
                "Baris judul kolom tidak ditemukan. Tulis nama kolom (NIP, Nama, dan seterusnya) "
                "di atas baris pertama, atau pakai templat."
            )
        )
    if len(sheet.rows) <= header + 1:
        raise nobody_in_it()
    return sheet, header


def nobody_in_it() -> SheetRefusedError:
    """The refusal of a file without people, as the template is."""
    return SheetRefusedError(
        _("Belum ada baris pegawai di bawah judul kolom. Isi dulu, lalu unggah lagi.")
    )


def headings_of(sheet: Sheet, header: int) -> list[str]:
    """The headings, as they stand in the file."""
    return [tidy(cell) for cell in sheet.rows[header][1]]


def settled_columns(headings: list[str]) -> dict[Column, int]:
    """Which column holds what: as it was settled last for these headings, else as recognised."""
    remembered = queries.remembered_mapping(fingerprint(headings))
    if remembered is None:
        return recognised(headings)
    return {
        Column(name): headings.index(heading)
        for name, heading in remembered.items()
        if heading in headings
    }


def fingerprint(headings: list[str]) -> str:
    """The set of headings in a few letters."""
    return hashlib.sha256(fingerprint_text(headings).encode()).hexdigest()


def upload_staff(*, filename: str, content: bytes, by: Viewer) -> StaffImport:
    """Take a file in, and check it where all needed columns are recognised.

    :raises SheetRefusedError: the file cannot be read.
    """
    sheet, header = read_staff_file(content, filename=filename)
    importer = Importer.of(by)
    with database.reading():
        columns = settled_columns(headings_of(sheet, header))
    reading = Reading(sheet, header, columns, Matches())
    is_mapped = not missing(columns)
    plan = plan_at_once(reading, importer) if is_mapped else None
    if plan is not None and not plan.rows:
        raise nobody_in_it()
    imported = new_import(reading, filename=filename, content=content, by=importer)
    db.session.add(imported)
    db.session.flush()
    db.session.add(ImportContent(import_id=imported.id, sheet=sheet.packed()))
    if is_mapped:
        finish_check(imported, plan, importer)
    return imported


def new_import(reading: Reading, *, filename: str, content: bytes, by: Importer) -> StaffImport:
    """The import of a file that was just read."""
    return StaffImport(
        filename=filename[-LONGEST_NAME:],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet=reading.sheet.name,
        state=ImportState.UPLOADED,
        scope=sorted(by.scope),
        mapping={"header": reading.header, "columns": dict(reading.mapping)},
        matches={},
        rows=len(reading.data),
        by_id=by.employee_id,
        uploaded_at=clock.now(),
    )


def map_columns(import_id: int, *, columns: dict[Column, int], by: Viewer) -> StaffImport:
    """Settle which column holds what, remember it for the next file like this, and check.

    :raises MappingRefusedError: a needed column is missing, or one is used twice.
    :raises ImportStepError: the import is past that.
    """
    importer = Importer.of(by)
    with database.reading():
        known = queries.visible_import(import_id, to=by)
        header, matches = known.mapping["header"], Matches.from_json(known.matches)
        sheet = queries.sheet_of(import_id)
    headings = headings_of(sheet, header)
    refuse_mapping(columns, len(headings))
    plan = plan_at_once(Reading(sheet, header, columns, matches), importer)
    imported = locked_import(import_id)
    move_import(imported, ImportStep.REVISE)
    imported.mapping = {"header": header, "columns": dict(columns)}
    remember_mapping(headings, columns)
    finish_check(imported, plan, importer)
    return imported


def columns_of_file(import_id: int, *, by: Viewer) -> tuple[list[str], list[str], dict[str, int]]:
    """The headings, the first row under them, and which column holds what so far.

    Read in a transaction of its own, before anything is written.
    """
    with database.reading():
        imported = queries.visible_import(import_id, to=by)
        header, columns = imported.mapping["header"], dict(imported.mapping["columns"])
        sheet = queries.sheet_of(import_id)
    first = [tidy(cell) for cell in sheet.rows[header + 1][1]]
    return headings_of(sheet, header), first, columns


def refuse_mapping(columns: dict[Column, int], width: int) -> None:
    """:raises MappingRefusedError: a needed column is missing, or one is used twice."""
    lacking = missing(columns)
    if lacking:
        names = ", ".join(str(column.label) for column in lacking)
        raise MappingRefusedError(_("Pilih kolom untuk: %(names)s.", names=names))
    places = list(columns.values())
    if len(places) != len(set(places)) or not all(0 <= at < width for at in places):
        raise MappingRefusedError(
            _("Satu kolom berkas hanya bisa dipakai untuk satu hal. Periksa lagi pilihannya.")
        )


def remember_mapping(headings: list[str], columns: dict[Column, int]) -> None:
    """Keep the mapping by the headings' names, for files with the same headings."""
    key = fingerprint(headings)
    db.session.execute(delete(ImportMapping).where(ImportMapping.fingerprint == key))
    named: dict[str, Any] = {column: headings[at] for column, at in columns.items()}
    db.session.add(ImportMapping(fingerprint=key, mapping=named, at=clock.now()))
    db.session.flush()
