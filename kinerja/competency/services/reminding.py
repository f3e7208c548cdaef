"""Reminding a unit's unfinished people, or those who verify them, through the house's notices."""

from enum import StrEnum

from flask_babel import format_date
from flask_babel import lazy_gettext as _

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Cycle
from kinerja.competency.rules import CycleStatus
from kinerja.competency.services.cycle_moves import require
from kinerja.errors import DomainError
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import Way
from kinerja.people import queries as people
from kinerja.permissions import Viewer


class Whom(StrEnum):
    """Who is reminded of a unit's assessments."""

    SUBJECTS = "subjects"
    VERIFIERS = "verifiers"


class NobodyToRemindError(DomainError):
    """There is nobody to remind."""


def remind_unit(cycle: Cycle, unit: queries.UnitPeople, *, whom: Whom, by: Viewer) -> int:
    """Remind the unfinished people of a unit that the viewer follows, or their verifiers, each at
    most once a day, whoever does it; verifiers only after the rulebook's working days.

    :returns: how many were reminded now.
    :raises CycleMovedError: the cycle is not open.
    :raises NobodyToRemindError: nobody of the unit is unfinished, or none long enough.
    :raises DayOffError: nobody works today.
    :raises RemindedError: all of them have been reminded today.
    """
    require(cycle, CycleStatus.OPEN)
    subjects = whom is Whom.SUBJECTS
    holders = [one for one in (unit.unsent if subjects else unit.holders) if one != by.employee_id]
    if not holders:
        raise NobodyToRemindError(
            _("Tidak ada yang perlu diingatkan sekarang. Atasan diberi waktu beberapa hari kerja.")
        )
    day = cycle.self_due_on if subjects else cycle.verify_due_on
    reminded = notifications.remind(
        holders,
        subject=_("Penilaian mandiri Anda belum dikirim")
        if subjects
        else _("Penilaian di unit %(unit)s menunggu verifikasi", unit=unit.unit.name),
        message=str(
            _(
                "Salam hormat, Bapak/Ibu. Batasnya %(day)s. Mohon diselesaikan bila sempat. "
                "Terima kasih.",
                day=format_date(day, "d MMMM y"),
            )
        ),
        way=Way.NOTICE,
        endpoint="competency.overview" if subjects else "competency.inbox",
        sender=people.employee(by.employee_id).full_name,
        by=by.employee_id,
        on=clock.today(),
    )
    return len(reminded)
