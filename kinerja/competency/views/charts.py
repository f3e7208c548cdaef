"""The radar over all competencies: points of its lines, worked out for the template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from kinerja.competency.queries import ResultRow
from kinerja.competency.rules import HIGHEST_LEVEL, LEVELS
from kinerja.competency.views.blueprint import bp

MIDDLE, STEP, LABEL = 150.0, 23.6, 134.0
FEWEST = 3  # axes that make a shape
Point = tuple[float, float]


@dataclass(frozen=True)
class Radar:
    """A square of 300: rings from level 1 to 5, the axes' ends and labels, and the known points
    of each view; an axis on which a view has no level is left out of its line.
    """

    rings: list[str]
    ends: list[Point]
    labels: list[Point]
    own: list[Point]
    verified: list[Point]
    standard: list[Point]


@bp.app_template_global()
def radar(rows: Sequence[ResultRow]) -> Radar | None:
    """The rows as a radar, clockwise from the top; none where they are too few for a shape."""
    count = len(rows)
    if count < FEWEST:
        return None

    def known(levels: Sequence[int | None]) -> list[Point]:
        return [_at(turn, count, level * STEP) for turn, level in enumerate(levels) if level]

    return Radar(
        rings=[line([_at(turn, count, level * STEP) for turn in range(count)]) for level in LEVELS],
        ends=[_at(turn, count, HIGHEST_LEVEL * STEP) for turn in range(count)],
        labels=[_at(turn, count, LABEL) for turn in range(count)],
        own=known([row.own for row in rows]),
        verified=known([row.verified for row in rows]),
        standard=known([row.standard for row in rows]),
    )


@bp.app_template_filter()
def line(points: Sequence[Point]) -> str:
    """The points as SVG takes them: "150,32 226,60"."""
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _at(turn: int, count: int, distance: float) -> Point:
    angle = 2 * pi * turn / count
    return round(MIDDLE + distance * sin(angle), 1), round(MIDDLE - distance * cos(angle), 1)
