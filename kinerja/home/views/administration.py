"""Every page for keeping the agency's people, access, rules and services, on one page."""

from flask import Response

from kinerja.errors import DeniedError
from kinerja.home.views.keeping import KEEPING, open_sections
from kinerja.home.views.start import bp
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page


@bp.get("/pengelolaan")
@requires(Permission.HOME)
def administration() -> Response:
    """The pages that the visitor may open, by what they are about."""
    if not any(may(viewer(), permission) for permission in KEEPING):
        raise DeniedError()
    return page("home/administration.html", sections=open_sections(viewer()))
