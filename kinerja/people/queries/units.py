"""Units as they are today, for whoever looks after them."""

from collections.abc import Iterable

from sqlalchemy import Select, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.permissions import Permission, Viewer


def subtree(unit_id: int) -> Select[int]:
    """Ids of the unit and of everything under it, to be used inside IN (…)."""
    return subtrees([unit_id])


def subtrees(unit_ids: Iterable[int]) -> Select[int]:
    """Ids of the units and of everything under them; UNION ends even on a circle."""
    tops = select(Unit.id.label("id")).where(Unit.id.in_(list(unit_ids)))
    tree = tops.cte("subtree", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return select(tree.c.id)


def units_by_name(unit_ids: Iterable[int] | None = None) -> list[Unit]:
    """Active units by name: all, or those among the ids."""
    statement = select(Unit).where(Unit.is_active).order_by(Unit.name)
    if unit_ids is not None:
        statement = statement.where(Unit.id.in_(list(unit_ids)))
    return list(db.session.scalars(statement))


def root_unit() -> Unit | None:
    """The agency itself: the unit without a parent."""
    return db.session.scalar(select(Unit).where(Unit.parent_id.is_(None)).order_by(Unit.id))


def known_unit(unit_id: int, *, to: Viewer) -> Unit:
    """The unit, closed or planned ones too, for whoever looks after it.

    :raises MissingError: there is none, or not for this viewer.
    """
    return _unit(unit_id, Permission.VIEW_UNITS, to)


def editable_unit(unit_id: int, *, to: Viewer) -> Unit:
    """The unit, for whoever may change it.

    :raises MissingError: there is none, or not for this viewer.
    """
    return _unit(unit_id, Permission.EDIT_UNITS, to)


def _unit(unit_id: int, permission: Permission, to: Viewer) -> Unit:
    found = db.session.get(Unit, unit_id) if unit_id in to.units(permission) else None
    if found is None:
        raise MissingError()
    return found
