"""Choosing a password without one: by a slip, by a link, and asking for such a link."""

from flask import Response, request

from kinerja.people.forms.signing import NewPasswordForm, NumberForm, UseCodeForm
from kinerja.people.queries.codes import UsableCode
from kinerja.people.services.codes import CodeRefusedError, opened_link, use_code, use_link
from kinerja.people.services.passwords import PasswordRefusedError
from kinerja.people.services.resets import ask_reset
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import caller, go_on
from kinerja.permissions import public
from kinerja.web import page, see_other

GONE = 410


@bp.route("/aktivasi", methods=["GET", "POST"], endpoint="use_code")
@public
def activate() -> Response:
    """Choose a password with the number and the code of a slip (`kode`, from its picture)."""
    form = UseCodeForm(data={"code": request.args.get("kode", "")})
    if form.validate_on_submit():
        try:
            return go_on(use_code(**form.values(), caller=caller()))
        except (CodeRefusedError, PasswordRefusedError) as error:
            form.refuse(error, error.field)
    return page("people/use_code.html", form=form)


@bp.route("/sandi-baru", methods=["GET", "POST"])
@public
def open_link() -> Response:
    """Choose a password with the link from a mail (`token`)."""
    token, form = request.args.get("token", ""), NewPasswordForm()
    link: UsableCode | None = opened_link(token)
    if form.validate_on_submit():
        try:
            return go_on(use_link(token, **form.values(), caller=caller()))
        except PasswordRefusedError as error:
            form.refuse(error, error.field)
        except CodeRefusedError:
            link = None
    if link is None:
        return page("people/link_over.html", status=GONE)
    return page("people/open_link.html", form=form, link=link, token=token)


@bp.route("/lupa-sandi", methods=["GET", "POST"])
@public
def forgot_password() -> Response:
    """Ask for a link by e-mail; the answer is the same for every number."""
    form = NumberForm()
    if form.validate_on_submit():
        ask_reset(**form.values(), caller=caller())
        return see_other("people.reset_asked")
    return page("people/forgot_password.html", form=form)


@bp.get("/lupa-sandi/terkirim")
@public
def reset_asked() -> Response:
    """What happens now, whoever asked."""
    return page("people/reset_asked.html")
