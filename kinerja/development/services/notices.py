"""Telling people what has happened to their plans, and taking it back."""

from collections.abc import Callable, Iterable

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import Action
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import NoticeKind

ITEM, PLAN = "development.show_item", "development.own_plan"
# What a trainer does to somebody else's activity.
TITLES: dict[Action, Callable[[str], LazyString]] = {
    Action.CONFIRM: lambda title: _("“%(title)s” dikonfirmasi pelatih", title=title),
    Action.RETURN: lambda title: _("Bukti “%(title)s” dikembalikan untuk dilengkapi", title=title),
    Action.CANCEL: lambda title: _("“%(title)s” dibatalkan pelatih", title=title),
}


def tell_assigned(employee_ids: Iterable[int], training: Training) -> None:
    """Everybody who got the training hears of it, in one statement."""
    notifications.notify(
        employee_ids,
        kind=NoticeKind.PLAN,
        title=_(
            "Anda ditugaskan mengikuti “%(title)s” mulai %(day)s",
            title=training.title,
            day=training.starts_on,
        ),
        endpoint=PLAN,
        values={"tahun": training.year},
    )


def tell_moved(item: PlanItem, action: Action, *, by: int) -> None:
    """The holder hears what a trainer has done to an activity."""
    if by != item.employee_id and action in TITLES:
        notifications.notify(
            [item.employee_id],
            kind=NoticeKind.PLAN,
            title=TITLES[action](item.training.title),
            endpoint=ITEM,
            values={"item_id": item.id},
        )


def take_back(item: PlanItem) -> None:
    """Forget what the holder has not opened yet of the last decision."""
    notifications.withdraw(
        item.employee_id, kind=NoticeKind.PLAN, endpoint=ITEM, values={"item_id": item.id}
    )
