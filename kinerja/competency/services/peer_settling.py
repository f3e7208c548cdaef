"""The job of each day: groups of peers whose time has come are asked, settled, or closed.

Only here do answers become figures, so that nobody can tell from the moment at which a figure
appears who answered last.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import SystemRandom
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, insert, not_, or_, select, update
from sqlalchemy.orm import contains_eager

from kinerja import audit, clock
from kinerja.competency.models import (
    Assessment,
    Cycle,
    PeerComment,
    PeerMark,
    PeerPanel,
    PeerRater,
    PeerResult,
)
from kinerja.competency.queries.peers import floor_now
from kinerja.competency.rules import ClosedAs, CycleStatus
from kinerja.competency.rules.peers import (
    CHOOSABLE,
    LIVE,
    RATING,
    CommentStatus,
    PanelAction,
    PanelEnd,
    PanelPart,
    PanelStatus,
    RaterStatus,
    peer_level,
)
from kinerja.competency.services.peer_answers import forget_drafts
from kinerja.competency.services.peer_notices import tell_settled
from kinerja.competency.services.peers import BEGUN, move_panel, open_panels
from kinerja.competency.services.records import of_peers
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.sealing import SealBrokenError, unseal

BATCH = 100  # groups in one transaction


@dataclass
class Pieces:
    """What a group said, by competency: levels, and comments; from whom is not known."""

    levels: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    comments: list[tuple[int, str]] = field(default_factory=list)


def settle_peers() -> int:
    """Ask the raters of groups whose time has begun; settle those that are complete or whose time
    is over. Commits batch by batch; how many groups it concerned.
    """
    done = 0
    for which, act in ((_is_due(), settle_panels), (_is_to_open(), open_panels)):
        while panels := _batch(which):
            act(panels)
            db.session.commit()
            done += len(panels)
    return done


def settle_panels(panels: Sequence[PeerPanel]) -> None:
    """Turn what these groups said into figures and records, where enough have answered; close the
    others without. Answers and drafts are deleted; who answered is forgotten. The same number of
    statements whatever their number, but for the trail's entries.
    """
    ids = [panel.assessment_id for panel in panels]
    raters = db.session.scalars(select(PeerRater).where(PeerRater.assessment_id.in_(ids))).all()
    forget_drafts(raters)
    pieces, floor = _pieces(ids), floor_now()
    found = {
        panel.assessment_id: _levels(pieces[panel.assessment_id], floor)
        if panel.status is PanelStatus.OPEN and not _has_left(panel)
        else {}
        for panel in panels
    }
    for panel in panels:
        _end(panel, told=bool(found[panel.assessment_id]))
    db.session.flush()
    _keep(panels, found, pieces)
    _forget(ids)
    tell_settled(ids)
    db.session.flush()


def forget_peers(employee_ids: Sequence[int]) -> None:
    """Forget that these people were asked to rate, and what peers wrote about them. Figures stay,
    for the counts.
    """
    plain = {"synchronize_session": False}
    theirs = PeerRater.rater_id.in_(employee_ids)
    forget_drafts(db.session.scalars(select(PeerRater).where(theirs)))
    db.session.execute(delete(PeerRater).where(theirs).execution_options(**plain))
    about = select(Assessment.id).where(Assessment.employee_id.in_(employee_ids))
    for model in (PeerComment, PeerMark):
        told = delete(model).where(model.assessment_id.in_(about))
        db.session.execute(told.execution_options(**plain))


def _end(panel: PeerPanel, *, told: bool) -> None:
    was = panel.status
    move_panel(panel, PanelAction.SETTLE if told else PanelAction.CLOSE, PanelPart.SYSTEM)
    panel.settled_on = clock.today()
    if not told:
        panel.ended_as = PanelEnd.NOT_CHOSEN if was in CHOOSABLE else PanelEnd.TOO_FEW
        if _has_left(panel):
            panel.ended_as = PanelEnd.LEFT
    audit.record(
        "peers.settled" if told else "peers.closed",
        panel,
        by=None,
        about=panel.assessment.employee_id,
        before={"status": was},
        after={"status": panel.status},
    )


def _has_left(panel: PeerPanel) -> bool:
    """Whether the subject is not counted any more, or was left out when the cycle ended."""
    assessment = panel.assessment
    over = assessment.cycle.is_over and assessment.closed_as is ClosedAs.EXCLUDED
    return over or not assessment.employee.is_active


def _pieces(ids: Iterable[int]) -> Mapping[int, Pieces]:
    """What the groups said; a piece sealed under a key that is lost says nothing."""
    found: dict[int, Pieces] = defaultdict(Pieces)
    for mark in db.session.scalars(select(PeerMark).where(PeerMark.assessment_id.in_(ids))):
        try:
            facts = json.loads(unseal(mark.sealed))
        except SealBrokenError:
            continue
        group = found[mark.assessment_id]
        if facts["level"] is not None:
            group.levels[facts["competency_id"]].append(facts["level"])
        if facts["comment"]:
            group.comments.append((facts["competency_id"], facts["comment"]))
    return found


def _levels(pieces: Pieces, floor: int) -> dict[int, tuple[int, int]]:
    """Level and number of raters of each competency that enough of them have answered."""
    told = {key: (peer_level(some, floor=floor), len(some)) for key, some in pieces.levels.items()}
    return {key: (level, n) for key, (level, n) in told.items() if level is not None}


def _keep(
    panels: Sequence[PeerPanel],
    found: Mapping[int, Mapping[int, tuple[int, int]]],
    pieces: Mapping[int, Pieces],
) -> None:
    results = [
        {"assessment_id": panel, "competency_id": key, "level": level, "raters": n}
        for panel, levels in found.items()
        for key, (level, n) in levels.items()
    ]
    comments: list[dict[str, Any]] = [
        {
            "assessment_id": panel,
            "competency_id": key,
            "text": text,
            "status": CommentStatus.WAITING,
            "reason": "",
        }
        for panel, levels in found.items()
        for key, text in pieces[panel].comments
        if key in levels
    ]
    SystemRandom().shuffle(comments)
    for model, rows in ((PeerResult, results), (PeerComment, comments)):
        if rows:
            db.session.execute(insert(model), rows)
    by_id = {panel.assessment_id: panel.assessment for panel in panels}
    facts = ("assessment_id", "competency_id", "level", "raters")
    told = [tuple(row[name] for name in facts) for row in results]
    if told:
        of_peers([(by_id[one], key, level, n) for one, key, level, n in told])


def _forget(ids: Sequence[int]) -> None:
    """Delete what was said, and who proposed or answered: that they were asked stays."""
    plain = {"synchronize_session": False}
    db.session.execute(delete(PeerMark).where(PeerMark.assessment_id.in_(ids)))
    theirs = PeerRater.assessment_id.in_(ids)
    never = and_(theirs, PeerRater.status.not_in(RATING))
    db.session.execute(delete(PeerRater).where(never).execution_options(**plain))
    ended = update(PeerRater).where(theirs).values(status=RaterStatus.ENDED)
    db.session.execute(ended.execution_options(**plain))
    db.session.expire_all()


def _batch(which: ColumnElement[bool]) -> Sequence[PeerPanel]:
    """Some of the groups, locked until the commit."""
    return db.session.scalars(
        select(PeerPanel)
        .join(PeerPanel.assessment)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .options(
            contains_eager(PeerPanel.assessment).options(
                contains_eager(Assessment.cycle), contains_eager(Assessment.employee)
            )
        )
        .where(which)
        .order_by(PeerPanel.assessment_id)
        .limit(BATCH)
        .with_for_update(of=PeerPanel)
        .execution_options(populate_existing=True)
    ).all()


def _is_to_open() -> ColumnElement[bool]:
    begun = or_(Assessment.status.in_(BEGUN), Cycle.self_due_on < clock.today())
    return and_(PeerPanel.status == PanelStatus.APPROVED, not_(_is_over()), begun)


def _is_due() -> ColumnElement[bool]:
    """Over; or complete, so that nobody who still works here is waited for, and enough answered.
    About who is away nothing is settled before the end: many come back.
    """
    return and_(
        PeerPanel.status.in_(LIVE),
        or_(_is_over(), and_(PeerPanel.status == PanelStatus.OPEN, _is_complete())),
    )


def _is_over() -> ColumnElement[bool]:
    return or_(
        Cycle.status != CycleStatus.OPEN,
        func.coalesce(Cycle.peers_due_on, Cycle.verify_due_on) < clock.today(),
    )


def _is_complete() -> ColumnElement[bool]:
    rater = select(Employee.id).where(Employee.is_active)
    theirs = PeerRater.assessment_id == PeerPanel.assessment_id
    awaited = exists().where(
        theirs, PeerRater.status == RaterStatus.ASKED, PeerRater.rater_id.in_(rater)
    )
    answered = (
        select(func.count())
        .where(theirs, PeerRater.status == RaterStatus.ANSWERED)
        .scalar_subquery()
    )
    return and_(not_(awaited), answered >= floor_now(), Employee.is_active)
