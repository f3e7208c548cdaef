"""Rows for tests. Each function commits in a context of its own and returns an id."""

from tests.factories.base import Counting, numbers, save
from tests.factories.competency import assessed, dictionary, open_cycle, verified
from tests.factories.development import plan_item, training
from tests.factories.histories import acting, line, posting, settle, standing
from tests.factories.notifications import holiday, notice
from tests.factories.people import account, employee, employees, grant, nip, position, unit
from tests.factories.privacy import consent
from tests.factories.satisfaction import counter, service

__all__ = [
    "Counting",
    "account",
    "acting",
    "assessed",
    "consent",
    "counter",
    "dictionary",
    "employee",
    "employees",
    "grant",
    "holiday",
    "line",
    "nip",
    "notice",
    "numbers",
    "open_cycle",
    "plan_item",
    "position",
    "posting",
    "save",
    "service",
    "settle",
    "standing",
    "training",
    "unit",
    "verified",
]
