"""The choices about mails: on a page of one's own, and by the link in a mail."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja.errors import MissingError
from kinerja.extensions import csrf
from kinerja.notifications import queries, services
from kinerja.notifications.forms import ChoicesForm
from kinerja.notifications.rules import CHOOSABLE, NoticeKind
from kinerja.notifications.views.blueprint import bp
from kinerja.people.queries import employee
from kinerja.permissions import Permission, may, public, requires, viewer
from kinerja.web import page, see_other

# Kinds of which only some hear at all.
NEEDED = {
    NoticeKind.VERIFY: Permission.VERIFY,
    NoticeKind.CONFIRM: Permission.CONFIRM,
    NoticeKind.DATA_CASE: Permission.HANDLE_CORRECTIONS,
}


def kinds() -> list[NoticeKind]:
    """The kinds that the visitor can hear of, security aside."""
    return [k for k in CHOOSABLE if k not in NEEDED or may(viewer(), NEEDED[k])]


@bp.route("/pemberitahuan/pengaturan", methods=["GET", "POST"])
@requires(Permission.OWN_NOTICES)
def choices() -> Response:
    """How the visitor hears of each kind by mail."""
    own = queries.choices(viewer().employee_id)
    form = ChoicesForm(data={"rhythm": own.rhythm, **own.by_kind})
    form.leave(kinds())
    if form.validate_on_submit():
        services.choose(viewer().employee_id, **form.values())
        flash(_("Pilihan Anda tersimpan."))
        return see_other("notifications.choices")
    address = employee(viewer().employee_id).email
    return page("notifications/choices.html", form=form, kinds=kinds(), address=address)


@bp.route("/berhenti-surel/<token>", methods=["GET", "POST"])
@csrf.exempt
@public
def stop_mails(token: str) -> Response:
    """End the mails of one kind without signing in: the link is the right, also for mail programs
    that press it themselves (RFC 8058).
    """
    facts = services.read_stop_token(token)
    if facts is None:
        raise MissingError()
    employee_id, kind = facts
    if request.method == "POST":
        services.stop_mails(employee_id, kind)
    return page("notifications/stop.html", kind=kind, done=request.method == "POST", token=token)
