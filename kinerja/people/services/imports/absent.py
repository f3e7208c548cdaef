"""People who work in the importer's units but are not in the file: marked, never deleted."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.queries import imports as queries
from kinerja.people.rules import Standing
from kinerja.people.services.standings import change_standing
from kinerja.permissions import Viewer


class NobodyChosenError(DomainError):
    """Nobody was ticked."""

    status = 422
    field = "employee_ids"


def mark_absent(
    import_id: int,
    *,
    employee_ids: Iterable[int],
    standing: Standing,
    valid_from: date,
    decree: str,
    by: Viewer,
) -> int:
    """Note of each of them why they are not counted any more; how many.

    Whoever is not absent from the file, or not in the viewer's units, is left out.

    :raises NobodyChosenError: nobody is left.
    :raises EmployeeRefusedError: it cannot be noted of one of them.
    """
    imported = queries.visible_import(import_id, to=by)
    absent = queries.absent_staff(imported, to=by).where(Employee.id.in_(list(employee_ids)))
    people = list(db.session.scalars(absent))
    if not people:
        raise NobodyChosenError(_("Centang paling sedikit satu orang."))
    ids = [person.id for person in people]
    for employee_id in ids:
        change_standing(
            db.session.get_one(Employee, employee_id),
            standing=standing,
            valid_from=valid_from,
            valid_to=None,
            decree=decree,
            by=by,
        )
    return len(ids)
