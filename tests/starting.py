"""What the start page reads: rows of the features below, and its words."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.rules import AssessmentStatus, Cluster, CycleStatus
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import DevelopmentForm, PlanItemStatus
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.satisfaction.models import Counter, HourTotal, Instrument, Service
from kinerja.satisfaction.rules import Channel, Element
from tests import factories
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
Status = AssessmentStatus
LONG_AGO = datetime(2026, 1, 5, 3, tzinfo=UTC)


def today(app: Flask) -> date:
    with app.app_context():
        return clock.today()


def competency(app: Flask, code: str = "UJI") -> int:
    return factories.save(
        app,
        Competency(
            edition_id=1,
            code=code,
            cluster=Cluster.MANAGERIAL,
            rank=1,
            name=f"Kompetensi {code}",
            name_en=code,
            definition="Uji.",
            definition_en="Test.",
        ),
    )


def cycle(app: Flask, *, due: int = 9, status: CycleStatus = CycleStatus.OPEN) -> int:
    """A cycle whose answers are due in so many days."""
    on = today(app)
    return factories.save(
        app,
        Cycle(
            name="Penilaian Uji",
            starts_on=on - timedelta(days=40),
            self_due_on=on + timedelta(days=due),
            verify_due_on=on + timedelta(days=due + 14),
            status=status,
        ),
    )


def cycle_of(app: Flask) -> int:
    """The open cycle, made when there is none yet."""
    with app.app_context():
        found = db.session.scalar(select(Cycle.id))
    return found or cycle(app)


def assessment(
    app: Flask,
    employee_id: int,
    status: AssessmentStatus,
    *,
    cycle_id: int,
    verifier_id: int | None = None,
    levels: tuple[int | None, ...] = (),
    **facts: object,
) -> int:
    """Somebody's assessment, with one answer for each level given."""
    row = Assessment(
        cycle_id=cycle_id,
        employee_id=employee_id,
        verifier_id=verifier_id,
        job_level=JobLevel.PELAKSANA,
        job_title="Jabatan Uji",
        status=status,
        since=LONG_AGO,
        **facts,
    )
    made = factories.save(app, row)
    for index, level in enumerate(levels):
        answer = Answer(
            assessment_id=made,
            competency_id=competency(app, f"U{made}-{index}"),
            standard_level=2,
            self_level=level,
            verified_level=facts.get("verified_level"),
        )
        factories.save(app, answer)
    return made


def plan_item(
    app: Flask, employee_id: int, status: PlanItemStatus, *, starts: int, ends: int, **facts: object
) -> int:
    """An activity that starts and ends in so many days, in this year's plan."""
    on = today(app)
    training = factories.save(
        app,
        Training(
            title=f"Pelatihan {status}",
            form=DevelopmentForm.WORKSHOP,
            jp=6,
            competency_id=competency(app, f"T{next(factories.numbers)}"),
            level=3,
            starts_on=on + timedelta(days=starts),
            ends_on=on + timedelta(days=ends),
            seats=10,
            provider="Balai Uji",
        ),
    )
    return factories.save(
        app,
        PlanItem(
            employee_id=employee_id,
            training_id=training,
            year=on.year,
            jp=6,
            status=status,
            since=LONG_AGO,
            chosen_by_id=employee_id,
            **facts,
        ),
    )


def voice(app: Flask, unit_id: int, score: int, *, weak: Element = Element.WAKTU) -> None:
    """Twenty respondents who gave the score everywhere but to the weak element."""
    service = factories.save(app, Service(unit_id=unit_id, name="Layanan Uji", population=100))
    counter = factories.save(
        app,
        Counter(service_id=service, name="Loket 1", token=f"kunci-{unit_id}", created_at=LONG_AGO),
    )
    sums = {f"{element}_n": 20 for element in Element}
    sums |= {f"{element}_sum": 20 * score for element in Element} | {f"{weak}_sum": 20}
    with app.app_context():
        instrument = db.session.scalars(select(Instrument.id)).first()
        row = HourTotal(
            counter_id=counter,
            channel=next(iter(Channel)),
            instrument_id=instrument,
            day=clock.today(),
            hour=9,
            flagged=False,
            n=20,
            **sums,
        )
        db.session.add(row)
        db.session.commit()


def main(client: FlaskClient) -> str:
    """The words of the start page, without its menu."""
    answer = client.get("/beranda")
    assert answer.status_code == 200
    part = soup(answer).select_one("main")
    assert part is not None
    return part.get_text(" ", strip=True)


def section(client: FlaskClient, heading: str) -> str:
    """The words of one section, found by its heading's id."""
    part = soup(client.get("/beranda")).select_one(f'section[aria-labelledby="{heading}"]')
    return part.get_text(" ", strip=True) if part else ""
