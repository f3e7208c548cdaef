"""What a kiosk needs to know: its counter, the visit that is going on, its survey."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, case, select
from sqlalchemy.orm import aliased

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.satisfaction.models import Answer, Counter, Instrument, Rating, Service
from kinerja.satisfaction.rules import Element


@dataclass(frozen=True)
class KioskCounter:
    """A counter as its kiosk shows it, with the edition of the questionnaire in force."""

    id: int
    token: str
    name: str
    service: str
    unit: str
    instrument_id: int
    questions: tuple[Element, ...]


HEIR = aliased(Unit)
# After a merger citizens read the name of the unit that does the work now (`Unit.successor`).
CALLED = case((Unit.is_active | Unit.merged_into_id.is_(None), Unit.name), else_=HEIR.name)
# Built once: every tap asks this.
COUNTER_BY_TOKEN = (
    select(Counter.id, Counter.name, Service.name, CALLED, Instrument.id, Instrument.elements)
    .join(Service, Service.id == Counter.service_id)
    .join(Unit, Unit.id == Service.unit_id)
    .outerjoin(HEIR, HEIR.id == Unit.parent_id)
    .join(Instrument, Instrument.valid_from <= bindparam("on"))
    .where(Counter.token == bindparam("token"), Service.is_active)
    .order_by(Instrument.valid_from.desc(), Instrument.id.desc())
    .limit(1)
)


def kiosk_counter(token: str, *, on: date) -> KioskCounter:
    """The counter whose secret link this is. One query.

    :raises MissingError: there is none, or its service has ended
    """
    connection = db.session.connection()
    row = connection.execute(COUNTER_BY_TOKEN, {"token": token, "on": on}).one_or_none()
    if row is None:
        raise MissingError()
    counter_id, name, service, unit, instrument_id, codes = row
    questions = tuple(Element(code) for code in codes)
    return KioskCounter(counter_id, token, name, service, unit, instrument_id, questions)


def visit(counter: KioskCounter, uuid: UUID, *, lock: bool = False) -> Rating | None:
    """The citizen's visit by the tap that began it, locked when it is to be changed."""
    statement = select(Rating).where(Rating.counter_id == counter.id, Rating.uuid == uuid)
    return db.session.scalar(statement.with_for_update() if lock else statement)


def survey(rating: Rating) -> Answer:
    """The survey of this visit.

    :raises MissingError: it was not begun
    """
    found = db.session.scalar(
        select(Answer).where(Answer.counter_id == rating.counter_id, Answer.uuid == rating.uuid)
    )
    if found is None:
        raise MissingError()
    return found
