"""Taking a dictionary of competencies from a file: all of it, or nothing."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from kinerja import audit
from kinerja.competency.models import Competency, Level
from kinerja.competency.rules import LEVELS, Cluster
from kinerja.competency.services.standards import add_default_standards
from kinerja.extensions import db

DATA = Path(__file__).parent.parent / "data"
OWN_COPY = DATA / "competencies.csv"
OWN_DEFINITIONS = DATA / "definitions.csv"
NATIONAL = 1  # the edition that the migration makes
CODE_LONGEST = 16
NAME_LONGEST = 200
COLUMNS = (
    "code",
    "name_id",
    "name_en",
    "cluster",
    "level",
    "level_name",
    "description_id",
    "description_en",
)
OPTIONAL = ("definition_id", "definition_en")
SAME_IN_ALL_LEVELS = ("name_id", "name_en", "cluster", *OPTIONAL)
CLUSTERS = {
    "manajerial": Cluster.MANAGERIAL,
    "sosial_kultural": Cluster.SOCIO_CULTURAL,
    "teknis": Cluster.TECHNICAL,
}
Row = tuple[int, dict[str, str]]


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell; the header is row 1."""

    row: int
    column: str
    message: LazyString

    def __str__(self) -> str:
        place = _("baris %(row)s, kolom %(column)s", row=self.row, column=self.column)
        return f"{place}: {self.message}"


class DictionaryError(Exception):
    """The file cannot be taken; `faults` name each wrong cell."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class ImportCount:
    """How many levels of the dictionary were new, changed and the same."""

    new: int = 0
    changed: int = 0
    same: int = 0


def import_dictionary(path: Path = OWN_COPY) -> ImportCount:
    """Read the file, check every row, then add and update competencies and their levels, and
    enter the starting standards where there are none. Nothing is deleted.

    :raises DictionaryError: rows are wrong; nothing has been taken.
    """
    rows = _checked(_rows(path))
    present = {
        competency.code: competency
        for competency in db.session.scalars(
            select(Competency).options(selectinload(Competency.levels))
        )
    }
    changed = _take_competencies(present, {row["code"].upper(): row for _number, row in rows})
    count = ImportCount()
    for _number, row in rows:
        code = row["code"].upper()
        _take_level(present[code], row, count, changed=code in changed)
    db.session.flush()
    add_default_standards()
    audit.record("dictionary.imported", f"file:{path.name}", by=None, **vars(count))
    return count


def _take_competencies(
    present: dict[str, Competency], rows: Mapping[str, Mapping[str, str]]
) -> set[str]:
    rank = max((competency.rank for competency in present.values()), default=0)
    own = _own_definitions()
    changed: set[str] = set()
    for code, row in rows.items():
        if code not in present:
            rank += 1
            present[code] = Competency(
                edition_id=NATIONAL, code=code, rank=rank, definition="", definition_en=""
            )
            db.session.add(present[code])
        competency = present[code]
        meant = own.get(code, {}) if not competency.definition else {}
        if _put(
            competency,
            name=row["name_id"],
            name_en=row["name_en"],
            cluster=CLUSTERS[row["cluster"]],
            definition=(meant | dict(row)).get("definition_id", competency.definition),
            definition_en=(meant | dict(row)).get("definition_en", competency.definition_en),
        ):
            changed.add(code)
    return changed


def _rows(path: Path) -> list[Row]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DictionaryError(
            [Fault(1, "code", _("Berkas bukan UTF-8. Simpan ulang sebagai CSV UTF-8."))]
        ) from None
    header = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",")
    reader.fieldnames = names = [name.strip() for name in reader.fieldnames or []]
    faults = [
        Fault(1, column, _("Kolom ini tidak ada. Tambahkan ke baris judul."))
        for column in COLUMNS
        if column not in names
    ]
    if faults:
        raise DictionaryError(faults)
    return list(_read(reader))


def _read(reader: "csv.DictReader[str]") -> Iterator[Row]:
    known = (*COLUMNS, *OPTIONAL)
    for cells in reader:
        row = {name: (cells[name] or "").strip() for name in known if name in cells}
        if any(row.values()):
            yield reader.line_num, row


def _own_definitions() -> dict[str, dict[str, str]]:
    with OWN_DEFINITIONS.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: {column: row[column] for column in OPTIONAL}
            for row in csv.DictReader(file)
        }


def _checked(rows: list[Row]) -> list[Row]:
    if not rows:
        raise DictionaryError([Fault(2, "code", _("Berkas tidak berisi kompetensi."))])
    faults: list[Fault] = []
    first: dict[str, Row] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, row in rows:
        faults += _cell_faults(number, row)
        faults += _clashes(number, row, first)
        again = seen.setdefault((row["code"].upper(), row["level"]), number)
        if again != number:
            message = _("Tingkat ini sudah ada di baris %(row)s. Hapus salah satu.", row=again)
            faults.append(Fault(number, "level", message))
    if faults := faults or _missing_levels(first, seen):
        raise DictionaryError(faults)
    return rows


def _cell_faults(number: int, row: Mapping[str, str]) -> list[Fault]:
    faults = [Fault(number, column, _("Isi kolom ini.")) for column in COLUMNS if not row[column]]
    if len(row["code"]) > CODE_LONGEST:
        faults.append(
            Fault(number, "code", _("Kode paling panjang %(count)s huruf.", count=CODE_LONGEST))
        )
    for column in ("name_id", "name_en", "level_name"):
        if len(row[column]) > NAME_LONGEST:
            message = _("Paling panjang %(count)s huruf.", count=NAME_LONGEST)
            faults.append(Fault(number, column, message))
    if row["cluster"] and row["cluster"] not in CLUSTERS:
        known = ", ".join(CLUSTERS)
        faults.append(Fault(number, "cluster", _("Isi salah satu dari: %(known)s.", known=known)))
    if row["level"] and row["level"] not in map(str, LEVELS):
        faults.append(Fault(number, "level", _("Isi angka 1 sampai 5.")))
    return faults


def _clashes(number: int, row: Mapping[str, str], first: dict[str, Row]) -> list[Fault]:
    earlier, model = first.setdefault(row["code"].upper(), (number, dict(row)))
    message = _(
        "Tidak sama dengan baris %(row)s untuk kode yang sama. Samakan isinya.", row=earlier
    )
    return [
        Fault(number, column, message)
        for column in SAME_IN_ALL_LEVELS
        if row.get(column) != model.get(column)
    ]


def _missing_levels(first: Mapping[str, Row], seen: Mapping[tuple[str, str], int]) -> list[Fault]:
    return [
        Fault(
            number,
            "level",
            _(
                "Kompetensi %(code)s belum punya tingkat %(level)s. Tambahkan barisnya.",
                code=code,
                level=level,
            ),
        )
        for code, (number, _row) in first.items()
        for level in LEVELS
        if (code, str(level)) not in seen
    ]


def _take_level(
    competency: Competency, row: Mapping[str, str], count: ImportCount, *, changed: bool
) -> None:
    number = int(row["level"])
    level = next((have for have in competency.levels if have.level == number), None)
    texts = {
        "name": row["level_name"],
        "description": row["description_id"],
        "description_en": row["description_en"],
    }
    if level is None:
        competency.levels.append(Level(level=number, **texts))
        count.new += 1
    elif _put(level, **texts) or changed:
        count.changed += 1
    else:
        count.same += 1


def _put(row: Competency | Level, **values: object) -> bool:
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
