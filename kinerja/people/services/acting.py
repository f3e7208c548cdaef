"""Appointing acting leaders for a period, ending it early, taking it back."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import ActingLeader, Employee, Unit
from kinerja.people.rules import ActingKind
from kinerja.people.services import histories
from kinerja.people.services.lines import no_new_circle
from kinerja.people.services.persons import (
    EmployeeRefusedError,
    lock_employee,
    named_employee,
)
from kinerja.people.services.settling import settle
from kinerja.permissions import Permission, Viewer


class ActingTakenError(DomainError):
    """Somebody else leads in these days."""

    status = 422
    field = "valid_from"


def appoint_plt(
    *,
    unit_id: int,
    holder_id: int | None = None,
    holder_nip: str | None = None,
    valid_from: date,
    valid_to: date,
    decree: str,
    by: Viewer,
) -> ActingLeader:
    """Somebody leads a unit without an active head in these days (pelaksana tugas).

    Should a head be appointed meanwhile, that one leads.

    :raises EmployeeRefusedError: the unit is not the actor's or has a head, or nobody is meant.
    :raises ActingTakenError: the unit has another acting head within the days.
    :raises EndBeforeStartError: the last day lies before the first.
    :raises CircleError: people would become their own superiors.
    """
    histories.refuse_disorder(valid_from, valid_to)
    if unit_id not in by.units(Permission.EDIT_STAFF):
        raise EmployeeRefusedError(
            _("Pilih unit kerja, salah satu unit yang Anda kelola."), field="unit_id"
        )
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())
    _refuse_headed(unit_id, on=valid_from)
    _refuse_taken(ActingKind.PLT, unit_id, valid_from, valid_to)
    holder = named_employee(picked_id=holder_id, nip=holder_nip, on=valid_from, field="holder_nip")
    appointed = ActingLeader(
        kind=ActingKind.PLT,
        employee_id=holder.id,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        decree=decree,
    )
    with no_new_circle(holder.id, on=valid_from):
        db.session.add(appointed)
    return _finish("acting.appointed", appointed, by=by, after=_facts(appointed), reason=decree)


def appoint_plh(
    absent: Employee,
    *,
    holder_id: int | None = None,
    holder_nip: str | None = None,
    valid_from: date,
    valid_to: date,
    decree: str,
    by: Viewer,
) -> ActingLeader:
    """Somebody stands in for an absent leader in these days (pelaksana harian).

    The absent leader stays the superior and keeps access.

    :raises EmployeeRefusedError: nobody is meant, it is the absent leader, or nobody is led
        and no duty waits.
    :raises ActingTakenError: another one stands in within the days.
    :raises EndBeforeStartError: the last day lies before the first.
    """
    histories.refuse_disorder(valid_from, valid_to)
    lock_employee(absent.id)
    _refuse_taken(ActingKind.PLH, absent.id, valid_from, valid_to)
    holder = named_employee(picked_id=holder_id, nip=holder_nip, on=valid_from, field="holder_nip")
    if holder.id == absent.id:
        raise EmployeeRefusedError(
            _("Seseorang tidak dapat menggantikan dirinya sendiri. Pilih orang lain."),
            field="holder_nip",
        )
    is_needed = queries.led_by(absent.id, on=valid_from) or queries.has_duty(
        absent.id, on=valid_from
    )
    if not is_needed:
        raise EmployeeRefusedError(
            _(
                "%(name)s tidak memimpin siapa pun pada tanggal itu, jadi tidak perlu Plh.",
                name=absent.name,
            ),
            field="valid_from",
        )
    appointed = ActingLeader(
        kind=ActingKind.PLH,
        employee_id=holder.id,
        absent_id=absent.id,
        valid_from=valid_from,
        valid_to=valid_to,
        decree=decree,
    )
    db.session.add(appointed)
    return _finish("acting.appointed", appointed, by=by, after=_facts(appointed), reason=decree)


def end_acting(found: ActingLeader, *, valid_to: date, reason: str, by: Viewer) -> None:
    """The day is the last one, earlier than was decided.

    :raises EmployeeRefusedError: it is not earlier, or lies before the first day.
    """
    before = _facts(found)
    if not found.valid_from <= valid_to < found.valid_to:
        raise EmployeeRefusedError(
            _(
                "Pilih hari dari %(first)s dan sebelum %(last)s.",
                first=format_date(found.valid_from, "long"),
                last=format_date(found.valid_to, "long"),
            ),
            field="valid_to",
        )
    found.valid_to = valid_to
    _finish("acting.ended", found, by=by, before=before, after=_facts(found), reason=reason)


def withdraw_acting(found: ActingLeader, *, by: Viewer) -> None:
    """Take an appointment back that has not begun.

    :raises EmployeeRefusedError: it has begun.
    """
    if found.valid_from <= clock.today():
        raise EmployeeRefusedError(
            _("Penunjukan ini sudah berjalan. Akhiri lebih awal."), field="valid_to"
        )
    before = _facts(found)
    db.session.delete(found)
    db.session.flush()
    audit.record("acting.withdrawn", found, by=by.employee_id, before=before, after=None)


def _refuse_headed(unit_id: int, *, on: date) -> None:
    found = queries.structure(on=on, employee_ids=())
    if unit_id not in found.parents:
        raise EmployeeRefusedError(
            _("Unit ini tidak ada pada tanggal itu. Periksa tanggal mulainya."), field="unit_id"
        )
    head = found.heads.get(unit_id)
    if head is not None and found.acting.get(unit_id) != head:
        raise EmployeeRefusedError(
            _(
                "Unit ini dikepalai %(name)s. Bila ia berhalangan, tunjuk Plh. untuknya.",
                name=queries.employee(head).name,
            ),
            field="unit_id",
        )


def _refuse_taken(kind: ActingKind, post_id: int, valid_from: date, valid_to: date) -> None:
    other = queries.same_post(kind, post_id, valid_from=valid_from, valid_to=valid_to)
    if other is not None:
        raise ActingTakenError(
            _(
                "%(name)s sudah ditunjuk dari %(first)s sampai %(last)s. Pilih tanggal lain, atau "
                "akhiri dulu penunjukan itu.",
                name=other.employee.name,
                first=format_date(other.valid_from, "long"),
                last=format_date(other.valid_to, "long"),
            )
        )


def _facts(found: ActingLeader) -> dict[str, Any]:
    names = ("kind", "employee_id", "unit_id", "absent_id", "valid_from", "valid_to")
    return {name: getattr(found, name) for name in names}


def _finish(action: str, found: ActingLeader, *, by: Viewer, **noted: Any) -> ActingLeader:
    db.session.flush()
    if found.kind is ActingKind.PLT:
        settle(on=clock.today())
    audit.record(action, found, by=by.employee_id, **noted)
    return found
