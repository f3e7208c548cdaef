"""Changing the days off: from today on only, and never without a reason."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.rulebook.models.holidays import Holiday
from kinerja.rulebook.queries.holidays import CACHE
from kinerja.rulebook.rules.holidays import HolidayKind


class HolidayRefusedError(DomainError):
    """The day cannot be this; `field` names the parameter it is about."""

    status = 422
    field = "day"


class PastHolidayError(HolidayRefusedError):
    """Deadlines were counted with the day as it was."""


class HolidayTakenError(HolidayRefusedError):
    """The day is off already."""


def add_holiday(
    *, day: date, name: str, kind: HolidayKind, legal_basis: str, reason: str, by: int
) -> Holiday:
    """Nobody works on the day.

    :raises PastHolidayError: it lies before today.
    :raises HolidayTakenError: it is a day off already.
    """
    _refuse_past(day)
    _refuse_taken(day, None)
    added = Holiday(day=day, name=name, kind=kind, legal_basis=legal_basis)
    db.session.add(added)
    _flush()
    audit.record("holiday.added", added, by=by, after=_facts(added), why=reason)
    return added


def change_holiday(
    holiday: Holiday,
    *,
    day: date,
    name: str,
    kind: HolidayKind,
    legal_basis: str,
    reason: str,
    by: int,
) -> Holiday:
    """Correct a day off, or move it where a new decree does.

    :raises PastHolidayError: it lay, or would lie, before today.
    :raises HolidayTakenError: another one is on that day.
    """
    _refuse_past(holiday.day)
    _refuse_past(day)
    _refuse_taken(day, holiday.id)
    before = _facts(holiday)
    holiday.day, holiday.name, holiday.kind, holiday.legal_basis = day, name, kind, legal_basis
    _flush()
    audit.record(
        "holiday.changed", holiday, by=by, before=before, after=_facts(holiday), why=reason
    )
    return holiday


def remove_holiday(holiday: Holiday, *, reason: str, by: int) -> None:
    """The day is a working day again.

    :raises PastHolidayError: it lies before today.
    """
    _refuse_past(holiday.day)
    audit.record(
        "holiday.removed",
        f"{Holiday.__tablename__}:{holiday.id}",
        by=by,
        before=_facts(holiday),
        why=reason,
    )
    db.session.delete(holiday)
    _flush()


def _refuse_past(day: date) -> None:
    if day < clock.today():
        raise PastHolidayError(
            _("Hari yang sudah lewat tidak dapat diubah. Pilih hari ini atau sesudahnya.")
        )


def _refuse_taken(day: date, holiday_id: int | None) -> None:
    taken = db.session.scalar(select(Holiday.id).where(Holiday.day == day))
    if taken is not None and taken != holiday_id:
        raise HolidayTakenError(
            _("Hari itu sudah tercatat sebagai hari libur. Ubah yang sudah ada.")
        )


def _flush() -> None:
    db.session.flush()
    db.session.info.pop(CACHE, None)


def _facts(holiday: Holiday) -> dict[str, Any]:
    return {
        "day": holiday.day.isoformat(),
        "name": holiday.name,
        "kind": holiday.kind,
        "legal_basis": holiday.legal_basis,
    }
