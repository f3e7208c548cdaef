"""One's own assessment: the list, one competency per page, check and send."""

from functools import partial

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import (
    AnswerForm,
    ConfirmForm,
    DraftForm,
    SubmitForm,
    rung_words,
)
from kinerja.competency.models import Answer, Assessment, Level
from kinerja.competency.services import AnswerChangedError
from kinerja.competency.views.blueprint import bp
from kinerja.competency.views.evidence import say_known
from kinerja.errors import DomainError, MissingError
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.resuming import resumable, typed_before
from kinerja.web import page, see_other

bp.add_app_template_filter(rung_words)
OK, CONFLICT, WRONG = 200, 409, 422


@bp.get("/kompetensi")
@requires(Permission.ASSESS_OWN)
def overview() -> Response:
    """The list of competencies, how far the visitor is, and whose turn it is."""
    me, cycle = viewer().employee_id, queries.open_cycle()
    return page(
        "competency/overview.html",
        cycle=cycle,
        asked=cycle is not None and queries.is_asked_one(cycle, me),
        assessment=queries.own_assessment(me),
        latest=queries.own_result(me),
        confirm=ConfirmForm(),
        excluded=people.is_excluded(me, on=clock.today()),
        levels=queries.explained(me, on=clock.today()),
    )


@bp.post("/kompetensi/mulai")
@requires(Permission.ASSESS_OWN)
def start() -> Response:
    """Enter somebody who joined after the opening, and go to the first competency."""
    cycle = queries.open_cycle()
    if cycle is None:
        raise MissingError()
    services.start_assessment(cycle, by=viewer())
    return onward(own_assessment())


@bp.get("/kompetensi/penilaian/<code>")
@requires(Permission.ASSESS_OWN)
def show_answer(code: str) -> Response:
    """One competency to answer, or its answer once sent."""
    answer = queries.own_answer(viewer().employee_id, code)
    return answer_page(answer, draft(answer, typed=typed_before(viewer().account_id)))


@bp.post("/kompetensi/penilaian/<code>")
@requires(Permission.ASSESS_OWN)
@resumable("competency.show_answer")
def save_answer(code: str) -> Response:
    """Save a finished answer and go on to the next open one."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = AnswerForm(answer, longest=longest(answer), levels=levels_of(answer))
    status = save(answer, form)
    if status == OK:
        return onward(answer.assessment, after=answer)
    return answer_page(answer, form, status)


@bp.post("/kompetensi/penilaian/<code>/simpan")
@requires(Permission.ASSESS_OWN)
@resumable("competency.show_answer")
def save_and_leave(code: str) -> Response:
    """Save what is there, finished or not, and go back to the list."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = draft(answer)
    status = save(answer, form)
    if status == OK:
        return see_other("competency.overview")
    return answer_page(answer, form, status)


@bp.post("/kompetensi/penilaian/<code>/draf")
@requires(Permission.ASSESS_OWN)
@resumable("competency.show_answer")
def save_draft(code: str) -> Response:
    """Save while somebody types; the answer says when."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = draft(answer)
    return answer_page(answer, form, save(answer, form, adds=False))


@bp.post("/kompetensi/penilaian/<code>/bukti")
@requires(Permission.ASSESS_OWN)
@resumable("competency.show_answer")
def attach_evidence(code: str) -> Response:
    """Save what is there with a new file or link, or search the library; stay on the page."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = draft(answer)
    status = save(answer, form)
    if status == OK:
        where = {"cari": form.search.data or None, "_anchor": "bukti"}
        return see_other("competency.show_answer", code=code, **where)
    return answer_page(answer, form, status)


@bp.route("/kompetensi/periksa", methods=["GET", "POST"])
@requires(Permission.ASSESS_OWN)
def check() -> Response:
    """All answers to look over, declare and send."""
    assessment, form = own_assessment(), SubmitForm()
    if form.validate_on_submit() and submit(assessment, form):
        flash(_("Terkirim ke atasan."))
        return see_other("competency.overview")
    return page(
        "competency/check.html",
        assessment=assessment,
        form=form,
        due=queries.due_if_sent_now(assessment),
        unsettled=queries.unsettled(assessment),
    )


def submit(assessment: Assessment, form: SubmitForm) -> bool:
    """Send the answers; a refusal goes into the form."""
    try:
        services.submit_assessment(assessment, by=viewer())
    except DomainError as error:
        form.refuse(error)
        return False
    return True


def own_assessment() -> Assessment:
    """The visitor's assessment in the open cycle.

    :raises MissingError: there is none.
    """
    assessment = queries.own_assessment(viewer().employee_id)
    if assessment is None:
        raise MissingError()
    return assessment


def onward(assessment: Assessment, after: Answer | None = None) -> Response:
    """To the next competency without a level, or to the check page."""
    following = assessment.next_open(after)
    if following is None:
        return see_other("competency.check")
    return see_other("competency.show_answer", code=following.competency.code.lower())


def longest(answer: Answer) -> int:
    """How long an example may be in this answer's cycle."""
    limit: int = queries.cycle_rule(answer.assessment.cycle, "competency.example_max")
    return limit


def levels_of(answer: Answer) -> list[Level]:
    """The levels of the answer's competency, with their indicators."""
    return queries.levels_of(answer.competency_id)


def draft(answer: Answer, typed: MultiDict[str, str] | None = None) -> DraftForm:
    """The form of an answer that may be unfinished, with what was typed before where there is."""
    return DraftForm(answer, longest=longest(answer), levels=levels_of(answer), typed=typed)


def save(answer: Answer, form: DraftForm, *, adds: bool = True) -> int:
    """Save the form; the answer's HTTP status. Without `adds` new evidence is left for later: a
    link is no link yet while somebody types it.
    """
    if not form.validate_on_submit():
        return WRONG
    added = form.added() if adds else []
    try:
        known = services.save_answer(answer, by=viewer(), added=added, **form.values())
    except MissingError:
        raise
    except AnswerChangedError:
        return CONFLICT
    except DomainError as error:
        form.refuse(error, getattr(error, "field", None))
        return WRONG
    for one in known:
        say_known(one)
    return OK


def answer_page(answer: Answer, form: DraftForm, status: int = OK) -> Response:
    """One competency's page. With 409 it shows the saved version beside the typed one.

    What only the whole page shows is asked for only there.
    """
    search = form.search.data or request.args.get("cari", "")
    chosen = form.evidence_ids.data or []
    offered = partial(queries.choosable, viewer().employee_id, chosen=chosen, search=search)
    return page(
        "competency/answer.html",
        status=status,
        answer=answer,
        assessment=answer.assessment,
        levels=form.levels,
        offered=offered,
        previous=partial(queries.previous_answer, answer),
        search=search,
        form=form,
        conflict=status == CONFLICT,
    )
