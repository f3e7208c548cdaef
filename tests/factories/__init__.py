"""Rows for tests. Each function commits in a context of its own and returns an id."""

from tests.factories.base import Counting, numbers, save
from tests.factories.competency import (
    assessed,
    decide_unfinished,
    dictionary,
    open_cycle,
    verified,
)
from tests.factories.development import plan_item, training
from tests.factories.documents import result_paper
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
from tests.factories.peers import (
    assessment_of,
    peer_answer,
    peer_comment,
    peer_group,
    with_peers,
)
from tests.factories.people import account, employee, employees, grant, nip, position, unit
from tests.factories.privacy import consent
from tests.factories.satisfaction import counter, service
from tests.factories.standards import job_standard, succeed, technical

__all__ = [
    "JPG",
    "Counting",
    "account",
    "acting",
    "assessed",
    "assessment_of",
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
    "open_cycle",
    "pdf",
    "peer_answer",
    "peer_comment",
    "peer_group",
    "plan_item",
    "png",
    "position",
    "posting",
    "result_paper",
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
    "with_peers",
    "without_indicators",
]
