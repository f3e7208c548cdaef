"""Giving roles over units to people, and ending them."""

from datetime import date
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people import queries, signals
from kinerja.people.models import Employee, RoleGrant, Unit
from kinerja.people.rules import GONE, outlasts
from kinerja.people.services.histories import ONE_DAY, refuse_disorder
from kinerja.people.services.sessions import end_sessions
from kinerja.permissions import GRANTABLE, Permission, Role, Viewer


class GrantRefusedError(DomainError):
    """The role cannot be given or ended like this; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def grant_role(
    employee: Employee,
    *,
    role: Role,
    unit_id: int,
    valid_from: date,
    valid_to: date | None,
    reason: str,
    by: Viewer,
) -> RoleGrant:
    """Give somebody else a role over a unit and all under it, from a day to a day or for good.

    Their sessions end, so that the next sign-in is one under the new role's rules.

    :raises MissingError: the person is the actor, has left, or is not within the actor's units.
    :raises GrantRefusedError: the role is not for granting, the unit is not the actor's, the days
        are past or in disorder, no reason is given, or the person holds this already.
    """
    _refuse_person(employee, by=by)
    if role not in GRANTABLE:
        raise GrantRefusedError(_("Pilih peran dari daftar."), field="role")
    if unit_id not in by.units(Permission.EDIT_GRANTS):
        raise GrantRefusedError(
            _("Pilih unit, salah satu unit yang hak aksesnya Anda kelola."), field="unit_id"
        )
    _refuse_days(valid_from, valid_to)
    _refuse_silence(reason)
    _refuse_overlap(employee, role, unit_id, valid_from, valid_to)
    grant = RoleGrant(
        employee_id=employee.id,
        role=role,
        unit_id=unit_id,
        valid_from=valid_from,
        valid_to=valid_to,
        granted_by_id=by.employee_id,
        reason=reason,
    )
    db.session.add(grant)
    db.session.flush()
    audit.record("grant.given", grant, by=by.employee_id, after=_facts(grant), why=reason)
    _tell(grant, by=by)
    return grant


def end_grant(grant: RoleGrant, *, on: date, reason: str, by: Viewer) -> None:
    """From the day on the grant no longer holds; one that has not held a whole day is withdrawn.

    The person's sessions end.

    :raises MissingError: the grant's unit is not the actor's.
    :raises GrantRefusedError: it ends before that day anyway, the day is past, no reason is given,
        or nobody else would administer the agency.
    """
    if grant.unit_id not in by.units(Permission.EDIT_GRANTS):
        raise MissingError()
    db.session.refresh(grant, with_for_update=True)
    if on < clock.today():
        raise GrantRefusedError(_("Pilih hari ini atau hari sesudahnya."), field="on")
    if grant.valid_to is not None and grant.valid_to < on:
        raise GrantRefusedError(
            _(
                "Peran ini berakhir %(day)s, sebelum tanggal itu. Pilih tanggal yang lebih awal.",
                day=format_date(grant.valid_to, "long"),
            ),
            field="on",
        )
    _refuse_silence(reason)
    _refuse_last_admin(grant, on=on)
    before, after, action = _facts(grant), None, "grant.withdrawn"
    if on <= grant.valid_from:
        db.session.delete(grant)
    else:
        grant.valid_to = on - ONE_DAY
        after, action = _facts(grant), "grant.ended"
    audit.record(action, grant, by=by.employee_id, before=before, after=after, why=reason)
    db.session.flush()
    _tell(grant, by=by, ended=True)


def _tell(grant: RoleGrant, *, by: Viewer, ended: bool = False) -> None:
    """End the holder's sessions, and let the features above know."""
    end_sessions(grant.employee_id, by=by.employee_id)
    unit = db.session.get_one(Unit, grant.unit_id)
    signals.role_granted.send(
        "people", employee_id=grant.employee_id, role=grant.role, unit=unit.name, ended=ended
    )


def _refuse_person(employee: Employee, *, by: Viewer) -> None:
    if (
        employee.id == by.employee_id
        or employee.standing in GONE
        or employee.unit_id not in by.units(Permission.EDIT_GRANTS)
    ):
        raise MissingError()


def _refuse_days(valid_from: date, valid_to: date | None) -> None:
    if valid_from < clock.today():
        raise GrantRefusedError(
            _("Peran tidak berlaku surut. Pilih hari ini atau hari sesudahnya."),
            field="valid_from",
        )
    refuse_disorder(valid_from, valid_to)


def _refuse_silence(reason: str) -> None:
    if not reason.strip():
        raise GrantRefusedError(
            _("Tulis alasannya, contoh: nomor surat tugas. Pemegang peran ikut membacanya."),
            field="reason",
        )


def _refuse_overlap(
    employee: Employee, role: Role, unit_id: int, valid_from: date, valid_to: date | None
) -> None:
    """Locked through the person's row: two admins cannot give the same thing at once."""
    db.session.refresh(employee, attribute_names=["standing"], with_for_update=True)
    held = db.session.scalars(
        select(RoleGrant).where(
            RoleGrant.employee_id == employee.id,
            RoleGrant.role == role,
            RoleGrant.unit_id == unit_id,
        )
    )
    last = valid_to or date.max
    for other in held:
        if other.valid_from <= last and valid_from <= (other.valid_to or date.max):
            raise GrantRefusedError(
                _("%(name)s sudah memegang peran ini di unit itu.", name=employee.full_name),
                field="role",
            )


def _refuse_last_admin(grant: RoleGrant, *, on: date) -> None:
    """Somebody must be able to give roles: the last grant over the whole agency stays."""
    root = queries.root_unit()
    if grant.role is not Role.AGENCY_ADMIN or root is None or grant.unit_id != root.id:
        return
    same = select(RoleGrant.id).where(
        RoleGrant.role == grant.role, RoleGrant.unit_id == grant.unit_id
    )
    db.session.scalars(same.order_by(RoleGrant.id).with_for_update()).all()
    fellows = db.session.scalars(queries.fellow_grants(grant, on=on))
    if not any(outlasts(fellow.valid_to, grant.valid_to) for fellow in fellows):
        raise GrantRefusedError(
            _(
                "Ini satu-satunya admin instansi di puncak. Beri dulu peran itu kepada orang lain, "
                "lalu akhiri yang ini."
            ),
            field="on",
        )


def _facts(grant: RoleGrant) -> dict[str, Any]:
    """What the audit trail notes of a grant."""
    names = ("employee_id", "role", "unit_id", "valid_from", "valid_to")
    return {name: getattr(grant, name) for name in names}
