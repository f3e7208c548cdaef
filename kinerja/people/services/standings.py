"""Why and how long somebody is not counted: leaving, being away, and coming back."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import delete, or_, select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import ActingLeader, Employee, RoleGrant, StandingPeriod
from kinerja.people.rules import GONE, Standing, outlasts
from kinerja.people.services import histories
from kinerja.people.services.persons import EmployeeRefusedError, lock_employee
from kinerja.people.services.sessions import end_sessions
from kinerja.people.services.settling import settle_one
from kinerja.permissions import Role, Viewer


def change_standing(
    employee: Employee,
    *,
    standing: Standing,
    valid_from: date,
    valid_to: date | None,
    decree: str,
    by: Viewer,
) -> StandingPeriod:
    """From the day on the person is not counted, for this reason, until a day or for good.

    Who leaves for good is signed out, and loses roles and acting leaderships from that day on.

    :raises EmployeeRefusedError: it is no reason, has a last day though the person leaves for
        good, is about the actor, or would leave the agency without an admin.
    :raises LaterEntryError: a standing that begins later is known already.
    :raises EndBeforeStartError: the last day lies before the first.
    """
    lock_employee(employee.id)
    _refuse(employee, standing, valid_from, valid_to, by=by)
    keys = {"employee_id": employee.id}
    before: Any = histories.held(StandingPeriod, keys, on=valid_from)
    known = before and _facts(before)
    period = histories.begin(
        StandingPeriod,
        keys,
        valid_from=valid_from,
        valid_to=valid_to,
        standing=standing,
        decree=decree,
    )
    closed = _close(employee, valid_from, by=by) if standing in GONE else {}
    settle_one(employee.id, on=clock.today())
    audit.record(
        "employee.standing_changed",
        employee,
        by=by.employee_id,
        before=known,
        after=_facts(period),
        reason=decree,
        **closed,
    )
    return period


def end_standing(period: StandingPeriod, *, returns_on: date, decree: str, by: Viewer) -> None:
    """The person is counted again from the day on. Roles that were closed are not given back.

    :raises EmployeeRefusedError: the period does not hold on the day before.
    """
    employee, before = queries.employee(period.employee_id), _facts(period)
    lock_employee(employee.id)
    last = returns_on - histories.ONE_DAY
    if last < period.valid_from or (period.valid_to is not None and period.valid_to < last):
        raise EmployeeRefusedError(
            _(
                "Pilih hari sesudah %(day)s. Bila status ini keliru sejak awal, batalkan.",
                day=format_date(period.valid_from, "long"),
            ),
            field="returns_on",
        )
    period.valid_to = last
    settle_one(employee.id, on=clock.today())
    audit.record(
        "employee.returned",
        employee,
        by=by.employee_id,
        before=before,
        after=_facts(period),
        reason=decree,
    )


def withdraw_standing(period: StandingPeriod, *, by: Viewer) -> None:
    """Take the newest period back, as if it had never been. Closed roles are not given back.

    :raises LaterEntryError: a period begins later.
    """
    employee, before = queries.employee(period.employee_id), _facts(period)
    lock_employee(employee.id)
    histories.withdraw(period, keys=("employee_id",))
    settle_one(employee.id, on=clock.today())
    audit.record(
        "employee.standing_withdrawn", employee, by=by.employee_id, before=before, after=None
    )


def _refuse(
    employee: Employee, standing: Standing, valid_from: date, valid_to: date | None, *, by: Viewer
) -> None:
    if standing is Standing.ACTIVE:
        raise EmployeeRefusedError(_("Pilih alasannya dari daftar."), field="standing")
    if employee.id == by.employee_id:
        raise EmployeeRefusedError(
            _("Status Anda sendiri diubah orang lain. Minta admin lain mencatatnya."),
            field="standing",
        )
    if standing not in GONE:
        return
    if valid_to is not None:
        raise EmployeeRefusedError(
            _("Kosongkan tanggal berakhir: status ini berlaku seterusnya."), field="valid_to"
        )
    _refuse_last_admin(employee, valid_from)


def _refuse_last_admin(employee: Employee, valid_from: date) -> None:
    root = queries.root_unit()
    held = db.session.scalars(_grants(employee.id, valid_from)).all()
    for grant in held:
        if grant.role is not Role.AGENCY_ADMIN or root is None or grant.unit_id != root.id:
            continue
        fellows = db.session.scalars(queries.fellow_grants(grant, on=valid_from))
        if not any(outlasts(fellow.valid_to, grant.valid_to) for fellow in fellows):
            raise EmployeeRefusedError(
                _(
                    "%(name)s satu-satunya admin instansi di puncak. Beri dulu peran itu kepada "
                    "orang lain.",
                    name=employee.name,
                ),
                field="standing",
            )


def _close(employee: Employee, valid_from: date, *, by: Viewer) -> dict[str, Any]:
    """End what somebody who leaves holds; the closed grants and leaderships, for the trail."""
    last = valid_from - histories.ONE_DAY
    grants = db.session.scalars(_grants(employee.id, valid_from)).all()
    for grant in grants:
        grant.valid_to = max(last, grant.valid_from)
    acting = or_(ActingLeader.employee_id == employee.id, ActingLeader.absent_id == employee.id)
    db.session.execute(delete(ActingLeader).where(acting, ActingLeader.valid_from >= valid_from))
    led = db.session.scalars(
        select(ActingLeader).where(acting, ActingLeader.valid_to >= valid_from)
    ).all()
    for leadership in led:
        leadership.valid_to = last
    if valid_from <= clock.today():
        end_sessions(employee.id, by=by.employee_id)
    return {"grants_closed": [grant.id for grant in grants], "acting_closed": [x.id for x in led]}


def _grants(employee_id: int, valid_from: date) -> Any:
    """The person's grants that reach the day or begin after it."""
    return select(RoleGrant).where(
        RoleGrant.employee_id == employee_id,
        or_(RoleGrant.valid_to.is_(None), RoleGrant.valid_to >= valid_from),
    )


def _facts(period: StandingPeriod) -> dict[str, Any]:
    return {
        "standing": period.standing,
        "valid_from": period.valid_from,
        "valid_to": period.valid_to,
    }
