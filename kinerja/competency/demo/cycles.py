"""The demo's cycles: last year's archived, this year's open with phases, next year's planned."""

from datetime import date, timedelta

from sqlalchemy import select

from kinerja import clock
from kinerja.competency import services
from kinerja.competency.models import Cycle, CycleVerifier
from kinerja.competency.queries import rules_on
from kinerja.competency.rules import CycleStatus, Population
from kinerja.extensions import db
from kinerja.people.demo.city import STARS
from kinerja.people.models import Employee
from kinerja.people.rules import EmployeeKind
from kinerja.permissions import Role, Viewer

DAYS_LEFT = 9


def build(*, on: date) -> tuple[Cycle, Cycle]:
    """Last year's cycle, closed, and this year's, open; nobody is in them yet."""
    year = on.year - 1
    past = Cycle(
        name=f"Penilaian kompetensi {year}",
        period=f"Januari–Desember {year}",
        starts_on=date(year, 10, 1),
        self_due_on=date(year, 10, 31),
        verify_due_on=date(year, 11, 14),
        acknowledge_due_on=date(year, 11, 30),
        status=CycleStatus.CLOSED,
    )
    last = on + timedelta(days=DAYS_LEFT + 14)
    present = Cycle(
        name=f"Penilaian kompetensi {on.year}",
        period=f"Januari–Desember {on.year}",
        starts_on=on - timedelta(days=21),
        self_due_on=on + timedelta(days=DAYS_LEFT),
        with_peers=True,
        peers_due_on=on + timedelta(days=DAYS_LEFT + 7),
        verify_due_on=last,
        acknowledge_due_on=last + timedelta(days=14),
        status=CycleStatus.OPEN,
        opened_at=clock.now() - timedelta(days=21),
    )
    present.frozen = {
        "on": present.starts_on.isoformat(),
        "rules": rules_on(on),
        "population": {},
        "with_peers": True,
        "with_assessors": False,
        "verifier_first": False,
    }
    db.session.add_all([past, present])
    db.session.flush()
    return past, present


def finish(*over: Cycle, on: date) -> None:
    """Archive the cycles that are over, and plan next year's for the PNS, with peers."""
    for past in over:
        services.archive_cycle(past, by=Viewer(_star(Role.AGENCY_ADMIN), 0, 0))
    year = on.year + 1
    planned = Cycle(
        name=f"Penilaian kompetensi {year}",
        period=f"Januari–Desember {year}",
        starts_on=date(year, 10, 1),
        self_due_on=date(year, 10, 31),
        with_peers=True,
        peers_due_on=date(year, 11, 7),
        verify_due_on=date(year, 11, 21),
        acknowledge_due_on=date(year, 12, 5),
        verifier_first=True,
        asks=Population(kinds=(EmployeeKind.PNS, EmployeeKind.CPNS)).as_json(),
    )
    db.session.add(planned)
    db.session.flush()
    boss = db.session.get_one(Employee, _star(Role.SUPERVISOR))
    named = {"unit_id": boss.unit_id, "verifier_id": boss.id}
    db.session.add(CycleVerifier(cycle_id=planned.id, **named))
    db.session.flush()


def _star(role: Role) -> int:
    name = next(found.name for found in STARS if found.role is role)
    return db.session.scalars(select(Employee.id).where(Employee.name == name)).one()
