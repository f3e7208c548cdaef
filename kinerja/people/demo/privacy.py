"""Some consents, one of them taken back, and one legal hold."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from kinerja import clock
from kinerja.extensions import Base
from kinerja.people.models import Consent, Employee, LegalHold
from kinerja.people.rules import Purpose

# Every so many of the staff has answered in this way, the newest answer last.
ANSWERS = (
    (9, Purpose.RECOGNITION, (True,)),
    (11, Purpose.CERTIFICATE, (True,)),
    (14, Purpose.MENTOR, (True,)),
    (17, Purpose.CONTACT, (True, False)),
)
LONG_AGO, APART = timedelta(days=90), timedelta(days=30)


def privacy(
    staff: Sequence[Employee], *, by: Employee, asked: Employee, on: date
) -> Iterator[Base]:
    """The rows: `asked` is somebody whose account the demo shows, `by` an admin."""
    yield from answers(asked, Purpose.RECOGNITION, (True,), on=on)
    yield from answers(asked, Purpose.CONTACT, (True, False), on=on)
    for step, purpose, given in ANSWERS:
        for person in staff[step::step]:
            if person is not asked:
                yield from answers(person, purpose, given, on=on)
    yield LegalHold(
        employee_id=staff[-1].id,
        reason="Pemeriksaan contoh nomor 12, menunggu putusan",
        valid_from=on - LONG_AGO,
        placed_by_id=by.id,
    )


def answers(
    person: Employee, purpose: Purpose, given: Sequence[bool], *, on: date
) -> Iterator[Consent]:
    """What somebody answered, some weeks apart."""
    for turn, answer in enumerate(given):
        day = on - LONG_AGO + turn * APART
        yield Consent(
            employee_id=person.id,
            purpose=purpose,
            given=answer,
            at=datetime.combine(day, time(9, 30), tzinfo=clock.zone()),
            by_id=person.id,
            version=purpose.version,
            wording=str(purpose.wording),
        )
