"""A counter's screens at its secret link: plain forms, no cookies, nothing remembered.

Each form carries the UUID of the citizen's visit, so that sending it twice stores it once.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from kinerja import clock
from kinerja.errors import RETRY_AFTER, DomainError, MissingError, answer_http, is_busy
from kinerja.permissions import public
from kinerja.satisfaction import queries, services
from kinerja.satisfaction.models import Rating
from kinerja.satisfaction.queries import KioskCounter
from kinerja.satisfaction.rules import FACES, WORDING, Reason
from kinerja.web import page, see_other
from kiosk import rules

bp = Blueprint(
    "kiosk", __name__, url_prefix="/kiosk", static_folder="static", template_folder="templates"
)
STEPS = {"alasan": "kiosk.ask_reasons", "tawaran": "kiosk.offer_survey"}


class UnknownKioskError(DomainError):
    """No counter has this link."""

    status = 404


class VisitOverError(DomainError):
    """The visit has ended; its screens are nobody's business any more."""


def this_counter(token: str) -> KioskCounter:
    """The counter whose secret this is.

    :raises UnknownKioskError: there is none
    """
    try:
        return queries.kiosk_counter(token, on=clock.today())
    except MissingError as error:
        raise UnknownKioskError() from error


def this_token() -> str:
    """The secret in the address."""
    return str((request.view_args or {})["token"])


def lease(*, patient: bool = False) -> datetime:
    """Until when the visit stays open from this moment on."""
    return rules.lease(clock.now(), patient=patient)


def shown_visit(counter: KioskCounter, visit: UUID) -> Rating:
    """The visit whose screen is asked for.

    :raises VisitOverError: it has ended, or the screen was left
    """
    rating = queries.visit(counter, visit)
    if rating is None or not rules.may_show(rating.open_until, now=clock.now()):
        raise VisitOverError()
    return rating


def going_visit(counter: KioskCounter, visit: UUID) -> Rating:
    """The visit that goes on, locked.

    :raises VisitOverError: it has ended
    """
    rating = queries.visit(counter, visit, lock=True)
    if rating is None or not rules.may_continue(rating.open_until, now=clock.now()):
        raise VisitOverError()
    return rating


def screen(
    name: str, counter: KioskCounter, rating: Rating | None = None, **context: Any
) -> Response:
    """A screen; that of a visit waits as long as the visit stays open."""
    wait = rules.IDLE.seconds
    if rating and rating.open_until:
        wait = rules.seconds_to_wait(rating.open_until, now=clock.now())
    return page(
        f"kiosk/{name}.html",
        counter=counter,
        token=counter.token,
        rating=rating,
        wait=wait,
        warning=rules.WARNING.seconds,
        **context,
    )


@bp.get("/<token>")
@public
def start(token: str) -> Response:
    """The screen that invites."""
    return screen("start", this_counter(token))


@bp.get("/<token>/nilai")
@public
def ask_rating(token: str) -> Response:
    """Four faces, and the UUID of the visit that a tap begins."""
    return screen("rating", this_counter(token), visit=uuid4(), faces=FACES)


@bp.post("/<token>/nilai")
@public
def rate(token: str) -> Response:
    """Store the tap."""
    visit = request.form.get("visit", type=UUID)
    if visit is None:
        raise services.OffScaleError(_("Ketuk satu wajah."))
    score = request.form.get("score", 0, type=int)
    services.rate(this_counter(token), visit=visit, score=score, until=lease())
    return see_other("kiosk.ask_reasons", token=token, visit=visit)


@bp.get("/<token>/<uuid:visit>/alasan")
@public
def ask_reasons(token: str, visit: UUID) -> Response:
    """Why this face: the question follows the mood."""
    counter = this_counter(token)
    return screen("reasons", counter, shown_visit(counter, visit), reasons=list(Reason))


@bp.post("/<token>/<uuid:visit>/alasan")
@public
def give_reasons(token: str, visit: UUID) -> Response:
    """Store the reasons, or none."""
    rating = going_visit(this_counter(token), visit)
    sent = () if "skip" in request.form else request.form.getlist("reason")
    if not set(sent) <= set(Reason):
        raise services.OffScaleError(_("Pilih alasan yang ada di layar."))
    services.give_reasons(rating, reasons=map(Reason, sent), until=lease())
    return see_other("kiosk.offer_survey", token=token, visit=visit)


@bp.get("/<token>/<uuid:visit>/tawaran")
@public
def offer_survey(token: str, visit: UUID) -> Response:
    """Whether the citizen has a minute for the official questions."""
    counter = this_counter(token)
    return screen("offer", counter, shown_visit(counter, visit))


