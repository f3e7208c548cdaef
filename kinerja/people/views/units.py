"""The tree of units on any day, and one unit with its past and its future."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import sliced
from kinerja.people import queries
from kinerja.people.queries import FoundUnit, Head, UnitCount
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, spreadsheet


def asked_day() -> date:
    """The day that is asked for (`tanggal`); today where there is none, or nonsense."""
    try:
        return date.fromisoformat(request.args.get("tanggal", ""))
    except ValueError:
        return clock.today()


def asked_name() -> str:
    """The name that is searched for (`cari`)."""
    return request.args.get("cari", "").strip()


@bp.get("/unit")
@requires(Permission.VIEW_UNITS)
def list_units() -> Response:
    """The tree of units on the day; the units with a fitting name where one is searched for."""
    day, today, search = asked_day(), clock.today(), asked_name()
    tree = queries.unit_tree(to=viewer(), on=day)
    rows: Sequence[UnitCount | FoundUnit] = queries.opened(tree)
    if search:
        rows = queries.found_units(search, among=tree, to=viewer(), on=day, today=today)
    units = sliced(rows, page=page_number())
    heads = queries.unit_heads([unit.id for unit in units.items], on=day)
    shown: dict[str, Any] = {"units": units, "heads": heads, "total": len(tree)}
    return page("people/units.html", day=day, today=today, search=search, **shown)


@bp.get("/unit/xlsx")
@requires(Permission.VIEW_UNITS)
def download_units() -> Response:
    """The whole tree of the day as a spreadsheet."""
    day = asked_day()
    units = queries.unit_tree(to=viewer(), on=day)
    heads = queries.unit_heads([unit.id for unit in units], on=day)
    headings = [_("Unit"), _("Tingkat"), _("Induk"), _("Kepala"), _("Pegawai")]
    headings.append(_("Termasuk unit di bawahnya"))
    rows = (sheet_row(unit, heads.get(unit.id)) for unit in units)
    return spreadsheet(f"unit-{day.isoformat()}", headings, rows)


def sheet_row(unit: UnitCount, head: Head | None) -> list[object]:
    """One unit's cells."""
    name = "" if head is None else head.name
    called = _("Plt. %(name)s", name=name) if head and head.is_acting else name
    return [unit.name, unit.depth + 1, unit.parent, called, unit.own, unit.total]


@bp.get("/unit/<int:unit_id>")
@requires(Permission.VIEW_UNITS)
def show_unit(unit_id: int) -> Response:
    """One unit as it was on the day, with everything under it and all that has happened to it."""
    day, today = asked_day(), clock.today()
    record = queries.unit_record(unit_id, to=viewer(), on=day, today=today)
    below = sliced(queries.opened(record.branch.below if record.branch else []), page=page_number())
    heads = queries.unit_heads([unit_id, *(unit.id for unit in below.items)], on=day)
    return page("people/unit.html", record=record, day=day, today=today, units=below, heads=heads)
