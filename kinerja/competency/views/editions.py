"""Editions of dictionaries: reading one, comparing it with the former, saying who follows whom."""

from flask import Response, flash, make_response, request
from flask_babel import gettext as _

from kinerja.competency import services
from kinerja.competency.forms import mapping_form
from kinerja.competency.queries import dictionary_imports, editions
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.dictionary import competency_page
from kinerja.competency.views.dictionary_files import XLSX, workbook
from kinerja.database import sliced
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other

MAPPED_AT_ONCE = 20


@bp.get("/kompetensi/kamus/edisi/<int:edition_id>")
@requires(Permission.VIEW_DICTIONARY)
def show_edition(edition_id: int) -> Response:
    """The edition's competencies."""
    row = editions.edition_row(edition_id)
    return page(
        "competency/edition.html",
        row=row,
        former=editions.former_edition(row.edition),
        competencies=sliced(editions.competencies_of(edition_id), page=page_number(), size=25),
    )


@bp.get("/kompetensi/kamus/edisi/<int:edition_id>/<code>")
@requires(Permission.VIEW_DICTIONARY)
def show_edition_competency(edition_id: int, code: str) -> Response:
    """One competency as this edition words it, however old it is."""
    row = editions.edition_row(edition_id)
    competency = editions.competency_of(edition_id, code)
    return competency_page(competency, row)


@bp.get("/kompetensi/kamus/edisi/<int:edition_id>/xlsx")
@requires(Permission.VIEW_DICTIONARY)
def download_edition(edition_id: int) -> Response:
    """The edition in the columns of an import: sent again for its day it changes nothing."""
    row = editions.edition(edition_id)
    content = workbook(dictionary_imports.edition_table(edition_id))
    answer = make_response(content)
    answer.mimetype = XLSX
    filename = f"kamus-{row.id}-{row.valid_from.isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


@bp.get("/kompetensi/kamus/edisi/<int:edition_id>/perbandingan")
@requires(Permission.VIEW_DICTIONARY)
def compare_edition(edition_id: int) -> Response:
    """What the edition adds, drops and words anew."""
    found = editions.comparison(edition_id)
    return page(
        "competency/edition_compare.html",
        found=found,
        pairs=sliced(found.pairs, page=page_number(), size=25),
        chosen=found.changed(request.args.get("kompetensi", "").upper()),
    )


@bp.route("/kompetensi/kamus/edisi/<int:edition_id>/pemetaan", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def map_edition(edition_id: int) -> Response:
    """By which competency each one of the former edition is followed."""
    row, former, later = editions.mapped(edition_id)
    shown = sliced(former, page=page_number(), size=MAPPED_AT_ONCE)
    form = mapping_form(shown.items, later)
    if form.validate_on_submit():
        changed = services.set_successors(row, by=viewer(), **form.values())
        flash(_("Pemetaan tersimpan, %(count)s berubah.", count=changed))
        return see_other("competency.map_edition", edition_id=edition_id, hal=shown.number)
    return page("competency/edition_mapping.html", form=form, edition=row, shown_rows=shown)
