"""Fixed SQL for the path that every tap takes, handed to the driver as it is.

The statements are the same text on both engines but for the mark of a parameter; the values are
what SQLAlchemy would have stored, so that reading needs no care.
"""

import re
from datetime import UTC, date, datetime
from functools import cache
from uuid import UUID

from kinerja.extensions import db
from kinerja.satisfaction.rules import VALUES, Element

HOUR_KEY = ("counter_id", "day", "hour", "channel", "instrument_id", "flagged")
HOUR_COUNTS = (
    "n",
    *(f"quick_{score}" for score in VALUES),
    *(f"{element}_{part}" for element in Element for part in ("n", "sum")),
    *(f"reached_{number}" for number in range(1, len(Element) + 1)),
)


def _listed(template: str, names: tuple[str, ...]) -> str:
    return ", ".join(template.format(name) for name in names)


INSERT_RATING = """
INSERT INTO satisfaction_rating
(counter_id, uuid, channel, instrument_id, score, at, day, hour, flagged, open_until)
VALUES
(:counter_id, :uuid, :channel, :instrument_id, :score, :at, :day, :hour, :flagged, :open_until)
ON CONFLICT (counter_id, uuid) DO NOTHING
"""
INSERT_SURVEY = """
INSERT INTO satisfaction_answer
(counter_id, uuid, channel, instrument_id, at, day, hour, flagged, reached, complete)
VALUES
(:counter_id, :uuid, :channel, :instrument_id, :at, :day, :hour, :flagged, 1, :complete)
ON CONFLICT (counter_id, uuid) DO NOTHING
"""
ADD_HOUR = " ".join(
    (
        "INSERT INTO satisfaction_hour",
        f"({_listed('{0}', HOUR_KEY + HOUR_COUNTS)})",
        f"VALUES ({_listed(':{0}', HOUR_KEY + HOUR_COUNTS)})",
        f"ON CONFLICT ({_listed('{0}', HOUR_KEY)}) DO UPDATE",
        f"SET {_listed('{0} = satisfaction_hour.{0} + excluded.{0}', HOUR_COUNTS)}",
    )
)
INSERT_REASON = """
INSERT INTO satisfaction_rating_reason (rating_id, reason) VALUES (:rating_id, :reason)
ON CONFLICT (rating_id, reason) DO NOTHING
"""
ADD_REASON = """
INSERT INTO satisfaction_reason_day (counter_id, day, reason, n)
VALUES (:counter_id, :day, :reason, 1)
ON CONFLICT (counter_id, day, reason) DO UPDATE SET n = satisfaction_reason_day.n + 1
"""
# In the order in which a visit's steps take them, so that nobody waits in a circle.
LOCK_WRITERS = """
LOCK TABLE satisfaction_rating_reason, satisfaction_answer, satisfaction_rating
IN SHARE ROW EXCLUSIVE MODE
"""
CLEAR_HOURS = "DELETE FROM satisfaction_hour"
CLEAR_REASONS = "DELETE FROM satisfaction_reason_day"
REBUILD_REASONS = """
INSERT INTO satisfaction_reason_day (counter_id, day, reason, n)
SELECT rating.counter_id, rating.day, given.reason, COUNT(*)
FROM satisfaction_rating_reason AS given
JOIN satisfaction_rating AS rating ON rating.id = given.rating_id
GROUP BY rating.counter_id, rating.day, given.reason
"""


def _case(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def _counted_in(table: str, counts: dict[str, str]) -> str:
    """Each hour's counts from one table; what it doesn't know counts as 0."""
    known = ", ".join(f"{counts.get(name, '0')} AS {name}" for name in HOUR_COUNTS)
    key = _listed("{0}", HOUR_KEY)
    return " ".join(("SELECT", key, ",", known, "FROM", table, "GROUP BY", key))


def _rebuild_hours() -> str:
    """Every count again: each kind of answer by itself, then both together."""
    taps = {f"quick_{score}": _case(f"score = {score}") for score in VALUES}
    surveys = {"n": _case(f"COALESCE({_listed('{0}', tuple(Element))}) IS NOT NULL")}
    for element in Element:
        surveys[f"{element}_n"] = f"COUNT({element})"
        surveys[f"{element}_sum"] = f"COALESCE(SUM({element}), 0)"
    for number in range(1, len(Element) + 1):
        surveys[f"reached_{number}"] = _case(f"reached >= {number}")
    key = _listed("{0}", HOUR_KEY)
    return " ".join(
        (
            f"INSERT INTO satisfaction_hour ({_listed('{0}', HOUR_KEY + HOUR_COUNTS)})",
            f"SELECT {key}, {_listed('SUM({0})', HOUR_COUNTS)}",
            "FROM (",
            _counted_in("satisfaction_rating", taps),
            "UNION ALL",
            _counted_in("satisfaction_answer", surveys),
            f") AS parts GROUP BY {key}",
        )
    )


REBUILD_HOURS = _rebuild_hours()


@cache
def _for_driver(statement: str, dialect: str) -> str:
    return statement if dialect == "sqlite" else re.sub(r":(\w+)", r"%(\1)s", statement)


def _stored(value: object, dialect: str) -> object:
    if isinstance(value, datetime):
        value = value.astimezone(UTC).replace(tzinfo=None)
        return value.isoformat(" ", "microseconds") if dialect == "sqlite" else value
    if dialect == "sqlite" and isinstance(value, UUID):
        return value.hex
    if dialect == "sqlite" and isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def run(statement: str, **values: object) -> int:
    """Run it in this request's transaction; how many rows it wrote."""
    connection = db.session.connection()
    dialect = connection.dialect.name
    stored = {name: _stored(value, dialect) for name, value in values.items()}
    return connection.exec_driver_sql(_for_driver(statement, dialect), stored).rowcount
