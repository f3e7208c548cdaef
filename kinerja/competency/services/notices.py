"""Telling people what has happened to an assessment, and taking it back."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import EDITABLE
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import NoticeKind
from kinerja.people.queries import deputies

VERIFICATION = "competency.show_verification"
ONE_RESULT = "competency.result"
OVERVIEW, RESULT = "competency.overview", "competency.own_result"
PAST = "competency.past_assessments"


def tell_opened(cycle: Cycle, *, newer_than: int = 0) -> None:
    """Everybody in the cycle hears that it has been opened, in one statement; or only those whose
    assessment was made after the one with the number.
    """
    notifications.notify_each(
        select(Assessment.employee_id).where(
            Assessment.cycle_id == cycle.id, Assessment.id > newer_than
        ),
        kind=NoticeKind.CYCLE,
        title=_(
            "%(cycle)s dibuka. Isi penilaian mandiri Anda sampai %(day)s",
            cycle=cycle.name,
            day=cycle.self_due_on,
        ),
        endpoint=OVERVIEW,
    )


def tell_extended(cycle: Cycle) -> None:
    """Whoever is unfinished in the cycle hears that there is more time, in one statement."""
    notifications.notify_each(
        select(Assessment.employee_id).where(
            Assessment.cycle_id == cycle.id, Assessment.status.in_(EDITABLE)
        ),
        kind=NoticeKind.CYCLE,
        title=_(
            "%(cycle)s diperpanjang. Isi penilaian mandiri Anda sampai %(day)s",
            cycle=cycle.name,
            day=cycle.self_due_on,
        ),
        endpoint=OVERVIEW,
    )


def tell_unfinished(cycle: Cycle) -> None:
    """Whose assessment was closed unfinished hears it, and where to read what is there."""
    notifications.notify_each(
        select(Assessment.employee_id).where(
            Assessment.cycle_id == cycle.id, Assessment.closed_as.is_not(None)
        ),
        kind=NoticeKind.ASSESSMENT,
        title=_("%(cycle)s ditutup sebelum penilaian Anda selesai", cycle=cycle.name),
        endpoint=PAST,
    )


def tell_moved(assessment_ids: Iterable[int], *, job: str) -> None:
    """Who was taken over to the new standard of the job hears it, in one statement."""
    notifications.notify_each(
        select(Assessment.employee_id).where(Assessment.id.in_(assessment_ids)),
        kind=NoticeKind.ASSESSMENT,
        title=_("Standar jabatan %(job)s berubah. Periksa penilaian mandiri Anda", job=job),
        endpoint=OVERVIEW,
    )


def tell_verifier(assessment: Assessment) -> None:
    """The verifier, and whoever is Plh. for the verifier today, hear that it was sent."""
    verifier_id = assessment.verifier_id or 0
    stand_in = deputies(on=clock.today())
    notifications.notify(
        {verifier_id, *stand_in.get(verifier_id, ())} - {assessment.employee_id},
        kind=NoticeKind.VERIFY,
        title=_("%(name)s mengirim penilaian mandirinya", name=assessment.employee.full_name),
        endpoint=VERIFICATION,
        values={"assessment_id": assessment.id},
    )


def tell_returned(assessment: Assessment) -> None:
    """The person hears that something has to be corrected."""
    _close_desk(assessment)
    notifications.notify(
        [assessment.employee_id],
        kind=NoticeKind.ASSESSMENT,
        title=_("Penilaian mandiri Anda dikembalikan untuk diperbaiki"),
        endpoint=OVERVIEW,
    )


def tell_verified(assessment: Assessment) -> None:
    """The person hears that there is a result to read."""
    _close_desk(assessment)
    notifications.notify(
        [assessment.employee_id],
        kind=NoticeKind.ASSESSMENT,
        title=_("Penilaian kompetensi Anda sudah diverifikasi"),
        endpoint=RESULT,
    )


def tell_remarked(assessment: Assessment) -> None:
    """The verifier hears that the person has said something of the result."""
    notifications.notify(
        {assessment.verifier_id or 0} - {0},
        kind=NoticeKind.VERIFY,
        title=_("%(name)s menanggapi hasil verifikasi Anda", name=assessment.employee.full_name),
        endpoint=ONE_RESULT,
        values={"assessment_id": assessment.id},
    )


def take_back(assessment: Assessment) -> None:
    """Forget the last of these two that the person has not opened yet."""
    for endpoint in (OVERVIEW, RESULT):
        notifications.withdraw(
            assessment.employee_id, kind=NoticeKind.ASSESSMENT, endpoint=endpoint
        )


def _close_desk(assessment: Assessment) -> None:
    notifications.close(
        kind=NoticeKind.VERIFY, endpoint=VERIFICATION, values={"assessment_id": assessment.id}
    )
