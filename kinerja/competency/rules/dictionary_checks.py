"""Checking a dictionary's file cell by cell, and what it says once nothing is at fault."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _

from kinerja.competency.rules.dictionary import INDICATORS_MOST, Entry, Scale
from kinerja.competency.rules.dictionary_files import (
    BLOCKED,
    CLUSTERS,
    NEEDED,
    SAME_IN_ALL_LEVELS,
    Content,
    Fault,
    heading_key,
    missing_columns,
)
from kinerja.competency.rules.figures import LEVELS
from kinerja.competency.rules.states import Cluster

CODE = re.compile(r"[A-Z0-9][A-Z0-9.-]*")
CODE_LONGEST = 16
NAME_LONGEST = 200
# Words that stand where a code may in the addresses of the dictionary.
RESERVED = frozenset({"IMPOR", "EDISI", "XLSX", "PEMETAAN", "PERBANDINGAN"})
INDICATOR = "indicator_{}_{}"


@dataclass(frozen=True)
class Known:
    """What a file is checked against: its urusan (none: the national dictionary), the urusan by
    code of all other dictionaries, the entries that it builds on, and texts of our own.

    A column that the file does not have is taken from the entries and else from `own`, which
    has texts by (code, level), those of the competency itself by level 0.
    """

    urusan: str = ""
    taken: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Entry] = field(default_factory=dict)
    own: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """The entries by code in the file's order; empty while there are faults."""

    entries: dict[str, Entry]
    faults: list[Fault]


def read_entries(content: Content, known: Known) -> Reading:
    """What the file says, or every cell that must be put right first."""
    faults = missing_columns(content)
    if faults:
        return Reading({}, faults)
    if not content.rows:
        message = _("Berkas tidak berisi kompetensi. Isi barisnya di bawah judul kolom.")
        return Reading({}, [Fault(content.header + 1, content.heading("code"), message)])
    faults = sorted(_Checker(content, known).faults(), key=lambda fault: fault.row)
    return Reading({} if faults else _entries(content, known), faults)


def cluster_of(text: str) -> Cluster | None:
    """The cluster that a cell names, however it is spelt; None where there is no such."""
    return CLUSTERS.get(heading_key(text).replace(" ", "_"))


def folded(column: str, row: Mapping[str, str]) -> str | None:
    """What the column says, clusters by their one name."""
    text = row.get(column)
    return (cluster_of(text) or text) if column == "cluster" and text else text


def codes(content: Content) -> set[str]:
    """All codes of the file."""
    return {row.get("code", "").upper() for _number, row in content.rows}


