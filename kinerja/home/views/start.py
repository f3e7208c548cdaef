"""The start page."""

from flask import Blueprint, Response
from flask_babel import gettext as _
from flask_login import current_user

from kinerja import clock
from kinerja.home import queries
from kinerja.home.views.navigation import destinations
from kinerja.permissions import Permission, public, requires, viewer
from kinerja.web import page, see_other

NOON, AFTERNOON, EVENING = 11, 15, 18  # when a greeting begins, on the agency's clock

bp = Blueprint("home", __name__)
bp.add_app_template_global(destinations)


@bp.get("/")
@public
def root() -> Response:
    """The start page's own address is /beranda."""
    return see_other("home.start")


@bp.get("/beranda")
@requires(Permission.HOME)
def start() -> Response:
    """What the visitor must do now."""
    return page(
        "home/start.html",
        greeting=greeting(clock.local(clock.now()).hour, name=greeted()),
        today=clock.today(),
        start=queries.start(to=viewer(), on=clock.today()),
    )


def greeted() -> str:
    """How the visitor wants to be called: "Bu Sari", or by the first name alone."""
    first = current_user.name.split()[0]
    return f"{current_user.salutation.label} {first}" if current_user.salutation else first


def greeting(hour: int, *, name: str) -> str:
    """Good morning, in the words of the hour."""
    if hour < NOON:
        return str(_("Selamat pagi, %(name)s", name=name))
    if hour < AFTERNOON:
        return str(_("Selamat siang, %(name)s", name=name))
    if hour < EVENING:
        return str(_("Selamat sore, %(name)s", name=name))
    return str(_("Selamat malam, %(name)s", name=name))
