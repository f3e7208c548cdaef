"""Telling people that somebody is to be chosen, asked, or has been rated by peers."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Assessment, PeerPanel, PeerRater
from kinerja.competency.rules.peers import PanelStatus, RaterStatus
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import NoticeKind
from kinerja.people.queries import deputies

APPROVE, OWN = "competency.approve_peers", "competency.choose_peers"
TO_RATE, RESULT = "competency.peers_to_rate", "competency.own_result"


def tell_approver(assessment: Assessment) -> None:
    """The verifier, and whoever is Plh. for the verifier today, hear of the proposal."""
    verifier_id = assessment.verifier_id or 0
    stand_in = {} if assessment.is_assigned else deputies(on=clock.today())
    holders = {verifier_id, *stand_in.get(verifier_id, ())} - {assessment.employee_id, 0}
    values = {"assessment_id": assessment.id}
    notifications.close(kind=NoticeKind.VERIFY, endpoint=APPROVE, values=values)
    notifications.notify(
        holders,
        kind=NoticeKind.VERIFY,
        title=_("%(name)s mengusulkan rekan penilainya", name=assessment.employee.full_name),
        endpoint=APPROVE,
        values=values,
    )


def tell_chosen(assessment: Assessment) -> None:
    """The subject hears that it was decided, not who they are."""
    notifications.close(
        kind=NoticeKind.VERIFY, endpoint=APPROVE, values={"assessment_id": assessment.id}
    )
    notifications.notify(
        [assessment.employee_id],
        kind=NoticeKind.ASSESSMENT,
        title=_("Rekan yang akan menilai Anda sudah ditetapkan"),
        endpoint=OWN,
    )


def tell_raters(assessment_ids: Collection[int], *, ids: Collection[int] | None = None) -> None:
    """Whoever is asked to rate in these groups hears it, in one statement: all, or those named."""
    who = select(PeerRater.rater_id).where(
        PeerRater.assessment_id.in_(assessment_ids), PeerRater.status == RaterStatus.ASKED
    )
    if ids is not None:
        who = who.where(PeerRater.rater_id.in_(ids))
    notifications.notify_each(
        who.distinct(),
        kind=NoticeKind.PEER,
        title=_("Anda diminta menilai rekan kerja, anonim, sekitar 3 menit per orang"),
        endpoint=TO_RATE,
    )


def withdraw_asking(rater_id: int) -> None:
    """Forget what the rater was told and has not opened: nothing waits any more."""
    notifications.withdraw(rater_id, kind=NoticeKind.PEER, endpoint=TO_RATE)


def tell_settled(assessment_ids: Collection[int]) -> None:
    """The subjects of these groups hear that their peers are done, in one statement."""
    notifications.notify_each(
        select(Assessment.employee_id)
        .join(PeerPanel, PeerPanel.assessment_id == Assessment.id)
        .where(Assessment.id.in_(assessment_ids), PeerPanel.status == PanelStatus.DONE),
        kind=NoticeKind.ASSESSMENT,
        title=_("Penilaian rekan tentang Anda sudah selesai"),
        endpoint=RESULT,
    )
