"""One's own second factor: set up, renewed, turned off."""

from flask import Response, current_app, flash
from flask_babel import gettext as _
from flask_login import current_user

from kinerja.forms import Form
from kinerja.people.forms.signing import SecondStepForm
from kinerja.people.queries.accounts import own_account
from kinerja.people.queries.factors import codes_left
from kinerja.people.rules.factors import FactorPolicy, needs_factor
from kinerja.people.services import factors
from kinerja.people.services.factors import FactorMissingError, WrongCodeError
from kinerja.people.views.blueprint import bp
from kinerja.people.views.pictures import qr
from kinerja.people.views.sessions import caller
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import leads_to, page, see_other


def is_required() -> bool:
    """Whether the visitor's roles oblige them to sign in with two steps."""
    return needs_factor(FactorPolicy(current_app.config["SECOND_FACTOR"]), viewer().roles)


@bp.get("/akun/dua-langkah")
@requires(Permission.OWN_ACCOUNT, while_due=True)
def second_factor() -> Response:
    """Whether the second factor is on, and what can be done."""
    return page(
        "people/second_factor.html",
        account=own_account(viewer().account_id),
        codes_left=codes_left(viewer().account_id),
        is_required=is_required(),
        form=Form(),
    )


@bp.post("/akun/dua-langkah/mulai")
@requires(Permission.OWN_ACCOUNT, while_due=True)
@sensitive
def start_second_factor() -> Response:
    """Make a secret for the app."""
    factors.start_factor(viewer().account_id)
    return see_other("people.set_up_second_factor")


@bp.route("/akun/dua-langkah/pasang", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT, while_due=True)
@sensitive
def set_up_second_factor() -> Response:
    """Show the secret to the app, and take its first code."""
    form, who = SecondStepForm(), viewer().account_id
    try:
        setup = factors.setup(who, nip=own_account(who).employee.nip)
    except FactorMissingError:
        return see_other("people.second_factor")
    if form.validate_on_submit():
        codes = first_codes(form)
        if codes:
            return page("people/recovery_codes.html", codes=codes, is_new=True)
    return page("people/factor_setup.html", form=form, setup=setup, picture=qr(setup.address))


def first_codes(form: SecondStepForm) -> list[str]:
    """The recovery codes when the app's code was right; else none, and the form says why."""
    session_id = current_user.session_id
    try:
        codes = factors.confirm_factor(
            viewer().account_id, **form.values(), session_id=session_id, caller=caller()
        )
    except WrongCodeError as error:
        form.refuse(error, error.field)
        return []
    leads_to("people.second_factor", sekali=1)
    return codes


@bp.route("/akun/dua-langkah/kode-pemulihan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@sensitive
def renew_recovery_codes() -> Response:
    """New recovery codes in place of all earlier ones; shown in the answer only."""
    form, left = Form(), codes_left(viewer().account_id)
    if not own_account(viewer().account_id).has_factor:
        return see_other("people.second_factor")
    if form.validate_on_submit():
        codes = factors.renew_codes(viewer().account_id)
        leads_to("people.second_factor", sekali=1)
        return page("people/recovery_codes.html", codes=codes, is_new=False)
    return page("people/renew_codes.html", form=form, left=left)


@bp.route("/akun/dua-langkah/matikan", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
@sensitive
def drop_second_factor() -> Response:
    """Turn it off, by a code of it."""
    form = SecondStepForm()
    if not own_account(viewer().account_id).has_factor:
        return see_other("people.second_factor")
    if form.validate_on_submit() and dropped(form):
        flash(_("Verifikasi dua langkah dimatikan."))
        return see_other("people.second_factor")
    return page("people/factor_drop.html", form=form, is_required=is_required())


def dropped(form: SecondStepForm) -> bool:
    """Whether it is off now; else the form says why not."""
    session_id = current_user.session_id
    try:
        factors.drop_factor(
            viewer().account_id, **form.values(), session_id=session_id, caller=caller()
        )
    except WrongCodeError as error:
        form.refuse(error, error.field)
    return not form.errors
