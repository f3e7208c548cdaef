"""What one has agreed to, and taking it back."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja.errors import MissingError
from kinerja.people import queries, services
from kinerja.people.forms import ConsentForm
from kinerja.people.rules import Purpose
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


@bp.get("/data-saya/persetujuan")
@requires(Permission.OWN_DATA)
def consents() -> Response:
    """Every purpose with its words, the visitor's answer, and all answers so far."""
    return page(
        "people/consents.html",
        standpoints=queries.standpoints(viewer().employee_id),
        history=queries.consent_history(viewer().employee_id, page=page_number()),
        new_form=ConsentForm,
    )


@bp.post("/data-saya/persetujuan/beri")
@requires(Permission.OWN_DATA)
def give_consent() -> Response:
    """Agree to one purpose."""
    purpose = chosen_purpose()
    services.give_consent(purpose, by=viewer())
    flash(_("Persetujuan tercatat: %(what)s.", what=purpose.label))
    return see_other("people.consents")


@bp.post("/data-saya/persetujuan/cabut")
@requires(Permission.OWN_DATA)
def withdraw_consent() -> Response:
    """Take one consent back."""
    purpose = chosen_purpose()
    services.withdraw_consent(purpose, by=viewer())
    flash(_("Persetujuan dicabut dan langsung tidak berlaku: %(what)s.", what=purpose.label))
    return see_other("people.consents")


def chosen_purpose() -> Purpose:
    """The purpose that the button was about.

    :raises MissingError: there is no such purpose.
    """
    form = ConsentForm()
    if not form.validate():
        raise MissingError()
    purpose: Purpose = form.purpose.data
    return purpose
