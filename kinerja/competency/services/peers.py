"""Choosing the peers of an assessment: its subject proposes, the verifier decides or draws."""

from collections.abc import Collection
from random import SystemRandom

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from kinerja import audit, clock
from kinerja.competency.models import Assessment, Cycle, PeerPanel, PeerRater
from kinerja.competency.queries import peer_colleagues
from kinerja.competency.queries.peers import group, limits
from kinerja.competency.rules import SENT, AssessmentStatus, CycleStatus
from kinerja.competency.rules.peers import (
    CHOOSABLE,
    PanelAction,
    PanelPart,
    PanelStatus,
    RaterStatus,
    next_panel_status,
)
from kinerja.competency.services.moves import CycleClosedError, lock
from kinerja.competency.services.peer_notices import (
    tell_approver,
    tell_chosen,
    tell_raters,
)
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule

TOO_LATE = _("Batas penilaian rekan sudah lewat, jadi rekan tidak bisa dipilih lagi.")
LOCKED = _("Rekan penilai sudah ditetapkan atau penilaiannya sudah ditutup. Muat ulang halaman.")
BEGUN = SENT | {AssessmentStatus.RETURNED}


class PeersLockedError(DomainError):
    """The group's state does not allow this move."""


class RatersError(DomainError):
    """These raters cannot be."""


def propose_peers(assessment: Assessment, *, rater_ids: Collection[int], by: Viewer) -> None:
    """Propose who rates oneself; until somebody decides, a new proposal replaces the old one.

    :raises MissingError: it is somebody else's assessment.
    :raises CycleClosedError: the cycle is closed, has no peers, or their time is over.
    :raises PeersLockedError: the raters have been decided.
    :raises RatersError: too few or too many, or one of them may not rate or rates too many.
    """
    if assessment.employee_id != by.employee_id:
        raise MissingError()
    panel = begin(assessment)
    move_panel(panel, PanelAction.PROPOSE, PanelPart.SUBJECT)
    people = _checked(assessment, rater_ids)
    _replace(panel, people, RaterStatus.PROPOSED)
    audit.record(
        "peers.proposed", panel, by=by.employee_id, about=assessment.employee_id, people=len(people)
    )
    db.session.flush()
    tell_approver(assessment)


def approve_peers(
    assessment: Assessment, *, rater_ids: Collection[int], by: Viewer, drawn: bool = False
) -> None:
    """Decide who rates, whoever was proposed; whoever has been asked stays, only more can be added.
    They are asked at once when the peers' time has begun, else by the job of the day.

    :raises MissingError: it is the actor's own assessment.
    :raises CycleClosedError: the cycle is closed, has no peers, or their time is over.
    :raises PeersLockedError: the group has ended.
    :raises RatersError: too few or too many, one of them may not rate or rates too many, or one
        who was asked is left out.
    """
    if assessment.employee_id == by.employee_id:
        raise MissingError()
    panel = begin(assessment)
    is_open, is_new = panel.status is PanelStatus.OPEN, panel.status in CHOOSABLE
    if by.employee_id in rater_ids:
        raise RatersError(_("Anda yang menetapkan, jadi Anda tidak ikut menilai sebagai rekan."))
    move_panel(panel, PanelAction.ADD if is_open else PanelAction.APPROVE, PanelPart.APPROVER)
    before = {one.rater_id for one in panel.asked} if is_open else set()
    rater_ids = before.union(rater_ids)
    people = _checked(assessment, rater_ids, asked=before)
    _replace(panel, people, RaterStatus.ASKED, keep=before)
    panel.approved_by_id, panel.is_drawn = by.employee_id, drawn
    audit.record(
        "peers.drawn" if drawn else "peers.approved",
        panel,
        by=by.employee_id,
        about=assessment.employee_id,
        people=len(people),
    )
    db.session.flush()
    if is_open:
        tell_raters([assessment.id], ids=set(rater_ids) - before)
        return
    if is_new:
        tell_chosen(assessment)
    if has_begun(assessment):
        open_panels([panel])


def draw_peers(assessment: Assessment, *, by: Viewer) -> int:
    """Let chance choose the raters: as many as the rulebook prefers, of the same unit first, then
    of the same level beside it; who rates too many already is spared.

    :returns: how many.
    :raises DomainError: as `approve_peers` does; `RatersError` where too few are free.
    """
    bounds = limits(assessment)
    wanted = rule("feedback.preferred_raters", on=clock.today())
    number = min(max(bounds.minimum, wanted), bounds.maximum)
    near, far = peer_colleagues.drawable(assessment)
    chance = SystemRandom()
    drawn = chance.sample(near, min(number, len(near)))
    if len(drawn) < number:
        drawn += chance.sample(far, min(number - len(drawn), len(far)))
    approve_peers(assessment, rater_ids=[one.id for one in drawn], by=by, drawn=True)
    return len(drawn)


