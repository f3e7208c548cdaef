"""The outgoing mail, for whoever looks after the installation. Texts are never shown."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kinerja import mail
from kinerja.database import paged
from kinerja.forms import Form
from kinerja.mail import Mail
from kinerja.notifications import queries, services
from kinerja.notifications.queries import MailState
from kinerja.notifications.rules import NoticeKind
from kinerja.notifications.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other

KINDS = {
    "digest": _l("Ringkasan"),
    "account.reset": _l("Tautan akun"),
    "account.notice": _l("Keamanan akun dan peran Anda"),
    "account.email": _l("Kode konfirmasi surel"),
    **{f"notice.{kind}": kind.label for kind in NoticeKind},
}


def chosen_state() -> MailState | None:
    """The state that is asked for (`keadaan`); all without one."""
    asked = request.args.get("keadaan", "")
    return MailState(asked) if asked in set(MailState) else None


@bp.app_template_filter("mail_kind")
def kind_label(message: Mail) -> str:
    """What the message is about, in words where they are known."""
    return str(KINDS.get(message.kind, message.kind))


@bp.get("/surat-keluar")
@requires(Permission.VIEW_MAIL)
def outbox() -> Response:
    """The messages, the latest first."""
    state, search = chosen_state(), request.args.get("cari", "").strip()
    return page(
        "notifications/outbox.html",
        mails=paged(queries.mails(state, search=search), page=page_number()),
        counts=queries.mail_counts(),
        state=state,
        search=search,
        is_set_up=mail.is_set_up(),
        trying=Form(),
    )


@bp.post("/surat-keluar/<int:mail_id>/coba-lagi")
@requires(Permission.VIEW_MAIL)
def retry_mail(mail_id: int) -> Response:
    """Send the message once more."""
    message = queries.outgoing_mail(mail_id)
    if Form().validate():
        services.retry_mail(message, by=viewer().employee_id)
        flash(_("Surel untuk %(to)s dicoba lagi dalam satu menit.", to=message.to))
    return see_other("notifications.outbox", keadaan=MailState.WAITING)
