"""A verifier's own ready sentences."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, PhraseForm
from kinerja.competency.rules import HOUSE_PHRASES
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.route("/kompetensi/verifikasi/kalimat", methods=["GET", "POST"])
@requires(Permission.VERIFY)
def phrases() -> Response:
    """The visitor's own sentences and those of the house; add one."""
    form = PhraseForm()
    if form.validate_on_submit() and kept(form):
        flash(_("Kalimat ditambahkan."))
        return see_other("competency.phrases")
    own = queries.own_phrases(viewer().employee_id)
    confirm = ConfirmForm(formdata=None)
    return page("competency/phrases.html", own=own, house=HOUSE_PHRASES, form=form, confirm=confirm)


@bp.post("/kompetensi/verifikasi/kalimat/<int:phrase_id>/hapus")
@requires(Permission.VERIFY)
def remove_phrase(phrase_id: int) -> Response:
    """Take one out of the list."""
    services.remove_phrase(queries.own_phrase(phrase_id, to=viewer()), by=viewer())
    flash(_("Kalimat dihapus dari daftar. Yang sudah dipakai tetap ada."))
    return see_other("competency.phrases")


def kept(form: PhraseForm) -> bool:
    """Keep the sentence; a refusal goes into the form."""
    try:
        services.add_phrase(by=viewer(), **form.values())
    except DomainError as error:
        form.refuse(error, field="text")
        return False
    return True
