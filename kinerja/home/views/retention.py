"""How long data are kept, what is due, and whose data are held."""

from collections.abc import Iterable

from flask import Response
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import paged
from kinerja.home import queries
from kinerja.home.queries import Standing
from kinerja.home.views.personal import worded
from kinerja.home.views.start import bp
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, spreadsheet


@bp.get("/masa-simpan")
@requires(Permission.RUN_RETENTION)
def retention() -> Response:
    """Every class of data as it stands; nothing is changed by looking."""
    return page(
        "home/retention.html",
        classes=queries.report(now=clock.now()),
        holds=paged(people.holds(to=viewer()), page=page_number()),
        today=clock.today(),
    )


@bp.get("/masa-simpan/xlsx")
@requires(Permission.RUN_RETENTION)
def download_retention() -> Response:
    """The classes as a spreadsheet, for the record of what is destroyed."""
    headings = [
        _("Kelas data"),
        _("Disimpan"),
        _("Dasar hukum"),
        _("Jatuh tempo"),
        _("Ditahan"),
        _("Tertua"),
        _("Yang dilakukan"),
        _("Terakhir dijalankan"),
        _("Dihapus saat itu"),
    ]
    return spreadsheet("masa-simpan", headings, sheet_rows(queries.report(now=clock.now())))


def sheet_rows(classes: Iterable[Standing]) -> Iterable[list[object]]:
    """One row for each class."""
    for one in classes:
        yield [
            str(one.duty.title),
            one.kept,
            one.basis,
            one.due,
            one.held,
            worded(one.oldest),
            str(one.duty.effect),
            worded(one.last.at if one.last else None),
            one.last.forgotten if one.last else None,
        ]
