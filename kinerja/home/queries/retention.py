"""Every class of data with how long it is kept, what is due, and what the last run did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Integer, case, cast, func, null, select

from kinerja import clock
from kinerja.appraisal.services import retention as appraisal
from kinerja.audit import Entry
from kinerja.competency.services import retention as competency
from kinerja.development.services import retention as development
from kinerja.documents.services import retention as documents
from kinerja.extensions import db
from kinerja.home.queries.personal import kept_words
from kinerja.notifications.services import retention as notifications
from kinerja.people.models import RetentionRun
from kinerja.people.queries import held_people
from kinerja.people.services import retention as people
from kinerja.people.services.forgetting import forget_people as forget_identities
from kinerja.personal import Duty, Rows, due_before
from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import rule

Forgetting = Callable[[Sequence[int]], None]
# The identity goes last: until then the others can still find whose things they are.
FEATURES: tuple[Forgetting, ...] = (
    appraisal.forget_people,
    development.forget_people,
    competency.forget_people,
    documents.forget_people,
    notifications.forget_people,
    forget_identities,
)


def forget_people(employee_ids: Sequence[int]) -> None:
    """Forget these people in every feature."""
    for forget in FEATURES:
        forget(employee_ids)


def entries_due(before: datetime) -> Rows:
    """Entries of the audit trail that belong into the archive."""
    return select(
        Entry.seq.label("id"),
        Entry.at.label("since"),
        cast(null(), Integer).label("employee_id"),
    ).where(Entry.at < before)


DUTIES: tuple[Duty, ...] = (
    *people.DUTIES,
    *notifications.DUTIES,
    replace(people.STAFF, forget=forget_people),
    Duty(
        key="retention.audit_years",
        title=_("Jejak audit"),
        effect=_("Tidak pernah dihapus aplikasi; pindahkan ke arsip dengan cadangan basis data"),
        due=entries_due,
    ),
)


@dataclass(frozen=True)
class Standing:
    """One class today: `due` rows of which `held` are kept by a legal hold; the `oldest` is since
    when. `last` is the last run, None where there was none.
    """

    duty: Duty
    kept: str
    basis: str
    due: int
    held: int
    oldest: date | datetime | None
    last: RetentionRun | None

    @property
    def removable(self) -> int:
        """How many rows a run would forget."""
        return self.due - self.held if self.duty.forget else 0


def due_rows(duty: Duty, *, now: datetime) -> Rows:
    """What of the class is due: `id`, `since` and `employee_id`."""
    amount = rule(duty.key, on=clock.local(now).date())
    return duty.due(due_before(duty.key, amount, now=now))


def report(*, now: datetime) -> list[Standing]:
    """Every class as it stands, without changing anything; a query for each and two more."""
    on = clock.local(now).date()
    last = {run.key: run for run in db.session.scalars(select(RetentionRun))}
    bases = legal_bases([duty.key for duty in DUTIES], on=on)
    return [_standing(duty, now, bases.get(duty.key, ""), last.get(duty.key)) for duty in DUTIES]


def legal_bases(keys: Sequence[str], *, on: date) -> dict[str, str]:
    """The regulation behind each setting in force on the day."""
    statement = select(Rule.key, Rule.legal_basis).where(Rule.key.in_(keys), Rule.valid_from <= on)
    return dict(db.session.execute(statement.order_by(Rule.valid_from)).all())


def _standing(duty: Duty, now: datetime, basis: str, last: RetentionRun | None) -> Standing:
    on = clock.local(now).date()
    due: Any = due_rows(duty, now=now).subquery()
    held = func.sum(case((due.c.employee_id.in_(held_people(on=on)), 1), else_=0))
    row = db.session.execute(
        select(
            func.count().label("due"), held.label("held"), func.min(due.c.since).label("oldest")
        ).select_from(due)
    ).one()
    kept = kept_words(duty.key, on=on)
    return Standing(duty, kept, basis, row.due, row.held or 0, row.oldest, last)
