"""Keeping how many people of each unit stand where, beside what it follows from."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, true

from kinerja import clock
from kinerja.competency.models import Tally, TallySum
from kinerja.competency.queries import tallies as queries
from kinerja.extensions import Base, db
from kinerja.people import signals
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import JobLevel

BATCH = 200  # units in one transaction of the daily job


def refresh_units(units: Iterable[int] | Select[Any]) -> None:
    """Count the people of these units anew, in five statements whatever their number. Who else
    changes something about one of them waits until the commit.
    """
    db.session.flush()
    wanted = units if isinstance(units, Select) else sorted(set(units))
    locked = select(Unit.id).where(Unit.id.in_(wanted)).order_by(Unit.id)
    ids = db.session.scalars(locked.with_for_update(key_share=True)).all()
    if ids:
        _forget(Tally.unit_id.in_(ids), TallySum.unit_id.in_(ids))
        _insert(Tally, queries.COLUMNS, queries.derived(on=clock.today(), units=ids))
        _insert(TallySum, queries.SUMS, queries.summed(ids))


def refresh_positions(positions: Iterable[int] | Select[Any]) -> None:
    """The same for the units in which people hold these positions: they ask for something else."""
    wanted = positions if isinstance(positions, Select) else list(positions)
    refresh_units(select(Employee.unit_id).where(Employee.position_id.in_(wanted)))


def refresh_job_level(job_level: JobLevel) -> None:
    """The same for the positions of the job level: its standard has changed."""
    refresh_positions(select(Position.id).where(Position.job_level == job_level))


def rebuild_tallies() -> int:
    """Count everybody anew; how many rows there are."""
    db.session.flush()
    db.session.execute(select(Unit.id).order_by(Unit.id).with_for_update(key_share=True)).all()
    _forget(true(), true())
    _insert(Tally, queries.COLUMNS, queries.derived(on=clock.today()))
    _insert(TallySum, queries.SUMS, queries.summed())
    return db.session.scalar(select(func.count()).select_from(Tally)) or 0


def settle_tallies() -> int:
    """The job of each day: editions and standards that have begun count now. Commits batch by
    batch; how many units it concerned.
    """
    strayed = queries.strayed_units(on=clock.today())
    for batch in _batches(strayed):
        refresh_units(batch)
        db.session.commit()
    return len(strayed)


def _forget(tallies: ColumnElement[bool], sums: ColumnElement[bool]) -> None:
    for rows in (delete(Tally).where(tallies), delete(TallySum).where(sums)):
        db.session.execute(rows.execution_options(synchronize_session=False))


def _insert(model: type[Base], columns: Sequence[str], rows: Select[Any]) -> None:
    db.session.execute(insert(model).from_select(list(columns), rows))


def _batches(units: Any) -> Iterator[list[int]]:
    for start in range(0, len(units), BATCH):
        yield units[start : start + BATCH]


@signals.staff_changed.connect
def count_staff(_sender: object, *, unit_ids: Iterable[int], **_more: Any) -> None:
    """Somebody came, went or moved."""
    refresh_units(unit_ids)


@signals.positions_changed.connect
def count_holders(_sender: object, *, position_ids: Iterable[int], **_more: Any) -> None:
    """Positions belong to another job level, and so ask for another standard."""
    refresh_positions(position_ids)
