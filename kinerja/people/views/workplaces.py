"""The units in which somebody may be placed, for a form's choices."""

from flask_babel import format_date
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.people import queries
from kinerja.permissions import Permission, viewer


def workplaces() -> list[SelectChoice]:
    """The units whose staff the visitor keeps: those open today, then those that begin later."""
    kept = viewer().units(Permission.EDIT_STAFF)
    offered = [SelectChoice(str(unit.id), unit.name) for unit in queries.units_by_name(kept)]
    for unit in queries.planned_units(kept, today=clock.today()):
        label = _("%(name)s (mulai %(day)s)", name=unit.name, day=format_date(unit.since, "long"))
        offered.append(SelectChoice(str(unit.id), label))
    return offered
