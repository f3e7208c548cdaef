"""The defaults of each job level, the positions with their own standards, and people to move."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm, standards_form
from kinerja.competency.models import Competency
from kinerja.competency.queries.job_standards import StandardFilter, standard_positions
from kinerja.competency.queries.standard_moves import moves, stale_counts, stale_people
from kinerja.competency.rules import Cluster
from kinerja.competency.services.standard_moves import NobodyToMoveError, move_people
from kinerja.competency.views.blueprint import bp
from kinerja.database import paged
from kinerja.errors import MissingError
from kinerja.people import queries as people
from kinerja.people.models import Position
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other


def standard_filter() -> StandardFilter:
    """What the list of positions is narrowed to; nonsense narrows nothing."""
    level = request.args.get("jenjang", "")
    return StandardFilter(
        search=request.args.get("cari", "").strip(),
        job_level=JobLevel(level) if level in set(JobLevel) else None,
        without_own=request.args.get("sendiri") == "belum",
    )


def in_address(chosen: StandardFilter) -> dict[str, Any]:
    """The filter as the address carries it."""
    return {
        "cari": chosen.search or None,
        "jenjang": chosen.job_level,
        "sendiri": "belum" if chosen.without_own else None,
    }


@bp.get("/kompetensi/standar")
@requires(Permission.VIEW_DICTIONARY)
def standards() -> Response:
    """The grid of job levels and competencies, and the positions with their own standards."""
    chosen, today, defaults = standard_filter(), clock.today(), queries.standards()
    return page(
        "competency/standards.html",
        competencies=in_grid({competency_id for _job, competency_id in defaults}),
        standards=defaults,
        job_levels=list(JobLevel),
        uncertain=queries.unsure_job_levels(on=today),
        positions=paged(standard_positions(chosen, on=today), page=page_number()),
        chosen=chosen,
        args=in_address(chosen),
    )


def in_grid(named: set[int]) -> list[Competency]:
    """The competencies that the grid shows: technical ones only where a default names them."""
    return [
        one
        for one in queries.competencies()
        if one.cluster is not Cluster.TECHNICAL or one.id in named
    ]


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


@bp.route("/kompetensi/standar/jabatan/<int:position_id>/pindahkan", methods=["GET", "POST"])
@requires(Permission.EDIT_STANDARDS)
def move_to_standard(position_id: int) -> Response:
    """Who still carries an earlier standard in the open cycle, and what changes for each."""
    position, form = people.position(position_id), ConfirmForm()
    if form.validate_on_submit():
        try:
            moved = move_people(position, by=viewer())
        except NobodyToMoveError as error:
            form.refuse(error)
        else:
            flash(ngettext("%(num)s orang dipindahkan.", "%(num)s orang dipindahkan.", moved))
            return see_other("competency.show_job_standard", position_id=position.id)
    return page("competency/standard_move.html", form=form, position=position, **to_move(position))


def to_move(position: Position) -> dict[str, Any]:
    """One page of those who still answer, or of those whose answers are sent (`terkirim`)."""
    today, units = clock.today(), viewer().units(Permission.EDIT_STANDARDS)
    is_sent = "terkirim" in request.args
    found = stale_people(position.id, on=today, units=units, editable=not is_sent)
    assessments = paged(found, page=page_number())
    return {
        "is_sent": is_sent,
        "counts": stale_counts(position.id, on=today, units=units),
        "assessments": assessments,
        "moves": moves(position.id, assessments.items, on=today),
    }
