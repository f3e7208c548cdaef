"""What a citizen does at a kiosk, from the first tap to the end of the visit.

Every step may arrive twice, or twice at once: the visit's UUID makes the second one harmless.
A visit that is going on is locked by whoever loads it (`queries.open_visit`).
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from flask_babel import lazy_gettext as _l

from kinerja import clock
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.satisfaction.models import Rating
from kinerja.satisfaction.queries import KioskCounter, survey
from kinerja.satisfaction.rules import VALUES, Channel, Reason
from kinerja.satisfaction.services import statements
from kinerja.satisfaction.services.roll_ups import NOTHING, add_tap, move_share, share


class OffScaleError(DomainError):
    """The value isn't one of the four that can be tapped."""

    status = 422


def _check(value: int) -> None:
    if value not in VALUES:
        raise OffScaleError(_l("Pilih satu dari empat jawaban."))


def _event(counter: KioskCounter, visit: UUID) -> dict[str, object]:
    moment = clock.now()
    here = clock.local(moment)
    return {
        "counter_id": counter.id,
        "uuid": visit,
        "channel": Channel.KIOSK,
        "instrument_id": counter.instrument_id,
        "at": moment,
        "day": here.date(),
        "hour": here.hour,
        "flagged": False,
    }


def rate(counter: KioskCounter, *, visit: UUID, score: int, until: datetime) -> None:
    """Store a tap on a face; the visit may go on `until` then.

    :raises OffScaleError: there is no such face
    """
    _check(score)
    event = _event(counter, visit)
    if statements.run(statements.INSERT_RATING, **event, score=score, open_until=until):
        hour_key = {name: event[name] for name in statements.HOUR_KEY}
        add_tap(score, hour_key=hour_key)


def give_reasons(rating: Rating, *, reasons: Iterable[Reason], until: datetime) -> None:
    """Add why the citizen tapped this face."""
    for reason in sorted(set(reasons)):
        if statements.run(statements.INSERT_REASON, rating_id=rating.id, reason=reason):
            statements.run(
                statements.ADD_REASON, counter_id=rating.counter_id, day=rating.day, reason=reason
            )
    keep_open(rating, until=until)


def begin_survey(counter: KioskCounter, rating: Rating, *, until: datetime) -> None:
    """Open the survey at its first question."""
    event = _event(counter, rating.uuid)
    if statements.run(statements.INSERT_SURVEY, **event, complete=False):
        move_share(survey(rating), before=NOTHING)
    keep_open(rating, until=until)


def answer_question(
    counter: KioskCounter, rating: Rating, *, number: int, value: int | None, until: datetime
) -> None:
    """Keep the answer to a question; None when the citizen would rather not say.

    After the last question the survey is complete.

    :raises OffScaleError: there is no such answer
    :raises MissingError: the survey was not begun, or hasn't come to this question
    """
    if value is not None:
        _check(value)
    answer = survey(rating)
    if not 1 <= number <= answer.reached:
        raise MissingError()
    before = share(answer)
    setattr(answer, counter.questions[number - 1], value)
    answer.reached = max(answer.reached, min(number + 1, len(counter.questions)))
    answer.complete = answer.complete or number == len(counter.questions)
    db.session.flush()  # the answer before its roll-up, as a rebuild locks them
    move_share(answer, before=before)
    keep_open(rating, until=until)


def keep_open(rating: Rating, *, until: datetime) -> None:
    """Let the visit go on until then."""
    rating.open_until = until
    db.session.flush()


def end_visit(rating: Rating) -> None:
    """Nothing of this visit is shown from now on; what was stored stays."""
    rating.open_until = None
    db.session.flush()
