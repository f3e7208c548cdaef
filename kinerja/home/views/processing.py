"""What everybody may know about how personal data are handled here (UU 27/2022 Pasal 21)."""

from datetime import date

from flask import Response
from flask_babel import force_locale

from kinerja import clock
from kinerja.home import queries
from kinerja.home.views.start import bp
from kinerja.permissions import public
from kinerja.web import page

VERSION = 1
SINCE = date(2026, 11, 21)


@bp.get("/pemrosesan-data")
@public
def processing_notice() -> Response:
    """The notice; in Bahasa whatever language was chosen, since its words bind the agency."""
    with force_locale("id"):
        return page(
            "home/processing.html",
            version=VERSION,
            since=SINCE,
            notice=queries.processing_notice(on=clock.today()),
        )
