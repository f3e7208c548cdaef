"""Rows that hold from a day to a day: beginning a new one ends the one before.

Histories are written at their end only: an entry that begins later must be withdrawn first.
An entry remembers what it cut short (`cut_until`), so that withdrawing it restores exactly that.
"""

from datetime import date, timedelta
from typing import Any, NoReturn, TypeVar, cast

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import Select, select

from kinerja.errors import DomainError
from kinerja.extensions import Base, db

ONE_DAY = timedelta(days=1)
FOREVER = date.max  # in `cut_until`: the entry before had no last day
History = TypeVar("History", bound=Base)


class LaterEntryError(DomainError):
    """Something already begins on a later day; what is older cannot be written over it."""

    status = 422
    field = "valid_from"


class EndBeforeStartError(DomainError):
    """The last day lies before the first."""

    status = 422
    field = "valid_to"


def begin(
    model: type[History],
    keys: dict[str, Any],
    *,
    valid_from: date,
    valid_to: date | None = None,
    **facts: Any,
) -> History:
    """From `valid_from` on the facts hold for the keys; what held before ends the day before.

    An entry that begins on the same day is corrected in place.

    :raises LaterEntryError: an entry begins later.
    :raises EndBeforeStartError: `valid_to` lies before `valid_from`.
    """
    refuse_disorder(valid_from, valid_to)
    entry: Any = db.session.scalar(_entries(model, keys).limit(1))
    if entry is not None and entry.valid_from > valid_from:
        _refuse_later(entry)
    if entry is None or entry.valid_from < valid_from:
        entry = _follow(entry, model(**keys, valid_from=valid_from))
    for name, value in {**facts, "valid_to": valid_to}.items():
        setattr(entry, name, value)
    db.session.flush()
    return cast(History, entry)


def _refuse_later(entry: Any) -> NoReturn:
    raise LaterEntryError(
        _(
            "Sudah ada data yang mulai berlaku %(day)s. Pilih tanggal sesudahnya, atau "
            "batalkan data itu dulu.",
            day=format_date(entry.valid_from, "long"),
        )
    )


def _follow(before: Any, entry: Any) -> Any:
    """The new entry, with whatever held before ended the day before it begins."""
    if before is not None and (before.valid_to is None or before.valid_to >= entry.valid_from):
        entry.cut_until = before.valid_to or FOREVER
        before.valid_to = entry.valid_from - ONE_DAY
    db.session.add(entry)
    return entry


def refuse_disorder(valid_from: date, valid_to: date | None) -> None:
    """:raises EndBeforeStartError: the last day lies before the first."""
    if valid_to is not None and valid_to < valid_from:
        raise EndBeforeStartError(
            _("Tanggal berakhir tidak boleh sebelum tanggal mulai. Periksa keduanya.")
        )


def end(model: type[History], keys: dict[str, Any], *, on: date) -> History | None:
    """The day is the last one of what holds then; None when nothing does.

    :raises LaterEntryError: an entry begins later.
    """
    latest: Any = db.session.scalar(_entries(model, keys).limit(1))
    if latest is not None and latest.valid_from > on + ONE_DAY:
        _refuse_later(latest)
    entry: Any = held(model, keys, on=on)
    if entry is not None:
        entry.valid_to = on
        db.session.flush()
    return cast("History | None", entry)


def held(model: type[History], keys: dict[str, Any], *, on: date) -> History | None:
    """The entry that holds for the keys on the day."""
    dated: Any = model
    found = db.session.scalar(_entries(model, keys).where(dated.valid_from <= on).limit(1))
    entry: Any = found
    if entry is None or (entry.valid_to is not None and entry.valid_to < on):
        return None
    return cast(History, entry)


def withdraw(entry: Any, *, keys: tuple[str, ...]) -> None:
    """Take the newest entry back: the one that it had cut short holds as long as before.

    :raises LaterEntryError: an entry begins later.
    """
    model, values = type(entry), {name: getattr(entry, name) for name in keys}
    newest: Any
    before: Any
    newest, before = [*db.session.scalars(_entries(model, values).limit(2)), None][:2]
    if newest is not entry:
        _refuse_later(newest)
    if before is not None and entry.cut_until is not None:
        before.valid_to = None if entry.cut_until == FOREVER else entry.cut_until
    db.session.delete(entry)
    db.session.flush()


def _entries(model: Any, keys: dict[str, Any]) -> Select[Any]:
    wanted = [getattr(model, name) == value for name, value in keys.items()]
    return select(model).where(*wanted).order_by(model.valid_from.desc())
