"""Files of job standards: their columns, and what their rows come to. One row names what one
position asks for in one competency; the rows of a position and a day are one edition.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.figures import LEVELS
from kinerja.competency.rules.standards import (
    RELEVANCES,
    USUAL_RELEVANCE,
    Necessity,
    Need,
    is_max_level,
    may_start,
)
from kinerja.sheets import Outcome


class StandardColumn(StrEnum):
    """A column of the file; its value is the heading, whatever the visitor's language."""

    TITLE = "Jabatan"
    JOB_CODE = "Kode jabatan"
    VALID_FROM = "Berlaku mulai"
    DECREE = "Dasar hukum"
    JOB_GROUP = "Kelompok jabatan"
    URUSAN = "Urusan"
    SUMMARY = "Ikhtisar jabatan"
    CODE = "Kode kompetensi"
    NAME = "Kompetensi"
    LEVEL = "Tingkat"
    MAX_LEVEL = "Tingkat maksimum"
    RELEVANCE = "Bobot"
    NECESSITY = "Sifat"


C = StandardColumn
NEEDED_COLUMNS = (C.TITLE, C.VALID_FROM, C.DECREE, C.CODE, C.LEVEL)
# What an edition says once: by the parameter of the service.
EDITION_COLUMNS = {
    C.DECREE: "decree",
    C.JOB_CODE: "job_code",
    C.JOB_GROUP: "job_group",
    C.URUSAN: "urusan",
    C.SUMMARY: "summary",
}
LONGEST = {C.DECREE: 200, C.JOB_CODE: 40, C.JOB_GROUP: 200, C.URUSAN: 200, C.SUMMARY: 4000}
Line = tuple[int, Mapping[str, str]]


@dataclass(frozen=True)
class FileFault:
    """What is wrong in one cell; rows are numbered as in the file."""

    row: int
    column: StandardColumn
    message: LazyString


@dataclass(frozen=True)
class KnownEdition:
    """An edition that there is: what it says once, and by code the competency and its need."""

    id: int
    facts: Mapping[str, str]
    needs: Mapping[str, tuple[int, Need]]


@dataclass(frozen=True)
class Known:
    """What the agency has: positions by folded title, competencies of the day by code, and by
    position the editions with their days.
    """

    positions: Mapping[str, int]
    competencies: Mapping[str, int]
    editions: Mapping[int, Mapping[date, KnownEdition]]
    today: date


@dataclass(frozen=True)
class PlannedEdition:
    """An edition that the file holds."""

    position_id: int
    title: str
    valid_from: date
    first_row: int
    facts: Mapping[str, str]
    needs: Mapping[int, Need]
    outcome: Outcome = Outcome.NEW
    known_id: int | None = None


@dataclass
class StandardPlan:
    """What applying the file would do; nothing is written while anything is at fault."""

    editions: list[PlannedEdition] = field(default_factory=list)
    faults: list[FileFault] = field(default_factory=list)


def plan_standards(lines: Iterable[Line], known: Known) -> StandardPlan:
    """What the rows come to, with every wrong cell named."""
    plan, groups = StandardPlan(), dict[tuple[int, date], list[Line]]()
    for number, cells in lines:
        faults = list(_cell_faults(number, cells, known))
        plan.faults += faults
        start = day_of(cells.get(C.VALID_FROM, ""))
        position_id = known.positions.get(folded(cells.get(C.TITLE, "")))
        if start is not None and position_id is not None and not faults:
            groups.setdefault((position_id, start), []).append((number, cells))
    for (position_id, start), rows in groups.items():
        held = known.editions.get(position_id, {})
        faults = [*_clashes(rows), *_day_faults(rows[0], start, held, known.today)]
        plan.faults += faults
        planned = _planned(position_id, start, rows, held.get(start), known)
        if planned.outcome is Outcome.CHANGED and start <= known.today:
            plan.faults.append(FileFault(planned.first_row, C.VALID_FROM, HELD))
        plan.editions.append(planned)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


HELD = _("Edisi yang sudah berlaku tidak diubah. Isi hari yang lebih baru untuk edisi pengganti.")


def folded(text: str) -> str:
    """The text as two spellings of it are compared."""
    return " ".join(text.casefold().split())


