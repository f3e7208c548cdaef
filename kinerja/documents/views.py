"""The public page on which anybody checks a document, without signing in."""

from flask import Blueprint, Response

from kinerja import mail
from kinerja.documents import services
from kinerja.documents.forms import CheckForm
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentState
from kinerja.errors import MissingError
from kinerja.people.rules.accounts import grouped, read_code
from kinerja.people.views.pictures import qr
from kinerja.people.views.sessions import caller
from kinerja.permissions import public
from kinerja.web import page, see_other

bp = Blueprint("documents", __name__)
bp.add_app_template_filter(grouped, "grouped_code")
TAGS = {
    DocumentState.VALID: ("success", "circle-check"),
    DocumentState.REPLACED: ("warning", "alert-triangle"),
    DocumentState.WITHDRAWN: ("danger", "alert-circle"),
    DocumentState.FORGOTTEN: ("info", "info-circle"),
}


@bp.route("/periksa", methods=["GET", "POST"])
@public
def ask_code() -> Response:
    """Type the code of a paper."""
    form = CheckForm()
    if form.validate_on_submit():
        return see_other("documents.check", code=read_code(str(form.code.data)) or "-")
    return page("documents/ask.html", form=form, unknown=None)


@bp.get("/periksa/<code>")
@public
def check(code: str) -> Response:
    """What anybody may know of the document with this code."""
    try:
        found = services.check_document(code, caller=caller())
    except MissingError:
        return page("documents/ask.html", status=404, form=CheckForm(), unknown=code)
    return page("documents/checked.html", found=found, look=TAGS[found.state])


def check_address(document: IssuedDocument) -> str:
    """The public address of the page that checks the document."""
    return mail.link("documents.check", code=grouped(document.code))


@bp.app_template_global()
def check_seal(document: IssuedDocument) -> dict[str, str]:
    """What a document carries to be checked: the address, its code and both as a picture."""
    address = check_address(document)
    return {"address": address, "code": grouped(document.code), "picture": qr(address)}
