"""Who holds which role, giving and ending roles, what roles mean, and one's own."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import every, paged
from kinerja.people import queries, services
from kinerja.people.forms import EndGrantForm, GrantForm
from kinerja.people.models import Employee, RoleGrant
from kinerja.people.rules import (
    PERMISSION_LABELS,
    SUPERVISOR_READS,
    GrantState,
    grant_state,
    reads,
    scope,
)
from kinerja.people.services import EndBeforeStartError, GrantRefusedError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import GRANTABLE, GRANTS, Permission, Role, requires, sensitive, viewer
from kinerja.web import page, page_number, personal_spreadsheet, see_other, whole_number


@bp.app_template_filter("grant_state")
def state_of(grant: RoleGrant) -> GrantState:
    """Whether the grant holds today."""
    return grant_state(grant.valid_from, grant.valid_to, on=clock.today())


def filters() -> dict[str, Any]:
    """What the list is narrowed to, as `queries.grants` takes it; nonsense narrows nothing."""
    role, state = request.args.get("peran", ""), request.args.get("keadaan", "current")
    return {
        "search": request.args.get("cari", "").strip(),
        "role": Role(role) if role in set(GRANTABLE) else None,
        "unit_id": request.args.get("unit", type=whole_number),
        "state": GrantState(state) if state in set(GrantState) else None,
    }


@bp.get("/hak-akses")
@requires(Permission.VIEW_GRANTS)
def list_grants() -> Response:
    """Who holds which role over which units, from when to when, by whom and why."""
    chosen = filters()
    return page(
        "people/grants.html",
        grants=paged(queries.grants(to=viewer(), on=clock.today(), **chosen), page=page_number()),
        units=queries.units_by_name(viewer().units(Permission.VIEW_GRANTS)),
        roles=GRANTABLE,
        states=list(GrantState),
        chosen=chosen,
    )


@bp.get("/hak-akses/xlsx")
@requires(Permission.VIEW_GRANTS)
def download_grants() -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    found = every(queries.grants(to=viewer(), on=clock.today(), **filters()))
    rows, table = map(sheet_row, found), RoleGrant.__tablename__
    return personal_spreadsheet(
        "hak-akses", sheet_headings(), rows, action="grant.exported", subject=table
    )


def sheet_headings() -> list[str]:
    """The columns of the spreadsheet."""
    return [
        _("NIP"),
        _("Nama"),
        _("Peran"),
        _("Unit"),
        _("Mulai"),
        _("Hari terakhir"),
        _("Keadaan"),
        _("Diberikan oleh"),
        _("Alasan"),
    ]


def sheet_row(grant: RoleGrant) -> list[object]:
    """One grant's cells."""
    return [
        grant.employee.nip,
        grant.employee.full_name,
        grant.role.label,
        grant.unit.name,
        grant.valid_from,
        grant.valid_to,
        str(state_of(grant).label),
        grant.granted_by.full_name if grant.granted_by else "",
        grant.reason or "",
    ]


@bp.get("/hak-akses/beri")
@requires(Permission.EDIT_GRANTS)
def choose_holder() -> Response:
    """Search for the person to whom a role is given."""
    search = request.args.get("cari", "").strip()
    people = queries.possible_holders(search, to=viewer()) if search else None
    return page(
        "people/grant_person.html",
        search=search,
        people=None if people is None else paged(people, page=page_number()),
    )


@bp.route("/hak-akses/beri/<int:employee_id>", methods=["GET", "POST"])
@requires(Permission.EDIT_GRANTS)
@sensitive
def grant_role(employee_id: int) -> Response:
    """Give somebody a role."""
    person = queries.possible_holder(employee_id, to=viewer())
    form = with_units(GrantForm(data={"valid_from": clock.today()}))
    if form.validate_on_submit() and give(person, form):
        flash(_("%(name)s diberi peran itu dan diminta masuk lagi.", name=person.name))
        return see_other("people.list_grants", cari=person.nip, keadaan="")
    held = queries.grants_of(person.id)
    return page("people/grant_form.html", form=form, person=person, held=held)


def give(person: Employee, form: GrantForm) -> bool:
    """Give the role; a refusal goes into the form."""
    try:
        services.grant_role(person, **form.values(), by=viewer())
    except (GrantRefusedError, EndBeforeStartError) as error:
        form.refuse(error, error.field)
        return False
    return True


def with_units(form: GrantForm) -> GrantForm:
    """The form with the units over which the viewer gives roles; nothing chosen beforehand."""
    units = queries.units_by_name(viewer().units(Permission.EDIT_GRANTS))
    form.unit_id.choices = [
        SelectChoice("0", _("Pilih unit")),
        *(SelectChoice(str(unit.id), unit.name) for unit in units),
    ]
    return form


@bp.route("/hak-akses/<int:grant_id>/akhiri", methods=["GET", "POST"])
@requires(Permission.EDIT_GRANTS)
@sensitive
def end_grant(grant_id: int) -> Response:
    """Say what ending means, and end it."""
    grant = queries.endable_grant(grant_id, to=viewer())
    form = EndGrantForm(data={"on": max(clock.today(), grant.valid_from)})
    if form.validate_on_submit() and end(grant, form):
        flash(_("Peran %(name)s diakhiri.", name=grant.employee.name))
        return see_other("people.list_grants")
    return page("people/grant_end.html", form=form, grant=grant)


def end(grant: RoleGrant, form: EndGrantForm) -> bool:
    """End the grant; a refusal goes into the form."""
    try:
        services.end_grant(grant, **form.values(), by=viewer())
    except GrantRefusedError as error:
        form.refuse(error, error.field)
        return False
    return True


@bp.get("/hak-akses/peran")
@requires(Permission.OWN_ACCOUNT)
def explain_roles() -> Response:
    """What each role may do, in words, from the same table that the application asks."""
    return page(
        "people/roles.html",
        scopes={role: scope(role) for role in Role},
        words={
            role: [PERMISSION_LABELS[one] for one in Permission if one in GRANTS[role]]
            for role in Role
        },
    )


@bp.get("/hak-akses/saya")
@requires(Permission.OWN_ACCOUNT)
def own_roles() -> Response:
    """One's own roles, and who may read what about oneself."""
    me = queries.employee(viewer().employee_id)
    return page(
        "people/own_roles.html",
        me=me,
        leads=len(viewer().direct_reports),
        grants=queries.grants_of(me.id),
        stand_ins=queries.stand_ins_of(me.supervisor_id, on=clock.today()),
        readers=queries.readers(me.id, me.unit_id, on=clock.today()),
        reads=reads,
        supervisor_reads=SUPERVISOR_READS,
    )
