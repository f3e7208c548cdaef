"""The dictionaries in force, and their competencies."""

from flask import Response

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Competency
from kinerja.competency.queries import editions
from kinerja.competency.queries.editions import EditionRow
from kinerja.competency.queries.required import asked_level
from kinerja.competency.views.blueprint import bp
from kinerja.people import queries as people_queries
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page


@bp.get("/kompetensi/kamus")
@requires(Permission.VIEW_DICTIONARY)
def dictionary() -> Response:
    """The editions in force: the national one by cluster, the technical ones by urusan."""
    return page("competency/dictionary.html", overview=editions.overview())


@bp.get("/kompetensi/kamus/<code>")
@requires(Permission.VIEW_DICTIONARY)
def show_competency(code: str) -> Response:
    """One competency's levels, the visitor's own standard marked."""
    competency = queries.competency_by_code(code)
    row = editions.edition_row(competency.edition_id)
    return competency_page(competency, row)


def competency_page(competency: Competency, row: EditionRow) -> Response:
    """The competency as its edition words it; the level that the visitor's position asks for is
    marked, where it asks for this very one.
    """
    me = people_queries.employee(viewer().employee_id)
    standard = asked_level(me.position_id, competency.id, on=clock.today())
    return page("competency/competency.html", competency=competency, standard=standard, row=row)
