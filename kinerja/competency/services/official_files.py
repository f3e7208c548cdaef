"""Official results from a file: read, looked at, applied as a whole or not at all, taken back."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from kinerja import audit, clock
from kinerja.competency.models import Official, OfficialImport
from kinerja.competency.queries.official_files import all_codes, known_officials
from kinerja.competency.rules.official_cells import NEEDED, NUMERIC, OfficialColumn, OfficialLine
from kinerja.competency.rules.official_files import OfficialPlan, plan_officials
from kinerja.competency.services.moves import lock
from kinerja.competency.services.official import keep_officials, tell_import, void_officials
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer
from kinerja.sheets import Sheet, SheetRefusedError, column_letter, fold, read_sheet, tidy

LONGEST_NAME = 200
HEADINGS = {fold(column.value): column.value for column in OfficialColumn}
HEADER_ROWS = 20
MOST_ROWS = 2000
NAMED = 10  # people whom a refusal names
KEPT = timedelta(days=7)


class OfficialFileError(DomainError):
    """The file has been applied or taken back already, or something in it is at fault."""


def upload_officials(*, filename: str, content: bytes, by: Viewer) -> OfficialImport:
    """Read a file and keep its rows until it is applied; nothing of it holds yet.

    :raises SheetRefusedError: it cannot be read, lacks a column, has no rows or too many.
    """
    sheet = read_sheet(content, filename=filename, headings=frozenset(HEADINGS))
    header, columns, unread = _headings(sheet)
    lacking = ", ".join(column.value for column in NEEDED if column.value not in columns)
    if lacking:
        said = _("Kolom ini tidak ada: %(names)s. Pakai judul kolom pada templat.", names=lacking)
        raise SheetRefusedError(said)
    lines = _lines(sheet, header, columns)
    if not lines:
        raise SheetRefusedError(_("Belum ada baris di bawah judul kolom. Isi dulu, lalu unggah."))
    if len(lines) > MOST_ROWS:
        raise SheetRefusedError(
            _("Berkas ini lebih dari %(most)s baris. Bagi menjadi beberapa berkas.", most=MOST_ROWS)
        )
    made = OfficialImport(
        filename=filename[-LONGEST_NAME:],
        lines=lines,
        unread=unread,
        by_id=by.employee_id,
        uploaded_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record("official.file_uploaded", made, by=by.employee_id, rows=len(lines))
    return made


def check_officials(imported: OfficialImport, *, by: Viewer) -> OfficialPlan:
    """What applying the file would do now."""
    lines = lines_of(imported)
    return plan_officials(lines, known_officials(lines, to=by))


def lines_of(imported: OfficialImport) -> list[OfficialLine]:
    """The rows that the file held."""
    return [(number, cells) for number, cells in imported.lines]


def apply_officials(imported: OfficialImport, *, by: Viewer) -> int:
    """Keep every result of the file that is not there yet, tell the people, forget the rows.

    :returns: how many results were added.
    :raises MissingError: somebody else sent the file.
    :raises OfficialFileError: it has been applied, or a cell is at fault; nothing is written.
    :raises OfficialRefusedError: somebody else has just added one of them.
    """
    _own(imported, by)
    if imported.applied_at is not None:
        raise OfficialFileError(_("Berkas ini sudah diterapkan. Unggah lagi bila berubah."))
    plan = check_officials(imported, by=by)
    if plan.faults:
        raise OfficialFileError(_("Masih ada sel yang salah. Perbaiki berkasnya, unggah lagi."))
    made = keep_officials(plan.new, by=by, import_id=imported.id)
    tell_import(imported.id)
    imported.applied_at = clock.now()
    imported.lines = []
    db.session.flush()
    audit.record("official.file_applied", imported, by=by.employee_id, people=len(made))
    return len(made)


def undo_officials(imported: OfficialImport, *, by: Viewer) -> int:
    """Take back what the file added: its results are voided with their records. What was voided
    before keeps its own reason.

    :returns: how many results were voided.
    :raises MissingError: somebody else sent the file.
    :raises OfficialFileError: it is not applied, was taken back before, or somebody of it is no
        longer where the actor keeps records; people are named.
    """
    _own(imported, by)
    if imported.applied_at is None or imported.undone_at is not None:
        raise OfficialFileError(_("Berkas ini tidak sedang diterapkan. Muat ulang halamannya."))
    theirs = select(Official.employee_id).where(
        Official.import_id == imported.id, Official.voided_at.is_(None)
    )
    away = Employee.unit_id.not_in(by.units(Permission.KEEP_RECORDS))
    gone = select(Employee.name).where(Employee.id.in_(theirs), away).order_by(Employee.name)
    names = list(db.session.scalars(gone.limit(NAMED + 1)))
    if names:
        told = ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")
        raise OfficialFileError(
            _(
                "Tidak bisa diurungkan: %(names)s sudah tidak di unit yang Anda kelola. Batalkan "
                "hasil lainnya satu per satu.",
                names=told,
            )
        )
    count = len(db.session.scalars(theirs).all())
    reason = _("Impor %(filename)s diurungkan", filename=imported.filename)
    void_officials(Official.import_id == imported.id, reason=reason, by=by)
    imported.undone_at = clock.now()
    audit.record("official.file_undone", imported, by=by.employee_id, people=count)
    db.session.flush()
    return count


def discard_officials(imported: OfficialImport, *, by: Viewer) -> None:
    """Throw a file away that was not applied.

    :raises MissingError: somebody else sent the file.
    :raises OfficialFileError: it was applied.
    """
    _own(imported, by)
    if imported.applied_at is not None:
        raise OfficialFileError(_("Berkas ini sudah diterapkan. Urungkan impornya bila keliru."))
    subject = f"{OfficialImport.__tablename__}:{imported.id}"
    audit.record("official.file_discarded", subject, by=by.employee_id)
    db.session.delete(imported)
    db.session.flush()


def forget_official_imports() -> None:
    """Throw the files away that nobody has applied for a week."""
    db.session.execute(
        delete(OfficialImport).where(
            OfficialImport.applied_at.is_(None), OfficialImport.uploaded_at < clock.now() - KEPT
        )
    )


def _own(imported: OfficialImport, by: Viewer) -> None:
    if imported.by_id != by.employee_id:
        raise MissingError()
    lock(imported)


def _headings(sheet: Sheet) -> tuple[int, dict[str, int], list[str]]:
    """The index of the row of headings, where each column stands, and headings that nothing is
    read from.
    """
    known = HEADINGS | {fold(code): code.upper() for code in all_codes()}
    for index, (_number, cells) in enumerate(sheet.rows[:HEADER_ROWS]):
        columns: dict[str, int] = {}
        unread = []
        for at, text in enumerate(tidy(cell) for cell in cells):
            name = known.get(fold(text))
            if name is None:
                unread += [text] if text else []
            elif name in columns:
                raise SheetRefusedError(_("Kolom %(name)s ada dua kali. Hapus satu.", name=name))
            else:
                columns[name] = at
        if OfficialColumn.NIP.value in columns:
            return index, columns, unread
    return 0, {}, []


def _lines(sheet: Sheet, header: int, columns: dict[str, int]) -> list[list[object]]:
    """The rows under the headings, each its number and its cells by heading."""
    formulas = sorted(place for place in sheet.formulas if place[1] in columns.values())
    if formulas:
        row, at = formulas[0]
        cell = f"{column_letter(at)}{row}"
        raise SheetRefusedError(
            _("Sel %(cell)s berisi rumus. Tempel sebagai nilai, lalu unggah lagi.", cell=cell)
        )
    read: list[list[object]] = []
    nip_at = columns[OfficialColumn.NIP.value]
    for number, cells in sheet.rows[header + 1 :]:
        texts = {name: tidy(cells[at]) for name, at in columns.items() if at < len(cells)}
        if nip_at < len(cells) and isinstance(cells[nip_at], int | float):
            texts[OfficialColumn.NIP.value] = NUMERIC + texts[OfficialColumn.NIP.value]
        if any(texts.values()):
            read.append([number, {name: text for name, text in texts.items() if text}])
    return read
