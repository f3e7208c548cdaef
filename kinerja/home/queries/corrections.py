"""What the start page says of wrong data: one's own cases, and others' to be decided."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from kinerja.home.queries import reminders
from kinerja.home.queries.tasks import Notice, Task, day
from kinerja.people import queries as people
from kinerja.permissions import Permission, Viewer, may


def correction_notices(*, to: Viewer, on: date) -> Iterator[Notice]:
    """The visitor's own open cases: at whose desk each is, since when, until when."""
    found = people.open_corrections(to.employee_id)
    desks = people.desks(found, on=on)
    for asked in found:
        yield Notice(
            _("Perbaikan data: %(topic)s", topic=asked.topic.label),
            people.turn_words(asked, desks[asked.id]),
            "people.show_correction",
            {"correction_id": asked.id},
            reminders.correction_key(asked) if reminders.may_remind(asked.since, on=on) else "",
        )


def correction_task(*, to: Viewer, on: date) -> Task | None:
    """The cases that are this data admin's turn."""
    if not may(to, Permission.HANDLE_CORRECTIONS):
        return None
    waiting = people.to_decide(to=to, on=on)
    if not waiting:
        return None
    first = waiting[0]
    alone = len(waiting) == 1
    return Task(
        title=_(
            "Putuskan permintaan %(name)s: %(topic)s",
            name=first.employee.name,
            topic=first.topic.label,
        )
        if alone
        else _("Putuskan %(count)s permintaan perbaikan data", count=len(waiting)),
        meta=_(
            "Paling lama menunggu: %(name)s, sejak %(day)s",
            name=first.employee.name,
            day=day(first.asked_at),
        ),
        action=_("Buka permintaan"),
        endpoint="people.handle_correction" if alone else "people.list_corrections",
        values={"correction_id": first.id} if alone else {},
        icon="pencil",
        due=first.due_on,
        state=first.status.label,
    )
