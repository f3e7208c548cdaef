"""One's own assessment: the list, one competency per page, check and send."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency import queries, services
from kinerja.competency.forms import AnswerForm, ConfirmForm, DraftForm, SubmitForm
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.services import AnswerChangedError
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError, MissingError
from kinerja.people import queries as people
from kinerja.permissions import Permission, requires, viewer
from kinerja.rulebook.queries import rule
from kinerja.web import page, see_other

OK, CONFLICT, WRONG = 200, 409, 422


@bp.get("/kompetensi")
@requires(Permission.ASSESS_OWN)
def overview() -> Response:
    """The list of competencies, how far the visitor is, and whose turn it is."""
    me = viewer().employee_id
    return page(
        "competency/overview.html",
        cycle=queries.open_cycle(),
        assessment=queries.own_assessment(me),
        latest=queries.own_result(me),
        confirm=ConfirmForm(),
        excluded=people.is_excluded(me, on=clock.today()),
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
    return answer_page(answer, DraftForm(answer, longest=longest()))


@bp.post("/kompetensi/penilaian/<code>")
@requires(Permission.ASSESS_OWN)
def save_answer(code: str) -> Response:
    """Save a finished answer and go on to the next open one."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = AnswerForm(answer, longest=longest())
    status = save(answer, form)
    if status == OK:
        return onward(answer.assessment, after=answer)
    return answer_page(answer, form, status)


@bp.post("/kompetensi/penilaian/<code>/simpan")
@requires(Permission.ASSESS_OWN)
def save_and_leave(code: str) -> Response:
    """Save what is there, finished or not, and go back to the list."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = DraftForm(answer, longest=longest())
    status = save(answer, form)
    if status == OK:
        return see_other("competency.overview")
    return answer_page(answer, form, status)


@bp.post("/kompetensi/penilaian/<code>/draf")
@requires(Permission.ASSESS_OWN)
def save_draft(code: str) -> Response:
    """Save while somebody types; the answer says when."""
    answer = queries.own_answer(viewer().employee_id, code)
    form = DraftForm(answer, longest=longest())
    return answer_page(answer, form, save(answer, form))


@bp.route("/kompetensi/periksa", methods=["GET", "POST"])
@requires(Permission.ASSESS_OWN)
def check() -> Response:
    """All answers to look over, declare and send."""
    assessment, form = own_assessment(), SubmitForm()
    if form.validate_on_submit() and submit(assessment, form):
        flash(_("Terkirim ke atasan."))
        return see_other("competency.overview")
    due = queries.due_if_sent_now(assessment)
    return page("competency/check.html", assessment=assessment, form=form, due=due)


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


def longest() -> int:
    """How long an example may be."""
    limit: int = rule("competency.example_max", on=clock.today())
    return limit


def save(answer: Answer, form: DraftForm) -> int:
    """Save the form; the answer's HTTP status."""
    if not form.validate_on_submit():
        return WRONG
    try:
        services.save_answer(answer, by=viewer(), **form.values())
    except AnswerChangedError:
        return CONFLICT
    except DomainError as error:
        form.refuse(error)
        return WRONG
    return OK


def answer_page(answer: Answer, form: DraftForm, status: int = OK) -> Response:
    """One competency's page. With 409 it shows the saved version beside the typed one."""
    return page(
        "competency/answer.html",
        status=status,
        answer=answer,
        assessment=answer.assessment,
        levels=queries.competency_by_code(answer.competency.code).levels,
        form=form,
        conflict=status == CONFLICT,
    )
