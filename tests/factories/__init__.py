"""Rows for tests. Each function commits in a context of its own and returns an id."""

from tests.factories.base import Counting, numbers, save
from tests.factories.competency import assessed, dictionary, open_cycle, verified
from tests.factories.development import plan_item, training
from tests.factories.people import account, employee, employees, grant, nip, position, unit
from tests.factories.satisfaction import counter, service

__all__ = [
    "Counting",
    "account",
    "assessed",
    "counter",
    "dictionary",
    "employee",
    "employees",
    "grant",
    "nip",
    "numbers",
    "open_cycle",
    "plan_item",
    "position",
    "save",
    "service",
    "training",
    "unit",
    "verified",
]
