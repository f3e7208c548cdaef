"""Many rows written at once, by one statement through the driver: the same on both engines.

Values are as a driver takes them: days as ISO texts, members of enumerations as their values.
Nothing is converted on the way, which is most of what an insert of 20,000 rows costs.
"""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from enum import Enum
from operator import itemgetter
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, update

from kinerja.extensions import db

Rows = Sequence[Mapping[str, Any]]


def insert_rows(table: Table, rows: Rows) -> None:
    """Insert the rows; all name the same columns, the others stay empty."""
    if rows:
        named: dict[str, Any] = {name: bindparam(name) for name in rows[0]}
        _run(insert(table).values(named), rows)


def update_rows(table: Table, rows: Rows) -> None:
    """Write the rows' columns to the rows with their `id`; all name the same columns."""
    if rows:
        named: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "id"}
        _run(update(table).where(table.c.id == bindparam("id")).values(named), rows)


def _run(statement: Insert | Update, rows: Rows) -> None:
    """Send the statement's own text, its marks filled from each row in their order."""
    compiled = statement.compile(dialect=db.engine.dialect)
    connection = db.session.connection()
    order = compiled.positiontup
    if order is None:
        connection.exec_driver_sql(str(compiled), list(map(dict, rows)))
        return
    take = itemgetter(*order)
    values = [take(row) for row in rows] if len(order) > 1 else [(take(row),) for row in rows]
    connection.exec_driver_sql(str(compiled), values)


@contextmanager
def all_stays() -> Iterator[None]:
    """Nothing that the block makes is garbage soon: it is not searched for any meanwhile.

    Among the million objects of 20,000 rows that search takes a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plain(value: Any) -> Any:
    """The value as a driver takes it, which is also how JSON carries it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
