"""Adding employees and changing their place."""

from datetime import date
from typing import Any

from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people import queries, signals
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind, LineKind, Standing, read_grade, read_nip
from kinerja.people.services.identity import identity, note_identity
from kinerja.people.services.lines import lead, no_new_circle, refuse_below
from kinerja.people.services.persons import EmployeeRefusedError
from kinerja.people.services.postings import place, refuse_place
from kinerja.people.services.settling import settle_one
from kinerja.permissions import Viewer


def add_employee(
    *,
    nip: str,
    kind: EmployeeKind,
    grade: str | None = None,
    name: str,
    title_before: str | None = None,
    title_after: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    unit_id: int,
    position_id: int,
    valid_from: date,
    supervisor_nip: str | None = None,
    by: Viewer,
) -> Employee:
    """Add an employee to a unit whose staff the actor keeps. Unusual numbers are accepted.

    :raises EmployeeRefusedError: the number cannot be or is taken, or another field is wrong.
    """
    added = Employee(standing=Standing.ACTIVE, unit_id=unit_id, position_id=position_id)
    _identify(added, nip=nip, kind=kind, grade=grade)
    _name(added, name, title_before, title_after)
    _reach(added, email, phone)
    supervisor_id = _supervisor(added, supervisor_nip, on=valid_from)
    refuse_place(unit_id, position_id, valid_from=valid_from, by=by)
    db.session.add(added)
    db.session.flush()
    place(added, unit_id=unit_id, position_id=position_id, valid_from=valid_from)
    lead(added, supervisor_id, valid_from=valid_from)
    settle_one(added.id, on=clock.today())
    signals.staff_changed.send("people", unit_ids=[added.unit_id])
    audit.record("employee.added", added, by=by.employee_id, after=_facts(added))
    return added


def change_employee(
    employee: Employee,
    *,
    nip: str,
    kind: EmployeeKind,
    grade: str | None = None,
    name: str,
    title_before: str | None = None,
    title_after: str | None = None,
    email: str | None = None,
    phone: str | None = None,
    unit_id: int,
    position_id: int,
    valid_from: date,
    supervisor_nip: str | None = None,
    by: Viewer,
) -> Employee:
    """Correct an employee's data, or move them from a day on, within the actor's units.

    An empty `supervisor_nip` lets the supervisor follow from the unit again.

    :raises EmployeeRefusedError: as for adding, or the supervisor stands below the employee.
    :raises LaterEntryError: a place or a line that begins later is known already.
    :raises CircleError: people would become their own superiors.
    """
    supervisor_id = _supervisor(employee, supervisor_nip, on=valid_from)
    before, called = _facts(employee), identity(employee)
    _identify(employee, nip=nip, kind=kind, grade=grade)
    refuse_place(unit_id, position_id, valid_from=valid_from, held_id=employee.position_id, by=by)
    with no_new_circle(employee.id, on=valid_from):
        if (employee.unit_id, employee.position_id) != (unit_id, position_id):
            place(employee, unit_id=unit_id, position_id=position_id, valid_from=valid_from)
        lead(employee, supervisor_id, valid_from=valid_from)
    _name(employee, name, title_before, title_after)
    _reach(employee, email, phone)
    settle_one(employee.id, on=clock.today())
    audit.record(
        "employee.changed",
        employee,
        by=by.employee_id,
        before=before,
        after=_facts(employee),
        **note_identity(employee, before=called, by=by.employee_id),
    )
    return employee


def _name(employee: Employee, name: str, before: str | None, after: str | None) -> None:
    employee.name = name
    employee.title_before, employee.title_after = before or None, after or None


def _reach(employee: Employee, email: str | None, phone: str | None) -> None:
    employee.email, employee.phone = email or None, phone or None


def _facts(employee: Employee) -> dict[str, Any]:
    """What the audit trail notes of somebody: never number and name, which it could not forget.

    `services.identity` keeps those; contact data only as whether there is any.
    """
    return {
        "kind": employee.kind,
        "grade": employee.grade,
        "email": bool(employee.email),
        "phone": bool(employee.phone),
        "unit": employee.unit_id,
        "position": employee.position_id,
        "supervisor": employee.supervisor_id,
    }


def _identify(employee: Employee, *, nip: str, kind: EmployeeKind, grade: str | None) -> None:
    reading = read_nip(nip, kind, on=clock.today())
    if reading.errors:
        raise EmployeeRefusedError(reading.errors[0], field="nip")
    holder = queries.employee_by_nip(reading.nip)
    if holder is not None and holder.id != employee.id:
        raise EmployeeRefusedError(
            _("NIP ini sudah dipakai pegawai lain. Periksa lagi 18 digitnya."), field="nip"
        )
    read = read_grade(grade or "", kind)
    if grade and read is None:
        message = _("Golongan ini tidak ada untuk PNS. Contoh yang benar: III/a.")
        if kind.is_contract:
            message = _("Golongan ini tidak ada untuk PPPK. Contoh yang benar: IX.")
        raise EmployeeRefusedError(message, field="grade")
    employee.nip, employee.kind, employee.grade = reading.nip, kind, read


def _supervisor(employee: Employee, nip: str | None, *, on: date) -> int | None:
    if not nip:
        return None
    found = queries.employee_by_nip(nip)
    if found is not None and employee.id and found.id == _set_supervisor(employee.id, on=on):
        return found.id
    if found is None or not found.is_active:
        raise EmployeeRefusedError(
            _("Tidak ada pegawai aktif dengan NIP ini. Periksa lagi NIP atasan."),
            field="supervisor_nip",
        )
    if employee.id:
        refuse_below(employee, found, LineKind.SUPERVISOR, on=on, field="supervisor_nip")
    return found.id


def _set_supervisor(employee_id: int, *, on: date) -> int | None:
    found = queries.structure(on=on, employee_ids=[employee_id])
    return found.lines.get((employee_id, LineKind.SUPERVISOR))
