"""Rating colleagues: whom, the unfinished answer, and sending it for good."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash
from flask_babel import gettext as _

from kinerja import clock
from kinerja.competency.forms.peers import RatingForm, rating_form
from kinerja.competency.models import PeerRater
from kinerja.competency.queries.peer_rating import (
    peer_draft,
    rated_levels,
    rated_people,
    visible_rating,
)
from kinerja.competency.queries.peers import floor_now
from kinerja.competency.services import AnswerChangedError
from kinerja.competency.services.peer_answers import save_peer_draft, send_peer_answer
from kinerja.competency.views.blueprint import bp
from kinerja.errors import DomainError, MissingError
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

OK, CONFLICT, WRONG = 200, 409, 422


@bp.get("/kompetensi/rekan/menilai")
@requires(Permission.RATE_PEERS)
def peers_to_rate() -> Response:
    """The colleagues whom the visitor was asked to rate."""
    raters = rated_people(viewer().employee_id)
    return page("competency/peers_to_rate.html", raters=raters, floor=floor_now())


@bp.get("/kompetensi/rekan/menilai/<int:assessment_id>")
@requires(Permission.RATE_PEERS)
def rate_peer(assessment_id: int) -> Response:
    """The answer about one colleague, as far as it is written."""
    rater = visible_rating(assessment_id, to=viewer())
    return rating_page(rater, bound(rater))


@bp.post("/kompetensi/rekan/menilai/<int:assessment_id>")
@requires(Permission.RATE_PEERS)
def save_rating(assessment_id: int) -> Response:
    """Save what is there and go back to the list."""
    rater = visible_rating(assessment_id, to=viewer())
    form = bound(rater)
    status = saved(save_peer_draft, rater, form)
    if status == OK:
        flash(_("Isian tentang %(name)s disimpan, belum terkirim.", name=name_of(rater)))
        return see_other("competency.peers_to_rate")
    return rating_page(rater, form, status)


@bp.post("/kompetensi/rekan/menilai/<int:assessment_id>/draf")
@requires(Permission.RATE_PEERS)
def save_rating_draft(assessment_id: int) -> Response:
    """Save while somebody answers; the reply says when."""
    rater = visible_rating(assessment_id, to=viewer())
    form = bound(rater)
    return rating_page(rater, form, saved(save_peer_draft, rater, form), is_saved=True)


@bp.post("/kompetensi/rekan/menilai/<int:assessment_id>/kirim")
@requires(Permission.RATE_PEERS)
def send_rating(assessment_id: int) -> Response:
    """Send the answer; afterwards it is nobody's."""
    rater = visible_rating(assessment_id, to=viewer())
    form = bound(rater)
    status = saved(send_peer_answer, rater, form, whole=True)
    if status == OK:
        flash(
            _(
                "Terkirim. Jawaban tentang %(name)s tidak tersimpan atas nama Anda.",
                name=name_of(rater),
            )
        )
        return see_other("competency.peers_to_rate")
    return rating_page(rater, form, status)


def bound(rater: PeerRater) -> RatingForm:
    """The form of the answer, with the rater's draft."""
    draft = peer_draft(rater.assessment_id, rater_id=rater.rater_id)
    return rating_form(rated_levels(rater.panel.assessment), draft)


def name_of(rater: PeerRater) -> str:
    """Who is rated."""
    return rater.panel.assessment.employee.name


def saved(
    service: Callable[..., Any], rater: PeerRater, form: RatingForm, *, whole: bool = False
) -> int:
    """Call the service with the form's values; the answer's HTTP status."""
    if not form.validate_on_submit() or (whole and not form.is_complete()):
        return WRONG
    try:
        service(rater, by=viewer(), **form.values())
    except MissingError:
        raise
    except AnswerChangedError:
        return CONFLICT
    except DomainError as error:
        form.refuse(error)
        return WRONG
    return OK


def rating_page(
    rater: PeerRater, form: RatingForm, status: int = OK, *, is_saved: bool = False
) -> Response:
    """The page of one answer. With 409 it shows what was saved beside what was chosen."""
    assessment = rater.panel.assessment
    return page(
        "competency/peers_rate.html",
        status=status,
        assessment=assessment,
        rater=rater,
        form=form,
        draft=peer_draft(rater.assessment_id, rater_id=rater.rater_id),
        conflict=status == CONFLICT,
        saved_at=clock.now() if is_saved and status == OK else None,
        floor=floor_now(),
    )
