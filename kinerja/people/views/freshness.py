"""Asking for the password again before something that matters (ASVS 7.5.1)."""

from flask import Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user

from kinerja.database import SAFE
from kinerja.people.forms.signing import ConfirmForm
from kinerja.people.services.sessions import WrongPasswordError, confirm_password, is_fresh
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import caller, onward, own_path
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import answer_repeat, go, page

KEY = "confirm_key"
NOT_CARRIED = frozenset({"csrf_token", "key", KEY, "confirm_password"})


@bp.before_app_request
def ask_password_again() -> Response | None:
    """Let a `@sensitive` view run only when the password was given within the last minutes
    (rulebook: session.fresh_minutes).

    A stale GET leads to /akun/konfirmasi and back. A stale POST is answered by a page (422) that
    asks for the password and carries everything typed along in hidden fields to the same address;
    with the right password the view sees its own form as if nothing had been between, and a
    repeat of the form's key is still recognised. Files cannot be carried along: where a form has
    one, the view that shows it must be `@sensitive` too, so that only who takes longer than those
    minutes has to choose the file again.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "sensitive", False) or is_fresh(current_user.fresh_at):
        return None
    if request.method in SAFE:
        return go(url_for("people.confirm", lanjut=own_path(request.full_path)))
    form = ConfirmForm()
    if "confirm_password" not in request.form or not given(form):
        return ask_in_between(form)
    return answer_repeat(KEY)


def given(form: ConfirmForm) -> bool:
    """Whether the password was right; the session is fresh then. Else the form says why not."""
    if not form.validate():
        return False
    try:
        confirm_password(
            current_user.session_id,
            account_id=viewer().account_id,
            password=form.confirm_password.data,
            caller=caller(),
        )
    except WrongPasswordError as error:
        form.refuse(error, "confirm_password")
        return False
    return True


def ask_in_between(form: ConfirmForm) -> Response:
    """The page that asks for the password and keeps what was typed."""
    typed = [
        (name, text)
        for name, texts in request.form.lists()
        for text in texts
        if name not in NOT_CARRIED
    ]
    sent = request.form.get(KEY) or request.form.get("key", "")
    text = render_template("people/confirm_typed.html", form=form, typed=typed, sent=sent)
    answer = make_response(text, 422)
    if request.headers.get("HX-Request"):  # the whole content gives way, whatever was the target
        answer.headers.update(
            {"HX-Retarget": "#isi", "HX-Reselect": "#isi", "HX-Reswap": "outerHTML show:top"}
        )
    return answer


@bp.route("/akun/konfirmasi", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT, while_due=True)
def confirm() -> Response:
    """The password once more, then on to where the visitor wanted to go (`lanjut`)."""
    form = ConfirmForm()
    if form.is_submitted() and given(form):
        return go(onward())
    return page("people/confirm.html", form=form, onward=onward())
