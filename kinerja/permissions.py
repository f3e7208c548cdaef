"""Who may do what: permissions, the roles that carry them, and the one guard that asks.

`may` is pure; views, templates, exports and commands all ask it. Whose things somebody may see
is settled by the loaders, which raise MissingError.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from kinerja import audit
from kinerja.database import open_view, remember
from kinerja.errors import DeniedError
from kinerja.extensions import login_manager

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What somebody is, by being employed, by having direct reports, or by a grant."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"
    TRAINER = "trainer"
    UNIT_ADMIN = "unit_admin"
    AGENCY_ADMIN = "agency_admin"
    LEADER = "leader"

    @property
    def label(self) -> str:
        """The role's name for people."""
        return str(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.EMPLOYEE: _l("Pegawai"),
    Role.SUPERVISOR: _l("Atasan langsung"),
    Role.TRAINER: _l("Pelatih"),
    Role.UNIT_ADMIN: _l("Admin unit"),
    Role.AGENCY_ADMIN: _l("Admin instansi"),
    Role.LEADER: _l("Pimpinan"),
}


class Permission(StrEnum):
    """One kind of act on one kind of thing: `resource:action`."""

    HOME = "home:view"
    ASSESS_OWN = "assessment:own"
    VERIFY = "assessment:verify"
    VIEW_RESULTS = "competency-result:view"
    VIEW_PROGRESS = "progress:view"
    EDIT_STANDARDS = "standard:edit"
    RUN_CYCLES = "cycle:run"
    VIEW_DICTIONARY = "dictionary:view"
    VIEW_STAFF = "employee:view"
    EDIT_STAFF = "employee:edit"
    VIEW_UNITS = "unit:view"
    OWN_PLAN = "plan:own"
    VIEW_PLANS = "plan:view"
    ASSIGN = "plan:assign"
    CONFIRM = "plan:confirm"
    VIEW_CATALOGUE = "training:view"
    EDIT_CATALOGUE = "training:edit"
    VIEW_SATISFACTION = "satisfaction:view"
    MANAGE_COUNTERS = "counter:manage"


GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(
        {
            Permission.HOME,
            Permission.ASSESS_OWN,
            Permission.VIEW_DICTIONARY,
            Permission.OWN_PLAN,
            Permission.VIEW_CATALOGUE,
            Permission.VIEW_SATISFACTION,
        }
    ),
    Role.SUPERVISOR: frozenset(
        {Permission.VERIFY, Permission.VIEW_RESULTS, Permission.VIEW_PLANS, Permission.VIEW_STAFF}
    ),
    Role.TRAINER: frozenset(
        {
            Permission.VIEW_RESULTS,
            Permission.VIEW_PLANS,
            Permission.ASSIGN,
            Permission.CONFIRM,
            Permission.EDIT_CATALOGUE,
        }
    ),
    Role.UNIT_ADMIN: frozenset(
        {
            Permission.VIEW_STAFF,
            Permission.EDIT_STAFF,
            Permission.VIEW_UNITS,
            Permission.VIEW_PROGRESS,
            Permission.MANAGE_COUNTERS,
        }
    ),
    Role.AGENCY_ADMIN: frozenset(
        {
            Permission.VIEW_STAFF,
            Permission.EDIT_STAFF,
            Permission.VIEW_UNITS,
            Permission.VIEW_PROGRESS,
            Permission.EDIT_STANDARDS,
            Permission.RUN_CYCLES,
            Permission.MANAGE_COUNTERS,
        }
    ),
    Role.LEADER: frozenset({Permission.VIEW_UNITS, Permission.VIEW_PROGRESS}),
}


@dataclass(frozen=True)
class Viewer:
    """Who is looking: the employee, the units under each grant valid today, the direct reports."""

    employee_id: int
    account_id: int
    unit_id: int
    grants: tuple[tuple[Role, frozenset[int]], ...] = ()
    direct_reports: frozenset[int] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role held today; employee always, supervisor by having direct reports."""
        derived = {Role.EMPLOYEE} | ({Role.SUPERVISOR} if self.direct_reports else set())
        return frozenset(derived | {role for role, _units in self.grants})

    def units(self, permission: Permission) -> frozenset[int]:
        """The units in which a grant carries the permission."""
        scopes = [units for role, units in self.grants if permission in GRANTS[role]]
        return frozenset().union(*scopes)


def may(viewer: Viewer, permission: Permission | str, unit: int | None = None) -> bool:
    """Whether the viewer holds the permission at all, or in the unit when one is named."""
    asked = Permission(permission)
    if unit is not None:
        return unit in viewer.units(asked)
    return any(asked in GRANTS[role] for role in viewer.roles)


def viewer() -> Viewer:
    """The signed-in visitor of this request."""
    return cast(Viewer, current_user.viewer)


def requires(permission: Permission) -> Callable[[View], View]:
    """Declare that the view is for holders of the permission. Only declares: the guard enforces."""

    def declare(view: View) -> View:
        view.access = permission  # type: ignore[attr-defined]  # a mark on a plain function
        return view

    return declare


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
