"""The first rows of an installation: the agency, and the admin who lets everybody else in."""

from flask_babel import gettext as _
from sqlalchemy import exists, select

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import signals
from kinerja.people.models import Account, Employee, Position, RoleGrant, Unit, UnitVersion
from kinerja.people.rules import EmployeeKind, JobLevel, Standing, read_nip
from kinerja.people.services import histories
from kinerja.people.services.accounts import Slip, issue_slip
from kinerja.people.services.postings import place
from kinerja.permissions import Role


class FoundedError(DomainError):
    """There are units already: the first admin is known, or the database is not empty."""


class NumberRefusedError(DomainError):
    """The admin's number cannot be."""


def found_agency(
    *, agency: str, nip: str, name: str, kind: EmployeeKind, title: str, level: JobLevel
) -> Slip:
    """The agency as the topmost unit, its first admin, and a one-time code for the account.

    :raises FoundedError: there are units already.
    :raises NumberRefusedError: the number cannot be.
    """
    if db.session.scalar(select(exists().where(Unit.id.is_not(None)))):
        raise FoundedError(_("Unit sudah ada. Buat akun dengan: flask users create NIP"))
    today = clock.today()
    reading = read_nip(nip, kind, on=today)
    if reading.errors:
        raise NumberRefusedError(reading.errors[0])
    unit, position = Unit(name=agency, is_active=True), Position(title=title, job_level=level)
    db.session.add_all([unit, position])
    db.session.flush()
    histories.begin(UnitVersion, {"unit_id": unit.id}, valid_from=today, name=agency)
    admin = Employee(
        nip=reading.nip,
        kind=kind,
        name=name,
        unit_id=unit.id,
        position_id=position.id,
        standing=Standing.ACTIVE,
    )
    db.session.add(admin)
    db.session.flush()
    place(admin, unit_id=unit.id, position_id=position.id, valid_from=today)
    signals.staff_changed.send("people", unit_ids=[unit.id])
    return _let_in(admin, unit)


def _let_in(admin: Employee, unit: Unit) -> Slip:
    account = Account(employee_id=admin.id, is_active=True)
    grant = RoleGrant(
        employee_id=admin.id,
        role=Role.AGENCY_ADMIN,
        unit_id=unit.id,
        valid_from=clock.today(),
        reason=_("Admin pertama"),
    )
    db.session.add_all([account, grant])
    db.session.flush()
    audit.record("agency.founded", unit, by=None, admin=admin.id)
    return issue_slip(admin, account, by=None)