@bp.post("/<token>/<uuid:visit>/tawaran")
@public
def begin_survey(token: str, visit: UUID) -> Response:
    """To the first question."""
    counter = this_counter(token)
    services.begin_survey(counter, going_visit(counter, visit), until=lease())
    return see_other("kiosk.ask_question", token=token, visit=visit, number=1)


@bp.get("/<token>/<uuid:visit>/pertanyaan/<int:number>")
@public
def ask_question(token: str, visit: UUID, number: int) -> Response:
    """One of the official questions with its official answers."""
    counter = this_counter(token)
    rating = shown_visit(counter, visit)
    if not 1 <= number <= queries.survey(rating).reached:
        raise VisitOverError()
    wording = WORDING[counter.questions[number - 1]]
    return screen("question", counter, rating, number=number, wording=wording)


@bp.post("/<token>/<uuid:visit>/pertanyaan/<int:number>")
@public
def answer_question(token: str, visit: UUID, number: int) -> Response:
    """Store the answer and go on, or go back."""
    counter = this_counter(token)
    rating = going_visit(counter, visit)
    if "back" in request.form:
        return turn_back(token, rating, number)
    services.answer_question(counter, rating, number=number, value=sent_value(), until=lease())
    if number < len(counter.questions):
        return see_other("kiosk.ask_question", token=token, visit=visit, number=number + 1)
    services.end_visit(rating)
    return see_other("kiosk.thank", token=token)


def sent_value() -> int | None:
    """The answer that was tapped; None for "Tidak menjawab", 0 for nonsense."""
    return None if "skip" in request.form else request.form.get("value", 0, type=int)


def turn_back(token: str, rating: Rating, number: int) -> Response:
    """To the question before, from the first one to the offer."""
    services.keep_open(rating, until=lease())
    if number > 1:
        return see_other("kiosk.ask_question", token=token, visit=rating.uuid, number=number - 1)
    return see_other("kiosk.offer_survey", token=token, visit=rating.uuid)


@bp.get("/<token>/<uuid:visit>/masih/<step>")
@public
def ask_whether_there(token: str, visit: UUID, step: str) -> Response:
    """The idle screen for browsers without the script."""
    counter = this_counter(token)
    return screen("still_there", counter, shown_visit(counter, visit), step=step)


@bp.post("/<token>/<uuid:visit>/masih/<step>")
@public
def stay(token: str, visit: UUID, step: str) -> Response:
    """Go on with the visit, with more time when asked for."""
    rating = going_visit(this_counter(token), visit)
    services.keep_open(rating, until=lease(patient="more" in request.form))
    if step.isdecimal():
        return see_other("kiosk.ask_question", token=token, visit=visit, number=int(step))
    return see_other(STEPS.get(step, "kiosk.ask_reasons"), token=token, visit=visit)


@bp.post("/<token>/<uuid:visit>/selesai")
@public
def finish(token: str, visit: UUID) -> Response:
    """End the visit; what was stored stays."""
    services.end_visit(going_visit(this_counter(token), visit))
    return see_other("kiosk.start" if "idle" in request.form else "kiosk.thank", token=token)


@bp.get("/<token>/terima-kasih")
@public
def thank(token: str) -> Response:
    """The same thanks for every score."""
    return screen("thanks", this_counter(token), stay=rules.THANKS.seconds)


@bp.errorhandler(VisitOverError)
@bp.errorhandler(MissingError)
def begin_anew(_error: DomainError) -> Response:
    """A screen of an ended visit leads to the start, something sent again to the thanks."""
    where = "kiosk.thank" if request.method == "POST" else "kiosk.start"
    return see_other(where, token=this_token())


@bp.errorhandler(DomainError)
@bp.errorhandler(Exception)
def answer_fault(error: Exception) -> Response | HTTPException:
    """A kind screen that goes back to the start by itself; faults are logged."""
    if isinstance(error, HTTPException) and "token" not in (request.view_args or {}):
        return answer_http(error)  # a static file that does not exist
    status = status_of(error)
    if status == 500:
        if current_app.testing:
            raise error
        current_app.logger.error("unhandled", exc_info=error)
    name = "unknown" if isinstance(error, UnknownKioskError) else "sorry"
    back = url_for("kiosk.start", token=this_token())
    answer = page(f"kiosk/{name}.html", status=status, counter=None, back=back)
    if status == 503:
        answer.headers["Retry-After"] = str(RETRY_AFTER)
    return answer


def status_of(error: Exception) -> int:
    """The status that says what kind of fault it is."""
    if isinstance(error, DomainError):
        return error.status
    if isinstance(error, HTTPException):
        return error.code or 500
    return 503 if is_busy(error) else 500
