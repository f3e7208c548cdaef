"""Staff files: their columns, what is wrong in a row, and what an import would do."""

from kinerja.people.rules.imports.blocked import blocked_cells
from kinerja.people.rules.imports.columns import (
    NEEDED,
    NIP_HEADINGS,
    Column,
    fingerprint_text,
    header_index,
    missing,
    recognised,
)
from kinerja.people.rules.imports.faults import MATCHABLE, Fault, FaultKind
from kinerja.people.rules.imports.known import Known, Person, Place, Post, SetLine
from kinerja.people.rules.imports.names import Matches, NameFinder, distinct_unknown
from kinerja.people.rules.imports.plan import Change, Plan, Planner, RowPlan
from kinerja.people.rules.imports.rows import Draft, RowReader
from kinerja.people.rules.imports.states import (
    BUSY,
    MOVES,
    ImportState,
    ImportStep,
    Outcome,
    next_import_state,
)
from kinerja.people.rules.imports.values import KIND_NAMES
from kinerja.people.rules.imports.writes import Writes

__all__ = [
    "BUSY",
    "KIND_NAMES",
    "MATCHABLE",
    "MOVES",
    "NEEDED",
    "NIP_HEADINGS",
    "Change",
    "Column",
    "Draft",
    "Fault",
    "FaultKind",
    "ImportState",
    "ImportStep",
    "Known",
    "Matches",
    "NameFinder",
    "Outcome",
    "Person",
    "Place",
    "Plan",
    "Planner",
    "Post",
    "RowPlan",
    "RowReader",
    "SetLine",
    "Writes",
    "blocked_cells",
    "distinct_unknown",
    "fingerprint_text",
    "header_index",
    "missing",
    "next_import_state",
    "recognised",
]
