"""Groups of peers that wait for their subject's proposal or for an approver's decision."""

from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import contains_eager, selectinload

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle, PeerPanel
from kinerja.competency.queries.assessments import is_verified_by
from kinerja.competency.rules import CycleStatus
from kinerja.competency.rules.peers import CHOOSABLE, RaterStatus
from kinerja.database import Page, paged
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer

DECIDED = "ditetapkan"


def own_choice(employee_id: int) -> Assessment | None:
    """The person's assessment in the open cycle, where peers take part in it."""
    return _one(Assessment.employee_id == employee_id)


def visible_choice(assessment_id: int, *, to: Viewer) -> Assessment:
    """An assessment of the open cycle with peers, for who verifies it.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = _one(and_(Assessment.id == assessment_id, is_verified_by(to)))
    if found is None:
        raise MissingError()
    return found


def _one(which: ColumnElement[bool]) -> Assessment | None:
    return db.session.scalar(
        select(Assessment)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .options(
            contains_eager(Assessment.cycle),
            contains_eager(Assessment.employee).joinedload(Employee.unit),
            contains_eager(Assessment.employee).joinedload(Employee.position),
        )
        .where(which, _has_peers())
    )


@dataclass(frozen=True)
class PanelRow:
    """Somebody whose raters the viewer decides on; how many were asked and have answered."""

    assessment: Assessment
    panel: PeerPanel | None
    asked: int
    answered: int


def choices_page(part: str, *, to: Viewer, page: int) -> Page[PanelRow]:
    """One page of the people whose raters the viewer decides on: those undecided, proposals
    first; or those decided. At most four queries.
    """
    decided = part == DECIDED
    statement = (
        _theirs(to, ~_is_undecided() if decided else _is_undecided())
        .options(contains_eager(Assessment.employee).joinedload(Employee.position))
        .order_by(PeerPanel.since.is_(None), PeerPanel.since, Employee.name, Assessment.id)
    )
    found = paged(statement, page=page)
    groups = select(PeerPanel).where(PeerPanel.assessment_id.in_([one.id for one in found.items]))
    rows = db.session.scalars(groups.options(selectinload(PeerPanel.raters)))
    panels = {one.assessment_id: one for one in rows}
    return replace(found, items=[_row(one, panels.get(one.id)) for one in found.items])


def _row(assessment: Assessment, panel: PeerPanel | None) -> PanelRow:
    raters = panel.asked if panel else []
    done = sum(one.status is RaterStatus.ANSWERED for one in raters)
    return PanelRow(assessment, panel, len(raters), done)


def undecided_panels(*, to: Viewer) -> int:
    """For how many people the viewer has still to say who rates them."""
    theirs = _theirs(to, _is_undecided()).with_only_columns(func.count(Assessment.id))
    return db.session.scalar(theirs) or 0


def _theirs(to: Viewer, which: ColumnElement[bool]) -> Select[Assessment]:
    return (
        select(Assessment)
        .join(Assessment.cycle)
        .join(Assessment.employee)
        .outerjoin(PeerPanel, PeerPanel.assessment_id == Assessment.id)
        .where(is_verified_by(to), _has_peers(), Employee.is_active, which)
    )


def _is_undecided() -> ColumnElement[bool]:
    """Nobody has said who rates, though there is still time. Never NULL, so that it has a
    contrary.
    """
    in_time = func.coalesce(Cycle.peers_due_on, Cycle.verify_due_on) >= clock.today()
    none = PeerPanel.assessment_id.is_(None)
    return and_(in_time, or_(none, func.coalesce(PeerPanel.status.in_(CHOOSABLE), false())))


def _has_peers() -> ColumnElement[bool]:
    return and_(Cycle.status == CycleStatus.OPEN, Cycle.with_peers)
