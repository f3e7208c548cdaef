"""Permissions that an appointment elsewhere carries, for as long as it holds."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    cast,
    literal,
    null,
    select,
    union_all,
)

from kinerja.extensions import db
from kinerja.permissions import Permission

# Whether the employee holds the appointment on the day.
Holds = Callable[[int, date], ColumnElement[bool]]
_CARRIED: dict[Permission, Holds] = {}


def carry(permission: Permission, holds: Holds) -> None:
    """Let the permission also go with an appointment that a feature above knows of."""
    _CARRIED[permission] = holds


def carried(employee_id: int, *, on: date) -> Iterator[Select[*tuple[Any, ...]]]:
    """Rows (nobody, permission), one statement for each appointment, to be united with others."""
    for permission, holds in _CARRIED.items():
        word = cast(literal(permission.value), String)
        yield select(cast(null(), Integer), word).where(holds(employee_id, on))


def has_duty(employee_id: int, *, on: date) -> bool:
    """Whether the person holds such an appointment on the day. One query."""
    rows = union_all(*carried(employee_id, on=on)) if _CARRIED else None
    return rows is not None and db.session.execute(rows).first() is not None
