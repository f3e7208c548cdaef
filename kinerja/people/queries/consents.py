"""Who has agreed to what, on any day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Select, func, select

from kinerja import clock
from kinerja.database import Page, paged
from kinerja.extensions import db
from kinerja.people.models import Consent
from kinerja.people.rules import ConsentState, Purpose, consent_state


@dataclass(frozen=True)
class Standpoint:
    """One purpose as somebody has answered it; `since` is when, None where never asked."""

    purpose: Purpose
    state: ConsentState
    since: datetime | None


def consenting(purpose: Purpose, *, on: date) -> Select[int]:
    """Ids of everybody whose consent to the purpose's present words holds, for IN (…).

    Today: at this moment, so that a withdrawal counts at once. Another day: at its end.
    """
    latest = (
        select(func.max(Consent.id))
        .where(Consent.purpose == purpose, Consent.at < _end(on))
        .group_by(Consent.employee_id)
    )
    return select(Consent.employee_id).where(
        Consent.id.in_(latest), Consent.given, Consent.version == purpose.version
    )


def has_consented(employee_id: int, purpose: Purpose, *, on: date) -> bool:
    """Whether the person's consent holds on the day, as `consenting` says."""
    held = consenting(purpose, on=on).where(Consent.employee_id == employee_id)
    return db.session.scalar(held) is not None


def consenting_among(employee_ids: Iterable[int], purpose: Purpose, *, on: date) -> set[int]:
    """Which of these people's consent holds on the day. One query."""
    held = consenting(purpose, on=on).where(Consent.employee_id.in_(list(employee_ids)))
    return set(db.session.scalars(held))


def standpoints(employee_id: int) -> list[Standpoint]:
    """Every purpose with the person's present answer. One query."""
    latest = (
        select(func.max(Consent.id))
        .where(Consent.employee_id == employee_id)
        .group_by(Consent.purpose)
    )
    found = {
        row.purpose: row
        for row in db.session.scalars(select(Consent).where(Consent.id.in_(latest)))
    }
    return [_standpoint(purpose, found.get(purpose)) for purpose in Purpose]


def latest_consent(employee_id: int, purpose: Purpose) -> Consent | None:
    """The person's newest answer to the purpose."""
    statement = select(Consent).where(
        Consent.employee_id == employee_id, Consent.purpose == purpose
    )
    return db.session.scalar(statement.order_by(Consent.id.desc()).limit(1))


def consent_history(employee_id: int, *, page: int = 1) -> Page[Consent]:
    """All answers of the person, the newest first."""
    statement = select(Consent).where(Consent.employee_id == employee_id)
    return paged(statement.order_by(Consent.id.desc()), page=page)


def _standpoint(purpose: Purpose, row: Consent | None) -> Standpoint:
    if row is None:
        return Standpoint(purpose, ConsentState.NONE, None)
    state = consent_state(purpose, given=row.given, version=row.version)
    return Standpoint(purpose, state, row.at)


def _end(day: date) -> datetime:
    """When the day is over on the agency's clocks."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.zone())
