"""One's own library of evidence, and opening a file of it."""

from flask import Response, flash, make_response, request
from flask_babel import gettext as _

from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, DescribeForm, EvidenceForm
from kinerja.competency.models import Evidence
from kinerja.competency.rules import MEGABYTE, QUOTA
from kinerja.competency.services import EvidenceRefusedError
from kinerja.competency.views.blueprint import bp
from kinerja.database import remember
from kinerja.permissions import Permission, requires, viewer
from kinerja.resuming import resumable, typed_before
from kinerja.web import page, page_number, see_other

ARCHIVED = "arsip"


@bp.get("/kompetensi/bukti")
@requires(Permission.ASSESS_OWN)
def evidence() -> Response:
    """One's own evidence, the newest first, and a form to add to it."""
    typed = typed_before(viewer().account_id)
    return library_page(EvidenceForm(formdata=typed) if typed else EvidenceForm())


@bp.post("/kompetensi/bukti")
@requires(Permission.ASSESS_OWN)
@resumable("competency.evidence")
def add_evidence() -> Response:
    """Add a file or a link."""
    form = EvidenceForm()
    if form.validate_on_submit() and add(form):
        return see_other("competency.evidence")
    return library_page(form)


@bp.get("/kompetensi/bukti/<int:evidence_id>")
@requires(Permission.ASSESS_OWN)
def show_evidence(evidence_id: int) -> Response:
    """One piece of one's own evidence: what is said of it and where it is used."""
    found = own(evidence_id)
    return evidence_page(found, DescribeForm(obj=found))


@bp.post("/kompetensi/bukti/<int:evidence_id>")
@requires(Permission.ASSESS_OWN)
def describe_evidence(evidence_id: int) -> Response:
    """Change what is said of it."""
    found, form = own(evidence_id), DescribeForm()
    if not form.validate_on_submit():
        return evidence_page(found, form)
    services.describe_evidence(found, by=viewer(), **form.values())
    flash(_("Keterangan bukti disimpan."))
    return see_other("competency.evidence")


@bp.route("/kompetensi/bukti/<int:evidence_id>/hapus", methods=["GET", "POST"])
@requires(Permission.ASSESS_OWN)
def remove_evidence(evidence_id: int) -> Response:
    """Delete it, or put it away where a sent assessment uses it."""
    found, form = own(evidence_id), ConfirmForm()
    if form.validate_on_submit():
        deleted = services.remove_evidence(found, by=viewer())
        flash(_("Bukti dihapus.") if deleted else _("Bukti diarsipkan dan tidak ditawarkan lagi."))
        return see_other("competency.evidence")
    uses = queries.usages(found)
    return page("competency/evidence_remove.html", evidence=found, uses=uses, form=form)


@bp.post("/kompetensi/bukti/<int:evidence_id>/pulihkan")
@requires(Permission.ASSESS_OWN)
def restore_evidence(evidence_id: int) -> Response:
    """Offer it again."""
    services.restore_evidence(own(evidence_id), by=viewer())
    flash(_("Bukti bisa dipilih lagi."))
    return see_other("competency.show_evidence", evidence_id=evidence_id)


@bp.get("/kompetensi/bukti/<int:evidence_id>/berkas")
@requires(Permission.ASSESS_OWN)
def download_evidence(evidence_id: int) -> Response:
    """The file, to save and never to show; that another person took it is recorded."""
    found, content, through = queries.visible_file(evidence_id, to=viewer())
    if through is not None:
        note_taking(found, through)
    return attachment(found, content)


def own(evidence_id: int) -> Evidence:
    """One piece of the visitor's own evidence."""
    return queries.own_evidence(evidence_id, to=viewer())


def note_taking(evidence: Evidence, assessment_id: int) -> None:
    """Record, after this request, that the visitor read what belongs to another's assessment."""
    remember(
        services.note_reading,
        assessment_id=assessment_id,
        about=evidence.employee_id,
        by=viewer().employee_id,
    )


def attachment(evidence: Evidence, content: bytes) -> Response:
    """The bytes under their safe name and the type that they were found to be."""
    answer = make_response(content)
    kind = evidence.file_kind
    answer.headers["Content-Type"] = kind.media_type if kind else "application/octet-stream"
    answer.headers.set("Content-Disposition", "attachment", filename=evidence.filename)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def add(form: EvidenceForm) -> bool:
    """Add what the form holds; a refusal goes into it."""
    try:
        added, known = services.add_evidence(**form.values(), by=viewer())
    except EvidenceRefusedError as error:
        form.refuse(error, error.field)
        return False
    if known:
        say_known(added)
    else:
        flash(_("“%(title)s” ditambahkan ke pustaka.", title=added.title))
    return True


def say_known(evidence: Evidence) -> None:
    """Tell on the next page that the same file or link was there already."""
    told = _("Sudah ada di pustaka sebagai “%(title)s”, jadi tidak disimpan dua kali.")
    flash(told % {"title": evidence.title}, "info")


def library_page(form: EvidenceForm) -> Response:
    """The list and the form above it."""
    me, search = viewer().employee_id, request.args.get("cari", "").strip()
    archived = request.args.get("bagian") == ARCHIVED
    library = queries.own_library(me, search=search, archived=archived, page=page_number())
    return page(
        "competency/evidence.html",
        form=form,
        library=library,
        search=search,
        archived=archived,
        used=queries.used_bytes(me) / MEGABYTE,
        most=QUOTA // MEGABYTE,
    )


def evidence_page(evidence: Evidence, form: DescribeForm) -> Response:
    """One piece with its form."""
    uses = queries.usages(evidence)
    return page("competency/evidence_item.html", evidence=evidence, form=form, uses=uses)
