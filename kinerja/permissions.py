"""Who may do what: permissions, the roles that carry them, and the one guard that asks.

`may` is pure; views, templates, exports and commands all ask it. Whose things somebody may see
is settled by the loaders, which raise MissingError.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar, cast

from flask import Flask, current_app, redirect, request, url_for
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
    HR = "hr"
    UNIT_ADMIN = "unit_admin"
    AGENCY_ADMIN = "agency_admin"
    SURVEY_ADMIN = "survey_admin"
    COMPLAINT_OFFICER = "complaint_officer"
    INSPECTOR = "inspector"
    PPID = "ppid"
    LEADER = "leader"

    @property
    def label(self) -> str:
        """The role's name for people."""
        return str(ROLE_LABELS[self])


ROLE_LABELS = {
    Role.EMPLOYEE: _l("Pegawai"),
    Role.SUPERVISOR: _l("Atasan langsung"),
    Role.TRAINER: _l("Pelatih"),
    Role.HR: _l("Pengelola kepegawaian"),
    Role.UNIT_ADMIN: _l("Admin unit"),
    Role.AGENCY_ADMIN: _l("Admin instansi"),
    Role.SURVEY_ADMIN: _l("Admin survei"),
    Role.COMPLAINT_OFFICER: _l("Petugas pengaduan"),
    Role.INSPECTOR: _l("Inspektorat"),
    Role.PPID: _l("PPID"),
    Role.LEADER: _l("Pimpinan"),
}


# By grant only: the first two follow from being employed and from leading somebody.
GRANTABLE = tuple(role for role in Role if role not in {Role.EMPLOYEE, Role.SUPERVISOR})
# Roles that change or read what belongs to others: sessions end sooner, a second factor is due.
ADMINS = frozenset(
    {
        Role.HR,
        Role.UNIT_ADMIN,
        Role.AGENCY_ADMIN,
        Role.SURVEY_ADMIN,
        Role.COMPLAINT_OFFICER,
        Role.INSPECTOR,
        Role.PPID,
    }
)


class Permission(StrEnum):
    """One kind of act on one kind of thing: `resource:action`."""

    HOME = "home:view"
    OWN_ACCOUNT = "account:own"
    OWN_DATA = "personal-data:own"
    OWN_NOTICES = "notice:own"
    ASK_CORRECTION = "correction:own"
    REMIND = "reminder:send"
    VIEW_RULEBOOK = "rulebook:view"
    ASSESS_OWN = "assessment:own"
    VERIFY = "assessment:verify"
    VIEW_RESULTS = "competency-result:view"
    VIEW_PROGRESS = "progress:view"
    EDIT_STANDARDS = "standard:edit"
    RUN_CYCLES = "cycle:run"
    VIEW_DICTIONARY = "dictionary:view"
    VIEW_STAFF = "employee:view"
    EDIT_STAFF = "employee:edit"
    IMPORT_STAFF = "employee:import"
    HANDLE_CORRECTIONS = "correction:handle"
    VIEW_UNITS = "unit:view"
    EDIT_UNITS = "unit:edit"
    MANAGE_ACCOUNTS = "account:manage"
    VIEW_GRANTS = "grant:view"
    EDIT_GRANTS = "grant:edit"
    VIEW_AUDIT = "audit:view"
    EDIT_RULEBOOK = "rulebook:edit"
    EDIT_HOLIDAYS = "holiday:edit"
    VIEW_MAIL = "mail:view"
    RUN_RETENTION = "retention:run"
    ADMINISTER = "administration:view"
    OWN_PLAN = "plan:own"
    VIEW_PLANS = "plan:view"
    ASSIGN = "plan:assign"
    CONFIRM = "plan:confirm"
    VIEW_CATALOGUE = "training:view"
    EDIT_CATALOGUE = "training:edit"
    VIEW_SATISFACTION = "satisfaction:view"
    MANAGE_COUNTERS = "counter:manage"


KEEPS_STAFF = frozenset(
    {
        Permission.VIEW_STAFF,
        Permission.EDIT_STAFF,
        Permission.IMPORT_STAFF,
        Permission.HANDLE_CORRECTIONS,
        Permission.VIEW_UNITS,
        Permission.MANAGE_ACCOUNTS,
        Permission.VIEW_PROGRESS,
        Permission.ADMINISTER,
    }
)
GRANTS: dict[Role, frozenset[Permission]] = {
    Role.EMPLOYEE: frozenset(
        {
            Permission.HOME,
            Permission.OWN_ACCOUNT,
            Permission.OWN_DATA,
            Permission.OWN_NOTICES,
            Permission.ASK_CORRECTION,
            Permission.REMIND,
            Permission.VIEW_RULEBOOK,
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
    Role.HR: KEEPS_STAFF
    | {
        Permission.EDIT_UNITS,
        Permission.EDIT_HOLIDAYS,
        Permission.VIEW_RESULTS,
        Permission.VIEW_PLANS,
    },
    Role.UNIT_ADMIN: KEEPS_STAFF | {Permission.MANAGE_COUNTERS},
    Role.AGENCY_ADMIN: KEEPS_STAFF
    | {
        Permission.EDIT_UNITS,
        Permission.EDIT_STANDARDS,
        Permission.RUN_CYCLES,
        Permission.MANAGE_COUNTERS,
        Permission.VIEW_GRANTS,
        Permission.EDIT_GRANTS,
        Permission.VIEW_AUDIT,
        Permission.EDIT_RULEBOOK,
        Permission.EDIT_HOLIDAYS,
        Permission.VIEW_MAIL,
        Permission.RUN_RETENTION,
    },
    Role.SURVEY_ADMIN: frozenset({Permission.MANAGE_COUNTERS, Permission.ADMINISTER}),
    # The complaint officer's own pages come with the complaints.
    Role.COMPLAINT_OFFICER: frozenset(),
    Role.INSPECTOR: frozenset(
        {
            Permission.ADMINISTER,
            Permission.VIEW_UNITS,
            Permission.VIEW_GRANTS,
            Permission.VIEW_AUDIT,
        }
    ),
    Role.PPID: frozenset({Permission.ADMINISTER, Permission.VIEW_AUDIT, Permission.RUN_RETENTION}),
    Role.LEADER: frozenset(
        {Permission.ADMINISTER, Permission.VIEW_UNITS, Permission.VIEW_PROGRESS}
    ),
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
