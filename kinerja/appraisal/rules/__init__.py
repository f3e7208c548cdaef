"""Predicates, the talent grid, and files of predicates."""

from kinerja.appraisal.rules.files import (
    COLUMNS,
    CellFault,
    FaultKind,
    FilePlan,
    Line,
    PredicateColumn,
    doubled,
    planned,
    read_line,
)
from kinerja.appraisal.rules.predicates import Predicate, PredicateSource, predicate_of
from kinerja.appraisal.rules.talent import (
    CLAMP,
    Performance,
    Potential,
    TalentRule,
    told_counts,
)

__all__ = [
    "CLAMP",
    "COLUMNS",
    "CellFault",
    "FaultKind",
    "FilePlan",
    "Line",
    "Performance",
    "Potential",
    "Predicate",
    "PredicateColumn",
    "PredicateSource",
    "TalentRule",
    "doubled",
    "planned",
    "predicate_of",
    "read_line",
    "told_counts",
]
