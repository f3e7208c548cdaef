"""The assignment in five steps. All of its state stands in the address, so Back always works."""

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.models import Competency
from kinerja.database import PAGE_SIZE, Page, paged
from kinerja.development import queries, services
from kinerja.development.forms import AssignForm
from kinerja.development.models import Assignment, Training
from kinerja.development.rules import PICKED_LIMIT, Candidate, Need, Selection
from kinerja.development.views.blueprint import bp, chosen_id, refused, searched
from kinerja.errors import DomainError, MissingError
from kinerja.people import queries as people_queries
from kinerja.people.rules import JobLevel
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import (
    note_list_reading,
    page,
    page_number,
    personal_spreadsheet,
    see_other,
    whole_number,
)

WIDEST_GAP = 4
PERSON = re.compile("[0-9]{1,9}")


def wanted_need() -> Need | None:
    """Whom the address asks for; nothing while no competency is chosen."""
    args = request.args
    competency_id = chosen_id("kompetensi")
    if competency_id is None:
        return None
    level = args.get("jenjang", "")
    return Need(
        competency_id=competency_id,
        min_gap=min(max(args.get("selisih", 1, type=whole_number), 1), WIDEST_GAP),
        unit_id=chosen_id("unit"),
        job_level=JobLevel(level) if level in set(JobLevel) else None,
        q=searched(),
    )


def picked() -> frozenset[int]:
    """The people ticked on this page of the list, and the ones ticked on other pages before."""
    sent = [part for text in request.args.getlist("orang") for part in text.split(".")]
    return frozenset(int(part) for part in sent if PERSON.fullmatch(part))


def wanted_selection() -> Selection:
    """Need and people of the address.

    :raises MissingError: no need, or nobody is chosen.
    """
    need = wanted_need()
    everybody = request.args.get("semua") == "1"
    if need is None or not (everybody or picked()):
        raise MissingError()
    return Selection(need, everybody, frozenset() if everybody else picked())


def need_args(need: Need) -> dict[str, Any]:
    """The need as it stands in the address."""
    return {
        "kompetensi": need.competency_id,
        "selisih": need.min_gap,
        "unit": need.unit_id,
        "jenjang": need.job_level.value if need.job_level else None,
        "cari": need.q or None,
    }


def joined(ids: frozenset[int]) -> str:
    """Employees as they stand in the address."""
    return ".".join(str(one) for one in sorted(ids))


def selection_args(selection: Selection) -> dict[str, Any]:
    """The selection as it stands in the address."""
    people = {"semua": 1} if selection.everybody else {"orang": joined(selection.employee_ids)}
    return need_args(selection.need) | people


@bp.get("/pengembangan/penugasan")
@requires(Permission.ASSIGN)
def assign() -> Response:
    """Step 1: which need."""
    return need_page()


def need_page(error: str = "") -> Response:
    """The competencies, the widest need first."""
    units = viewer().units(Permission.ASSIGN)
    return page(
        "development/assign_need.html",
        status=422 if error else 200,
        error=error,
        needs=queries.needs(units, on=clock.today()),
        chosen=wanted_need(),
        without_plan=queries.people_without_plan(units, year=clock.today().year),
    )


@bp.get("/pengembangan/penugasan/orang")
@requires(Permission.ASSIGN)
def choose_people() -> Response:
    """Step 2: which people."""
    need = wanted_need()
    return people_page(need) if need else need_page(_("Pilih satu kompetensi."))


def people_page(need: Need, error: str = "") -> Response:
    """The people who match the need; that their gaps were read is recorded."""
    found = queries.matching(need, to=viewer(), year=clock.today().year)
    people, chosen = paged(found, page=page_number()), picked()
    competency = queries.competency(need.competency_id)
    note_gap_reading(competency.id, len(people.items))
    return page(
        "development/assign_people.html",
        status=422 if error else 200,
        error=error,
        need=need,
        competency=competency,
        people=people,
        picked=chosen,
        elsewhere=joined(chosen - {row.id for row in people.items}),
        units=people_queries.units_by_name(viewer().units(Permission.ASSIGN)),
        job_levels=list(JobLevel),
        need_args=need_args(need),
        widest=WIDEST_GAP,
    )


def note_gap_reading(competency_id: int, people: int) -> None:
    """Record that the visitor read whose levels fall short of the standard."""
    note_list_reading("gaps.read", f"{Competency.__tablename__}:{competency_id}", people)


@bp.get("/pengembangan/penugasan/kegiatan")
@requires(Permission.ASSIGN)
def choose_activity() -> Response:
    """The trainings that serve the need."""
    need = wanted_need()
    if need is None:
        return need_page(_("Pilih satu kompetensi."))
    if error := picking_error():
        return people_page(need, error)
    return activity_page(wanted_selection())


