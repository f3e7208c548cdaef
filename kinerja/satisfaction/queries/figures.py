"""Figures of units with everything under them, from the roll-ups alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, SQLColumnExpression, case, extract, func, select

from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.rulebook.queries import rule
from kinerja.satisfaction import rules
from kinerja.satisfaction.models import Counter, HourTotal, ReasonTotal, Service
from kinerja.satisfaction.rules import Element, Reason, Result, Tally, Weights

QUARTERS = 5


@dataclass(frozen=True)
class Method:
    """How figures are computed and shown on a day: the rulebook's settings, and the windows."""

    weights: Weights
    bands: Mapping[str, str]
    floor: int
    sample: Mapping[str, str]
    quick_since: date
    survey_since: date
    until: date

    def shown(self, n: int) -> bool:
        """Whether an aggregate over `n` citizens may be shown."""
        return rules.shown(n, self.floor)


def method(*, on: date) -> Method:
    """The settings in force; the survey's window is whole calendar months up to the day."""
    return Method(
        weights=Weights(rule("skm.weights", on=on)),
        bands=rule("skm.bands", on=on),
        floor=rule("privacy.citizen_floor", on=on),
        sample=rule("skm.sample", on=on),
        quick_since=on - timedelta(days=rule("satisfaction.quick_days", on=on) - 1),
        survey_since=months_back(on, rule("skm.months", on=on) - 1),
        until=on,
    )


def months_back(day: date, months: int) -> date:
    """The first day of the month so many months before the day's own."""
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Figures:
    """What citizens said: taps per face, and the survey's respondents and tallies."""

    taps: tuple[int, int, int, int]
    respondents: int
    tallies: Mapping[Element, Tally]
    method: Method

    def __add__(self, other: "Figures") -> "Figures":
        one, two, three, four = map(sum, zip(self.taps, other.taps, strict=True))
        return Figures(
            taps=(one, two, three, four),
            respondents=self.respondents + other.respondents,
            tallies={e: self.tallies[e] + other.tallies[e] for e in self.tallies},
            method=self.method,
        )

    @property
    def tap_count(self) -> int:
        """How many taps there are."""
        return sum(self.taps)

    @property
    def shows_taps(self) -> bool:
        """Whether there are enough taps to show shares of them."""
        return self.method.shown(self.tap_count)

    @property
    def satisfied(self) -> Decimal | None:
        """Percent of taps on faces 3 and 4, without decimals; None below the floor."""
        return _percent(self.taps[2] + self.taps[3], self.tap_count) if self.shows_taps else None

    @property
    def shares(self) -> list[Decimal] | None:
        """Percent of taps per face; None below the floor."""
        return [_percent(n, self.tap_count) for n in self.taps] if self.shows_taps else None

    @property
    def result(self) -> Result | None:
        """The index; None below the floor, or while an element has no answer at all."""
        if not self.method.shown(self.respondents) or not all(t.n for t in self.tallies.values()):
            return None
        return rules.index(
            self.tallies,
            respondents=self.respondents,
            weights=self.method.weights,
            bands=self.method.bands,
        )


def _percent(part: int, whole: int) -> Decimal:
    return rules.half_up(Fraction(100 * part, whole), 0)


def _trees(unit_ids: Iterable[int]) -> CTE:
    """Pairs (top, unit) of each unit with everything under it; UNION ends even on a circle."""
    tops = select(Unit.id.label("top"), Unit.id.label("unit")).where(Unit.id.in_(list(unit_ids)))
    tree = tops.cte("trees", recursive=True)
    return tree.union(select(tree.c.top, Unit.id).join(tree, Unit.parent_id == tree.c.unit))


def _counted(
    unit_ids: Iterable[int],
    total: type[HourTotal | ReasonTotal],
    *columns: SQLColumnExpression[Any],
) -> Select[Any]:
    """The columns over what was counted under each unit, the unit first as `top`."""
    tree = _trees(unit_ids)
    return (
        select(tree.c.top, *columns)
        .join(Service, Service.unit_id == tree.c.unit)
        .join(Counter, Counter.service_id == Service.id)
        .join(total, total.counter_id == Counter.id)
        .group_by(tree.c.top)
    )


def _sums(quick_since: date, survey_since: date) -> list[ColumnElement[Any]]:
    """Sums of the taps and of the survey's counts, each from its own first day on."""

    def total(name: str, first: date) -> ColumnElement[Any]:
        """The count's sum from its first day on, under its own name."""
        counted = case((HourTotal.day >= first, getattr(HourTotal, name)), else_=0)
        return func.sum(counted).label(name)

    counts = [f"{element}_{part}" for element in Element for part in ("n", "sum")]
    return [
        *(total(f"quick_{score}", quick_since) for score in rules.VALUES),
        *(total(name, survey_since) for name in ("n", *counts)),
    ]


