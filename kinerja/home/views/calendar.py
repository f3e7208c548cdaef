"""The personal calendar: its secret address, what stands in it, one activity as a file."""

from flask import Response, flash
from flask_babel import force_locale
from flask_babel import gettext as _

from kinerja import clock
from kinerja.database import remember
from kinerja.development import queries as development
from kinerja.errors import MissingError
from kinerja.forms import Form
from kinerja.home.forms import FeedForm
from kinerja.home.queries import calendar as queries
from kinerja.home.views.ics import calendar_file
from kinerja.home.views.start import bp
from kinerja.mail import link
from kinerja.notifications import queries as feeds
from kinerja.notifications import services
from kinerja.permissions import Permission, public, requires, viewer
from kinerja.web import page, see_other


@bp.get("/kalender")
@requires(Permission.OWN_NOTICES)
def calendar() -> Response:
    """Whether the visitor has a calendar address, and how it is used."""
    return calendar_page()


def calendar_page(address: str | None = None) -> Response:
    """The page, with the address right after it was made: only its hash is kept."""
    feed = feeds.feed_of(viewer().employee_id)
    form = FeedForm(formdata=None, with_holidays=feed.with_holidays if feed else True)
    return page("home/calendar.html", feed=feed, address=address, form=form, act=Form())


@bp.post("/kalender/alamat")
@requires(Permission.OWN_NOTICES)
def create_feed() -> Response:
    """A new address; the one before leads nowhere any more."""
    if not Form().validate():
        return see_other("home.calendar")
    token = services.create_feed(viewer().employee_id)
    return calendar_page(link("home.calendar_feed", token=token))


@bp.post("/kalender/cabut")
@requires(Permission.OWN_NOTICES)
def revoke_feed() -> Response:
    """The address leads nowhere any more."""
    if Form().validate():
        services.revoke_feed(viewer().employee_id)
        flash(_("Alamat kalender dicabut. Kalender yang memakainya tidak lagi diperbarui."))
    return see_other("home.calendar")


@bp.post("/kalender/hari-libur")
@requires(Permission.OWN_NOTICES)
def choose_holidays() -> Response:
    """Whether the days off stand in it."""
    form = FeedForm()
    if form.validate():
        services.show_holidays(viewer().employee_id, wanted=form.with_holidays.data)
        flash(_("Pilihan Anda tersimpan."))
    return see_other("home.calendar")


@bp.get("/kalender/<token>.ics")
@public
def calendar_feed(token: str) -> Response:
    """The calendar for whoever has the address, in the owner's language."""
    feed, today = feeds.feed_with(token), clock.today()
    account, owner = queries.feed_owner(feed)
    if feed.fetched_on != today:
        remember(services.note_fetched, employee_id=feed.employee_id, on=today)
    with force_locale(account.language or "id"):
        found = queries.entries(
            to=owner, on=today, with_holidays=feed.with_holidays, since=feed.created_at
        )
        return calendar_file(found, name="Kinerja", uid=f"kalender-{feed.employee_id}")


@bp.get("/kalender/kegiatan/<int:item_id>.ics")
@requires(Permission.OWN_PLAN)
def download_event(item_id: int) -> Response:
    """One activity of the visitor's own plan, to be put into a calendar."""
    item = development.visible_plan_item(item_id, to=viewer())
    if item.employee_id != viewer().employee_id:
        raise MissingError()
    uid, title = f"berkas-kegiatan-{item.id}", item.training.title
    answer = calendar_file(queries.item_entries(item), name=title, uid=uid)
    answer.headers["Content-Disposition"] = f'attachment; filename="kegiatan-{item.id}.ics"'
    return answer
