"""Reads: the kiosk's, the counters', and figures from the roll-ups."""

from kinerja.satisfaction.queries.counters import (
    counters,
    has_counter,
    has_service,
    public_unit,
    service_units,
    services,
    visible_counter,
    visible_service,
)
from kinerja.satisfaction.queries.figures import (
    Figures,
    Method,
    Period,
    Sample,
    figures,
    method,
    months,
    quarters,
    reasons,
    samples,
    weekday_hours,
)
from kinerja.satisfaction.queries.kiosk import KioskCounter, kiosk_counter, survey, visit
from kinerja.satisfaction.queries.report import Ranked, Report, ranked_units, report

__all__ = [
    "Figures",
    "KioskCounter",
    "Method",
    "Period",
    "Ranked",
    "Report",
    "Sample",
    "counters",
    "figures",
    "has_counter",
    "has_service",
    "kiosk_counter",
    "method",
    "months",
    "public_unit",
    "quarters",
    "ranked_units",
    "reasons",
    "report",
    "samples",
    "service_units",
    "services",
    "survey",
    "visible_counter",
    "visible_service",
    "visit",
    "weekday_hours",
]
