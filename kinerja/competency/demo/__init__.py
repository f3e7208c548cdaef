"""Demo rows: last year's cycle, all verified, an open one with people in every state, and a
trial of one unit two years ago.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select

from kinerja import clock
from kinerja.competency import services
from kinerja.competency.demo import cycles, evidence, former, peers, records, technical
from kinerja.competency.demo import standards as job_standards
from kinerja.competency.demo.texts import DOUBT, EXAMPLES, PRAISE, RETURN_NOTE, UNSEEN
from kinerja.competency.models import Answer, Assessment, Competency, Cycle
from kinerja.competency.queries import standards
from kinerja.competency.rules import (
    FINISHED,
    HIGHEST_LEVEL,
    LOWEST_LEVEL,
    SENT,
    AssessmentStatus,
    Verdict,
    verify_due,
)
from kinerja.extensions import db
from kinerja.people.demo.city import STARS
from kinerja.people.models import Employee, Position
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from kinerja.rulebook.queries import rule

S = AssessmentStatus
# How far people's levels lie from their standard, by competency: each has its weak side.
LEAN = {"KOM": -0.7, "PDO": -0.6, "MP": -0.6, "PK": -0.3, "OPH": -0.1, "KS": 0.1, "PP": 0.4}
SHARES = {
    S.NOT_STARTED: 16,
    S.SELF_IN_PROGRESS: 18,
    S.SELF_SUBMITTED: 20,
    S.UNDER_VERIFICATION: 8,
    S.RETURNED: 6,
    S.VERIFIED: 16,
    S.ACKNOWLEDGED: 16,
}
TEAM = (
    S.SELF_SUBMITTED,
    S.SELF_SUBMITTED,
    S.UNDER_VERIFICATION,
    S.RETURNED,
    S.VERIFIED,
    S.SELF_SUBMITTED,
    S.NOT_STARTED,
    S.ACKNOWLEDGED,
)
DONE_BY_STAR = 4


@dataclass(frozen=True)
class Somebody:
    """Who is assessed."""

    id: int
    name: str
    supervisor_id: int | None
    position_id: int
    job_level: JobLevel
    job_title: str


def load(*, on: date, random: Random) -> None:
    """Add the dictionary, both cycles, and everybody's assessments and answers in them."""
    services.import_dictionary()
    staff = everybody()
    unit_id, team = unit_of(star(staff, Role.EMPLOYEE), staff)
    trial = former.build(unit_id, on=on)
    past, present = cycles.build(on=on)
    states = states_now(staff, random)
    done = dict.fromkeys((person.id for person in staff), S.ACKNOWLEDGED)
    apart = Random(2)  # noqa: S311  # demo figures; the draws of the other cycles stay as they are
    Writer(trial, apart, on=trial.verify_due_on, days=20).write(team, done)
    Writer(past, random, on=past.verify_due_on, days=20).write(staff, done)
    employee = star(staff, Role.EMPLOYEE).id
    Writer(present, random, on=on, days=14, star=employee).write(staff, states)
    evidence.load(employee, on=on)
    records.load(employee, on=on)
    officer = star(staff, Role.HR).id
    peers.load(star(staff, Role.SUPERVISOR).id, employee, officer, random=random)
    cycles.finish(trial, past, on=on)
    former.issue(past, employee)
    technical.load(on=on)
    job_standards.load(on=on)


def everybody() -> list[Somebody]:
    """All employees in the order of their ids."""
    rows = db.session.execute(
        select(
            Employee.id,
            Employee.name,
            Employee.supervisor_id,
            Position.id,
            Position.job_level,
            Position.title,
        )
        .join(Position, Position.id == Employee.position_id)
        .where(Employee.is_active)
        .order_by(Employee.id)
    )
    return [Somebody(*row) for row in rows]


def star(staff: list[Somebody], role: Role) -> Somebody:
    """The person with the demo account of this role."""
    name = next(found.name for found in STARS if found.role is role)
    return next(person for person in staff if person.name == name)


def unit_of(person: Somebody, staff: list[Somebody]) -> tuple[int, list[Somebody]]:
    """The person's unit, and everybody of the staff who works there."""
    own = select(Employee.unit_id).where(Employee.id == person.id).scalar_subquery()
    rows = db.session.execute(select(Employee.id, Employee.unit_id).where(Employee.unit_id == own))
    found: dict[int, int] = dict(iter(rows))
    return found[person.id], [one for one in staff if one.id in found]


def states_now(staff: list[Somebody], random: Random) -> dict[int, AssessmentStatus]:
    """Where everybody stands: the demo supervisor's team in every state, the demo employee in
    the middle, whoever has no supervisor not beyond their own part.
    """
    team = iter(TEAM)
    supervisor, employee = star(staff, Role.SUPERVISOR), star(staff, Role.EMPLOYEE)
    states: dict[int, AssessmentStatus] = {}
    for person in staff:
        drawn = random.choices(list(SHARES), list(SHARES.values()))[0]
        if person.supervisor_id == supervisor.id and person is not employee:
            drawn = next(team, drawn)
        elif person is employee or person.supervisor_id is None:
            drawn = S.SELF_IN_PROGRESS
        states[person.id] = drawn
    return states


