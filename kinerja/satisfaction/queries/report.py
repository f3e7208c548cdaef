"""What a unit's page shows, and the few figures that other pages quote. Roll-ups alone."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.queries import last_day
from kinerja.satisfaction.models import Service
from kinerja.satisfaction.queries.figures import (
    Figures,
    Period,
    Sample,
    figures,
    months,
    quarters,
    reasons,
    samples,
    weekday_hours,
)
from kinerja.satisfaction.rules import Reason, Result

MONTHS = 12


@dataclass(frozen=True)
class Report:
    """A unit with everything under it: both figures, their course, hours and reasons."""

    unit: Unit
    figures: Figures
    sample: Sample
    months: list[Period]
    quarters: list[Period]
    by_hour: dict[tuple[int, int], Figures]
    reasons: list[tuple[Reason, int]]

    @property
    def hours(self) -> list[int]:
        """The hours in which anybody tapped, without gaps."""
        used = [hour for _weekday, hour in self.by_hour]
        return list(range(min(used), max(used) + 1)) if used else []

    @property
    def shown_reasons(self) -> list[tuple[Reason, int]]:
        """The reasons given often enough to be shown, the most frequent first."""
        return [(reason, n) for reason, n in self.reasons if self.figures.method.shown(n)]

    @property
    def weekdays(self) -> list[int]:
        """Monday to Friday, and the days of the weekend on which anybody tapped."""
        used = {weekday for weekday, _hour in self.by_hour}
        return [day for day in range(7) if day < 5 or day in used] if used else []


def report_day(unit: Unit, *, today: date) -> date:
    """The day on which a unit's figures are asked: today, a closed unit's own last one."""
    return today if unit.is_active else last_day(unit.id) or today


def report(unit: Unit, *, on: date) -> Report:
    """The unit's report on the day; the same number of queries for any number of answers."""
    found = figures([unit.id], on=on)
    monthly = months(unit.id, on=on)
    return Report(
        unit=unit,
        figures=found[unit.id],
        sample=samples(found, on=on)[unit.id],
        months=monthly[-MONTHS:],
        quarters=quarters(monthly),
        by_hour=weekday_hours(unit.id, on=on),
        reasons=reasons(unit.id, on=on),
    )


@dataclass(frozen=True)
class Ranked:
    """A unit that has services of its own, and its index."""

    unit: Unit
    result: Result


def ranked_units(*, on: date) -> list[Ranked]:
    """Units with services of their own and an index that may be shown, the highest first.

    Services of what was merged into a unit are its own. By the exact fraction, not by what is
    printed. Two queries.
    """
    offering = select(Service.unit_id)
    taken_over = select(Unit.parent_id).where(
        Unit.id.in_(offering), Unit.merged_into_id.is_not(None), ~Unit.is_active
    )
    own = select(Unit).where(Unit.is_active, Unit.id.in_(offering) | Unit.id.in_(taken_over))
    units = {unit.id: unit for unit in db.session.scalars(own)}
    ranked = [
        Ranked(units[unit_id], found.result)
        for unit_id, found in figures(units, on=on).items()
        if found.result
    ]
    return sorted(ranked, key=lambda row: (-row.result.exact, row.unit.name))
