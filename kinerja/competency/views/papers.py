"""The result as a document: issuing, opening and withdrawing it."""

from datetime import date

from flask import Response, flash
from flask_babel import force_locale
from flask_babel import gettext as _

from kinerja.competency import queries
from kinerja.competency.queries import papers
from kinerja.competency.rules import Index
from kinerja.competency.services.papers import issue_result as issue
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.documents import services
from kinerja.documents.forms import WithdrawForm
from kinerja.documents.models import IssuedDocument
from kinerja.errors import DomainError
from kinerja.people.rules.accounts import masked
from kinerja.permissions import Permission, requires, viewer
from kinerja.printing import document
from kinerja.web import page, see_other

bp.add_app_template_filter(date.fromisoformat, "as_date")


@bp.post("/kompetensi/hasil/<int:assessment_id>/dokumen")
@requires(Permission.ISSUE_DOCUMENTS)
def issue_result(assessment_id: int) -> Response:
    """Issue the result as a document, then download it."""
    assessment = queries.visible_result(assessment_id, to=viewer())
    made = issue(assessment, by=viewer())
    return see_other("competency.open_document", document_id=made.id)


@bp.get("/kompetensi/dokumen/<int:document_id>")
@requires(Permission.ISSUE_DOCUMENTS)
def open_document(document_id: int) -> Response:
    """An issued result as PDF; that another person's was opened is recorded."""
    found = papers.visible_paper(document_id, to=viewer())
    about, reader = found.employee_id, viewer().employee_id
    if about != reader:
        remember(services.note_opened, document_id=found.id, about=about, by=reader)
    return paper(found)


def paper(found: IssuedDocument) -> Response:
    """The document as it was issued, in Bahasa (UU 24/2009 Pasal 27). The person's number stands
    whole on the person's own copy alone: it tells birthday and sex.
    """
    nip, mine = found.employee.nip, found.employee_id == viewer().employee_id
    with force_locale("id"):
        return document(
            "competency/result_document.html",
            name=f"hasil-kompetensi-{found.code.lower()}",
            issued=found,
            facts=found.facts,
            index=Index(**found.facts["index"]),
            nip=nip if mine else masked(nip),
            state=services.state_of(found),
        )


@bp.route("/kompetensi/dokumen/<int:document_id>/tarik", methods=["GET", "POST"])
@requires(Permission.ISSUE_DOCUMENTS)
def withdraw_document(document_id: int) -> Response:
    """Take an issued result back; its code says so from then on."""
    found, form = papers.withdrawable_paper(document_id, to=viewer()), WithdrawForm()
    if form.validate_on_submit():
        try:
            services.withdraw_document(found, by=viewer(), **form.values())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Dokumen ditarik. Siapa pun yang memeriksa kodenya membaca itu."))
            return see_other("competency.result", assessment_id=found.subject_id)
    return page("competency/document_withdraw.html", document=found, form=form)
