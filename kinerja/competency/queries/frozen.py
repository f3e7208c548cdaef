"""The rulebook as a cycle keeps to it: its values at the opening, whatever was changed since."""

from datetime import date
from typing import Any

from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Cycle
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import rule

PREFIX = "competency."


def rules_on(day: date) -> dict[str, dict[str, Any]]:
    """Every competency setting in force on the day: its value, legal basis and first day."""
    rows = db.session.scalars(
        select(Rule)
        .where(Rule.key.startswith(PREFIX, autoescape=True), Rule.valid_from <= day)
        .order_by(Rule.key, Rule.valid_from)
    )
    return {
        found.key: {
            "value": found.value,
            "legal_basis": found.legal_basis,
            "valid_from": found.valid_from.isoformat(),
        }
        for found in rows
    }


def cycle_rule(cycle: Cycle | None, key: str) -> Any:
    """The setting's value for this cycle: the one frozen at its opening, else today's.

    :raises MissingError: there is no such setting.
    """
    frozen = (cycle.frozen or {}).get("rules", {}) if cycle else {}
    return frozen[key]["value"] if key in frozen else rule(key, on=clock.today())
