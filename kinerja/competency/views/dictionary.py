"""The dictionary, and the standards of each job level."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import standards_form
from kinerja.competency.views.blueprint import bp
from kinerja.errors import MissingError
from kinerja.people import queries as people_queries
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@bp.get("/kompetensi/kamus")
@requires(Permission.VIEW_DICTIONARY)
def dictionary() -> Response:
    """All competencies by cluster."""
    return page("competency/dictionary.html", competencies=queries.competencies())


@bp.get("/kompetensi/kamus/<code>")
@requires(Permission.VIEW_DICTIONARY)
def show_competency(code: str) -> Response:
    """One competency's levels, the visitor's own standard marked."""
    competency = queries.competency_by_code(code)
    me = people_queries.employee(viewer().employee_id)
    standard = queries.standards().get((me.position.job_level, competency.id))
    return page("competency/competency.html", competency=competency, standard=standard)


@bp.get("/kompetensi/standar")
@requires(Permission.EDIT_STANDARDS)
def standards() -> Response:
    """The grid of job levels and competencies."""
    return page(
        "competency/standards.html",
        competencies=queries.competencies(),
        standards=queries.standards(),
        job_levels=list(JobLevel),
        uncertain=queries.unsure_job_levels(on=clock.today()),
    )


@bp.route("/kompetensi/standar/<job>", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def edit_standards(job: str) -> Response:
    """One job level's standards."""
    job_level = job_level_of(job)
    have = {
        item: level
        for (level_of, item), level in queries.standards().items()
        if level_of is job_level
    }
    form = standards_form(queries.competencies(), have)
    if form.validate_on_submit():
        services.set_standards(job_level, by=viewer(), **form.values())
        flash(_("Standar %(job)s tersimpan.", job=job_level.label))
        return see_other("competency.standards")
    return page("competency/standards_form.html", form=form, job_level=job_level)


def job_level_of(text: str) -> JobLevel:
    """The job level that an address names.

    :raises MissingError: there is none.
    """
    value = text.replace("-", "_")
    if value not in set(JobLevel):
        raise MissingError()
    return JobLevel(value)
