"""Reminding whoever something waits for: a drafted message, sent here or by one's own phone."""

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.home.forms import ReminderForm
from kinerja.home.queries import reminders as queries
from kinerja.home.queries.reminders import Waited
from kinerja.home.views.start import bp
from kinerja.mail import link
from kinerja.notifications import services
from kinerja.notifications.rules import Way, international, whatsapp_link
from kinerja.people.queries import consenting_among, employee
from kinerja.people.rules import Purpose
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import day, page, see_other


class TooSoonError(DomainError):
    """The holder has not had the working days that the rulebook gives."""


@bp.route("/ingatkan", methods=["GET", "POST"])
@requires(Permission.REMIND)
def remind() -> Response:
    """Draft and send a reminder of the thing that `hal` names."""
    if "hal" not in request.args:
        return see_other("home.start")
    waited = queries.waited_for(request.args["hal"], to=viewer(), on=clock.today())
    refuse_too_soon(waited)
    form = ReminderForm(data={"message": draft(waited)})
    if form.validate_on_submit():
        return send(waited, form.message.data, form.way.data)
    return page("home/remind.html", form=form, waited=waited, phones=phones(waited), ways=Way)


def refuse_too_soon(waited: Waited) -> None:
    """:raises TooSoonError: today is not the day yet.

    :raises DayOffError: nobody works today.
    """
    services.refuse_day_off(clock.today())
    begins = waited.remind_from
    if clock.today() < begins:
        message = _("Masih terlalu awal. Anda bisa mengingatkan mulai %(day)s.", day=day(begins))
        raise TooSoonError(message)


def draft(waited: Waited) -> str:
    """A polite message that names nobody."""
    text = _(
        "Salam hormat, Bapak/Ibu. %(subject)s sejak %(day)s. Mohon dibuka bila sempat: "
        "%(address)s\n\nTerima kasih.",
        subject=waited.subject,
        day=day(waited.since),
        address=link(waited.endpoint, **waited.values),
    )
    return str(text)


def phones(waited: Waited) -> dict[str, str]:
    """The holders' names with their mobile numbers, of those who agreed to be called on them."""
    ids = [one.id for one in waited.holders]
    agreed = consenting_among(ids, Purpose.CONTACT, on=clock.today())
    holders = (one for one in waited.holders if one.id in agreed)
    known = ((one.full_name, international(one.phone)) for one in holders)
    return {name: number for name, number in known if number}


def send(waited: Waited, message: str, way: Way) -> Response:
    """Remind every holder of it; by WhatsApp the visitor's own phone goes on from the next page."""
    services.remind(
        [one.id for one in waited.holders],
        subject=waited.subject,
        message=message,
        way=way,
        endpoint=waited.endpoint,
        values=waited.values,
        sender=employee(viewer().employee_id).full_name,
        by=viewer().employee_id,
        on=clock.today(),
    )
    if way is Way.NOTICE:
        names = ", ".join(one.full_name for one in waited.holders)
        flash(_("Pengingat terkirim kepada %(names)s.", names=names))
        return see_other("home.start")
    links = {name: whatsapp_link(number, message) for name, number in phones(waited).items()}
    return page("home/reminded.html", links=links)
