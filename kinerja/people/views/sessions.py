"""Signing in and out, the visitor of each request, the language."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import Response, current_app, g, make_response, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from kinerja import clock, database
from kinerja.errors import lost_form
from kinerja.extensions import login_manager
from kinerja.people import queries, services
from kinerja.people.forms import LanguageForm, SignInForm
from kinerja.people.models import LoginSession
from kinerja.people.rules import is_over
from kinerja.people.rules.accounts import Salutation
from kinerja.people.rules.factors import FactorPolicy, needs_factor
from kinerja.people.services.sessions import Caller, Passed, SsoOnlyError, WrongPasswordError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import ADMINS, Permission, Viewer, public, requires, viewer
from kinerja.resuming import keep_typed, resumes
from kinerja.rulebook.queries import rule
from kinerja.web import go, page, see_other

SEEN_EVERY = timedelta(minutes=1)
SECOND_STEP = "second_step"  # where the cookie keeps the token of somebody between two steps

login_manager.session_protection = None  # the table of sessions settles what a cookie is worth


@dataclass(frozen=True, eq=False)
class Visitor(UserMixin):
    """Who is signed in, as values that outlive the guard's transaction.

    `due` is the endpoint of what they must do before anything else.
    """

    sid: str
    session_id: int
    fresh_at: datetime
    due: str | None
    viewer: Viewer
    name: str
    unit_name: str
    position_title: str
    language: str | None
    salutation: Salutation | None

    def get_id(self) -> str:
        """The session's secret id, which the cookie carries."""
        return self.sid


@login_manager.user_loader
def load_visitor(sid: str) -> Visitor | None:
    """The visitor of a living session, else nobody."""
    found = queries.living_session(services.sid_hash(sid))
    if found is None:
        return None
    viewer, now = queries.viewer(found.account), clock.now()
    if has_ended(found, viewer):
        return None
    if now - found.seen_at >= SEEN_EVERY:
        database.remember(services.touch_session, session_id=found.id, at=now)
    person = found.account.employee
    policy = FactorPolicy(current_app.config["SECOND_FACTOR"])
    lacks_factor = needs_factor(policy, viewer.roles) and not found.account.has_factor
    return Visitor(
        sid=sid,
        session_id=found.id,
        fresh_at=found.fresh_at,
        due="people.second_factor" if lacks_factor else None,
        viewer=viewer,
        name=person.name,
        unit_name=person.unit.name,
        position_title=person.position.title,
        language=found.account.language,
        salutation=found.account.salutation,
    )


def has_ended(found: LoginSession, viewer: Viewer) -> bool:
    """Whether the session was unused for too long, or is too old; admins' end sooner."""
    today = clock.today()
    key = "session.idle_minutes_admin" if viewer.roles & ADMINS else "session.idle_minutes"
    return is_over(
        now=clock.now(),
        created=found.created_at,
        seen=found.seen_at,
        idle=timedelta(minutes=rule(key, on=today)),
        absolute=timedelta(hours=rule("session.absolute_hours", on=today)),
    )


@login_manager.unauthorized_handler
def ask_to_sign_in() -> Response:
    """To the sign-in page, which leads back; htmx is told to load it as a whole page.

    What was typed into a resumable form comes back there too; of a session that is not known any
    more it is shown for copying.
    """
    fragment = request.headers.get("HX-Request")
    kept = keep_of_cookie()
    if kept is None and "_user_id" in session and resumes() and not fragment:
        return lost_form()
    wanted = request.headers.get("HX-Current-URL", "") if fragment else request.full_path
    path = kept or own_path(wanted, host=request.host if fragment else "")
    location = url_for("people.sign_in", lanjut=path)
    if fragment:
        return make_response("", 401, {"HX-Redirect": location})
    return go(location)


def keep_of_cookie() -> str | None:
    """Keep what was typed for the account whose session the cookie names; the page's path."""
    sid = session.get("_user_id")
    if sid is None or not resumes():
        return None
    ended = queries.living_session(services.sid_hash(sid))
    return keep_typed(ended.account_id) if ended else None


def own_path(wanted: str | None, *, host: str = "") -> str | None:
    """The path and query, if a GET of it is answered by a page of ours; anything else is None.

    An address with a host passes only when it is the one given.
    """
    if not wanted or "\\" in wanted or any(ord(character) <= 32 for character in wanted):
        return None
    try:
        parts = urlsplit(wanted)
        if parts.netloc != host or (parts.scheme and not host) or parts.path[:1] != "/":
            return None
        current_app.url_map.bind("").match(parts.path, method="GET")
    except (ValueError, RequestRedirect, HTTPException):
        return None
    query = parts.query.rstrip("?")
    return f"{parts.path}?{query}" if query else parts.path


def onward() -> str:
    """Where the visitor wanted to go (`lanjut`), else the start page."""
    return own_path(g.get("onward") or request.args.get("lanjut")) or url_for("home.start")


@bp.route("/masuk", methods=["GET", "POST"])
@public
def sign_in() -> Response:
    """Sign in, then on to where the visitor wanted to go."""
    if request.method == "GET" and current_user.is_authenticated:
        return go(onward())
    form = SignInForm()
    if form.validate_on_submit():
        try:
            admins_only = current_app.config["OIDC_ONLY"]
            who = caller()
            return go_on(services.sign_in(**form.values(), caller=who, admins_only=admins_only))
        except (SsoOnlyError, WrongPasswordError) as error:
            form.refuse(error, "password")
    expired = "_user_id" in session and not current_user.is_authenticated
    return page("people/signin.html", form=form, expired=expired, onward=onward())


def caller() -> Caller:
    """The browser that asks."""
    return Caller(request.remote_addr, request.headers.get("User-Agent", ""))


def go_on(passed: Passed) -> Response:
    """After the first step: in, or to the page that asks for the second factor's code."""
    if passed.sid:
        return enter(passed.sid)
    session[SECOND_STEP] = passed.pending
    return go(url_for("people.enter_code", lanjut=onward()))


def enter(sid: str) -> Response:
    """Give the new session's id to a cookie that carries nothing from before."""
    if current_user.is_authenticated:
        services.end_session(current_user.sid, by=viewer().employee_id)
    language = session.get("language")
    session.clear()
    visitor = load_visitor(sid)
    login_user(visitor)
    session["language"] = current_user.language or language or "id"
    return go(onward())


@bp.post("/keluar")
@requires(Permission.HOME, while_due=True)
def sign_out() -> Response:
    """End the session on the server, not only in the browser."""
    services.end_session(current_user.sid, by=viewer().employee_id)
    return forget_visitor()


def forget_visitor() -> Response:
    """To the sign-in page, with nothing of the visitor left in the browser but the language."""
    logout_user()
    language = session.get("language", "id")
    session.clear()
    session["language"] = language
    answer = see_other("people.sign_in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@bp.post("/bahasa")
@public
def choose_language() -> Response:
    """Change the language, for this browser and for the account."""
    form = LanguageForm()
    if form.validate():
        session["language"] = form.language.data
        if current_user.is_authenticated:
            services.choose_language(viewer().account_id, language=form.language.data)
    return go(own_path(request.form.get("next")) or url_for("home.start"))
