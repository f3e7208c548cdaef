"""What may be proposed for one's own data, and a case's values in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from kinerja.extensions import db
from kinerja.people.models import Correction, Employee, Position, Unit
from kinerja.people.rules import FIELD_LABELS, FIELDS, CorrectionTopic
from kinerja.permissions import Viewer

MOST_CHOICES = 8
LEAST_LETTERS = 3


@dataclass(frozen=True)
class Choice:
    """Something that may be proposed: its id, its name, and a word more."""

    id: int
    name: str
    detail: str = ""

    @property
    def words(self) -> str:
        """The name with the word more."""
        return f"{self.name} ({self.detail})" if self.detail else self.name


def choices(topic: CorrectionTopic, search: str, *, to: Viewer) -> list[Choice]:
    """What the search finds for the topic: eight at most, nothing for fewer than three letters.

    Of people only name and position, and a number only when it is written in full: this is no
    directory.
    """
    wanted = " ".join(search.split())
    if len(wanted) < LEAST_LETTERS:
        return []
    if topic is CorrectionTopic.SUPERVISOR:
        return [Choice(one.id, one.full_name, one.position.title) for one in _people(wanted, to=to)]
    if topic is CorrectionTopic.UNIT:
        units = select(Unit).where(Unit.is_active, Unit.name.icontains(wanted, autoescape=True))
        found = db.session.scalars(units.order_by(Unit.name).limit(MOST_CHOICES))
        return [Choice(unit.id, unit.name) for unit in found]
    positions = select(Position).where(
        Position.is_active, Position.title.icontains(wanted, autoescape=True)
    )
    held = db.session.scalars(positions.order_by(Position.title).limit(MOST_CHOICES))
    return [Choice(one.id, one.title, str(one.job_level.label)) for one in held]


def _people(wanted: str, *, to: Viewer) -> Iterable[Employee]:
    number = "".join(wanted.split())
    matching = (
        Employee.nip == number
        if number.isdigit()
        else Employee.name.icontains(wanted, autoescape=True)
    )
    return db.session.scalars(
        select(Employee)
        .options(joinedload(Employee.position))
        .where(matching, Employee.is_active, Employee.id != to.employee_id)
        .order_by(Employee.name, Employee.id)
        .limit(MOST_CHOICES)
    )


@dataclass(frozen=True)
class Value:
    """One field of a case in words: as it was, as proposed, as it became."""

    label: object
    before: str
    proposal: str | None
    applied: str | None


def values(found: Correction) -> list[Value]:
    """What the case is about in words; a field that is not proposed has None there."""
    return [
        Value(
            FIELD_LABELS[name],
            _words(name, found.before) or "",
            _words(name, found.proposal),
            _words(name, found.applied),
        )
        for name in FIELDS[found.topic]
    ]


def _words(name: str, held: Mapping[str, Any]) -> str | None:
    if name not in held:
        return None
    value = held[name]
    if value is None:
        return ""
    if name == "supervisor_id":
        person = db.session.get(Employee, value)
        return person.full_name if person else ""
    if name == "unit_id":
        return db.session.get_one(Unit, value).name
    if name == "position_id":
        return db.session.get_one(Position, value).title
    return str(value)
