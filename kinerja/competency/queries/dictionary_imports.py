"""Reads over dictionary files: what one would do, which wait, and what an export holds."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select

from kinerja.competency.models import DictionaryImport, Edition
from kinerja.competency.queries import editions
from kinerja.competency.queries.own_texts import own_texts
from kinerja.competency.rules.dictionary import INDICATORS_MOST, Entry, outcomes, rewrites
from kinerja.competency.rules.dictionary_checks import Known, codes, read_entries
from kinerja.competency.rules.dictionary_files import CLUSTERS, Content, Fault
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.sheets import Outcome, column_letter, fold


@dataclass(frozen=True)
class PlannedEntry:
    """One competency of a file: what happens to it, and to how many of its levels what."""

    entry: Entry
    outcome: Outcome
    levels: Counter[Outcome]
    rewrites: bool


@dataclass(frozen=True)
class Plan:
    """What applying a file would do: to the edition of the same day, or by making a new one."""

    edition: Edition | None
    former: Edition | None
    later: Edition | None
    rows: list[PlannedEntry]
    faults: list[Fault]
    left_out: list[str]

    def count(self, outcome: str) -> int:
        """How many levels of the dictionary are new, changed or the same."""
        return sum(row.levels[Outcome(outcome)] for row in self.rows)

    @property
    def does_nothing(self) -> bool:
        """Whether the edition is there already, word for word."""
        is_same = all(row.outcome is Outcome.SAME for row in self.rows)
        return self.edition is not None and not self.faults and is_same


def plan(content: Content, *, urusan: str, valid_from: date) -> Plan:
    """Check the file and compare it with the edition of that day, else with the former one."""
    edition = editions.edition_of(urusan, valid_from)
    former, later = editions.beside(urusan, valid_from)
    built_on = edition or former
    base = editions.entries(built_on.id if built_on else None)
    known = Known(
        urusan=urusan,
        taken=editions.codes_elsewhere(urusan, codes(content)),
        base=base,
        own={} if urusan else own_texts(),
    )
    reading = read_entries(content, known)
    rows = [planned(entry, base.get(code)) for code, entry in reading.entries.items()]
    left_out = [] if reading.faults else [code for code in base if code not in reading.entries]
    return Plan(edition, former, later, rows, reading.faults, left_out)


def planned(entry: Entry, before: Entry | None) -> PlannedEntry:
    """What happens to one competency."""
    levels = Counter(outcomes(entry, before).values())
    if before is None:
        return PlannedEntry(entry, Outcome.NEW, levels, rewrites=False)
    is_same = set(levels) == {Outcome.SAME}
    outcome = Outcome.SAME if is_same else Outcome.CHANGED
    return PlannedEntry(entry, outcome, levels, rewrites(entry, before))


def spelled(urusan: str) -> str:
    """The urusan as an edition spells it already, else as it was typed."""
    return next((one for one in editions.all_urusan() if fold(one) == fold(urusan)), urusan)


def waiting_imports() -> Select[DictionaryImport]:
    """The files that are not applied yet, the latest first."""
    return (
        select(DictionaryImport)
        .where(DictionaryImport.applied_at.is_(None))
        .order_by(DictionaryImport.uploaded_at.desc(), DictionaryImport.id.desc())
    )


def dictionary_import(import_id: int) -> DictionaryImport:
    """One file that was sent.

    :raises MissingError: there is no such, or it was thrown away.
    """
    found = db.session.get(DictionaryImport, import_id)
    if found is None:
        raise MissingError()
    return found


def plan_of(row: DictionaryImport) -> Plan:
    """What applying the file would do as things are now."""
    content = Content.from_json(row.content)
    return plan(content, urusan=row.urusan, valid_from=row.valid_from)


def letters(row: DictionaryImport) -> dict[str, str]:
    """Under which letter each heading stands in the file."""
    content = Content.from_json(row.content)
    return {content.heading(name): column_letter(at) for name, at in content.places.items()}


def edition_table(edition_id: int) -> list[list[str]]:
    """The edition in the columns of a file: imported again for the same day it changes nothing."""
    names = {cluster: name for name, cluster in CLUSTERS.items()}
    found = []
    for entry in editions.entries(edition_id).values():
        for level, scale in entry.levels.items():
            row = [
                entry.code,
                entry.name,
                entry.name_en,
                names[entry.cluster],
                entry.definition,
                entry.definition_en,
                str(level),
                scale.name,
                scale.description,
                scale.description_en,
            ]
            for number in range(INDICATORS_MOST):
                row += scale.indicators[number] if number < len(scale.indicators) else ("", "")
            found.append(row)
    return found
