"""Reading the dated settings."""

import json
from collections import defaultdict
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import Text, cast, select
from sqlalchemy.exc import SQLAlchemyError

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.rulebook.models.settings import Rule
from kinerja.rulebook.rules import SHIPPED

Book: TypeAlias = dict[str, list[tuple[str, str]]]
CACHE = "rulebook"


def book() -> Book:
    """First day and value of all settings as texts, the newest first under each key.

    One query for each session. Nearly every request asks for a number or two of them, so the
    values, some of them long tables, are read only when they are asked for.
    """
    if CACHE not in db.session.info:
        rules: Book = defaultdict(list)
        columns = Rule.key, cast(Rule.valid_from, Text), cast(Rule.value, Text)
        for key, day, value in db.session.execute(select(*columns).order_by(columns[1].desc())):
            rules[key].append((day, value))
        db.session.info[CACHE] = dict(rules)
    read: Book = db.session.info[CACHE]
    return read


def rule(key: str, *, on: date) -> Any:
    """The setting's value in force on the day. Decimal fractions are kept as text.

    :raises MissingError: there is no such setting, or none in force yet.
    """
    for day, value in book().get(key, ()):
        if day <= on.isoformat():
            return json.loads(value)
    raise MissingError(f"rule {key} on {on.isoformat()}")


def periods(key: str) -> list[tuple[date, date | None, Any]]:
    """Every value that the setting has had or will have, the newest first: its first day, the
    first day on which it holds no longer (None: it holds on), and the value.
    """
    found: list[tuple[date, date | None, Any]] = []
    end = None
    for day, value in book().get(key, ()):
        first = date.fromisoformat(day)
        found.append((first, end, json.loads(value)))
        end = first
    return found


def rule_or_shipped(key: str, *, on: date) -> Any:
    """As `rule`; what came with the application where there is no database to ask."""
    try:
        return rule(key, on=on)
    except (SQLAlchemyError, OSError):
        db.session.rollback()
        return SHIPPED[key]
