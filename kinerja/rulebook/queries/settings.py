"""The book for people: every setting with its history, searched and by group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import LazyString
from sqlalchemy import select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.rulebook.models.settings import Rule
from kinerja.rulebook.rules import SETTINGS, Group, Setting


@dataclass(frozen=True)
class History:
    """A setting and its values, the newest first, as they stand on the day.

    `setting` is None for a key that the registry does not know: such a value is only shown.
    """

    key: str
    setting: Setting | None
    rules: Sequence[Rule]
    on: date

    @property
    def title(self) -> LazyString | str:
        """The setting's name for people."""
        return self.setting.title if self.setting else self.key

    @property
    def group(self) -> Group:
        """The part of the book in which it stands."""
        return self.setting.group if self.setting else Group.HOUSE

    @property
    def current(self) -> Rule | None:
        """The value in force."""
        return next((rule for rule in self.rules if rule.valid_from <= self.on), None)

    @property
    def upcoming(self) -> list[Rule]:
        """Values that are not yet in force, the next one first."""
        return [rule for rule in reversed(self.rules) if rule.valid_from > self.on]

    def until(self, rule: Rule) -> date | None:
        """The first day on which the value is no longer in force."""
        newer = [other.valid_from for other in self.rules if other.valid_from > rule.valid_from]
        return min(newer, default=None)


def histories(*, on: date) -> list[History]:
    """Every setting in the registry's order, unknown keys last. One query."""
    rules: dict[str, list[Rule]] = {}
    for found in db.session.scalars(select(Rule).order_by(Rule.key, Rule.valid_from.desc())):
        rules.setdefault(found.key, []).append(found)
    known = [key for key in SETTINGS if key in rules]
    keys = [*known, *(key for key in rules if key not in SETTINGS)]
    return [History(key, SETTINGS.get(key), rules[key], on) for key in keys]


def matching(
    found: Sequence[History], *, search: str = "", group: Group | None = None
) -> list[History]:
    """Those of the group in whose title, key, note or legal basis all the words occur."""
    words = search.casefold().split()
    return [
        history
        for history in found
        if (group is None or history.group is group)
        and all(word in _text(history) for word in words)
    ]


def _text(history: History) -> str:
    parts: list[Any] = [history.title, history.key, *(rule.legal_basis for rule in history.rules)]
    if history.setting:
        parts.append(history.setting.note)
    return " ".join(map(str, parts)).casefold()


def history(key: str, *, on: date) -> History:
    """One setting with its values. One query.

    :raises MissingError: the book has no such key.
    """
    rules = db.session.scalars(
        select(Rule).where(Rule.key == key).order_by(Rule.valid_from.desc())
    ).all()
    if not rules:
        raise MissingError()
    return History(key, SETTINGS.get(key), rules, on)


def version(rule_id: int) -> Rule:
    """One dated value.

    :raises MissingError: there is none.
    """
    found = db.session.get(Rule, rule_id)
    if found is None:
        raise MissingError()
    return found
