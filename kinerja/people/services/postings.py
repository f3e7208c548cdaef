"""Where somebody works: moved from a day on, and moves taken back."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, or_, select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, Position, Posting, UnitVersion
from kinerja.people.rules import LineKind
from kinerja.people.services import histories
from kinerja.people.services.lines import drop, no_new_circle
from kinerja.people.services.open_places import refuse_closed_place
from kinerja.people.services.persons import EmployeeRefusedError, lock_employee
from kinerja.people.services.settling import settle_one
from kinerja.permissions import Permission, Viewer


def move_employee(
    employee: Employee,
    *,
    unit_id: int,
    position_id: int,
    valid_from: date,
    decree: str,
    keeps_superiors: bool,
    by: Viewer,
) -> Posting:
    """The employee works in the unit and position from the day on.

    Superiors that were set end there, so that they follow from the new unit, unless kept.

    :raises EmployeeRefusedError: the place is not one of the actor's, closed or not given any
        more, or nothing would change.
    :raises LaterEntryError: a place or a superior that begins later is known already.
    :raises CircleError: people would become their own superiors.
    """
    lock_employee(employee.id)
    refuse_place(unit_id, position_id, valid_from=valid_from, held_id=employee.position_id, by=by)
    before: Any = histories.held(Posting, {"employee_id": employee.id}, on=valid_from)
    if before is not None and (before.unit_id, before.position_id) == (unit_id, position_id):
        raise EmployeeRefusedError(
            _("Pegawai ini sudah di unit dan jabatan itu. Pilih yang lain."), field="position_id"
        )
    known = before and _facts(before)
    with no_new_circle(employee.id, on=valid_from):
        posting = place(
            employee,
            unit_id=unit_id,
            position_id=position_id,
            valid_from=valid_from,
            decree=decree,
        )
        ended = [] if keeps_superiors else _drop_superiors(employee, valid_from)
    settle_one(employee.id, on=clock.today())
    audit.record(
        "employee.moved",
        employee,
        by=by.employee_id,
        before=known,
        after=_facts(posting),
        superiors_ended=ended,
        reason=decree,
    )
    return posting


def _drop_superiors(employee: Employee, valid_from: date) -> list[LineKind]:
    return [kind for kind in LineKind if drop(employee.id, kind, valid_from=valid_from)]


def withdraw_posting(posting: Posting, *, by: Viewer) -> None:
    """Take the newest posting back: the one before goes on.

    :raises EmployeeRefusedError: it is the only one.
    :raises LaterEntryError: a posting begins later.
    :raises CircleError: people would become their own superiors.
    """
    employee, before = queries.employee(posting.employee_id), _facts(posting)
    lock_employee(employee.id)
    of_theirs = select(func.count()).where(Posting.employee_id == employee.id)
    if db.session.scalar(of_theirs) == 1:
        raise EmployeeRefusedError(
            _("Penempatan pertama tidak bisa dibatalkan. Ubah data pegawai bila keliru."),
            field="valid_from",
        )
    with no_new_circle(employee.id, on=posting.valid_from):
        histories.withdraw(posting, keys=("employee_id",))
    settle_one(employee.id, on=clock.today())
    audit.record("employee.move_withdrawn", employee, by=by.employee_id, before=before, after=None)


def place(
    employee: Employee,
    *,
    unit_id: int,
    position_id: int,
    valid_from: date,
    decree: str | None = None,
) -> Posting:
    """The employee works there from the day on.

    :raises EmployeeRefusedError: the unit is not open then, or the position no longer used.
    :raises LaterEntryError: a place that begins later is known already.
    """
    refuse_closed_place(unit_id, position_id, on=valid_from)
    return histories.begin(
        Posting,
        {"employee_id": employee.id},
        valid_from=valid_from,
        unit_id=unit_id,
        position_id=position_id,
        decree=decree,
    )


def refuse_place(
    unit_id: int,
    position_id: int,
    *,
    valid_from: date,
    held_id: int | None = None,
    by: Viewer,
) -> None:
    """Refuse units that the actor does not keep or that are closed by the day, and positions
    that there are not or that are not given any more, but for the one held already.

    :raises EmployeeRefusedError: one of these.
    """
    if unit_id not in by.units(Permission.EDIT_STAFF):
        raise EmployeeRefusedError(
            _("Pilih unit kerja, salah satu unit yang Anda kelola."), field="unit_id"
        )
    goes_on = or_(UnitVersion.valid_to.is_(None), UnitVersion.valid_to >= valid_from)
    known = select(UnitVersion.id).where(UnitVersion.unit_id == unit_id, goes_on)
    if db.session.scalar(known.limit(1)) is None:
        raise EmployeeRefusedError(
            _("Unit itu sudah tutup pada tanggal itu. Pilih unit lain."), field="unit_id"
        )
    position = db.session.get(Position, position_id)
    if position is None or not (position.is_active or position_id == held_id):
        raise EmployeeRefusedError(_("Pilih jabatan dari daftar."), field="position_id")


def _facts(posting: Posting) -> dict[str, Any]:
    return {
        "unit": posting.unit_id,
        "position": posting.position_id,
        "valid_from": posting.valid_from,
        "decree": posting.decree,
    }
