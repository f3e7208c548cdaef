"""Somebody's competency records with the level that follows from them, and why, in a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select, true
from sqlalchemy.orm import joinedload

from kinerja import clock
from kinerja.competency.models import Assessment, Competency, Record
from kinerja.competency.queries.assessments import veiled
from kinerja.competency.queries.dictionary import in_language
from kinerja.competency.queries.people import is_visible
from kinerja.competency.queries.present import in_force, ranks, reach
from kinerja.competency.rules import RecordKind, Weighed, Why, holds, weigh
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer

MOST_PASSED = 2  # records passed over of which the sentence tells


@dataclass(frozen=True)
class Explained:
    """One competency of somebody: the level on the day, why, and all records, the newest first."""

    competency: Competency
    records: Sequence[Record]
    weighed: Weighed[Record]
    on: date

    @property
    def level(self) -> int | None:
        """The present level; none where nothing holds."""
        return self.weighed.chosen.level if self.weighed.chosen else None

    @property
    def sentence(self) -> str:
        """Where the level comes from, how long it holds, and what was passed over for it."""
        return sentence(self.weighed)

    def is_chosen(self, record: Record) -> bool:
        """Whether the present level is this record's."""
        return record is self.weighed.chosen

    def is_expired(self, record: Record) -> bool:
        """Whether it would hold still, had its time not passed."""
        return record.voided_at is None and not holds(record, self.on)


def explained(
    employee_id: int, *, on: date, code: str | None = None, to: Viewer | None = None
) -> list[Explained]:
    """Every competency in force in which the person has a record (or the one with the code), in
    the dictionary's order; without own levels that `to` must not see yet. Two queries.
    """
    pairs = reach()
    rows = db.session.execute(
        select(Competency, Record)
        .join(pairs, pairs.c.for_id == Competency.id)
        .join(Record, Record.competency_id == pairs.c.competency_id)
        .options(joinedload(Record.author), joinedload(Record.voided_by))
        .where(Record.employee_id == employee_id, Competency.id.in_(in_force(on=on)))
        .where(true() if to is None else ~_is_hidden(to))
        .order_by(Competency.rank, Competency.id, Record.on.desc(), Record.id.desc())
    )
    found: dict[Competency, list[Record]] = {}
    for competency, record in rows:
        if code is None or competency.code == code.upper():
            found.setdefault(competency, []).append(record)
    places: Mapping[str, int] = ranks(on=on)
    return [
        Explained(competency, records, weigh(records, places, on), on)
        for competency, records in found.items()
    ]


def _is_hidden(to: Viewer) -> ColumnElement[bool]:
    """Own levels, voided ones too, of assessments that the viewer verifies without seeing them."""
    hidden = select(Assessment.id).where(veiled(to))
    given = func.coalesce(Record.assessment_id, 0)
    return and_(Record.kind == RecordKind.SELF, given.in_(hidden))


def sentence(weighed: Weighed[Record]) -> str:
    """The level's reason in one sentence."""
    if weighed.chosen is None:
        return _expired(weighed.last) if weighed.last else _("Belum ada catatan yang berlaku.")
    parts = [_origin(weighed.chosen), *_passed_over(weighed)]
    return f"{'; '.join(parts)}."


def source(record: Record) -> str:
    """Who or what says it, with the name where there is one to tell: peers stay unnamed."""
    name = record.author_name or (record.author.name if record.author else "")
    if record.kind in (RecordKind.PEER, RecordKind.SELF) or not name:
        return str(record.kind.label)
    return f"{record.kind.label} ({name})"


def visible_person(employee_id: int, *, to: Viewer) -> Employee:
    """Somebody whose records the viewer may read: a direct report, or in a unit granted.

    :raises MissingError: there is none, or not for this viewer.
    """
    seen = select(Employee.id).where(Employee.id == employee_id, is_visible(to))
    if employee_id == to.employee_id or db.session.scalar(seen) is None:
        raise MissingError()
    return people.employee(employee_id)


def kept_person(employee_id: int, *, to: Viewer) -> Employee:
    """Somebody else whose records the viewer keeps.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = people.employee(employee_id)
    if found.id == to.employee_id or found.unit_id not in to.units(Permission.KEEP_RECORDS):
        raise MissingError()
    return found


def kept_record(record_id: int, *, to: Viewer) -> Record:
    """A record of such a person.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = db.session.get(Record, record_id)
    if found is None:
        raise MissingError()
    kept_person(found.employee_id, to=to)
    return found


def record_title(record: Record) -> str:
    """The record in a few words: its competency and level."""
    name: Any = in_language(record.competency, "name")
    return str(_("%(name)s, tingkat %(level)s", name=name, level=record.level))


def _origin(record: Record) -> str:
    said = {"level": record.level, "source": source(record), "day": _day(record.on)}
    if record.valid_until is None:
        return str(_("Tingkat %(level)s dari %(source)s %(day)s", **said))
    until = _day(record.valid_until)
    return str(
        _(
            "Tingkat %(level)s dari %(source)s %(day)s, berlaku sampai %(until)s",
            until=until,
            **said,
        )
    )


def _passed_over(weighed: Weighed[Record]) -> Iterator[str]:
    chosen = weighed.chosen
    told = [(one, why) for one, why in weighed.passed if chosen and one.kind is not chosen.kind]
    for one, why in told[:MOST_PASSED]:
        said = {"kind": one.kind.label, "level": one.level}
        if why is Why.EXPIRED and one.valid_until:
            yield _(
                "%(kind)s %(level)s tidak dipakai karena berakhir %(day)s",
                day=_day(one.valid_until),
                **said,
            )
        elif chosen:
            yield _(
                "%(kind)s %(level)s tidak dipakai karena %(chosen)s didahulukan",
                chosen=chosen.kind.label,
                **said,
            )


def _expired(record: Record) -> str:
    said = {"level": record.level, "source": source(record), "day": _day(record.on)}
    return str(
        _(
            "Kedaluwarsa: tingkat terakhir %(level)s dari %(source)s %(day)s, berakhir %(until)s.",
            until=_day(record.valid_until or clock.today()),
            **said,
        )
    )


def _day(day: date) -> str:
    return str(format_date(day, "long"))