class Writer:
    """Writes one cycle's assessments and answers in bulk."""

    def __init__(
        self, cycle: Cycle, random: Random, *, on: date, days: int, star: int | None = None
    ) -> None:
        self.cycle, self.random, self.on, self.days, self.star = cycle, random, on, days, star
        self.competencies = list(db.session.scalars(select(Competency).order_by(Competency.rank)))
        self.standards = standards()
        self.verify_days = rule("competency.verify_days", on=on)

    def write(self, staff: list[Somebody], states: Mapping[int, AssessmentStatus]) -> None:
        """Insert everybody's assessment, then all answers."""
        rows = [self.assessment(person, states[person.id]) for person in staff]
        db.session.execute(insert(Assessment), rows)
        made = db.session.execute(
            select(Assessment.employee_id, Assessment.id).where(
                Assessment.cycle_id == self.cycle.id
            )
        )
        ids = dict(iter(made))
        answers = [
            answer
            for person in staff
            for answer in self.answers(person, states[person.id], ids[person.id])
        ]
        db.session.execute(insert(Answer), answers)

    def moment(self, days_ago: int) -> datetime:
        """A moment in office hours of that day."""
        at = time(8 + self.random.randrange(8), self.random.randrange(60), tzinfo=clock.zone())
        return datetime.combine(self.on - timedelta(days=days_ago), at)

    def assessment(self, person: Somebody, status: AssessmentStatus) -> dict[str, Any]:
        """One row, its moments as the state asks for."""
        sent_ago = self.random.randint(2, self.days)
        sent = self.moment(sent_ago)
        later = self.moment(self.random.randint(1, sent_ago - 1))
        is_sent = status in SENT or status is S.RETURNED
        since = sent if status is S.SELF_SUBMITTED else later
        if status in (S.NOT_STARTED, S.SELF_IN_PROGRESS):
            since = self.moment(self.days + 7)
        return {
            "cycle_id": self.cycle.id,
            "employee_id": person.id,
            "verifier_id": person.supervisor_id,
            "position_id": person.position_id,
            "job_level": person.job_level,
            "job_title": person.job_title,
            "status": status,
            "since": since,
            "submitted_at": sent if is_sent else None,
            "verify_due_on": self.due(sent) if is_sent else None,
            "return_note": RETURN_NOTE if status is S.RETURNED else None,
            "judged_at": later if status in (S.UNDER_VERIFICATION, *FINISHED) else None,
            "verified_at": later if status in FINISHED else None,
            "acknowledged_at": later if status is S.ACKNOWLEDGED else None,
            "version": 1,
        }

    def due(self, sent: datetime) -> date:
        """Until when the verifier has time."""
        return verify_due(sent.date(), days=self.verify_days, cycle_due=self.cycle.verify_due_on)

    def answers(
        self, person: Somebody, status: AssessmentStatus, assessment_id: int
    ) -> Iterator[dict[str, Any]]:
        """The rows of one assessment, as many of them filled as the state asks for."""
        done = self.done(person, status)
        for number, competency in enumerate(self.competencies):
            need = self.standards.get((person.job_level, competency.id))
            row: dict[str, Any] = {
                "assessment_id": assessment_id,
                "competency_id": competency.id,
                "standard_level": need,
                "self_level": None,
                "example": "",
                "saved_at": None,
                "version": 1,
                "verdict": None,
                "verified_level": None,
                "reason": "",
            }
            if number < done:
                row |= self.filled(competency.code, need or LOWEST_LEVEL)
                row |= self.judged(status, row["self_level"], number)
            yield row

    def done(self, person: Somebody, status: AssessmentStatus) -> int:
        """How many competencies have been answered."""
        if person.id == self.star:
            return DONE_BY_STAR
        if status is S.NOT_STARTED:
            return 0
        if status is S.SELF_IN_PROGRESS:
            return self.random.randint(1, len(self.competencies) - 1)
        return len(self.competencies)

    def filled(self, code: str, need: int) -> dict[str, Any]:
        """An own answer near the standard."""
        random = self.random
        return {
            "self_level": self.near(
                need + LEAN.get(code, 0.0) + (0.2 if need > LOWEST_LEVEL else -0.1)
            ),
            "example": random.choice(EXAMPLES[code]) if random.random() < 0.8 else "",
            "saved_at": self.moment(random.randint(self.days, self.days + 6)),
            "version": 2,
        }

    def near(self, middle: float) -> int:
        """A level around the middle, within the five."""
        drawn = round(self.random.gauss(middle, 0.6))
        return max(LOWEST_LEVEL, min(HIGHEST_LEVEL, drawn))

    def judged(self, status: AssessmentStatus, own: int, number: int) -> dict[str, Any]:
        """The verifier's view: none yet, of a first few, or of all."""
        is_begun = status is S.UNDER_VERIFICATION and number < DONE_BY_STAR
        if status not in FINISHED and not is_begun:
            return {}
        drawn = self.random.random()
        if drawn < 0.03:
            return {"verdict": Verdict.NOT_OBSERVED, "reason": UNSEEN}
        level = max(LOWEST_LEVEL, min(HIGHEST_LEVEL, own + self.departure(drawn)))
        if level == own:
            return {"verdict": Verdict.AGREE, "verified_level": own}
        return {
            "verdict": Verdict.ADJUST,
            "verified_level": level,
            "reason": self.random.choice(PRAISE if level > own else DOUBT),
        }

    def departure(self, drawn: float) -> int:
        """By how many levels the verifier departs from the own view."""
        if drawn < 0.07:
            return -2
        if drawn < 0.20:
            return -1
        return 1 if drawn < 0.27 else 0
