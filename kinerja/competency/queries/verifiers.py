"""Who verifies in a cycle where it is not the direct supervisor."""

from typing import Any

from sqlalchemy import ColumnElement, case, literal, null, select
from sqlalchemy.orm import joinedload

from kinerja.competency.models import Cycle, CycleVerifier
from kinerja.extensions import db
from kinerja.people.models import Employee, Unit


def cycle_verifiers(cycle: Cycle) -> list[CycleVerifier]:
    """The units with a named verifier, by the unit's name."""
    statement = (
        select(CycleVerifier)
        .join(CycleVerifier.unit)
        .options(
            joinedload(CycleVerifier.unit),
            joinedload(CycleVerifier.verifier).joinedload(Employee.position),
        )
        .where(CycleVerifier.cycle_id == cycle.id)
        .order_by(Unit.name, CycleVerifier.id)
    )
    return list(db.session.scalars(statement))


def assigned_verifier(cycle: Cycle) -> ColumnElement[Any]:
    """For each employee the verifier named for the unit, or for the nearest one above it that
    has one; none for the verifiers themselves, who are verified by their own supervisors.
    Two queries.
    """
    named = {row.unit_id: row.verifier_id for row in cycle_verifiers(cycle) if _works(row)}
    if not named:
        return null()
    parents = dict(iter(db.session.execute(select(Unit.id, Unit.parent_id))))
    units: dict[int, list[int]] = {}
    for unit_id in parents:
        verifier = _nearest(unit_id, parents, named)
        if verifier is not None:
            units.setdefault(verifier, []).append(unit_id)
    whens = [
        (Employee.unit_id.in_(ids) & (Employee.id != verifier), literal(verifier))
        for verifier, ids in units.items()
    ]
    return case(*whens, else_=null())


def _works(row: CycleVerifier) -> bool:
    return row.verifier.is_active


def _nearest(unit_id: int, parents: dict[int, int | None], named: dict[int, int]) -> int | None:
    seen: set[int] = set()
    here: int | None = unit_id
    while here is not None and here not in seen:
        if here in named:
            return named[here]
        seen.add(here)
        here = parents.get(here)
    return None
