"""Adding employees and changing their place."""

from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, Position
from kinerja.people.rules import EmployeeKind, closes_circle, read_nip
from kinerja.permissions import Permission, Viewer


class EmployeeRefusedError(DomainError):
    """Something about the employee cannot be; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def add_employee(
    *,
    nip: str,
    kind: EmployeeKind,
    name: str,
    title_before: str | None = None,
    title_after: str | None = None,
    unit_id: int,
    position_id: int,
    supervisor_nip: str | None = None,
    by: Viewer,
) -> Employee:
    """Add an employee to a unit whose staff the actor keeps. Unusual numbers are accepted.

    :raises EmployeeRefusedError: the number cannot be or is taken, or another field is wrong.
    """
    added = Employee(is_active=True)
    _fill(added, nip=nip, kind=kind, unit_id=unit_id, position_id=position_id, by=by)
    added.supervisor_id = _supervisor(added, supervisor_nip)
    _name(added, name, title_before, title_after)
    db.session.add(added)
    db.session.flush()
    audit.record("employee.added", added, by=by.employee_id, unit=unit_id, position=position_id)
    return added


def change_employee(
    employee: Employee,
    *,
    nip: str,
    kind: EmployeeKind,
    name: str,
    title_before: str | None = None,
    title_after: str | None = None,
    unit_id: int,
    position_id: int,
    supervisor_nip: str | None = None,
    by: Viewer,
) -> Employee:
    """Correct an employee's data or move them, within the units whose staff the actor keeps.

    :raises EmployeeRefusedError: as for adding, or the line of supervisors would be a circle.
    """
    supervisor_id = _supervisor(employee, supervisor_nip)
    before = _place(employee)
    _fill(employee, nip=nip, kind=kind, unit_id=unit_id, position_id=position_id, by=by)
    employee.supervisor_id = supervisor_id
    _name(employee, name, title_before, title_after)
    db.session.flush()
    audit.record(
        "employee.changed", employee, by=by.employee_id, before=before, after=_place(employee)
    )
    return employee


def _name(employee: Employee, name: str, before: str | None, after: str | None) -> None:
    employee.name = name
    employee.title_before, employee.title_after = before or None, after or None


def _place(employee: Employee) -> dict[str, int | None]:
    return {
        "unit": employee.unit_id,
        "position": employee.position_id,
        "supervisor": employee.supervisor_id,
    }


def _fill(
    employee: Employee,
    *,
    nip: str,
    kind: EmployeeKind,
    unit_id: int,
    position_id: int,
    by: Viewer,
) -> None:
    reading = read_nip(nip, kind, on=clock.today())
    if reading.errors:
        raise EmployeeRefusedError(reading.errors[0], field="nip")
    holder = queries.employee_by_nip(reading.nip)
    if holder is not None and holder.id != employee.id:
        raise EmployeeRefusedError(
            _("NIP ini sudah dipakai pegawai lain. Periksa lagi 18 digitnya."), field="nip"
        )
    if unit_id not in by.units(Permission.EDIT_STAFF):
        raise EmployeeRefusedError(
            _("Pilih unit kerja, salah satu unit yang Anda kelola."), field="unit_id"
        )
    if db.session.get(Position, position_id) is None:
        raise EmployeeRefusedError(_("Pilih jabatan dari daftar."), field="position_id")
    employee.nip, employee.kind = reading.nip, kind
    employee.unit_id, employee.position_id = unit_id, position_id


def _supervisor(employee: Employee, nip: str | None) -> int | None:
    if not nip:
        return None
    found = queries.employee_by_nip(nip)
    if found is None or not found.is_active:
        raise EmployeeRefusedError(
            _("Tidak ada pegawai aktif dengan NIP ini. Periksa lagi NIP atasan."),
            field="supervisor_nip",
        )
    if employee.id is None:
        return found.id
    if found.id == employee.id:
        raise EmployeeRefusedError(
            _("Seseorang tidak dapat menjadi atasannya sendiri. Isi NIP orang lain."),
            field="supervisor_nip",
        )
    if closes_circle(employee.id, queries.superiors(found.id)):
        raise EmployeeRefusedError(
            _("%(name)s berada di bawah pegawai ini. Pilih atasan lain.", name=found.full_name),
            field="supervisor_nip",
        )
    return found.id
