"""What a granted correction changes: the line, the place or the data, by the services for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from kinerja import clock
from kinerja.people import queries
from kinerja.people.models import Correction, Employee, ReportingLine
from kinerja.people.rules import FIELDS, CorrectionTopic, LineKind
from kinerja.people.services import histories
from kinerja.people.services.lines import end_superior, set_superior
from kinerja.people.services.persons import EmployeeRefusedError
from kinerja.people.services.postings import move_employee
from kinerja.people.services.staff import change_employee
from kinerja.permissions import Viewer

Values = dict[str, Any]


def apply_values(asked: Correction, *, valid_from: date, by: Viewer, **values: Any) -> Values:
    """Change what the case is about from the day on; what holds then, by the topic's fields.

    `values`: `supervisor_nip` (empty: follows from the units again), `unit_id`, `position_id`,
    or the plain data of the topic, which have no day; for the first three also `decree`.

    :raises DomainError: as the service for it does; its `field` names the parameter.
    """
    change = CHANGES.get(asked.topic, _change_data)
    change(asked.employee, values, valid_from, by)
    if asked.topic is CorrectionTopic.SUPERVISOR:
        return {"supervisor_id": _supervisor_id(asked.employee, valid_from)}
    return {name: values[name] for name in FIELDS[asked.topic]}


def _supervisor_id(person: Employee, on: date) -> int | None:
    line = queries.lines_of(person.id, on=on).get(LineKind.SUPERVISOR)
    return line.superior_id if line else None


def _change_supervisor(person: Employee, values: Values, valid_from: date, by: Viewer) -> None:
    basis = values["decree"] or _("Permintaan perbaikan data")
    nip = values["supervisor_nip"]
    if nip:
        try:
            set_superior(
                person,
                kind=LineKind.SUPERVISOR,
                superior_nip=nip,
                valid_from=valid_from,
                reason=basis,
                by=by,
            )
        except EmployeeRefusedError as error:
            error.field = "supervisor_nip"
            raise
        return
    keys = {"employee_id": person.id, "kind": LineKind.SUPERVISOR}
    line = histories.held(ReportingLine, keys, on=valid_from)
    if line is None:
        raise EmployeeRefusedError(
            _("Atasan pegawai ini sudah mengikuti susunan unit. Isi NIP atasan yang benar."),
            field="supervisor_nip",
        )
    end_superior(line, valid_from=valid_from, reason=basis, by=by)


def _change_place(person: Employee, values: Values, valid_from: date, by: Viewer) -> None:
    """Superiors that were set stay with a new position, and end with a new unit."""
    move_employee(
        person,
        unit_id=values.get("unit_id", person.unit_id),
        position_id=values.get("position_id", person.position_id),
        valid_from=valid_from,
        decree=values["decree"] or _("Permintaan perbaikan data"),
        keeps_superiors="position_id" in values,
        by=by,
    )


def _change_data(person: Employee, values: Values, _valid_from: date, by: Viewer) -> None:
    names = (
        "nip",
        "kind",
        "grade",
        "name",
        "title_before",
        "title_after",
        "email",
        "phone",
        "unit_id",
        "position_id",
    )
    present = {name: getattr(person, name) for name in names} | {
        "supervisor_nip": queries.set_supervisor_nip(person.id, on=clock.today())
    }
    change_employee(person, **(present | values), valid_from=clock.today(), by=by)


CHANGES: dict[CorrectionTopic, Callable[[Employee, Values, date, Viewer], None]] = {
    CorrectionTopic.SUPERVISOR: _change_supervisor,
    CorrectionTopic.UNIT: _change_place,
    CorrectionTopic.POSITION: _change_place,
}
