"""Who led whom on a day: everybody of a unit with the three superiors."""

from collections.abc import Mapping

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import every, paged
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.queries import Placed
from kinerja.people.rules import LineKind, LineSource
from kinerja.people.views.blueprint import bp
from kinerja.people.views.units import asked_day, asked_name
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, personal_spreadsheet, whole_number


def asked_unit() -> int | None:
    """The unit that the list is narrowed to (`unit`)."""
    return request.args.get("unit", type=whole_number)


@bp.get("/pegawai/garis")
@requires(Permission.VIEW_STAFF)
def list_lines() -> Response:
    """The people of the units with their superiors on the day."""
    on, unit_id, search = asked_day(), asked_unit(), asked_name()
    statement = queries.placed_people(to=viewer(), on=on, unit_id=unit_id, search=search)
    people = paged(statement, page=page_number())
    return page(
        "people/lines.html",
        people=people,
        rows=queries.with_superiors(people.items, on=on),
        units=queries.units_on(on, to=viewer()),
        chosen={"on": on, "unit_id": unit_id, "search": search},
        today=clock.today(),
        led=viewer().direct_reports,
    )


@bp.get("/pegawai/garis/xlsx")
@requires(Permission.VIEW_STAFF)
def download_lines() -> Response:
    """The same, all of it, as a spreadsheet; that it was taken is recorded."""
    on = asked_day()
    found = queries.placed_people(to=viewer(), on=on, unit_id=asked_unit(), search=asked_name())
    headings = [_("NIP"), _("Nama"), _("Jabatan"), _("Unit kerja")]
    for kind in LineKind:
        headings += [str(kind.label), _("Dasar")]
    rows = queries.with_superiors(every(found), on=on)
    name, table = f"garis-atasan-{on.isoformat()}", Employee.__tablename__
    words = {source: str(source.label) for source in LineSource}
    cells = (sheet_row(row, words) for row in rows)
    return personal_spreadsheet(name, headings, cells, action="line.exported", subject=table)


def sheet_row(row: Placed, words: Mapping[LineSource, str]) -> list[object]:
    """One person's cells, `words` naming where each line comes from; numbers stay text."""
    cells: list[object] = [row.person.nip, row.person.full_name, row.position, row.unit]
    for superior in row.superiors.values():
        cells.append(superior.person.full_name if superior.person else "")
        cells.append(words[superior.source] if superior.source else "")
    return cells
