"""The inbox: what waits for the visitor, and reminding those the visitor waits for."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.home.forms import PeopleForm
from kinerja.home.queries import inbox as queries
from kinerja.home.queries.desk import Row
from kinerja.home.views.start import bp
from kinerja.notifications import services
from kinerja.notifications.rules import Way
from kinerja.people.queries import employee, standing_in
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import day, note_list_reading, page, see_other


@bp.get("/kotak-masuk")
@requires(Permission.HOME)
def inbox() -> Response:
    """One part of the inbox, kind by kind, the longest waiting first."""
    return inbox_page(request.args.get("bagian", ""), PeopleForm())


def inbox_page(part: str, form: PeopleForm) -> Response:
    """The part, with what is wrong in the form; that answers' gist was read is recorded."""
    desk = queries.desk(part, to=viewer())
    if desk.gists:
        note_list_reading("results.read", "competency_assessment", desk.gists)
    return page(
        "home/inbox.html",
        desk=desk,
        today=clock.today(),
        standing_in=standing_in(viewer().employee_id, on=clock.today()),
        form=form,
    )


@bp.post("/kotak-masuk/ingatkan")
@requires(Permission.VERIFY)
def remind_reports() -> Response:
    """Remind the direct reports that were ticked of the answers they have not sent."""
    form = PeopleForm()
    if not form.validate_on_submit():
        return inbox_page("bawahan", form)
    people = queries.unsent(form.people.data, to=viewer())
    try:
        reminded = remind(people)
    except DomainError as error:
        flash(error.message, "warning")
    else:
        flash(ngettext("%(num)s orang diingatkan.", "%(num)s orang diingatkan.", len(reminded)))
    return see_other("home.inbox", bagian="bawahan")


def remind(people: dict[int, Row]) -> list[int]:
    """Remind these people through the application; who was reminded now."""
    due = min((row.due for row in people.values() if row.due), default=clock.today())
    sender = employee(viewer().employee_id).full_name
    return services.remind(
        list(people),
        subject=_("Penilaian mandiri Anda belum dikirim"),
        message=_("Batas mengirim %(day)s. Ada yang bisa saya bantu?", day=day(due)),
        way=Way.NOTICE,
        endpoint="competency.overview",
        sender=sender,
        by=viewer().employee_id,
        on=clock.today(),
    )
