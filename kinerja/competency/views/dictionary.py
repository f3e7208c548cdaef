"""The dictionaries in force, and their competencies."""

from flask import Response

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.queries import editions
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
    me = people_queries.employee(viewer().employee_id)
    standard = asked_level(me.position_id, competency.id, on=clock.today())
    row = editions.edition_row(competency.edition_id)
    return page("competency/competency.html", competency=competency, standard=standard, row=row)
