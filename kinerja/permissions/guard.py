"""What views declare, and the one guard that asks."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from kinerja import audit
from kinerja.database import open_view, remember
from kinerja.errors import DeniedError
from kinerja.extensions import login_manager
from kinerja.permissions.grants import Permission
from kinerja.permissions.viewers import Viewer, may

View = TypeVar("View", bound=Callable[..., Any])


def viewer() -> Viewer:
    """The signed-in visitor of this request."""
    return cast(Viewer, current_user.viewer)


def requires(permission: Permission, *, while_due: bool = False) -> Callable[[View], View]:
    """Declare that the view is for holders of the permission. Only declares: the guard enforces.

    `while_due`: also for visitors who must do something else before anything (`current_user.due`,
    an endpoint), as setting up a second factor; every other view leads them there.
    """

    def declare(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]  # a mark on a plain function
        view.while_due = while_due  # type: ignore[attr-defined]  # another
        return view

    return declare


def sensitive(view: View) -> View:
    """Declare that the password is asked again before the view when it was given too long ago.

    Only declares: `people.views.freshness` asks. For roles, exports of personal data, secrets of
    others, second factors, settings (ASVS 7.5.1).
    """
    view.sensitive = True  # type: ignore[attr-defined]  # a mark on a plain function
    return view


def public(view: View) -> View:
    """Declare that the view is for everybody, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]  # a mark on a plain function
    return view


def declared_access(endpoint: str) -> Permission | str | None:
    """What the endpoint's view declares; static files are public; None: nothing declared."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return "public"
    return getattr(current_app.view_functions[endpoint], "access", None)


def guard() -> Response | None:
    """Before each view: undeclared 403, signed out to the sign-in page, not allowed 403."""
    if request.endpoint is None:  # the 404 or 405 page
        return None
    access = declared_access(request.endpoint)
    if access != "public":
        if access is None:
            raise DeniedError()
        if not current_user.is_authenticated:
            return cast(Response, login_manager.unauthorized())
        view = current_app.view_functions[request.endpoint]
        if current_user.due and not getattr(view, "while_due", False):
            return redirect(url_for(current_user.due), code=303)
        if not may(viewer(), access):
            remember(
                audit.record,
                action="access.denied",
                subject=f"route:{request.endpoint}",
                by=viewer().employee_id,
            )
            raise DeniedError()
    open_view()
    return None


def init_app(app: Flask) -> None:
    """Register the guard, and `may` for templates."""
    app.before_request(guard)
    app.jinja_env.globals["may"] = lambda permission, unit=None: bool(
        current_user.is_authenticated and may(viewer(), permission, unit)
    )
