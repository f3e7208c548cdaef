"""The second step of signing in: a code of the app, or one from paper."""

from flask import Response, flash, session, url_for

from kinerja.people.forms.signing import RecoveryForm, SecondStepForm
from kinerja.people.services.factors import (
    StepOverError,
    WrongCodeError,
    awaited,
    pass_second_step,
)
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import SECOND_STEP, caller, enter, onward
from kinerja.permissions import public
from kinerja.web import go, page


@bp.route("/masuk/kode", methods=["GET", "POST"])
@public
def enter_code() -> Response:
    """The code of the authenticator app. Until it is right, nobody is signed in."""
    return second_step(SecondStepForm(), "people/second_step.html")


@bp.route("/masuk/kode-pemulihan", methods=["GET", "POST"])
@public
def enter_recovery_code() -> Response:
    """A recovery code in place of the app."""
    return second_step(RecoveryForm(), "people/recovery_step.html")


def second_step(form: SecondStepForm | RecoveryForm, template: str) -> Response:
    """Ask for the code, or take it; back to the first step when that was too long ago."""
    token = session.get(SECOND_STEP, "")
    try:
        if form.validate_on_submit():
            return enter(pass_second_step(token, code=form.code.data, caller=caller()))
        awaited(token)
    except WrongCodeError as error:
        form.refuse(error, error.field)
    except StepOverError as error:
        session.pop(SECOND_STEP, None)
        flash(error.message, "warning")
        return go(url_for("people.sign_in", lanjut=onward()))
    return page(template, form=form, onward=onward())
