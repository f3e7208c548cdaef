"""The inbox."""

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.routing import BuildError

from kinerja.database import paged, remember
from kinerja.forms import Form
from kinerja.notifications import queries, services
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import read_place
from kinerja.notifications.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.get("/pemberitahuan")
@requires(Permission.OWN_NOTICES)
def inbox() -> Response:
    """The visitor's notices, the newest first; `belum` leaves the unread ones."""
    unread = request.args.get("bagian") == "belum"
    return page(
        "notifications/inbox.html",
        notices=paged(queries.notices(to=viewer(), unread=unread), page=page_number()),
        waiting=queries.unread_count(viewer().employee_id),
        unread=unread,
        reading=Form(),
    )


@bp.get("/pemberitahuan/<int:notice_id>")
@requires(Permission.OWN_NOTICES)
def open_notice(notice_id: int) -> Response:
    """Note that it is read, and go on to the page that it is about."""
    found = queries.own_notice(notice_id, to=viewer())
    if not found.is_read:
        remember(services.mark_read, notice_id=found.id)
    return to_place(found)


def to_place(notice: Notice) -> Response:
    """The page that the notice is about; the inbox where there is no such page any more."""
    endpoint, values = read_place(notice.place)
    try:
        return see_other(endpoint, **values)
    except BuildError:
        return see_other("notifications.inbox")


@bp.post("/pemberitahuan/dibaca")
@requires(Permission.OWN_NOTICES)
def mark_all_read() -> Response:
    """All that waits has been seen."""
    if Form().validate():
        services.mark_all_read(by=viewer().employee_id)
        flash(_("Semua pemberitahuan ditandai sudah dibaca."))
    return see_other("notifications.inbox")
