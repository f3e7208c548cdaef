"""Reading the dated settings."""

from collections import defaultdict
from datetime import date
from typing import Any, TypeAlias

from sqlalchemy import select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.rulebook.models import Rule

Book: TypeAlias = dict[str, list[tuple[date, Any]]]


def book() -> Book:
    """All settings, the newest first under each key. One query for each session."""
    if "rulebook" not in db.session.info:
        rules: Book = defaultdict(list)
        statement = select(Rule.key, Rule.valid_from, Rule.value).order_by(Rule.valid_from.desc())
        for key, valid_from, value in db.session.execute(statement):
            rules[key].append((valid_from, value))
        db.session.info["rulebook"] = dict(rules)
    read: Book = db.session.info["rulebook"]
    return read


def rule(key: str, *, on: date) -> Any:
    """The setting's value in force on the day. Decimal fractions are kept as text.

    :raises MissingError: there is no such setting, or none in force yet.
    """
    for valid_from, value in book().get(key, ()):
        if valid_from <= on:
            return value
    raise MissingError(f"rule {key} on {on.isoformat()}")