def picking_error() -> str:
    """What is wrong with the people chosen in the address."""
    if request.args.get("semua") == "1":
        return ""
    if not picked():
        return str(_("Centang paling sedikit satu orang, atau pilih semua yang memenuhi saringan."))
    if len(picked()) > PICKED_LIMIT:
        text = _(
            "Paling banyak %(limit)s orang dapat dicentang satu per satu. Persempit saringan, "
            "lalu pilih semua.",
            limit=PICKED_LIMIT,
        )
        return str(text)
    return ""


def activity_page(selection: Selection, error: str = "") -> Response:
    """The trainings that serve the need."""
    need = selection.need
    return page(
        "development/assign_activity.html",
        status=422 if error else 200,
        error=error,
        selection=selection,
        competency=queries.competency(need.competency_id),
        count=queries.selected_count(selection, to=viewer()),
        offers=queries.offers(need.competency_id, on=clock.today()),
        args=selection_args(selection),
        need_args=need_args(need),
        unit=chosen_unit(need),
    )


def chosen_unit(need: Need) -> str:
    """The name of the unit that the need is narrowed to."""
    units = people_queries.units_by_name([need.unit_id]) if need.unit_id else []
    return units[0].name if units else ""


@bp.route("/pengembangan/penugasan/periksa", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def check_assignment() -> Response:
    """Step 4: check, then assign to all at once."""
    selection, training, form = wanted_selection(), wanted_training(), AssignForm()
    if training is None:
        return activity_page(selection, _("Pilih satu kegiatan."))
    status = None
    if form.validate_on_submit():
        try:
            return assign_all(training, selection, form.people)
        except DomainError as error:
            status = refused(form, error)
    return check_page(training, selection, form, status)


def assign_all(training: Training, selection: Selection, expected: int) -> Response:
    """Assign, then show what was done."""
    done = services.assign_training(training, selection=selection, expected=expected, by=viewer())
    return see_other("development.show_assignment", assignment_id=done.id)


def wanted_training() -> Training | None:
    """The training of the address, if it serves the need; nothing while none is chosen.

    :raises MissingError: there is none, or it serves another competency.
    """
    training_id, need = chosen_id("pelatihan"), wanted_need()
    if training_id is None or need is None:
        return None
    found = queries.training(training_id)
    if found.competency_id != need.competency_id:
        raise MissingError()
    return found


def check_page(
    training: Training, selection: Selection, form: AssignForm, status: int | None
) -> Response:
    """Who gets it, who does not and why."""
    found = queries.allotment(training, selection, to=viewer())
    form.expected.data = str(len(found.assigned))
    note_gap_reading(training.competency_id, found.total)
    return page(
        "development/assign_check.html",
        status=status,
        form=form,
        training=training,
        selection=selection,
        competency=training.competency,
        found=found,
        outside=0 if selection.everybody else len(selection.employee_ids) - found.total,
        people=page_of(found.assigned),
        left=queries.seats_left(training),
        args=selection_args(selection),
        need_args=need_args(selection.need),
        unit=chosen_unit(selection.need),
    )


def page_of(people: Sequence[Candidate]) -> Page[Candidate]:
    """The page asked for of people who are known already."""
    number = min(page_number(), max(1, ceil(len(people) / PAGE_SIZE)))
    items = list(people[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    return Page(items=items, number=number, size=PAGE_SIZE, total=len(people))


@bp.get("/pengembangan/penugasan/<int:assignment_id>")
@requires(Permission.ASSIGN)
def show_assignment(assignment_id: int) -> Response:
    """Step 5: what was done."""
    assignment = queries.visible_assignment(assignment_id, to=viewer())
    return page(
        "development/assign_done.html",
        assignment=assignment,
        reasons=queries.skipped_by_reason(assignment),
    )


@bp.get("/pengembangan/penugasan/<int:assignment_id>/xlsx")
@requires(Permission.ASSIGN)
def download_assignment(assignment_id: int) -> Response:
    """Who got the activity and who did not, as a spreadsheet."""
    assignment = queries.visible_assignment(assignment_id, to=viewer())
    headings = [_("NIP"), _("Nama"), _("Unit kerja"), _("Hasil")]
    rows = [[*person, _("ditugaskan")] for person in queries.assigned_people(assignment)]
    for reason, people in queries.skipped_by_reason(assignment).items():
        rows += [[*person, str(reason.label)] for person in people]
    subject = f"{Assignment.__tablename__}:{assignment.id}"
    return personal_spreadsheet(
        "penugasan", headings, rows, action="assignment.exported", subject=subject
    )