class _Checker:
    def __init__(self, content: Content, known: Known) -> None:
        self.content, self.known = content, known
        self.first: dict[str, tuple[int, dict[str, str]]] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def faults(self) -> Iterator[Fault]:
        """What is wrong, one sentence for a cell."""
        found = False
        for number, row in self.content.rows:
            told = set()
            for fault in self._row(number, row):
                if fault.column not in told:
                    found = True
                    told.add(fault.column)
                    yield fault
        if not found:
            yield from self._missing_levels()

    def _row(self, number: int, row: dict[str, str]) -> Iterator[Fault]:
        fault = self.content.fault
        blocked = {
            column: kind for (at, column), kind in self.content.blocked.items() if at == number
        }
        for column, kind in blocked.items():
            yield fault(number, column, BLOCKED[kind])
        for column in NEEDED:
            if not row[column] and column not in blocked:
                yield fault(number, column, _("Isi kolom ini."))
        yield from self._code(number, row["code"].upper())
        for column in ("name_id", "name_en", "level_name"):
            if len(row.get(column, "")) > NAME_LONGEST:
                message = _("Paling panjang %(count)s huruf.", count=NAME_LONGEST)
                yield fault(number, column, message)
        yield from self._cluster(number, row["cluster"])
        if row["level"] and row["level"] not in map(str, LEVELS):
            yield fault(number, "level", _("Isi angka 1 sampai 5."))
        if "indicator_1_id" not in blocked:
            yield from self._indicators(number, row)
        yield from self._clashes(number, row)

    def _code(self, number: int, code: str) -> Iterator[Fault]:
        fault = self.content.fault
        if len(code) > CODE_LONGEST:
            message = _("Kode paling panjang %(count)s huruf.", count=CODE_LONGEST)
            yield fault(number, "code", message)
        elif code and not CODE.fullmatch(code):
            message = _("Kode hanya boleh berisi huruf, angka, titik, dan tanda hubung.")
            yield fault(number, "code", message)
        elif code in RESERVED:
            yield fault(number, "code", _("Kode ini dipakai sistem. Pilih kode lain."))
        elif code in self.known.taken:
            urusan = self.known.taken[code] or str(_("kamus nasional"))
            message = _(
                "Kode ini sudah dipakai %(urusan)s. Pakai kode lain, misalnya dengan awalan.",
                urusan=urusan,
            )
            yield fault(number, "code", message)

    def _cluster(self, number: int, text: str) -> Iterator[Fault]:
        cluster = cluster_of(text)
        if text and cluster is None:
            message = _("Isi salah satu dari: %(known)s.", known=", ".join(CLUSTERS))
            yield self.content.fault(number, "cluster", message)
        elif cluster and self.known.urusan and cluster is not Cluster.TECHNICAL:
            message = _("Kamus suatu urusan hanya memuat kompetensi teknis. Isi teknis.")
            yield self.content.fault(number, "cluster", message)
        elif cluster is Cluster.TECHNICAL and not self.known.urusan:
            message = _(
                "Kompetensi teknis masuk kamus urusannya. Impor di berkas lain dengan nama urusan."
            )
            yield self.content.fault(number, "cluster", message)

    def _indicators(self, number: int, row: dict[str, str]) -> Iterator[Fault]:
        if row["level"] not in map(str, LEVELS):
            return
        if not _indicators(row, self.content, self.known):
            message = _("Isi sedikitnya satu indikator perilaku untuk tingkat ini.")
            yield self.content.fault(number, "indicator_1_id", message)
        for at in range(1, INDICATORS_MOST + 1):
            english = INDICATOR.format(at, "en")
            if row.get(english) and not row.get(INDICATOR.format(at, "id")):
                message = _("Isi juga indikator ini dalam Bahasa Indonesia.")
                yield self.content.fault(number, english, message)

    def _clashes(self, number: int, row: dict[str, str]) -> Iterator[Fault]:
        code = row["code"].upper()
        if not code:
            return
        earlier, model = self.first.setdefault(code, (number, row))
        message = _(
            "Tidak sama dengan baris %(row)s untuk kode yang sama. Samakan isinya.", row=earlier
        )
        for column in SAME_IN_ALL_LEVELS:
            if folded(column, row) != folded(column, model):
                yield self.content.fault(number, column, message)
        again = self.seen.setdefault((code, row["level"]), number)
        if again != number and row["level"]:
            message = _("Tingkat ini sudah ada di baris %(row)s. Hapus salah satu.", row=again)
            yield self.content.fault(number, "level", message)

    def _missing_levels(self) -> Iterator[Fault]:
        for code, (number, _row) in self.first.items():
            for level in LEVELS:
                if (code, str(level)) not in self.seen:
                    message = _(
                        "Kompetensi %(code)s belum punya tingkat %(level)s. Tambahkan barisnya.",
                        code=code,
                        level=level,
                    )
                    yield self.content.fault(number, "level", message)


def _entries(content: Content, known: Known) -> dict[str, Entry]:
    levels: dict[str, dict[int, Scale]] = {}
    rows: dict[str, dict[str, str]] = {}
    for _number, row in content.rows:
        code, level = row["code"].upper(), int(row["level"])
        rows.setdefault(code, row)
        base = known.base.get(code)
        old = base.levels.get(level) if base else None
        levels.setdefault(code, {})[level] = Scale(
            name=row["level_name"],
            description=row["description_id"],
            description_en=row.get("description_en", old.description_en if old else ""),
            indicators=_indicators(row, content, known),
        )
    return {code: _entry(code, row, levels[code], known) for code, row in rows.items()}


def _entry(code: str, row: Mapping[str, str], levels: dict[int, Scale], known: Known) -> Entry:
    base, own = known.base.get(code), known.own.get((code, 0), {})
    cluster = cluster_of(row["cluster"])
    assert cluster  # noqa: S101  # checked before
    old = {
        "name_en": base.name_en if base else "",
        "definition_id": (base.definition if base else "") or own.get("definition_id", ""),
        "definition_en": (base.definition_en if base else "") or own.get("definition_en", ""),
    }
    texts = old | {name: row[name] for name in old if name in row}
    return Entry(
        code=code,
        cluster=cluster,
        name=row["name_id"],
        name_en=texts["name_en"],
        definition=texts["definition_id"],
        definition_en=texts["definition_en"],
        levels=dict(sorted(levels.items())),
    )


def _indicators(
    row: Mapping[str, str], content: Content, known: Known
) -> tuple[tuple[str, str], ...]:
    code, level = row["code"].upper(), int(row["level"])
    if "indicator_1_id" in content.places:
        return _given(row)
    base = known.base.get(code)
    old = base.levels[level].indicators if base and level in base.levels else ()
    return old or _given(known.own.get((code, level), {}))


def _given(row: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    found = (
        (row.get(INDICATOR.format(at, "id"), ""), row.get(INDICATOR.format(at, "en"), ""))
        for at in range(1, INDICATORS_MOST + 1)
    )
    return tuple(each for each in found if each[0])
