"""One person's account, for whoever manages it."""

from dataclasses import dataclass

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja.forms import Form
from kinerja.people import queries
from kinerja.people.models import Account, Employee
from kinerja.people.queries.accounts import CodeFact, above, living_code, managed_employee
from kinerja.people.queries.factors import account_with_factor, waiting_reset
from kinerja.people.queries.sessions import own_sessions
from kinerja.people.rules.accounts import AccountState
from kinerja.people.services import accounts
from kinerja.people.services.factor_resets import living_since
from kinerja.people.views.accounts import slips_page
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import has_ended
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import page, see_other


@dataclass(frozen=True)
class Held:
    """What is known of somebody's account."""

    account: Account | None = None
    state: AccountState = AccountState.WAITING
    code: CodeFact | None = None
    sessions: int = 0


def held_by(person: Employee) -> Held:
    """The person's account, its code that still works, and how many sessions it has."""
    account = account_with_factor(person.id)
    if account is None:
        return Held()
    owner = queries.viewer(account)
    sessions = [each for each in own_sessions(account.id) if not has_ended(each, owner)]
    return Held(account, account.state, living_code(account.id), len(sessions))


@bp.get("/pegawai/<int:employee_id>/akun")
@requires(Permission.MANAGE_ACCOUNTS)
def show_account(employee_id: int) -> Response:
    """Whether the person can sign in, and what the admin can do about it."""
    person = managed_employee(employee_id, to=viewer())
    return page(
        "people/account.html",
        person=person,
        held=held_by(person),
        form=Form(),
        waiting=waiting_reset(person.id, since=living_since()),
        is_own=person.id == viewer().employee_id,
        is_above=bool(above([person.id], than=viewer())),
    )


@bp.post("/pegawai/<int:employee_id>/akun/slip")
@requires(Permission.MANAGE_ACCOUNTS)
@sensitive
def print_slip(employee_id: int) -> Response:
    """A slip for this person; the code stands in the answer only."""
    person = managed_employee(employee_id, to=viewer())
    return slips_page([accounts.make_slip(person, by=viewer())])


@bp.post("/pegawai/<int:employee_id>/akun/tautan")
@requires(Permission.MANAGE_ACCOUNTS)
@sensitive
def send_account_link(employee_id: int) -> Response:
    """Send the person the link for choosing a password."""
    person = managed_employee(employee_id, to=viewer())
    accounts.send_link(person, by=viewer())
    flash(_("Tautan dikirim ke surel %(name)s.", name=person.name))
    return see_other("people.show_account", employee_id=person.id)


@bp.route("/pegawai/<int:employee_id>/akun/nonaktifkan", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
def disable_account(employee_id: int) -> Response:
    """Ask whether the account is to be disabled, and do it."""
    person, form = managed_employee(employee_id, to=viewer()), Form()
    if form.validate_on_submit():
        accounts.disable_account(person, by=viewer())
        flash(_("Akun %(name)s dinonaktifkan.", name=person.name))
        return see_other("people.show_account", employee_id=person.id)
    return page("people/account_disable.html", form=form, person=person)


@bp.post("/pegawai/<int:employee_id>/akun/aktifkan")
@requires(Permission.MANAGE_ACCOUNTS)
def enable_account(employee_id: int) -> Response:
    """Let the account be used again."""
    person = managed_employee(employee_id, to=viewer())
    accounts.enable_account(person, by=viewer())
    flash(_("Akun %(name)s dapat dipakai lagi.", name=person.name))
    return see_other("people.show_account", employee_id=person.id)


@bp.post("/pegawai/<int:employee_id>/akun/keluarkan")
@requires(Permission.MANAGE_ACCOUNTS)
def sign_out_employee(employee_id: int) -> Response:
    """End all of the person's sessions."""
    person: Employee = managed_employee(employee_id, to=viewer())
    ended = accounts.sign_out_everywhere(person, by=viewer())
    flash(ngettext("%(num)s sesi diakhiri.", "%(num)s sesi diakhiri.", ended))
    return see_other("people.show_account", employee_id=person.id)
