"""Every page for keeping the agency's people, access, rules and services, on one page."""

from flask import Response

from kinerja.home.views.keeping import open_sections
from kinerja.home.views.start import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page


@bp.get("/pengelolaan")
@requires(Permission.ADMINISTER)
def administration() -> Response:
    """The pages that the visitor may open, by what they are about."""
    return page("home/administration.html", sections=open_sections(viewer()))
