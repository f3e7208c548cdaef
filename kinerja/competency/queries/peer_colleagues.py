"""Who may rate somebody: colleagues side by side, with how many people each rates already."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from kinerja.competency.models import Assessment, PeerPanel, PeerRater
from kinerja.competency.queries.peers import group, limits
from kinerja.competency.rules.peers import RATING, PeerLimits, RaterStatus
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.queries import named
from kinerja.people.rules import MANAGERIAL

MOST = 60  # colleagues on one page; a name finds the others


@dataclass(frozen=True)
class Candidate:
    """Somebody who may rate: `is_near` in the same unit or under the same supervisor; `load` is
    how many people this one rates already in the cycle; `is_mutual`: each would rate the other.
    """

    person: Employee
    is_near: bool
    load: int
    is_full: bool
    is_mutual: bool
    status: RaterStatus | None

    @property
    def is_fixed(self) -> bool:
        """Whether this one has been asked."""
        return self.status in RATING


@dataclass(frozen=True)
class Choice:
    """The colleagues from whom raters are chosen: those shown, and how many there are in all.
    `enough`: whether as many are free as a figure needs.
    """

    assessment: Assessment
    panel: PeerPanel | None
    limits: PeerLimits
    candidates: list[Candidate]
    total: int
    enough: bool
    search: str

    @property
    def near(self) -> list[Candidate]:
        """Those of the same unit, or under the same supervisor."""
        return [one for one in self.candidates if one.is_near]

    @property
    def far(self) -> list[Candidate]:
        """Those of the same level in the units beside."""
        return [one for one in self.candidates if not one.is_near]

    @property
    def chosen(self) -> list[int]:
        """Whom the subject has proposed, or who was asked."""
        return [one.person.id for one in self.candidates if one.status]


def choice(assessment: Assessment, *, search: str = "") -> Choice:
    """The colleagues who may rate the assessment's subject, whoever was chosen first, then by
    name, the near ones before the others. The same number of queries whatever there are.
    """
    found, bounds = group(assessment.id), limits(assessment)
    chosen = {one.rater_id: one.status for one in found.raters} if found else {}
    near = list(db.session.scalars(_near(assessment)))
    far = _far(assessment, chosen, search) if len(near) < bounds.maximum else []
    ids = [one.id for one in (*near, *far)]
    load, mutual = loads(assessment, ids), _rated_by(assessment, ids)

    def candidate(person: Employee, *, is_near: bool) -> Candidate:
        number = load.get(person.id, 0)
        full = number >= bounds.per_rater and chosen.get(person.id) not in RATING
        both = person.id in mutual
        return Candidate(person, is_near, number, full, both, chosen.get(person.id))

    rows = [candidate(one, is_near=True) for one in near]
    rows += [candidate(one, is_near=False) for one in far]
    free = sum(not one.is_full for one in rows)
    told = search.strip().casefold()
    fitting = [one for one in rows if one.status or told in one.person.name.casefold()]
    fitting.sort(key=lambda one: (one.status is None, not one.is_near))
    shown, enough = fitting[:MOST], free >= bounds.minimum
    return Choice(assessment, found, bounds, shown, len(fitting), enough, search)


def eligible(assessment: Assessment, ids: Collection[int]) -> list[Employee]:
    """Those of the people who may rate the assessment's subject."""
    either = or_(_is_near(assessment), _is_far(assessment))
    statement = _colleagues(assessment).where(either, Employee.id.in_(ids))
    return list(db.session.scalars(statement))


def drawable(assessment: Assessment) -> tuple[list[Employee], list[Employee]]:
    """Those who may rate and rate not too many already: the near ones, and those beside."""
    near = list(db.session.scalars(_near(assessment)))
    far = list(db.session.scalars(_colleagues(assessment).where(_is_far(assessment))))
    most = limits(assessment).per_rater
    load = loads(assessment, [one.id for one in (*near, *far)])

    def free(people: list[Employee]) -> list[Employee]:
        return [one for one in people if load.get(one.id, 0) < most]

    return free(near), free(far)


def loads(assessment: Assessment, ids: Collection[int]) -> Mapping[int, int]:
    """How many others each of the people rates in the assessment's cycle."""
    rows = db.session.execute(
        select(PeerRater.rater_id, func.count())
        .join(Assessment, Assessment.id == PeerRater.assessment_id)
        .where(
            Assessment.cycle_id == assessment.cycle_id,
            Assessment.id != assessment.id,
            PeerRater.rater_id.in_(ids),
            PeerRater.status.in_(RATING),
        )
        .group_by(PeerRater.rater_id)
    )
    return dict(iter(rows))


def _rated_by(assessment: Assessment, ids: Collection[int]) -> set[int]:
    """Those of the people whom the subject of this assessment rates, or would rate."""
    rows = db.session.scalars(
        select(Assessment.employee_id)
        .join(PeerRater, PeerRater.assessment_id == Assessment.id)
        .where(
            Assessment.cycle_id == assessment.cycle_id,
            PeerRater.rater_id == assessment.employee_id,
            Assessment.employee_id.in_(ids),
        )
    )
    return set(rows)


def _near(assessment: Assessment) -> Select[Employee]:
    return _colleagues(assessment).where(_is_near(assessment))


def _far(assessment: Assessment, chosen: Collection[int], search: str) -> list[Employee]:
    """At most a page of them, whoever was chosen among them."""
    statement = _colleagues(assessment).where(_is_far(assessment))
    wanted = or_(named(search), Employee.id.in_(chosen)) if search.strip() else None
    if wanted is not None:
        statement = statement.where(wanted)
    first = Employee.id.not_in(chosen)
    statement = statement.order_by(None).order_by(first, Employee.name, Employee.id)
    return list(db.session.scalars(statement.limit(MOST)))


def _colleagues(assessment: Assessment) -> Select[Employee]:
    """Active people, by name; never the subject, whoever stands above or verifies, or whom the
    subject leads.
    """
    person = assessment.employee
    boss = aliased(Employee)
    above = select(boss.supervisor_id).where(
        boss.id == person.supervisor_id, boss.supervisor_id.is_not(None)
    )
    barred = {person.id, person.supervisor_id, assessment.verifier_id}
    return (
        select(Employee)
        .join(Employee.position)
        .join(Employee.unit)
        .options(contains_eager(Employee.position), contains_eager(Employee.unit))
        .where(
            Employee.is_active,
            Employee.id.not_in([one for one in barred if one]),
            Employee.id.not_in(above),
            func.coalesce(Employee.supervisor_id, 0) != person.id,
        )
        .order_by(Employee.name, Employee.id)
    )


def _is_near(assessment: Assessment) -> ColumnElement[bool]:
    """Under the same supervisor; or in the same unit and side by side."""
    person = assessment.employee
    own = person.position.job_level
    beside = (
        Position.job_level == own if own in MANAGERIAL else Position.job_level.not_in(MANAGERIAL)
    )
    near = and_(Employee.unit_id == person.unit_id, beside)
    if person.supervisor_id is None:
        return near
    return or_(near, Employee.supervisor_id == person.supervisor_id)


def _is_far(assessment: Assessment) -> ColumnElement[bool]:
    """Of the same level in another unit under the same one, and not near."""
    person = assessment.employee
    return and_(
        Unit.parent_id == person.unit.parent_id,
        Employee.unit_id != person.unit_id,
        Position.job_level == person.position.job_level,
        func.coalesce(Employee.supervisor_id, 0) != (person.supervisor_id or -1),
    )
