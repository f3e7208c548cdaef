"""Superiors that are set for somebody, ended and withdrawn; nobody becomes an own superior."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, ReportingLine
from kinerja.people.rules import LineKind, closes_circle
from kinerja.people.services import histories
from kinerja.people.services.persons import (
    EmployeeRefusedError,
    lock_employee,
    named_employee,
)
from kinerja.people.services.settling import settle_people
from kinerja.permissions import Viewer


class CircleError(DomainError):
    """The change would make people their own superiors."""

    status = 422
    field = "valid_from"


def set_superior(
    employee: Employee,
    *,
    kind: LineKind,
    superior_id: int | None = None,
    superior_nip: str | None = None,
    valid_from: date,
    valid_to: date | None = None,
    reason: str,
    by: Viewer,
) -> ReportingLine:
    """Set the superior of a kind from a day on, until a day or until further notice.

    :raises EmployeeRefusedError: nobody is meant, the person does not work on the day, is the
        employee, stands below the employee, or is set already.
    :raises LaterEntryError: a superior of the kind is set from a later day on.
    :raises EndBeforeStartError: the last day lies before the first.
    """
    lock_employee(employee.id)
    superior = named_employee(
        picked_id=superior_id, nip=superior_nip, on=valid_from, field="superior_nip"
    )
    refuse_below(employee, superior, kind, on=valid_from, field="superior_nip")
    keys = {"employee_id": employee.id, "kind": kind}
    before: Any = histories.held(ReportingLine, keys, on=valid_from)
    if before is not None and (before.superior_id, before.valid_to) == (superior.id, valid_to):
        raise EmployeeRefusedError(
            _("%(name)s sudah ditetapkan. Pilih orang lain.", name=superior.name),
            field="superior_nip",
        )
    known = before and _facts(before)
    set_line = histories.begin(
        ReportingLine,
        keys,
        valid_from=valid_from,
        valid_to=valid_to,
        superior_id=superior.id,
        reason=reason,
    )
    _finish("line.set", employee, by=by, before=known, after=_facts(set_line), reason=reason)
    return set_line


def end_superior(line: ReportingLine, *, valid_from: date, reason: str, by: Viewer) -> None:
    """From the day on the superior follows from the units again.

    :raises EmployeeRefusedError: the line does not hold on the day before.
    :raises CircleError: whoever heads the unit stands below the employee.
    """
    employee, before = queries.employee(line.employee_id), _facts(line)
    lock_employee(employee.id)
    last = valid_from - histories.ONE_DAY
    if last < line.valid_from or (line.valid_to is not None and line.valid_to < last):
        raise EmployeeRefusedError(
            _("Pilih hari sesudah penetapan mulai dan sebelum penetapan berakhir."),
            field="valid_from",
        )
    with no_new_circle(employee.id, on=valid_from):
        line.valid_to = last
    _finish("line.ended", employee, by=by, before=before, after=_facts(line), reason=reason)


def withdraw_superior(line: ReportingLine, *, by: Viewer) -> None:
    """Take the newest line of its kind back, as if it had never been set.

    :raises LaterEntryError: a line of the kind begins later.
    :raises CircleError: the superior from before stands below the employee now.
    """
    employee, before = queries.employee(line.employee_id), _facts(line)
    lock_employee(employee.id)
    with no_new_circle(employee.id, on=line.valid_from):
        histories.withdraw(line, keys=("employee_id", "kind"))
    _finish("line.withdrawn", employee, by=by, before=before, after=None, reason=None)


def lead(
    employee: Employee, superior_id: int | None, *, valid_from: date, reason: str | None = None
) -> None:
    """The supervisor leads the employee from the day on; None: whoever heads the unit does.

    :raises LaterEntryError: a line that begins later is known already.
    """
    keys = {"employee_id": employee.id, "kind": LineKind.SUPERVISOR}
    known: Any = histories.held(ReportingLine, keys, on=valid_from)
    if superior_id is None:
        if known is not None:
            drop(employee.id, LineKind.SUPERVISOR, valid_from=valid_from)
    elif known is None or known.superior_id != superior_id:
        histories.begin(
            ReportingLine, keys, valid_from=valid_from, superior_id=superior_id, reason=reason
        )


def drop(employee_id: int, kind: LineKind, *, valid_from: date) -> bool:
    """Nobody is set for the kind from the day on; whether somebody was.

    :raises LaterEntryError: a line that begins later is known already.
    """
    keys = {"employee_id": employee_id, "kind": kind}
    known: Any = histories.held(ReportingLine, keys, on=valid_from)
    if known is not None and known.valid_from == valid_from:
        histories.withdraw(known, keys=tuple(keys))
    histories.end(ReportingLine, keys, on=valid_from - histories.ONE_DAY)
    return known is not None


def refuse_below(
    employee: Employee, superior: Employee, kind: LineKind, *, on: date, field: str
) -> None:
    """Refuse a superior whose own line upward on the day leads back, also over units' heads.

    :raises EmployeeRefusedError: it is the employee, or somebody below.
    """
    if superior.id == employee.id:
        raise EmployeeRefusedError(
            _("Seseorang tidak dapat menjadi atasannya sendiri. Pilih orang lain."), field=field
        )
    for followed in {LineKind.SUPERVISOR, kind}:
        if closes_circle(employee.id, queries.line_upward(superior.id, followed, on=on)):
            raise EmployeeRefusedError(
                _("%(name)s berada di bawah pegawai ini. Pilih atasan lain.", name=superior.name),
                field=field,
            )


@contextmanager
def no_new_circle(employee_id: int, *, on: date) -> Iterator[None]:
    """Whatever the block changes makes nobody an own superior, neither on the day nor today.

    :raises CircleError: it does; circles from before are left alone.
    """
    days = {on, max(on, clock.today())}
    before = {day: queries.circles_on(day, employee_ids=[employee_id]) for day in days}
    yield
    db.session.flush()
    for day, known in before.items():
        for circle in queries.circles_on(day, employee_ids=[employee_id]) - known:
            names = ", ".join(sorted(queries.employee(person).name for person in circle))
            raise CircleError(
                _(
                    "Dengan perubahan ini orang-orang berikut menjadi atasan satu sama lain: "
                    "%(names)s. Ubah dulu atasan salah seorang dari mereka.",
                    names=names,
                )
            )


def _facts(line: ReportingLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "superior": line.superior_id,
        "valid_from": line.valid_from,
        "valid_to": line.valid_to,
    }


def _finish(action: str, employee: Employee, *, by: Viewer, **noted: Any) -> None:
    db.session.flush()
    settle_people([employee.id], on=clock.today())
    audit.record(action, employee, by=by.employee_id, **noted)
