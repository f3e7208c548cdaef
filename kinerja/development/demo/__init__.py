"""Demo rows: a catalogue around the year, and plans in which every state occurs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from kinerja import clock
from kinerja.competency.models import Competency
from kinerja.competency.queries import gap_select
from kinerja.development.demo.catalogue import (
    COURSES,
    DESCRIPTION,
    EVIDENCE,
    NOTE,
    PLACES,
    PROVIDERS,
    Course,
)
from kinerja.development.models import PlanItem, Training
from kinerja.development.queries import jp_limit
from kinerja.development.rules import JpMeaning, PlanItemStatus, jp_meaning
from kinerja.extensions import db
from kinerja.people.models import Account, Employee, RoleGrant
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Role

S = PlanItemStatus
AHEAD = (12, 26, 40, 61, 89, 131)  # days from today to the start, for half of the courses
BEHIND = (-20, -48, -83, -125, -170, -226)
LONG_AGO = timedelta(days=60)
SATURDAY = 5
ITEMS_A_YEAR = (0, 1, 2, 2, 3, 3, 4)
PROVEN = {S.FINISHED, S.CONFIRMED}
STARS_ITEMS = (S.RUNNING, S.ASSIGNED, S.CONFIRMED, S.FINISHED, S.CONFIRMED)


@dataclass(frozen=True)
class Holder:
    """Whose plan is written."""

    id: int
    kind: EmployeeKind
    is_star: bool


def load(*, on: date, random: Random) -> None:
    """Add this year's and last year's trainings, and plans of both years for the staff."""
    trainings = list(catalogue(on, random))
    db.session.add_all(trainings)
    db.session.flush()
    staff = holders()
    db.session.execute(insert(PlanItem), list(Planner(on, random, trainings).items(staff)))


def catalogue(on: date, random: Random) -> Iterator[Training]:
    """Each course once around today, and every second one a year before too."""
    ids = {one.code: one.id for one in db.session.scalars(select(Competency))}
    for row, (code, courses) in enumerate(COURSES.items()):
        for column, course in enumerate(courses):
            offsets = AHEAD if (row + column) % 2 else BEHIND
            start = on + timedelta(days=offsets[column] + 2 * row)
            yield training(course, ids[code], start, random)
            if column % 2:
                yield training(course, ids[code], start - timedelta(days=364), random)


def training(course: Course, competency_id: int, start: date, random: Random) -> Training:
    """The course from the first working day on, that day included."""
    while start.weekday() >= SATURDAY:
        start += timedelta(days=1)
    online = course.days > len(AHEAD) + 1
    return Training(
        title=course.title,
        form=course.form,
        jp=course.jp,
        competency_id=competency_id,
        level=course.level,
        starts_on=start,
        ends_on=start + timedelta(days=course.days - 1),
        seats=random.choice((60, 80, 120)) if online else random.choice((20, 24, 30, 40)),
        provider=random.choice(PROVIDERS),
        place="" if online else random.choice(PLACES),
        link="https://kelas.contoh.go.id/masuk" if online else "",
        description=DESCRIPTION,
        is_active=True,
    )


def holders() -> list[Holder]:
    """Everybody who works here; those who can sign in are the stars."""
    stars = set(db.session.scalars(select(Account.employee_id)))
    rows = db.session.execute(
        select(Employee.id, Employee.kind).where(Employee.is_active).order_by(Employee.id)
    )
    return [Holder(key, kind, key in stars) for key, kind in rows]


class Planner:
    """Gives people activities, seats and the PPPK's ceiling respected."""

    def __init__(self, on: date, random: Random, trainings: list[Training]) -> None:
        self.on, self.random, self.trainings = on, random, trainings
        self.held: Counter[int] = Counter()
        self.trainer = db.session.scalar(
            select(RoleGrant.employee_id).where(RoleGrant.role == Role.TRAINER)
        )
        self.gaps: dict[tuple[int, int], int] = {
            (row.employee_id, row.competency_id): row.gap
            for row in db.session.execute(gap_select())
        }

    def items(self, staff: list[Holder]) -> Iterator[dict[str, Any]]:
        """Everybody's items of last year, this year and, where a course runs on, the next."""
        for holder in sorted(staff, key=lambda holder: not holder.is_star):
            jp: Counter[int] = Counter()
            for course, status in self.choice(holder):
                room = jp_limit(holder.kind, on=course.ends_on) - jp[course.year]
                capped = jp_meaning(holder.kind) is JpMeaning.CEILING and course.jp > room
                if capped or self.held[course.id] >= course.seats:
                    continue
                if holder.id == self.trainer and status in PROVEN:
                    continue  # there is nobody else to confirm the only trainer's activities
                jp[course.year] += course.jp
                self.held[course.id] += 1
                yield self.item(holder, course, status)

    def choice(self, holder: Holder) -> Iterator[tuple[Training, PlanItemStatus]]:
        """Activities with their states: those that answer a gap come first."""
        wanted = self.random.sample(self.trainings, len(self.trainings))
        wanted.sort(key=lambda course: self.gap(holder, course) <= 0)
        if holder.is_star:
            yield from self.star_choice(wanted)
            return
        before = [course for course in wanted if course.year < self.on.year]
        now = [course for course in wanted if course.year >= self.on.year]
        for course in before[: self.random.choice(ITEMS_A_YEAR)]:
            yield course, S.CONFIRMED
        for course in now[: self.random.choice(ITEMS_A_YEAR)]:
            yield course, self.status(course)

    def star_choice(self, wanted: list[Training]) -> Iterator[tuple[Training, PlanItemStatus]]:
        """A plan of this year in which there is something to start, to finish and to look at."""
        this_year = [course for course in wanted if course.year == self.on.year]
        ahead = [course for course in this_year if course.starts_on > self.on]
        begun = [course for course in this_year if course.starts_on <= self.on]
        begun.sort(key=lambda course: course.ends_on)  # what is still open ended last
        for status in STARS_ITEMS:
            source = ahead if status is S.ASSIGNED and ahead else begun
            if source:
                yield source.pop(0 if status in (S.ASSIGNED, S.CONFIRMED) else -1), status

    def status(self, course: Training) -> PlanItemStatus:
        """A state that fits the dates."""
        if course.starts_on > self.on:
            return self.drawn({S.ASSIGNED: 17, S.CANCELLED: 1})
        if course.ends_on >= self.on:
            return self.drawn({S.RUNNING: 7, S.ASSIGNED: 3})
        if course.ends_on < self.on - LONG_AGO:
            return self.drawn({S.CONFIRMED: 20, S.CANCELLED: 1})
        return self.drawn({S.CONFIRMED: 8, S.FINISHED: 5, S.RUNNING: 4, S.CANCELLED: 1})

    def drawn(self, shares: dict[PlanItemStatus, int]) -> PlanItemStatus:
        """One of the states, by its share."""
        return self.random.choices(list(shares), list(shares.values()))[0]

    def gap(self, holder: Holder, course: Training) -> int:
        """The holder's verified gap in what the course serves."""
        return self.gaps.get((holder.id, course.competency_id)) or 0

    def item(self, holder: Holder, course: Training, status: PlanItemStatus) -> dict[str, Any]:
        """One row, with what its state asks for."""
        random = self.random
        returned = status is S.RUNNING and course.ends_on < self.on and random.random() < 0.5
        chooser = holder.id if random.random() < 0.3 else self.trainer or holder.id
        return {
            "employee_id": holder.id,
            "training_id": course.id,
            "year": course.year,
            "jp": course.jp,
            "gap": max(self.gap(holder, course), 0) or None,
            "status": status,
            "since": self.since(course),
            "chosen_by_id": chooser,
            "evidence_url": EVIDENCE.format(number=random.randint(1000, 9999))
            if status in PROVEN or returned
            else "",
            "note": NOTE if returned else "",
            "confirmed_by_id": self.trainer if status is S.CONFIRMED else None,
        }

    def since(self, course: Training) -> datetime:
        """Office hours of a day after the course, or shortly before today."""
        latest = self.on - timedelta(days=1)
        day = min(course.ends_on + timedelta(days=self.random.randint(1, 12)), latest)
        at = time(8 + self.random.randrange(8), self.random.randrange(60), tzinfo=clock.zone())
        return datetime.combine(day, at)
