"""The blueprint that the views of this package share, and what every page's head asks."""

from flask import Blueprint
from flask_login import current_user

from kinerja.notifications import queries

bp = Blueprint("notifications", __name__)


@bp.app_template_global("unread_notices")
def unread_notices() -> int:
    """How many notices wait for whoever is signed in, up to a hundred; asked once for a page."""
    if not current_user.is_authenticated:
        return 0
    return queries.unread_count(current_user.viewer.employee_id)


bp.add_app_template_filter(queries.title, "notice_title")
