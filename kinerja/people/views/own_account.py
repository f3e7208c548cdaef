"""One's own account: how one is greeted and reached, and the password."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from kinerja.people.forms.accounts import ContactForm, EmailCodeForm, SalutationForm
from kinerja.people.forms.signing import ChangePasswordForm
from kinerja.people.queries.accounts import own_account as account_of
from kinerja.people.services import own
from kinerja.people.services.codes import CodeRefusedError
from kinerja.people.services.passwords import PasswordRefusedError
from kinerja.people.services.sessions import WrongPasswordError
from kinerja.people.views.blueprint import bp
from kinerja.people.views.own_sessions import places
from kinerja.people.views.sessions import caller
from kinerja.permissions import ADMINS, Permission, requires, sensitive, viewer
from kinerja.web import page, see_other


@bp.route("/akun", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def own_account() -> Response:
    """One's own account; its form keeps how one wants to be greeted."""
    account = account_of(viewer().account_id)
    form = SalutationForm(data={"salutation": account.salutation or ""})
    if form.validate_on_submit():
        own.choose_salutation(account.id, **form.values())
        flash(_("Sapaan tersimpan."))
        return see_other("people.own_account")
    sessions = len(places())
    return page("people/own_account.html", form=form, account=account, sessions=sessions)


@bp.route("/akun/kontak", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@sensitive
def change_contact() -> Response:
    """Change how one is reached; a new e-mail address must be confirmed by a code."""
    person = account_of(viewer().account_id).employee
    form = ContactForm(data={"email": person.email, "phone": person.phone})
    if form.validate_on_submit():
        if own.change_contact(viewer().account_id, **form.values()):
            return see_other("people.confirm_email")
        flash(_("Kontak tersimpan."))
        return see_other("people.own_account")
    return page("people/contact.html", form=form)


@bp.route("/akun/kontak/surel", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def confirm_email() -> Response:
    """The code that was sent to the new address."""
    form = EmailCodeForm()
    if form.validate_on_submit():
        try:
            email = own.confirm_email(viewer().account_id, **form.values(), caller=caller())
        except CodeRefusedError as error:
            form.refuse(error, error.field)
        else:
            flash(_("Surel %(email)s tersimpan.", email=email))
            return see_other("people.own_account")
    return page("people/confirm_email.html", form=form)


@bp.route("/akun/sandi", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def change_password() -> Response:
    """Another password; it needs the present one and ends all other sessions."""
    form = ChangePasswordForm()
    if form.validate_on_submit() and password_changed(form):
        flash(_("Kata sandi diganti. Semua perangkat lain sudah dikeluarkan."))
        return see_other("people.own_account")
    is_admin = bool(viewer().roles & ADMINS)
    return page("people/change_password.html", form=form, is_admin=is_admin)


def password_changed(form: ChangePasswordForm) -> bool:
    """Whether the password is another now; else the form says why not."""
    session_id, who = current_user.session_id, viewer().account_id
    try:
        own.change_password(who, **form.values(), session_id=session_id, caller=caller())
    except WrongPasswordError as error:
        form.refuse(error, "current")
    except PasswordRefusedError as error:
        form.refuse(error, error.field)
    return not form.errors
