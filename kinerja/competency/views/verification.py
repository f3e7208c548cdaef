"""The supervisor's inbox, and verifying one person's answers."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja.competency import queries, services
from kinerja.competency.forms import VerificationForm, verification_form
from kinerja.competency.models import Assessment
from kinerja.competency.services import AnswerChangedError
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.results import note_reading
from kinerja.errors import DomainError, MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import flash_undo, page, page_number, see_other

OK, CONFLICT, WRONG = 200, 409, 422


@bp.get("/kompetensi/verifikasi")
@requires(Permission.VERIFY)
def inbox() -> Response:
    """One part of the inbox, the longest waiting first."""
    part = request.args.get("bagian", "")
    inbox = queries.inbox(part, to=viewer(), page=page_number())
    return page("competency/inbox.html", inbox=inbox)


@bp.get("/kompetensi/verifikasi/<int:assessment_id>")
@requires(Permission.VERIFY)
def show_verification(assessment_id: int) -> Response:
    """Somebody's answers to verify; that they were read is recorded."""
    assessment = queries.visible_verification(assessment_id, to=viewer())
    note_reading(assessment)
    return verification_page(assessment, verification_form(assessment.items))


@bp.post("/kompetensi/verifikasi/<int:assessment_id>")
@requires(Permission.VERIFY)
def save_verification(assessment_id: int) -> Response:
    """Save the verdicts so far and go back to the inbox."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    status = save(assessment, form)
    if status == OK:
        flash(_("Verifikasi %(name)s disimpan, belum selesai.", name=assessment.employee.name))
        return see_other("competency.inbox")
    return verification_page(assessment, form, status)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/draf")
@requires(Permission.VERIFY)
def save_verification_draft(assessment_id: int) -> Response:
    """Save while somebody judges; the answer says when."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    return verification_page(assessment, form, save(assessment, form))


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/selesai")
@requires(Permission.VERIFY)
def complete_verification(assessment_id: int) -> Response:
    """Finish when every competency is decided."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    status = complete(assessment, form)
    if status == OK:
        done = _("Verifikasi %(name)s selesai.", name=assessment.employee.name)
        flash_undo(done, "competency.undo_verification", assessment_id=assessment.id)
        return see_other("competency.inbox")
    return verification_page(assessment, form, status)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/kembalikan")
@requires(Permission.VERIFY)
def return_assessment(assessment_id: int) -> Response:
    """Give it back with a note."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    status = give_back(assessment, form)
    if status == OK:
        done = _("Dikembalikan. %(name)s melihat catatan Anda.", name=assessment.employee.name)
        flash_undo(done, "competency.undo_verification", assessment_id=assessment.id)
        return see_other("competency.inbox")
    return verification_page(assessment, form, status)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/buka")
@requires(Permission.VERIFY)
def open_item(assessment_id: int) -> Response:
    """Open one item, with what else was chosen saved."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    number = form.open.data or 0
    status = attempt(services.open_item, assessment, form, answer_id=number)
    if status == OK:
        return to_item(assessment, number)
    return verification_page(assessment, form, status)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/setujui")
@requires(Permission.VERIFY)
def agree_opened(assessment_id: int) -> Response:
    """Agree with what was opened and is not decided."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    status = attempt(services.agree_opened, assessment, form, answer_ids=form.agree.data or [])
    if status == OK:
        flash(_("Disetujui. Periksa lagi di bawah, lalu selesaikan verifikasinya."))
        return see_other("competency.show_verification", assessment_id=assessment.id)
    return verification_page(assessment, form, status)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/sisipkan")
@requires(Permission.VERIFY)
def insert_phrase(assessment_id: int) -> Response:
    """The page as it was sent, with the picked sentence in its place; nothing is saved by it."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    form = verification_form(assessment.items)
    form.insert()
    return verification_page(assessment, form)


@bp.post("/kompetensi/verifikasi/<int:assessment_id>/urungkan")
@requires(Permission.VERIFY)
def undo_verification(assessment_id: int) -> Response:
    """Take a return or a finished verification back to the desk."""
    assessment = queries.visible_decision(assessment_id, to=viewer())
    try:
        services.undo_verification(assessment, by=viewer())
    except DomainError as error:
        flash(error.message, "warning")
        return see_other("competency.inbox")
    flash(_("Diurungkan. Penilaian %(name)s kembali ke Anda.", name=assessment.employee.name))
    return see_other("competency.show_verification", assessment_id=assessment.id)


def to_item(assessment: Assessment, number: int) -> Response:
    """To the item on the page."""
    place = f"k-{number}"
    return see_other("competency.show_verification", assessment_id=assessment.id, _anchor=place)


def save(assessment: Assessment, form: VerificationForm) -> int:
    """Save the verdicts; the answer's HTTP status."""
    return attempt(services.save_verdicts, assessment, form)


def complete(assessment: Assessment, form: VerificationForm) -> int:
    """Finish the verification; the answer's HTTP status."""
    if not (form.validate_on_submit() and form.is_complete()):
        return WRONG
    return attempt(services.complete_verification, assessment, form)


def give_back(assessment: Assessment, form: VerificationForm) -> int:
    """Return the assessment with the note; the answer's HTTP status."""
    if not (form.validate_on_submit() and form.has_note()):
        return WRONG
    return attempt(services.return_assessment, assessment, form, note=form.note.data)


def attempt(
    service: Callable[..., object], assessment: Assessment, form: VerificationForm, **more: Any
) -> int:
    """Call the service with the form's values; the answer's HTTP status."""
    if not form.validate_on_submit():
        return WRONG
    try:
        service(assessment, by=viewer(), **form.values(), **more)
    except MissingError:
        raise
    except AnswerChangedError:
        return CONFLICT
    except DomainError as error:
        form.refuse(error)
        return WRONG
    return OK


def verification_page(assessment: Assessment, form: VerificationForm, status: int = OK) -> Response:
    """The person's answers to verify. With 409 it shows what was saved beside what was chosen."""
    return page(
        "competency/verification.html",
        status=status,
        assessment=assessment,
        form=form,
        descriptors=queries.descriptors(assessment.answers),
        conflict=status == CONFLICT,
        me=viewer().employee_id,
        batch=form.batch(viewer().employee_id),
        ladders=queries.level_texts(answer for answer in assessment.answers if answer.is_veiled),
        phrases=queries.choosable_phrases(viewer().employee_id),
    )
