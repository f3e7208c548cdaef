"""Random small agencies with histories around one day, for rules that must hold of any of them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import delete

from kinerja.extensions import Base, db
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Position,
    Posting,
    ReportingLine,
    StandingPeriod,
    Unit,
    UnitVersion,
)
from kinerja.people.rules import ActingKind, EmployeeKind, JobLevel, LineKind, Standing

DAY = date(2026, 6, 15)
BEFORE, LATER = DAY - timedelta(days=100), DAY + timedelta(days=100)
# From–to: over, ending that day, beginning that day, going on, still to come.
SPANS = (
    (BEFORE, DAY - timedelta(days=1)),
    (BEFORE, DAY),
    (DAY, LATER),
    (BEFORE, None),
    (DAY + timedelta(days=1), None),
)
LEVELS = (JobLevel.JPT_PRATAMA, JobLevel.PENGAWAS, JobLevel.PELAKSANA)
Draw = Any


@dataclass(frozen=True)
class Agency:
    """Rows by kind; units, positions and people are numbered from 1."""

    units: list[dict[str, Any]]
    people: list[dict[str, Any]]
    lines: list[dict[str, Any]]
    standings: list[dict[str, Any]]
    acting: list[dict[str, Any]]

    @property
    def person_ids(self) -> list[int]:
        return [person["id"] for person in self.people]


@st.composite
def agencies(draw: Draw) -> Agency:
    """A tree of units, people in them, lines, standings and acting leaders."""
    units = [
        {"id": number, "parent_id": draw(st.integers(1, number - 1)) if number > 1 else None}
        for number in range(1, draw(st.integers(1, 5)) + 1)
    ]
    unit = st.integers(1, len(units))
    people = [
        {"id": number, "unit_id": draw(unit), "position_id": draw(st.integers(1, 6))}
        | {"later_unit": draw(st.none() | unit), "from": draw(st.sampled_from((BEFORE, DAY)))}
        for number in range(1, draw(st.integers(1, 8)) + 1)
    ]
    person = st.integers(1, len(people))
    spans = st.sampled_from(SPANS)
    lines = draw(
        st.lists(
            st.tuples(person, st.sampled_from(LineKind), person, spans).filter(
                lambda row: row[0] != row[2]
            ),
            max_size=6,
            unique_by=lambda row: row[:2],
        )
    )
    standings = draw(
        st.lists(
            st.tuples(person, st.sampled_from(Standing), spans),
            max_size=4,
            unique_by=lambda row: row[0],
        )
    )
    acting = draw(
        st.lists(
            st.tuples(unit, person, st.sampled_from(SPANS[:3])),
            max_size=3,
            unique_by=lambda row: row[0],
        )
    )
    return Agency(
        units,
        people,
        [dated(row[3], employee_id=row[0], kind=row[1], superior_id=row[2]) for row in lines],
        [dated(row[2], employee_id=row[0], standing=row[1]) for row in standings],
        [dated(row[2], unit_id=row[0], employee_id=row[1]) for row in acting],
    )


def dated(span: tuple[date, date | None], **facts: Any) -> dict[str, Any]:
    return facts | {"valid_from": span[0], "valid_to": span[1]}


def load(agency: Agency) -> None:
    """Make it the only agency there is. Ask inside of a context."""
    for model in (ActingLeader, StandingPeriod, ReportingLine, Posting, UnitVersion):
        db.session.execute(delete(model))
    db.session.execute(db.update(Employee).values(supervisor_id=None))
    for model in (Employee, Position):
        db.session.execute(delete(model))
    db.session.execute(db.update(Unit).values(parent_id=None))
    db.session.execute(delete(Unit))
    db.session.flush()
    for row in rows(agency):
        db.session.add(row)
        if isinstance(row, Position | Unit | Employee):
            db.session.flush()
    db.session.commit()


def rows(agency: Agency) -> list[Base]:
    """In an order that the database takes."""
    made: list[Base] = [
        Position(id=number, title=f"Jabatan {number}", job_level=LEVELS[number % 3],
                 leads_unit=number <= 3)
        for number in range(1, 7)
    ]  # fmt: skip
    for unit in agency.units:
        made.append(Unit(name=f"Unit {unit['id']}", is_active=True, **unit))
        made.append(
            UnitVersion(
                unit_id=unit["id"],
                name=f"Unit {unit['id']}",
                parent_id=unit["parent_id"],
                valid_from=BEFORE,
            )
        )
    for person in agency.people:
        made += persons(person)
    made += [ReportingLine(**row) for row in agency.lines]
    made += [StandingPeriod(**row) for row in agency.standings]
    made += [ActingLeader(kind=ActingKind.PLT, **row) for row in agency.acting]
    return made


def persons(facts: dict[str, Any]) -> list[Base]:
    """Somebody with one place, or with another from a later day on."""
    place = {name: facts[name] for name in ("unit_id", "position_id")}
    moved = facts["later_unit"] is not None
    made: list[Base] = [
        Employee(
            id=facts["id"],
            nip=f"{facts['id']:018}",
            kind=EmployeeKind.PNS,
            name=f"Orang {facts['id']}",
            standing=Standing.ACTIVE,
            **place,
        ),
        Posting(
            employee_id=facts["id"],
            valid_from=facts["from"],
            valid_to=DAY if moved else None,
            **place,
        ),
    ]
    if moved:
        later = {"unit_id": facts["later_unit"], "position_id": facts["position_id"]}
        first = DAY + timedelta(days=1)
        made.append(Posting(employee_id=facts["id"], valid_from=first, **later))
    return made
