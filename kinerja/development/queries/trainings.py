"""The catalogue: which trainings there are, and how many seats are left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, extract, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from kinerja.competency.queries.present import reach
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import OPEN_ENDED, DevelopmentForm, PlanItemStatus
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import GONE

SUGGESTIONS = 3
BEFORE_THE_END = (PlanItemStatus.ASSIGNED, PlanItemStatus.RUNNING)


@dataclass(frozen=True)
class Offer:
    """A training with the seats that are left."""

    training: Training
    left: int


def taken() -> ScalarSelect[int]:
    """How many living plan items hold a seat of the training of the surrounding statement.

    Who has left will not come: what such people have not finished holds no seat.
    """
    comes = or_(Employee.standing.not_in(GONE), PlanItem.status.not_in(BEFORE_THE_END))
    return (
        select(func.count(PlanItem.id))
        .join(Employee, Employee.id == PlanItem.employee_id)
        .where(
            PlanItem.training_id == Training.id,
            PlanItem.status != PlanItemStatus.CANCELLED,
            comes,
        )
        .correlate(Training)
        .scalar_subquery()
    )


def joinable(on: date) -> ColumnElement[bool]:
    """Offered, and not too late to join."""
    while_running = and_(Training.form.in_(OPEN_ENDED), Training.ends_on >= on)
    return and_(Training.is_active, or_(Training.starts_on >= on, while_running))


def serves(competency_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Trainings for the competency, or for one that it has followed."""
    pairs = reach()
    return Training.competency_id.in_(
        select(pairs.c.competency_id).where(pairs.c.for_id == competency_id)
    )


def catalogue(
    *,
    on: date,
    q: str = "",
    competency_id: int | None = None,
    form: DevelopmentForm | None = None,
    month: tuple[int, int] | None = None,
    past: bool = False,
    inactive: bool = False,
) -> Select[Training, int]:
    """Trainings with their taken seats: those still joinable, all of a month, or all there are."""
    statement = (
        select(Training, taken().label("taken"))
        .join(Training.competency)
        .options(contains_eager(Training.competency))
        .order_by(Training.starts_on, Training.title, Training.id)
    )
    if q.strip():
        words = " ".join(q.split())
        statement = statement.where(
            or_(
                Training.title.icontains(words, autoescape=True),
                Training.provider.icontains(words, autoescape=True),
            )
        )
    if competency_id is not None:
        statement = statement.where(serves(competency_id))
    if form is not None:
        statement = statement.where(Training.form == form)
    if month is not None:
        statement = statement.where(_in_month(*month))
    elif not past:
        return statement.where(joinable(on))
    return statement if inactive else statement.where(Training.is_active)


def whole_catalogue(*, on: date, **narrowed: Any) -> Sequence[Row[Training, int]]:
    """All rows of the catalogue, for a spreadsheet."""
    return db.session.execute(catalogue(on=on, **narrowed)).all()


def _in_month(year: int, month: int) -> ColumnElement[bool]:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return and_(Training.starts_on < after, Training.ends_on >= first)


def months() -> list[tuple[int, int]]:
    """The months in which trainings start, in order."""
    year, month = extract("year", Training.starts_on), extract("month", Training.starts_on)
    rows = db.session.execute(select(year, month).group_by(year, month).order_by(year, month))
    return [(int(found_year), int(found_month)) for found_year, found_month in rows]


def training(training_id: int) -> Training:
    """The training with its competency; everybody may read about it.

    :raises MissingError: there is none.
    """
    statement = select(Training).options(joinedload(Training.competency))
    found = db.session.scalar(statement.where(Training.id == training_id))
    if found is None:
        raise MissingError()
    return found


def hold(training: Training) -> None:
    """Read the training anew and keep others from changing it or giving its last seat until this
    transaction ends.
    """
    statement = select(Training).where(Training.id == training.id).with_for_update()
    db.session.execute(statement.execution_options(populate_existing=True))


def seats_left(training: Training) -> int:
    """Seats that nobody holds yet."""
    held = db.session.scalar(select(taken()).where(Training.id == training.id))
    return training.seats - (held or 0)


def offers(competency_id: int, *, on: date) -> list[Offer]:
    """The trainings that serve the competency and can still be joined, soonest first."""
    statement = catalogue(on=on, competency_id=competency_id)
    return [Offer(found, found.seats - held) for found, held in db.session.execute(statement)]


def suggestions(levels: Mapping[int, int], *, on: date) -> dict[int, list[Offer]]:
    """For each competency in which somebody stands at a level, the first trainings with a free
    seat that lead beyond it, those for what it has followed too: nearest level first, then
    soonest. One query.
    """
    pairs = reach()
    beyond = [
        and_(pairs.c.for_id == competency_id, Training.level > level)
        for competency_id, level in levels.items()
    ]
    found: dict[int, list[Offer]] = {competency_id: [] for competency_id in levels}
    if not beyond:
        return found
    statement = (
        catalogue(on=on)
        .join(pairs, pairs.c.competency_id == Training.competency_id)
        .add_columns(pairs.c.for_id)
        .where(or_(*beyond))
        .order_by(None)
        .order_by(Training.level, Training.starts_on, Training.id)
    )
    for offered, held, competency_id in db.session.execute(statement):
        row = found[competency_id]
        if held < offered.seats and len(row) < SUGGESTIONS:
            row.append(Offer(offered, offered.seats - held))
    return found
