"""A demo agency grown to 20,000 people: `python -m benchmarks.growth`, on the DATABASE_URL set.

Offices with sections under the demo's own root; each new person has a posting, an assessment of
nine competencies in the demo's open cycle, and in each of them a record of four kinds.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from sqlalchemy import func, select

from kinerja import clock
from kinerja.bulk import Rows, insert_rows
from kinerja.competency import queries, services
from kinerja.competency.models import (
    Answer,
    Assessment,
    Competency,
    JobStandard,
    JobStandardItem,
    Record,
)
from kinerja.competency.rules import AssessmentStatus, Cluster, Necessity, RecordKind, Verdict
from kinerja.extensions import Base, db
from kinerja.people.models import Employee, Position, Posting, Unit, UnitVersion
from kinerja.people.queries import root_unit
from kinerja.people.rules import JobLevel

PEOPLE = 20_000
OFFICES = 40
SECTIONS = 24
POSITIONS = 800
KINDS = (RecordKind.SELF, RecordKind.SUPERVISOR, RecordKind.PEER, RecordKind.TRAINING)
LONG_AGO = "2000-01-01"
SEED = 20_000


class Grower:
    """Writes the rows of one kind after the other."""

    def __init__(self) -> None:
        self.random = Random(SEED)  # noqa: S311  # rows to measure, no secrets
        self.today = clock.today()
        self.now = clock.now().isoformat(sep=" ")
        general = select(Competency.id).where(Competency.cluster != Cluster.TECHNICAL)
        self.competencies = list(db.session.scalars(general.order_by(Competency.rank)))
        self.units: list[int] = []
        self.positions: list[int] = []

    def organisation(self) -> None:
        """The units, and positions of which every other has a standard of its own."""
        root, first = root_unit(), free_id(Unit)
        assert root  # noqa: S101  # the demo made it
        parents = [first + number * (SECTIONS + 1) for number in range(OFFICES)]
        for office, (parent, place) in enumerate(product(parents, range(SECTIONS + 1))):
            self.units.append(parent + place)
            above = parent if place else root.id
            name = f"Unit Besar {office + 1}"
            facts = {"name": name, "parent_id": above}
            insert_rows(table(Unit), [{"id": parent + place, **facts, "is_active": True}])
            version = {"unit_id": parent + place, **facts, "valid_from": LONG_AGO}
            insert_rows(table(UnitVersion), [version])
        begin = free_id(Position)
        self.positions = list(range(begin, begin + POSITIONS))
        levels = (JobLevel.PELAKSANA, JobLevel.PENGAWAS, JobLevel.ADMINISTRATOR)
        for number, position in enumerate(self.positions):
            facts = {"title": f"Jabatan Besar {number}", "job_level": levels[number % 3].value}
            offered = {"leads_unit": False, "is_active": True}
            insert_rows(table(Position), [{"id": position, **facts, **offered}])
        self.standards()

    def standards(self) -> None:
        """Own standards, all of the same day."""
        first, own = free_id(JobStandard), self.positions[::2]
        day = (self.today - timedelta(days=400)).isoformat()
        empty = {"job_code": "", "job_group": "", "urusan": "", "summary": ""}
        facts = {"valid_from": day, "decree": "Contoh", "created_at": self.now, **empty}
        numbered = list(enumerate(own, start=first))
        insert_rows(
            table(JobStandard), [{"id": n, "position_id": one, **facts} for n, one in numbered]
        )
        rows = [
            {
                "job_standard_id": number,
                "competency_id": competency,
                "level": self.random.randint(1, 4),
                "relevance": self.random.randint(1, 3),
                "necessity": Necessity.IMPORTANT.value,
            }
            for (number, _position), competency in product(numbered, self.competencies)
        ]
        insert_rows(table(JobStandardItem), rows)

    def people(self) -> list[int]:
        """The people, unit by unit in turn; their ids."""
        first = free_id(Employee)
        ids = list(range(first, first + PEOPLE))
        staff, postings = [], []
        for number, person in enumerate(ids):
            place = {
                "unit_id": self.units[number % len(self.units)],
                "position_id": self.random.choice(self.positions),
            }
            named = {"nip": f"besar-{number}", "name": f"Orang Besar {number}", "kind": "pns"}
            staff.append({"id": person, **named, **place, "standing": "active"})
            postings.append({"employee_id": person, **place, "valid_from": LONG_AGO})
        insert_rows(table(Employee), staff)
        insert_rows(table(Posting), postings)
        return ids

    def assessments(self, people: list[int]) -> None:
        """Everybody in the open cycle, most of them verified."""
        cycle, first = queries.shown_cycle(), free_id(Assessment)
        assert cycle  # noqa: S101  # the demo opened it
        states = (AssessmentStatus.VERIFIED, AssessmentStatus.SELF_SUBMITTED)
        rows, answers = [], []
        for number, person in enumerate(people, start=first):
            state = states[number % 4 == 0]
            facts = {"job_level": "pelaksana", "job_title": "Contoh", "version": 1}
            moments = {"since": self.now, "submitted_at": self.now}
            own = {"id": number, "cycle_id": cycle.id, "employee_id": person}
            rows.append(
                {
                    **own,
                    **facts,
                    **moments,
                    "status": state.value,
                    "is_assigned": False,
                    "remark": "",
                }
            )
            answers += list(self.answers(number, state))
        insert_rows(table(Assessment), rows)
        insert_rows(table(Answer), answers)

    def answers(self, assessment: int, state: AssessmentStatus) -> Iterator[dict[str, Any]]:
        """One assessment's answers."""
        is_done = state is AssessmentStatus.VERIFIED
        for competency in self.competencies:
            level = self.random.randint(1, 5)
            yield {
                "assessment_id": assessment,
                "competency_id": competency,
                "standard_level": 3,
                "self_level": level,
                "verified_level": level if is_done else None,
                "verdict": Verdict.AGREE.value if is_done else None,
                "example": "",
                "override_note": "",
                "reason": "",
                "version": 1,
            }

    def records(self, people: list[int]) -> None:
        """Four records of everybody in each competency."""
        until = (self.today + timedelta(days=300)).isoformat()
        fixed = {"valid_until": until, "created_at": self.now}
        empty = {"author_name": "", "evidence": "", "note": "", "void_reason": ""}
        for kind in KINDS:
            rows: Rows = [
                {
                    "employee_id": person,
                    "competency_id": competency,
                    "kind": kind.value,
                    "level": self.random.randint(1, 5),
                    "on": self.day().isoformat(),
                    **fixed,
                    **empty,
                }
                for person, competency in product(people, self.competencies)
            ]
            insert_rows(table(Record), rows)

    def day(self) -> date:
        """A day of the past year."""
        return self.today - timedelta(days=self.random.randrange(365))


def table(model: type[Base]) -> Any:
    """The model's table."""
    return model.__table__


def free_id(model: Any) -> int:
    """The first id that nobody has."""
    return (db.session.scalar(select(func.max(model.id))) or 0) + 1


def grow() -> None:
    """Write all of it, and the summaries that follow from it."""
    grower = Grower()
    grower.organisation()
    people = grower.people()
    grower.assessments(people)
    grower.records(people)
    services.rebuild()
    db.session.commit()


def main() -> None:
    """Grow the database that the environment names."""
    from wsgi import compose  # noqa: PLC0415  # its settings come from the environment

    with compose().app_context():
        grow()


if __name__ == "__main__":
    main()