def _read(row: Any, how: Method) -> Figures:
    return Figures(
        taps=(row.quick_1, row.quick_2, row.quick_3, row.quick_4),
        respondents=row.n,
        tallies={e: Tally(getattr(row, f"{e}_n"), getattr(row, f"{e}_sum")) for e in Element},
        method=how,
    )


def figures(unit_ids: Iterable[int], *, on: date) -> dict[int, Figures]:
    """Figures of each unit over the two windows that end on the day. One query."""
    how, wanted = method(on=on), list(unit_ids)
    sums = _sums(how.quick_since, how.survey_since)
    statement = _counted(wanted, HourTotal, *sums).where(
        HourTotal.day.between(min(how.quick_since, how.survey_since), on),
        HourTotal.flagged.is_(False),
    )
    found = {row.top: _read(row, how) for row in db.session.execute(statement)}
    nothing = Figures((0, 0, 0, 0), 0, dict.fromkeys(Element, Tally(0, 0)), how)
    return {unit_id: found.get(unit_id, nothing) for unit_id in wanted}


@dataclass(frozen=True)
class Sample:
    """How many respondents a unit needs; None when a service's number of users isn't known."""

    needed: int | None
    collected: int

    @property
    def is_met(self) -> bool:
        """Whether there are enough respondents."""
        return self.needed is not None and self.collected >= self.needed


def samples(found: Mapping[int, Figures], *, on: date) -> dict[int, Sample]:
    """The minimum sample of each unit whose figures are given, by its users a year. One query.

    An ended service counts only where the unit itself is closed.
    """
    how, tree = method(on=on), _trees(found)
    rows = db.session.execute(
        select(
            tree.c.top,
            func.sum(Service.population).label("users"),
            (func.count(Service.id) == func.count(Service.population)).label("known"),
        )
        .join(Service, Service.unit_id == tree.c.unit)
        .join(Unit, Unit.id == tree.c.top)
        .where(Service.is_active | ~Unit.is_active)
        .group_by(tree.c.top)
    )
    needed = {row.top: rules.minimum_sample(row.users, **how.sample) for row in rows if row.known}
    return {
        unit_id: Sample(needed.get(unit_id), figures.respondents)
        for unit_id, figures in found.items()
    }


@dataclass(frozen=True)
class Period:
    """A month or a quarter: its first day, and the figures counted in it."""

    first: date
    figures: Figures


def months(unit_id: int, *, on: date) -> list[Period]:
    """The unit's figures per month over the last five quarters, months with answers. One query."""
    how = method(on=on)
    since = months_back(on, (on.month - 1) % 3 + 3 * (QUARTERS - 1))
    year, month = (extract(part, HourTotal.day).label(part) for part in ("year", "month"))
    statement = (
        _counted([unit_id], HourTotal, year, month, *_sums(since, since))
        .where(HourTotal.day.between(since, on), HourTotal.flagged.is_(False))
        .group_by(year, month)
        .order_by(year, month)
    )
    return [
        Period(date(int(row.year), int(row.month), 1), _read(row, how))
        for row in db.session.execute(statement)
    ]


def quarters(monthly: Iterable[Period]) -> list[Period]:
    """The months' figures added up per calendar quarter."""
    found: dict[date, Figures] = {}
    for period in monthly:
        first = period.first.replace(month=(period.first.month - 1) // 3 * 3 + 1)
        known = found.get(first)
        found[first] = known + period.figures if known else period.figures
    return [Period(first, found[first]) for first in sorted(found)]


def weekday_hours(unit_id: int, *, on: date) -> dict[tuple[int, int], Figures]:
    """The unit's taps by (weekday, hour), Monday = 0, over the quick window. One query."""
    how = method(on=on)
    weekday = extract("dow", HourTotal.day).label("weekday")
    statement = (
        _counted(
            [unit_id], HourTotal, weekday, HourTotal.hour, *_sums(how.quick_since, how.quick_since)
        )
        .where(HourTotal.day.between(how.quick_since, on), HourTotal.flagged.is_(False))
        .group_by(weekday, HourTotal.hour)
    )
    rows = db.session.execute(statement)
    return {((int(row.weekday) - 1) % 7, row.hour): _read(row, how) for row in rows}


def reasons(unit_id: int, *, on: date) -> list[tuple[Reason, int]]:
    """The reasons given at the unit's counters over the quick window, most frequent first."""
    how = method(on=on)
    count = func.sum(ReasonTotal.n).label("n")
    statement = (
        _counted([unit_id], ReasonTotal, ReasonTotal.reason, count)
        .where(ReasonTotal.day.between(how.quick_since, on))
        .group_by(ReasonTotal.reason)
        .order_by(count.desc(), ReasonTotal.reason)
    )
    return [(row.reason, row.n) for row in db.session.execute(statement)]
