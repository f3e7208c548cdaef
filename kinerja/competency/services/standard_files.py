"""Job standards from a file: read, looked at, then applied as a whole or not at all."""

from collections.abc import Mapping

from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.competency.models import JobStandard, StandardImport
from kinerja.competency.queries.job_standards import job_standard, job_standard_by_id
from kinerja.competency.queries.standard_files import facts_of, known_standards
from kinerja.competency.rules import Requirement
from kinerja.competency.rules.standard_files import (
    NEEDED_COLUMNS,
    Line,
    PlannedEdition,
    StandardColumn,
    StandardPlan,
    plan_standards,
)
from kinerja.competency.services.job_standards import add_job_standard, change_job_standard, recount
from kinerja.competency.services.moves import lock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Position
from kinerja.permissions import Viewer
from kinerja.sheets import Outcome, Sheet, SheetRefusedError, column_letter, fold, read_sheet, tidy

LONGEST_NAME = 200
HEADINGS = {fold(column.value): column for column in StandardColumn}
HEADER_ROWS = 20


class StandardFileError(DomainError):
    """The file has been applied already, or something in it is at fault."""


def upload_standards(*, filename: str, content: bytes, by: Viewer) -> StandardImport:
    """Read a file and keep its rows until it is applied; nothing of it holds yet.

    :raises SheetRefusedError: it cannot be read, lacks a column, or has no rows.
    """
    sheet = read_sheet(content, filename=filename, headings=frozenset(HEADINGS))
    lines = _lines(sheet)
    if not lines:
        raise SheetRefusedError(_("Belum ada baris di bawah judul kolom. Isi dulu, lalu unggah."))
    made = StandardImport(
        filename=filename[-LONGEST_NAME:], lines=lines, uploaded_at=clock.now(), applied_at=None
    )
    db.session.add(made)
    db.session.flush()
    audit.record("standard.file_uploaded", made, by=by.employee_id, rows=len(lines))
    return made


def _lines(sheet: Sheet) -> list[list[object]]:
    """The rows under the headings, each its number and its cells by column."""
    header, columns = _headings(sheet)
    lacking = [column.value for column in NEEDED_COLUMNS if column not in columns]
    if lacking:
        names = ", ".join(lacking)
        said = _("Kolom ini tidak ada: %(names)s. Pakai judul kolom dari unduhan.", names=names)
        raise SheetRefusedError(said)
    formulas = sorted(place for place in sheet.formulas if place[1] in columns.values())
    if formulas:
        row, at = formulas[0]
        cell = f"{column_letter(at)}{row}"
        raise SheetRefusedError(
            _("Sel %(cell)s berisi rumus. Tempel sebagai nilai, lalu unggah lagi.", cell=cell)
        )
    read: list[list[object]] = []
    for number, cells in sheet.rows[header + 1 :]:
        texts = {column.value: tidy(cells[at]) for column, at in columns.items() if at < len(cells)}
        if any(texts.values()):
            read.append([number, texts])
    return read


def _headings(sheet: Sheet) -> tuple[int, dict[StandardColumn, int]]:
    """The index of the row of headings, and where each column stands; none where there is none."""
    for index, (_number, cells) in enumerate(sheet.rows[:HEADER_ROWS]):
        found = [(HEADINGS.get(fold(tidy(cell))), at) for at, cell in enumerate(cells)]
        columns = {column: at for column, at in found if column is not None}
        if StandardColumn.CODE in columns:
            return index, columns
    return 0, {}


def check_standards(imported: StandardImport) -> StandardPlan:
    """What applying the file would do today, compared with what there is now."""
    lines = lines_of(imported)
    titles = {cells.get(StandardColumn.TITLE, "") for _number, cells in lines}
    return plan_standards(lines, known_standards(titles, on=clock.today()))


def lines_of(imported: StandardImport) -> list[Line]:
    """The rows that the file held."""
    return [
        (number, {StandardColumn(name): text for name, text in cells.items()})
        for number, cells in imported.lines
    ]


def apply_standards(imported: StandardImport, *, by: Viewer) -> int:
    """Write every edition of the file that is new or changed, and forget the rows. What a cell
    leaves empty, and the requirements, are kept from the edition before.

    :returns: how many editions were written.
    :raises StandardFileError: it has been applied, or a cell is at fault; nothing is written.
    """
    lock(imported)
    if imported.applied_at is not None:
        raise StandardFileError(_("Berkas ini sudah diterapkan. Unggah lagi bila berubah."))
    plan = check_standards(imported)
    if plan.faults:
        raise StandardFileError(_("Masih ada sel yang salah. Perbaiki berkasnya, unggah lagi."))
    written = [one for one in plan.editions if one.outcome is not Outcome.SAME]
    made = [_write(planned, by) for planned in sorted(written, key=lambda one: one.valid_from)]
    recount(*made)
    imported.applied_at = clock.now()
    imported.lines = []
    db.session.flush()
    audit.record("standard.file_applied", imported, by=by.employee_id, editions=len(written))
    return len(written)


def _write(planned: PlannedEdition, by: Viewer) -> JobStandard:
    position = db.session.get_one(Position, planned.position_id)
    if planned.known_id is not None:
        held = job_standard_by_id(planned.known_id)
        change_job_standard(
            held,
            valid_from=planned.valid_from,
            needs=planned.needs,
            requirements=_required(held),
            by=by,
            counts=False,
            **_merged(planned.facts, held),
        )
        return held
    former = job_standard(position.id, planned.valid_from)
    return add_job_standard(
        position,
        valid_from=planned.valid_from,
        needs=planned.needs,
        requirements=_required(former),
        by=by,
        counts=False,
        **_merged(planned.facts, former),
    )


def _merged(facts: Mapping[str, str], held: JobStandard | None) -> dict[str, str]:
    """The file's facts; what is empty there, or differs by line ends only, is the edition's."""
    kept = facts_of(held) if held else {}
    return {
        name: kept[name] if name in kept and value in ("", " ".join(kept[name].split())) else value
        for name, value in facts.items()
    }


def _required(held: JobStandard | None) -> list[Requirement]:
    rows = held.requirements if held else []
    return [Requirement(one.kind, one.text, one.necessity) for one in rows]
