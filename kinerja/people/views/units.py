"""The tree of units and one unit, with how many people work there."""

from flask import Response
from flask_babel import gettext as _

from kinerja.people import queries
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, spreadsheet


@bp.get("/unit")
@requires(Permission.VIEW_UNITS)
def list_units() -> Response:
    """The tree of units."""
    return page("people/units.html", units=queries.unit_tree(to=viewer()))


@bp.get("/unit/xlsx")
@requires(Permission.VIEW_UNITS)
def download_units() -> Response:
    """The same tree as a spreadsheet."""
    headings = [_("Unit"), _("Tingkat"), _("Pegawai"), _("Termasuk unit di bawahnya")]
    rows = [
        [unit.name, unit.depth + 1, unit.own, unit.total] for unit in queries.unit_tree(to=viewer())
    ]
    return spreadsheet("unit", headings, rows)


@bp.get("/unit/<int:unit_id>")
@requires(Permission.VIEW_UNITS)
def show_unit(unit_id: int) -> Response:
    """One unit with everything under it."""
    above, unit, below = queries.visible_unit(unit_id, to=viewer())
    return page(
        "people/unit.html",
        above=above,
        unit=unit,
        units=below,
        job_levels=queries.job_level_counts(unit.id),
    )
