"""Rows for tests. Each function commits in a context of its own and returns an id."""

from tests.factories.appraisal import official_sums, predicate
from tests.factories.base import Counting, numbers, save
from tests.factories.competency import (
    ask,
    assessed,
    decide_unfinished,
    dictionary,
    open_cycle,
    verified,
)
from tests.factories.development import plan_item, training
from tests.factories.evidence import (
    JPG,
    evidence,
    indicators,
    many_links,
    office,
    pdf,
    png,
    used_evidence,
    without_indicators,
)
from tests.factories.histories import acting, line, posting, settle, standing
from tests.factories.notifications import holiday, notice
from tests.factories.official import official
from tests.factories.people import account, employee, employees, grant, nip, position, unit
from tests.factories.privacy import consent
from tests.factories.satisfaction import counter, service
from tests.factories.standards import job_standard, succeed, technical

__all__ = [
    "JPG",
    "Counting",
    "account",
    "acting",
    "ask",
    "assessed",
    "consent",
    "counter",
    "decide_unfinished",
    "dictionary",
    "employee",
    "employees",
    "evidence",
    "grant",
    "holiday",
    "indicators",
    "job_standard",
    "line",
    "many_links",
    "nip",
    "notice",
    "numbers",
    "office",
    "official",
    "official_sums",
    "open_cycle",
    "pdf",
    "plan_item",
    "png",
    "position",
    "posting",
    "predicate",
    "save",
    "service",
    "settle",
    "standing",
    "succeed",
    "technical",
    "training",
    "unit",
    "used_evidence",
    "verified",
    "without_indicators",
]