def day_of(text: str) -> date | None:
    """The day, written 2026-01-31 or 31/01/2026; none where it is neither."""
    parts = text.split("/")
    written = "-".join(reversed(parts)) if len(parts) == len("dmy") else text
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _cell_faults(number: int, cells: Mapping[str, str], known: Known) -> Iterable[FileFault]:
    empty = [column for column in NEEDED_COLUMNS if not cells.get(column)]
    for column in empty:
        yield FileFault(number, column, _("Isi kolom ini."))
    for column, most in LONGEST.items():
        if len(cells.get(column, "")) > most:
            yield FileFault(number, column, _("Paling panjang %(count)s huruf.", count=most))
    checks = {
        C.TITLE: (
            folded(cells.get(C.TITLE, "")) in known.positions,
            _("Jabatan ini tidak ada. Samakan ejaannya, atau tambahkan dulu jabatannya."),
        ),
        C.VALID_FROM: (
            day_of(cells.get(C.VALID_FROM, "")) is not None,
            _("Tulis hari seperti 2026-01-31."),
        ),
        C.CODE: (
            cells.get(C.CODE, "").upper() in known.competencies,
            _("Kode kompetensi ini tidak ada di kamus yang berlaku."),
        ),
        C.LEVEL: (_number(cells, C.LEVEL) in LEVELS, _("Isi angka 1 sampai 5.")),
        C.MAX_LEVEL: (
            not cells.get(C.MAX_LEVEL)
            or (
                _number(cells, C.MAX_LEVEL) in LEVELS
                and is_max_level(_number(cells, C.LEVEL), _number(cells, C.MAX_LEVEL))
            ),
            _("Isi angka dari Tingkat sampai 5, atau kosongkan."),
        ),
        C.RELEVANCE: (
            not cells.get(C.RELEVANCE) or _number(cells, C.RELEVANCE) in RELEVANCES,
            _("Isi 1, 2, atau 3."),
        ),
        C.NECESSITY: (
            not cells.get(C.NECESSITY) or folded(cells[C.NECESSITY]) in set(Necessity),
            _("Isi Mutlak, Penting, atau Perlu."),
        ),
    }
    for column, (is_right, message) in checks.items():
        if not is_right and column not in empty:
            yield FileFault(number, column, message)


def _number(cells: Mapping[str, str], column: StandardColumn) -> int | None:
    text = cells.get(column, "").removesuffix(".0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 1 else None


def _clashes(rows: list[Line]) -> Iterable[FileFault]:
    first, model = rows[0]
    seen: dict[str, int] = {}
    for number, cells in rows:
        for column in EDITION_COLUMNS:
            if cells.get(column, "") != model.get(column, ""):
                said = _("Tidak sama dengan baris %(row)s untuk edisi yang sama.", row=first)
                yield FileFault(number, column, said)
        again = seen.setdefault(cells[C.CODE].upper(), number)
        if again != number:
            said = _("Kompetensi ini sudah ada di baris %(row)s. Hapus salah satu.", row=again)
            yield FileFault(number, C.CODE, said)


def _day_faults(
    row: Line, start: date, held: Mapping[date, KnownEdition], today: date
) -> Iterable[FileFault]:
    if start not in held and not may_start(start, held, on=today):
        yield FileFault(row[0], C.VALID_FROM, HELD)


def _planned(
    position_id: int, start: date, rows: list[Line], held: KnownEdition | None, known: Known
) -> PlannedEdition:
    first, model = rows[0]
    own = held.needs if held else {}
    needs: dict[int, Need] = {}
    for _row, cells in rows:
        code = cells[C.CODE].upper()
        number = own[code][0] if code in own else known.competencies[code]
        needs[number] = _need(cells)
    planned = PlannedEdition(
        position_id=position_id,
        title=model[C.TITLE],
        valid_from=start,
        first_row=first,
        facts={name: model.get(column, "") for column, name in EDITION_COLUMNS.items()},
        needs=needs,
    )
    if held is None:
        return planned
    is_same = dict(own.values()) == needs and all(
        not value or value == _one_line(held.facts[name]) for name, value in planned.facts.items()
    )
    outcome = Outcome.SAME if is_same else Outcome.CHANGED
    return replace(planned, outcome=outcome, known_id=held.id)


def _one_line(text: str) -> str:
    """The text as a cell of a file is read: one line, single blanks."""
    return " ".join(text.split())


def _need(cells: Mapping[str, str]) -> Need:
    necessity = folded(cells.get(C.NECESSITY, "")) or Necessity.IMPORTANT
    return Need(
        level=_number(cells, C.LEVEL) or 0,
        max_level=_number(cells, C.MAX_LEVEL),
        relevance=_number(cells, C.RELEVANCE) or USUAL_RELEVANCE,
        necessity=Necessity(necessity),
    )
