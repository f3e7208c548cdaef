"""Citizens at a counter, for tests: by the services as a kiosk calls them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from unittest.mock import patch
from uuid import uuid4

from flask import Flask
from sqlalchemy import text

from kinerja import clock
from kinerja.extensions import db
from kinerja.satisfaction import queries, services
from kinerja.satisfaction.models import Counter
from kinerja.satisfaction.rules import LAMPIRAN_ORDER, QUESTIONNAIRE_ORDER, Element, Reason

ALL_FOUR = dict.fromkeys(Element, 4)
# A Wednesday, 10.30 WIB; the agency's day is that of UTC.
WEDNESDAY = datetime(2026, 11, 18, 3, 30, tzinfo=UTC)


def kiosk_path(app: Flask, counter_id: int) -> str:
    """Where the counter's kiosk starts."""
    with app.app_context():
        return db.session.get_one(Counter, counter_id).path


def voices(
    app: Flask,
    counter_id: int,
    *scores: int,
    at: datetime | None = None,
    answers: Sequence[Mapping[Element, int | None]] = (),
    reasons: Sequence[Reason] = (),
) -> None:
    """A tap for each score, each with these reasons; the first ones with their survey's answers."""
    with app.app_context():
        moment = at or clock.now()
        with patch.object(clock, "now", lambda: moment):
            token = db.session.get_one(Counter, counter_id).token
            place = queries.kiosk_counter(token, on=clock.today())
            for number, score in enumerate(scores):
                voice(place, score, moment, answers[number : number + 1], reasons)
            db.session.commit()


def voice(
    place: queries.KioskCounter,
    score: int,
    until: datetime,
    answers: Sequence[Mapping[Element, int | None]],
    reasons: Sequence[Reason],
) -> None:
    """One citizen's visit, from the tap to the end."""
    uuid = uuid4()
    services.rate(place, visit=uuid, score=score, until=until)
    rating = queries.visit(place, uuid)
    assert rating is not None
    services.give_reasons(rating, reasons=reasons, until=until)
    for values in answers:
        services.begin_survey(place, rating, until=until)
        for number, element in enumerate(QUESTIONNAIRE_ORDER, start=1):
            services.answer_question(
                place, rating, number=number, value=values.get(element), until=until
            )
    services.end_visit(rating)


COUNTS = ", ".join(
    [
        "COUNT(*) AS surveys",
        f"SUM(CASE WHEN COALESCE({', '.join(LAMPIRAN_ORDER)}) IS NULL THEN 0 ELSE 1 END) AS n",
        *(f"COUNT({e}) AS {e}_n, COALESCE(SUM({e}), 0) AS {e}_sum" for e in LAMPIRAN_ORDER),
        *(
            f"SUM(CASE WHEN reached >= {i} THEN 1 ELSE 0 END) AS reached_{i}"
            for i in range(1, len(LAMPIRAN_ORDER) + 1)
        ),
    ]
)


def recount(app: Flask, condition: str = "1 = 1", **values: object) -> dict[str, int]:
    """Everything counted anew from the citizens' own rows, by SQL of its own."""
    taps = ", ".join(
        f"SUM(CASE WHEN score = {score} THEN 1 ELSE 0 END) AS quick_{score}"
        for score in (1, 2, 3, 4)
    )
    found: dict[str, int] = {}
    with app.app_context():
        for columns, table in ((taps, "rating"), (COUNTS, "answer")):
            statement = f"SELECT {columns} FROM satisfaction_{table} WHERE {condition}"
            row = db.session.execute(text(statement), values).one()
            found |= {name: int(value or 0) for name, value in row._mapping.items()}
    return found


def rolled_up(app: Flask, condition: str = "1 = 1", **values: object) -> dict[str, int]:
    """The same counts as the roll-up has them."""
    names = [name for name in recount(app, "1 = 0") if name != "surveys"]
    columns = ", ".join(f"COALESCE(SUM({name}), 0) AS {name}" for name in names)
    with app.app_context():
        statement = f"SELECT {columns} FROM satisfaction_hour WHERE {condition}"
        row = db.session.execute(text(statement), values).one()
        return {name: int(value) for name, value in row._mapping.items()}


def tables(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """Both roll-ups, row by row."""
    with app.app_context():
        return {
            name: sorted(
                tuple(map(str, row))
                for row in db.session.execute(text(f"SELECT * FROM satisfaction_{name}"))
            )
            for name in ("hour", "reason_day")
        }
