"""What the visitor waits for from somebody else, and of whom the visitor may remind whom."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.competency.rules import WAITING_FOR_VERIFIER
from kinerja.development import queries as development
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.errors import DomainError, MissingError
from kinerja.people import queries as people
from kinerja.people.models import Correction, Employee
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import holidays, rule

ASSESSMENT, ITEM, CORRECTION = "penilaian", "kegiatan-", "perbaikan-"
MOST_HOLDERS = 5
TOO_LONG = 10  # digits; fewer always fit an INTEGER column


class NobodyThereError(DomainError):
    """Nobody holds what waits."""


@dataclass(frozen=True)
class Waited:
    """A thing that lies with somebody else: what, since when, with whom, and on which page.

    `key` stands for it in addresses; `subject` is said to the holder.
    """

    key: str
    subject: LazyString
    since: date
    holders: Sequence[Employee]
    endpoint: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def remind_from(self) -> date:
        """The first day on which reminding is not too soon."""
        days = rule("reminder.after_working_days", on=clock.today())
        return clock.add_working_days(self.since, days, holidays())


def may_remind(since: datetime, *, on: date) -> bool:
    """Whether the day is a working day, and enough of them have passed."""
    off = holidays()
    waited = clock.working_days_between(clock.local(since).date(), on, off)
    enough = waited >= rule("reminder.after_working_days", on=on)
    return bool(enough and clock.is_working_day(on, off))


def item_key(item: PlanItem) -> str:
    """What stands for an activity in addresses."""
    return f"{ITEM}{item.id}"


def correction_key(asked: Correction) -> str:
    """What stands for a case of wrong data in addresses."""
    return f"{CORRECTION}{asked.id}"


def waited_for(key: str, *, to: Viewer, on: date) -> Waited:
    """The thing, with whoever could do something about it on the day.

    :raises MissingError: it does not wait for anybody, or it is not the viewer's.
    :raises NobodyThereError: it waits, but there is nobody who could do something about it.
    """
    kind, dash, number = key.partition("-")
    ask = KINDS.get(f"{kind}{dash}")
    fits = not dash or (number.isdecimal() and len(number) < TOO_LONG)
    found = ask(int(number or 0), to, on) if ask and fits else None
    if found is None:
        raise MissingError()
    if not found.holders:
        raise NobodyThereError(
            _("Belum ada yang memegangnya, jadi tidak ada yang diingatkan. Hubungi admin unit.")
        )
    return found


def _assessment(_number: int, to: Viewer, on: date) -> Waited | None:
    own = competency.own_assessment(to.employee_id)
    if own is None or own.status not in WAITING_FOR_VERIFIER:
        return None
    verifier, holders = own.verifier, list[Employee]()
    if verifier is None or not verifier.is_active:  # whoever leads the person now may verify too
        verifier = own.employee.supervisor
    if verifier is not None:
        deputies = people.deputies(on=on).get(verifier.id, [])
        holders = [verifier, *(people.employee(one) for one in deputies)]
    return Waited(
        key=ASSESSMENT,
        subject=_("Penilaian mandiri saya menunggu verifikasi"),
        since=clock.local(own.submitted_at or own.since).date(),
        holders=[one for one in holders if one.is_active and one.id != to.employee_id],
        endpoint="competency.show_verification",
        values={"assessment_id": own.id},
    )


def _item(number: int, to: Viewer, on: date) -> Waited | None:
    item = development.visible_plan_item(number, to=to)
    if item.employee_id != to.employee_id or item.status is not PlanItemStatus.FINISHED:
        return None
    trainers = people.holders(Permission.CONFIRM, unit_id=item.employee.unit_id, on=on)
    return Waited(
        key=item_key(item),
        subject=_("Bukti “%(title)s” saya menunggu konfirmasi", title=item.training.title),
        since=clock.local(item.since).date(),
        holders=[one for one in trainers if one.id != to.employee_id][:MOST_HOLDERS],
        endpoint="development.show_item",
        values={"item_id": item.id},
    )


def _correction(number: int, to: Viewer, on: date) -> Waited | None:
    asked = people.own_correction(number, to=to)
    if not asked.status.is_open:
        return None
    desk = people.handled_by(asked, on=on)[:MOST_HOLDERS]
    return Waited(
        key=correction_key(asked),
        subject=_("Permintaan perbaikan data saya menunggu keputusan"),
        since=clock.local(asked.since).date(),
        holders=[people.employee(one.employee_id) for one in desk],
        endpoint="people.handle_correction",
        values={"correction_id": asked.id},
    )


KINDS: dict[str, Callable[[int, Viewer, date], Waited | None]] = {
    ASSESSMENT: _assessment,
    ITEM: _item,
    CORRECTION: _correction,
}
