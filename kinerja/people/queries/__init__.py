"""Reads over units, staff, grants and sessions; the same SQL on SQLite and PostgreSQL."""

from kinerja.people.queries.sessions import (
    Credentials,
    account_of,
    credentials,
    living_session,
    viewer,
    wrong_tries,
)
from kinerja.people.queries.staff import (
    direct_reports,
    editable_employee,
    employee,
    employee_by_nip,
    named,
    positions_by_title,
    staff,
    superiors,
    visible_employee,
)
from kinerja.people.queries.units import (
    UnitCount,
    job_level_counts,
    root_unit,
    subtree,
    subtrees,
    unit_tree,
    units_by_name,
    visible_unit,
)

__all__ = [
    "Credentials",
    "UnitCount",
    "account_of",
    "credentials",
    "direct_reports",
    "editable_employee",
    "employee",
    "employee_by_nip",
    "job_level_counts",
    "living_session",
    "named",
    "positions_by_title",
    "root_unit",
    "staff",
    "subtree",
    "subtrees",
    "superiors",
    "unit_tree",
    "units_by_name",
    "viewer",
    "visible_employee",
    "visible_unit",
    "wrong_tries",
]
