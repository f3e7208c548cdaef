"""What stands in somebody's calendar: deadlines, trainings, days off. No names, no levels."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.development import queries as development
from kinerja.development.models import PlanItem
from kinerja.errors import MissingError
from kinerja.notifications.models import Feed
from kinerja.people import queries as people
from kinerja.people.models import Account
from kinerja.people.rules import GONE
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import holidays

BEHIND, AHEAD = timedelta(days=30), timedelta(days=400)
WHOLE = timedelta(days=7)  # what lasts longer is told by its first and its last day
LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Entry:
    """One entry: whole days from `start` to `end`, that day included, or a moment (a deadline).

    `uid` stays the same as long as the thing is the same; `stamp` is when it last changed.
    """

    uid: str
    title: str
    start: date
    end: date
    stamp: datetime
    where: str = ""
    endpoint: str = "home.start"
    values: dict[str, str | int] = field(default_factory=dict)
    is_busy: bool = False

    @property
    def is_deadline(self) -> bool:
        """Whether it is a moment and not days."""
        return isinstance(self.start, datetime)


def feed_owner(feed: Feed) -> tuple[Account, Viewer]:
    """Whose calendar it is.

    :raises MissingError: the person has left, or the account is closed.
    """
    account = people.account_of(feed.employee_id)
    if account is None or not account.is_active or account.employee.standing in GONE:
        raise MissingError()
    return account, people.viewer(account)


def entries(*, to: Viewer, on: date, with_holidays: bool, since: datetime) -> list[Entry]:
    """Everything from a month before the day to a year after it, in order.

    `since` stands for when the days off were noted.
    """
    first, last = on - BEHIND, on + AHEAD
    found = [
        *_own_deadline(to.employee_id),
        *_verification(to),
        *(
            entry
            for item in development.items_between(to.employee_id, first=first, last=last)
            for entry in item_entries(item)
        ),
    ]
    if with_holidays:
        found += _days_off(first, last, since)
    return sorted(found, key=lambda entry: (f"{entry.start:%Y-%m-%d}", entry.uid))


def _deadline(day: date) -> datetime:
    return datetime.combine(day, LAST_MINUTE, tzinfo=clock.zone())


def _own_deadline(employee_id: int) -> Iterator[Entry]:
    own = competency.own_assessment(employee_id)
    if own is not None and own.is_editable:
        due = _deadline(own.cycle.self_due_on)
        yield Entry(
            uid=f"penilaian-{own.id}",
            title=_("Batas penilaian mandiri kompetensi"),
            start=due,
            end=due,
            stamp=own.since,
            endpoint="competency.overview",
        )


def _verification(to: Viewer) -> Iterator[Entry]:
    for found in competency.verification_deadlines(to=to):
        due = _deadline(found.day)
        yield Entry(
            uid=f"verifikasi-{to.employee_id}-{found.day:%Y%m%d}",
            title=ngettext(
                "Batas verifikasi %(num)s penilaian",
                "Batas verifikasi %(num)s penilaian",
                found.people,
            ),
            start=due,
            end=due,
            stamp=found.since,
            endpoint="competency.inbox",
        )


def item_entries(item: PlanItem) -> Iterator[Entry]:
    """An activity of a plan: its days, or the first and the last of many."""
    training = item.training
    starts, ends = training.starts_on, training.ends_on
    if ends - starts < WHOLE:
        yield _of_item(item, "", training.title, starts, ends)
        return
    yield _of_item(item, "-mulai", _("Mulai: %(title)s", title=training.title), starts, starts)
    yield _of_item(item, "-selesai", _("Selesai: %(title)s", title=training.title), ends, ends)


def _of_item(item: PlanItem, part: str, title: str, start: date, end: date) -> Entry:
    return Entry(
        uid=f"kegiatan-{item.id}{part}",
        title=title,
        start=start,
        end=end,
        stamp=item.since,
        where=item.training.place,
        endpoint="development.show_item",
        values={"item_id": item.id},
        is_busy=not part,
    )


def _days_off(first: date, last: date, since: datetime) -> Iterator[Entry]:
    for day, name in holidays().items():
        if first <= day <= last:
            yield Entry(
                uid=f"libur-{day:%Y%m%d}",
                title=name,
                start=day,
                end=day,
                stamp=since.astimezone(UTC),
                endpoint="rulebook.list_holidays",
                values={"tahun": day.year},
            )
