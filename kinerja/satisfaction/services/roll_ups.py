"""Keeping the roll-ups: a share for each new answer, and all of them anew."""

from collections.abc import Mapping

from kinerja.extensions import db
from kinerja.satisfaction.models import Answer
from kinerja.satisfaction.rules import Element
from kinerja.satisfaction.services import statements

NOTHING = dict.fromkeys(statements.HOUR_COUNTS, 0)


def add_tap(score: int, *, hour_key: Mapping[str, object]) -> None:
    """Count one tap on a face."""
    counts = NOTHING | {f"quick_{score}": 1}
    statements.run(statements.ADD_HOUR, **hour_key, **counts)


def share(answer: Answer) -> dict[str, int]:
    """What a survey adds to its hour: itself once it has any answer, its answers, its way."""
    values = {element: getattr(answer, element) for element in Element}
    counts = dict(NOTHING)
    counts["n"] = int(any(values.values()))
    for element, value in values.items():
        counts[f"{element}_n"] = int(value is not None)
        counts[f"{element}_sum"] = value or 0
    for number in range(1, answer.reached + 1):
        counts[f"reached_{number}"] = 1
    return counts


def move_share(answer: Answer, *, before: Mapping[str, int]) -> None:
    """Count the difference that a step made to a survey's share."""
    counts = {name: count - before[name] for name, count in share(answer).items()}
    if any(counts.values()):
        hour_key = {name: getattr(answer, name) for name in statements.HOUR_KEY}
        statements.run(statements.ADD_HOUR, **hour_key, **counts)


def rebuild() -> tuple[int, int]:
    """Compute both roll-ups anew from the answers, nobody writing meanwhile; rows of each."""
    if db.engine.dialect.name == "postgresql":
        statements.run("SET LOCAL statement_timeout = 0")
        statements.run("SET LOCAL lock_timeout = 0")
        statements.run(statements.LOCK_WRITERS)
    statements.run(statements.CLEAR_HOURS)
    statements.run(statements.CLEAR_REASONS)
    hours = statements.run(statements.REBUILD_HOURS)
    return hours, statements.run(statements.REBUILD_REASONS)
