"""Nobody is placed in a unit that is not there, or in a position that is not used any more."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Position, Unit
from kinerja.people.rules import FOREVER, ONE_DAY
from kinerja.people.services.persons import EmployeeRefusedError


def refuse_closed_place(unit_id: int, position_id: int, *, on: date) -> None:
    """Refuse a unit that is closed on the day or later, or begins later, and a retired position.

    A unit that will be merged is open until then: whoever is in it goes along. What lies before
    the first day that is known of a unit is not refused.

    :raises EmployeeRefusedError: one of these.
    """
    position = db.session.get(Position, position_id)
    if position is not None and not position.is_active:
        raise EmployeeRefusedError(
            _("Jabatan ini tidak dipakai lagi. Pilih jabatan lain."), field="position_id"
        )
    spans, unit = queries.unit_spans([unit_id]), db.session.get(Unit, unit_id)
    if not spans or unit is None:
        return
    first, last = spans[0].first, spans[-1].last
    if max(on, clock.today()) < first:
        raise EmployeeRefusedError(
            _(
                "Unit ini baru ada mulai %(day)s. Pilih tanggal itu atau sesudahnya.",
                day=format_date(first, "long"),
            ),
            field="valid_from",
        )
    if last < on or (last < FOREVER and unit.merged_into_id is None):
        raise EmployeeRefusedError(
            _(
                "Unit ini ditutup mulai %(day)s. Pilih unit lain.",
                day=format_date(last + ONE_DAY, "long"),
            ),
            field="unit_id",
        )
