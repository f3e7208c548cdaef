"""The person whom somebody names by number or picks from a search, and what is wrong with it."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, StandingPeriod
from kinerja.people.queries.lines import held_on
from kinerja.people.rules import Standing


class EmployeeRefusedError(DomainError):
    """Something about the employee cannot be; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def named_employee(*, picked_id: int | None, nip: str | None, on: date, field: str) -> Employee:
    """Whoever was picked, else whoever has the number; works here on the day.

    :raises EmployeeRefusedError: nobody is meant, or nobody who works on the day.
    """
    found = db.session.get(Employee, picked_id) if picked_id else None
    if found is None:
        found = queries.employee_by_nip(nip) if nip else None
    if found is None:
        raise EmployeeRefusedError(
            _("Pilih seseorang dari hasil pencarian, atau isi NIP-nya dengan benar."), field=field
        )
    if not works_on(found.id, day=on):
        raise EmployeeRefusedError(
            _("%(name)s tidak aktif pada tanggal itu. Pilih orang lain.", name=found.name),
            field=field,
        )
    return found


def works_on(employee_id: int, *, day: date) -> bool:
    """Whether nothing keeps the person from working on the day."""
    away = select(StandingPeriod.id).where(
        StandingPeriod.employee_id == employee_id,
        StandingPeriod.standing != Standing.ACTIVE,
        held_on(StandingPeriod, day),
    )
    return db.session.scalar(away.limit(1)) is None


def lock_employee(employee_id: int) -> None:
    """Keep others from writing this person's histories until the commit."""
    db.session.execute(select(Employee.id).where(Employee.id == employee_id).with_for_update())
