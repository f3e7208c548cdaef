"""Whom a cycle asks unit by unit, and who works but is left out by its population."""

from flask import Response
from flask_babel import gettext as _
from sqlalchemy import Row

from kinerja.competency import queries
from kinerja.competency.rules import LeftOut
from kinerja.competency.views.blueprint import bp
from kinerja.database import every, paged
from kinerja.people.models import Employee
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, personal_spreadsheet


@bp.get("/kompetensi/siklus/<int:cycle_id>/populasi")
@requires(Permission.RUN_CYCLES)
def population(cycle_id: int) -> Response:
    """Each unit's people asked and left out; the latter by name in the visitor's units."""
    cycle = queries.cycle(cycle_id)
    units = queries.unit_reach(cycle)
    return page(
        "competency/population.html",
        cycle=cycle,
        units=units,
        asked=sum(unit.asked for unit in units),
        reasons={reason.value: reason.label for reason in LeftOut},
        people=paged(queries.left_out(cycle, to=viewer()), page=page_number()),
    )


@bp.get("/kompetensi/siklus/<int:cycle_id>/populasi/xlsx")
@requires(Permission.RUN_CYCLES)
def download_population(cycle_id: int) -> Response:
    """Who is left out, as a spreadsheet; that it was taken is recorded."""
    cycle = queries.cycle(cycle_id)
    return personal_spreadsheet(
        "di-luar-populasi",
        [_("NIP"), _("Nama"), _("Jabatan"), _("Unit kerja"), _("Alasan")],
        map(left_out_row, every(queries.left_out(cycle, to=viewer()))),
        action="cycle.exported",
        subject=Employee.__tablename__,
    )


def left_out_row(row: Row[*tuple[object, ...]]) -> list[object]:
    """One person's cells."""
    person = row.Employee
    reason = LeftOut(row.reason).label
    return [person.nip, person.full_name, person.position.title, person.unit.name, reason]
