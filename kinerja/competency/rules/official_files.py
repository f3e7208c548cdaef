"""What rows of official results come to, compared with what there is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from flask_babel import lazy_gettext as _

from kinerja.competency.rules.jpm import Jpm, OfficialPurpose, is_as_printed, jpm
from kinerja.competency.rules.official_cells import (
    PURPOSES,
    C,
    KnownOfficial,
    KnownOfficials,
    OfficialFault,
    OfficialLine,
    fact_faults,
    level_faults,
    level_of,
    levels_in,
    nip_of,
    printed_of,
)
from kinerja.competency.rules.standard_files import day_of, folded
from kinerja.sheets import Outcome


@dataclass(frozen=True)
class PlannedOfficial:
    """A result that a row holds, with the standard's level of each competency found."""

    row: int
    employee_id: int
    name: str
    on: date
    provider: str
    report_number: str
    purpose: OfficialPurpose
    position_id: int
    title: str
    valid_until: date
    printed: str
    levels: Mapping[int, int]
    standards: Mapping[int, int | None]
    unfound: int
    outcome: Outcome = Outcome.NEW

    @property
    def key(self) -> tuple[int, str]:
        """The person and the report: of these there is one result."""
        return self.employee_id, folded(self.report_number)

    @property
    def jpm(self) -> Jpm:
        """The figure by our own computation."""
        return jpm((level, self.standards[number]) for number, level in self.levels.items())

    @property
    def is_printed_otherwise(self) -> bool:
        """Whether the report shows another figure than the levels give; ours counts."""
        return not is_as_printed(self.jpm, self.printed)

    @property
    def unasked(self) -> int:
        """How many of the competencies the position does not ask for: kept, but not counted."""
        return sum(level is None for level in self.standards.values())


@dataclass
class OfficialPlan:
    """What the rows come to; nothing is written while anything is at fault."""

    results: list[PlannedOfficial] = field(default_factory=list)
    faults: list[OfficialFault] = field(default_factory=list)

    @property
    def new(self) -> list[PlannedOfficial]:
        """Those that are not there yet."""
        return [one for one in self.results if one.outcome is Outcome.NEW]


def plan_officials(lines: Iterable[OfficialLine], known: KnownOfficials) -> OfficialPlan:
    """What the rows come to, with every wrong cell named."""
    plan, seen = OfficialPlan(), dict[tuple[int, str], int]()
    for row, cells in lines:
        faults = [*fact_faults(row, cells, known), *level_faults(row, cells, known)]
        if not faults:
            planned = _planned(row, cells, known)
            held = known.results.get(planned.key)
            faults = [*_clashes(planned, seen), *_differences(planned, held, cells)]
            outcome = Outcome.SAME if held else Outcome.NEW
            plan.results.append(replace(planned, outcome=outcome))
        plan.faults += faults
    return plan


def _planned(row: int, cells: Mapping[str, str], known: KnownOfficials) -> PlannedOfficial:
    person, day = known.people[nip_of(cells)], day_of(cells[C.DAY]) or known.today
    named = known.positions.get(folded(cells.get(C.POSITION, "")))
    position_id = named or person.position_on(day) or 0
    codes = known.competencies[day]
    levels = {codes[code]: level_of(text) or 0 for code, text in levels_in(cells).items()}
    asked = known.standards.get((day, position_id), {})
    return PlannedOfficial(
        row=row,
        employee_id=person.id,
        name=person.names[0],
        on=day,
        provider=cells[C.PROVIDER],
        report_number=cells[C.REPORT],
        purpose=PURPOSES.get(folded(cells.get(C.PURPOSE, "")), OfficialPurpose.MAPPING),
        position_id=position_id,
        title=known.titles.get(position_id, ""),
        valid_until=day_of(cells.get(C.UNTIL, "")) or known.validity[day],
        printed=printed_of(cells.get(C.PRINTED, "")) or "",
        levels=levels,
        standards={number: asked.get(number) for number in levels},
        unfound=sum(number not in levels for number in asked),
    )


def _clashes(planned: PlannedOfficial, seen: dict[tuple[int, str], int]) -> Iterator[OfficialFault]:
    first = seen.setdefault(planned.key, planned.row)
    if first != planned.row:
        said = _("Orang dan nomor laporan ini sudah ada di baris %(row)s.", row=first)
        yield OfficialFault(planned.row, C.REPORT, said)


def _differences(
    planned: PlannedOfficial, held: KnownOfficial | None, cells: Mapping[str, str]
) -> Iterator[OfficialFault]:
    """The same person and report are refused where anything else differs; empty cells do not."""
    if held is None:
        return
    told = {
        C.DAY: planned.on == held.on,
        C.PROVIDER: folded(planned.provider) == folded(held.provider),
        C.PURPOSE: not cells.get(C.PURPOSE) or planned.purpose is held.purpose,
        C.POSITION: not cells.get(C.POSITION) or planned.position_id == held.position_id,
        C.UNTIL: not cells.get(C.UNTIL) or planned.valid_until == held.valid_until,
        C.PRINTED: not cells.get(C.PRINTED) or planned.printed == held.printed,
        C.REPORT: planned.levels == held.levels,
    }
    differing = [column.value for column, is_same in told.items() if not is_same]
    if differing:
        said = _(
            "Laporan ini sudah tercatat untuk orang ini dengan isi lain (%(columns)s). Bila yang "
            "tercatat keliru, batalkan dulu hasil itu.",
            columns=", ".join(differing).replace(C.REPORT.value, "tingkat"),
        )
        yield OfficialFault(planned.row, C.REPORT, said)