def begin(assessment: Assessment) -> PeerPanel:
    """The assessment's group, locked until the commit; a new one where there was none.

    :raises CycleClosedError: the cycle is closed, has no peers, or their time is over.
    """
    check_time(assessment.cycle)
    lock(assessment)
    panel = group(assessment.id)
    if panel is None:
        panel = PeerPanel(assessment_id=assessment.id, since=clock.today())
        db.session.add(panel)
        db.session.flush()
    lock(panel)
    return panel


def check_time(cycle: Cycle) -> None:
    """See that peers may still be chosen and may answer.

    :raises CycleClosedError: the cycle is closed, has no peers, or their time is over.
    """
    if cycle.status is not CycleStatus.OPEN or not cycle.with_peers:
        raise CycleClosedError(_("Siklus ini sudah ditutup, atau rekan tidak ikut menilai."))
    if cycle.peers_due_on is None or clock.today() > cycle.peers_due_on:
        raise CycleClosedError(TOO_LATE)


def has_begun(assessment: Assessment) -> bool:
    """Whether peers may rate: the subject has sent the own answers, or the time for it is over."""
    return assessment.status in BEGUN or clock.today() > assessment.cycle.self_due_on


def open_panels(panels: Collection[PeerPanel]) -> None:
    """Ask the raters of these groups, and tell them."""
    for panel in panels:
        move_panel(panel, PanelAction.OPEN, PanelPart.SYSTEM)
    db.session.flush()
    tell_raters([panel.assessment_id for panel in panels])


def move_panel(panel: PeerPanel, action: PanelAction, part: PanelPart) -> None:
    """Take the group to the state that follows, noting since which day.

    :raises PeersLockedError: its state does not allow it.
    """
    following = next_panel_status(panel.status, action, part)
    if following is None:
        raise PeersLockedError(LOCKED)
    if following is not panel.status:
        panel.status, panel.since = following, clock.today()


def _checked(
    assessment: Assessment, rater_ids: Collection[int], *, asked: Collection[int] = ()
) -> list[int]:
    """The ids, when they may all rate and are neither too few nor too many. Those `asked` stay,
    whatever has become of them since; of whom has left the place may be taken by another.
    """
    chosen, bounds = sorted(set(rater_ids)), limits(assessment)
    left = select(func.count()).where(Employee.id.in_(asked), ~Employee.is_active)
    if not bounds.minimum <= len(chosen) - (db.session.scalar(left) or 0) <= bounds.maximum:
        raise RatersError(
            _(
                "Pilih %(least)s sampai %(most)s rekan. Kurang dari %(least)s rekan tidak "
                "menjaga kerahasiaan mereka.",
                least=bounds.minimum,
                most=bounds.maximum,
            )
        )
    new = [one for one in chosen if one not in asked]
    people = peer_colleagues.eligible(assessment, new)
    if len(people) != len(new):
        raise RatersError(
            _("Salah satu pilihan bukan rekan setingkat yang dapat menilai. Muat ulang halaman.")
        )
    # Whoever chooses one of them too waits here, so that nobody rates more than the most.
    theirs = select(Employee.id).where(Employee.id.in_(new)).order_by(Employee.id)
    db.session.execute(theirs.with_for_update(key_share=True)).all()
    load = peer_colleagues.loads(assessment, new)
    full = [one.name for one in people if load.get(one.id, 0) >= bounds.per_rater]
    if full:
        raise RatersError(
            _(
                "%(names)s sudah menilai %(most)s orang. Pilih rekan lain.",
                names=", ".join(full),
                most=bounds.per_rater,
            )
        )
    return chosen


def _replace(
    panel: PeerPanel, ids: Collection[int], status: RaterStatus, *, keep: Collection[int] = ()
) -> None:
    """Make these the group's raters; those to keep stay as they are."""
    for one in list(panel.raters):
        if one.rater_id not in keep:
            db.session.delete(one)
    db.session.flush()
    new = sorted(set(ids) - set(keep))
    db.session.add_all(
        PeerRater(assessment_id=panel.assessment_id, rater_id=one, status=status) for one in new
    )
    db.session.flush()
    db.session.expire(panel, ["raters"])
