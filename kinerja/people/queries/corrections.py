"""Cases of wrong data: the asker's own, those to be handled, and at whose desk each lies."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import Select, case, select
from sqlalchemy.orm import aliased, contains_eager

from kinerja import clock
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Correction, Employee, RoleGrant
from kinerja.people.queries.grants import upward
from kinerja.people.queries.lines import held_on
from kinerja.people.queries.staff import named
from kinerja.people.queries.units import subtree
from kinerja.people.rules import (
    GONE,
    OPEN_CORRECTIONS,
    CorrectionTopic,
    Handler,
    desk,
)
from kinerja.permissions import GRANTS, Permission, Viewer

HANDLING = tuple(role for role in GRANTS if Permission.HANDLE_CORRECTIONS in GRANTS[role])


def own_corrections(employee_id: int) -> Select[Correction]:
    """The person's own cases, what is open first, then the latest; with who decided."""
    return (
        _with_people()
        .where(Correction.employee_id == employee_id)
        .order_by(_closed_last(), Correction.since.desc(), Correction.id.desc())
    )


def open_corrections(employee_id: int) -> list[Correction]:
    """The person's own open cases, the latest first."""
    is_open = Correction.status.in_(OPEN_CORRECTIONS)
    return list(db.session.scalars(own_corrections(employee_id).where(is_open)))


def corrections(
    *,
    to: Viewer,
    search: str = "",
    topic: CorrectionTopic | None = None,
    unit_id: int | None = None,
    is_open: bool | None = None,
) -> Select[Correction]:
    """Other people's cases in the units whose data the viewer keeps: open first, oldest first."""
    statement = (
        _with_people()
        .where(
            Employee.unit_id.in_(to.units(Permission.HANDLE_CORRECTIONS)),
            Correction.employee_id != to.employee_id,
        )
        .order_by(_closed_last(), Correction.due_on, Correction.id)
    )
    if search.strip():
        statement = statement.where(named(search))
    if topic is not None:
        statement = statement.where(Correction.topic == topic)
    if unit_id is not None:
        statement = statement.where(Employee.unit_id.in_(subtree(unit_id)))
    if is_open is not None:
        found = Correction.status.in_(OPEN_CORRECTIONS)
        statement = statement.where(found if is_open else ~found)
    return statement


def _closed_last() -> Any:
    return case((Correction.status.in_(OPEN_CORRECTIONS), 0), else_=1)


def _with_people() -> Select[Correction]:
    decider = aliased(Employee)
    return (
        select(Correction)
        .join(Correction.employee)
        .join(Employee.unit)
        .outerjoin(Correction.decided_by.of_type(decider))
        .options(
            contains_eager(Correction.employee).contains_eager(Employee.unit),
            contains_eager(Correction.decided_by.of_type(decider)),
        )
    )


def own_correction(correction_id: int, *, to: Viewer) -> Correction:
    """One of the viewer's own cases.

    :raises MissingError: there is none, or it is somebody else's.
    """
    found = _loaded(correction_id)
    if found.employee_id != to.employee_id:
        raise MissingError()
    return found


def handled_correction(correction_id: int, *, to: Viewer) -> Correction:
    """Somebody else's case in a unit whose data the viewer keeps. Nobody handles his own.

    :raises MissingError: there is none, or not for this viewer.
    """
    found = _loaded(correction_id)
    units = to.units(Permission.HANDLE_CORRECTIONS)
    if found.employee_id == to.employee_id or found.employee.unit_id not in units:
        raise MissingError()
    return found


def _loaded(correction_id: int) -> Correction:
    found = db.session.scalar(_with_people().where(Correction.id == correction_id))
    if found is None:
        raise MissingError()
    return found


def open_correction(employee_id: int, topic: CorrectionTopic) -> Correction | None:
    """The person's open case about the topic; there is one at most."""
    return db.session.scalar(
        _with_people().where(
            Correction.employee_id == employee_id,
            Correction.topic == topic,
            Correction.status.in_(OPEN_CORRECTIONS),
        )
    )


def handlers(unit_ids: Iterable[int], *, on: date) -> dict[int, list[Handler]]:
    """Who handles the corrections of each unit, the nearest first. One query for all units."""
    path = upward(set(unit_ids))
    rows = db.session.execute(
        select(path.c.start, path.c.distance, RoleGrant.role, Employee)
        .join(RoleGrant, RoleGrant.unit_id == path.c.unit_id)
        .join(Employee, Employee.id == RoleGrant.employee_id)
        .where(RoleGrant.role.in_(HANDLING), Employee.standing.not_in(GONE), held_on(RoleGrant, on))
        .order_by(path.c.distance, Employee.name, Employee.id)
    )
    found: dict[int, list[Handler]] = {}
    for start, distance, role, person in rows:
        found.setdefault(start, []).append(Handler(person.id, person.name, role, distance))
    return found


def desks(cases: Iterable[Correction], *, on: date) -> dict[int, tuple[Handler, ...]]:
    """Whose turn each case is, by the case's id. One query."""
    listed = list(cases)
    known = handlers((one.employee.unit_id for one in listed), on=on)
    return {
        one.id: desk(
            known.get(one.employee.unit_id, ()), asker_id=one.employee_id, status=one.status
        )
        for one in listed
    }


def handled_by(found: Correction, *, on: date) -> tuple[Handler, ...]:
    """Whose turn the case is; empty where nobody keeps the unit's data."""
    return desks([found], on=on)[found.id]


def turn_words(found: Correction, holders: Iterable[Handler]) -> str:
    """Whose turn an open case is in words: "Di Made Umpama (Admin unit) sejak …, batas …"."""
    names = ", ".join(f"{one.name} ({one.role.label})" for one in [*holders][:3])
    facts = {
        "since": format_date(clock.local(found.since), "long"),
        "due": format_date(found.due_on, "long"),
    }
    if not names:
        return str(
            _("Belum ada admin untuk unit ini, menunggu sejak %(since)s, batas %(due)s", **facts)
        )
    return str(_("Di %(who)s sejak %(since)s, batas %(due)s", who=names, **facts))


def to_decide(*, to: Viewer, on: date) -> list[Correction]:
    """The open cases that are the viewer's turn, the soonest deadline first. Two queries."""
    cases = list(db.session.scalars(corrections(to=to, is_open=True)))
    turns = desks(cases, on=on)
    return [
        one for one in cases if to.employee_id in {holder.employee_id for holder in turns[one.id]}
    ]
