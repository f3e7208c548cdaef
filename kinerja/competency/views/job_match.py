"""Ready for the next job? One's own levels, or somebody's, against another position's standard."""

from flask import Response, request

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.queries.job_match import job_match, positions_to_compare
from kinerja.competency.views.blueprint import bp
from kinerja.database import paged, remember
from kinerja.forms import clean
from kinerja.people import queries as people
from kinerja.people.models import Employee
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, whole_number

SIZE = 20


@bp.get("/kompetensi/hasil/banding")
@requires(Permission.ASSESS_OWN)
def compare_own_job() -> Response:
    """The visitor against a position (`jabatan`), or the positions to choose from."""
    return match_page(people.employee(viewer().employee_id))


@bp.get("/kompetensi/pegawai/<int:employee_id>/banding")
@requires(Permission.VIEW_RESULTS)
def compare_job(employee_id: int) -> Response:
    """The same of somebody whose results the visitor may see; that it was read is recorded."""
    person = queries.visible_person(employee_id, to=viewer())
    remember(services.note_records_read, employee_id=person.id, by=viewer().employee_id)
    return match_page(person)


def match_page(person: Employee) -> Response:
    """The comparison, or the choice of a position; own unit and next job levels first."""
    mine = person.id == viewer().employee_id
    chosen = request.args.get("jabatan", type=whole_number)
    if chosen is None:
        search = clean(request.args.get("cari", "")) or ""
        found = paged(positions_to_compare(person, search), page=page_number(), size=SIZE)
        template = "competency/job_choice.html"
        return page(template, person=person, mine=mine, search=search, positions=found)
    match = job_match(person.id, people.position(chosen), on=clock.today())
    return page("competency/job_match.html", person=person, mine=mine, match=match)
