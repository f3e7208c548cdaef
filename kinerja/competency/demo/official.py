"""Demo rows: official results of a dozen people, by file, one of them taken back."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Competency, Official, OfficialImport, Present
from kinerja.competency.queries.official_files import known_officials
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import HIGHEST_LEVEL, LOWEST_LEVEL, RecordKind
from kinerja.competency.rules.official_cells import C, OfficialLine
from kinerja.competency.rules.official_files import plan_officials
from kinerja.competency.services.official import keep_officials, void_official
from kinerja.extensions import db
from kinerja.people.demo.city import STARS
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer

OFTEN = 9  # every so manieth of the staff who hold such jobs
LEVELS = (JobLevel.PENGAWAS, JobLevel.AHLI_MUDA, JobLevel.AHLI_PERTAMA)
NAMED = (Role.EMPLOYEE, Role.SUPERVISOR, Role.HR)
FORMER, RECENT = 200, 12  # days ago: last round, and the one of this cycle
LEANS, DRIFTS = (-1, 0, 0), (-1, 0, 0, 0, 0, 1)
MISPRINTED, MISPRINT, VOIDED = 4, "95,00", 4
SEED = 38


def load(*, on: date) -> None:
    """Add the results of two rounds, each from a file; of the demo employee the levels that the
    supervisor has confirmed, so that only their source is another.
    """
    stars = {found.role: found.name for found in STARS}
    officer, colleague = _keepers(stars[Role.HR])
    lines = list(_lines([stars[role] for role in NAMED], stars, on))
    former = (on - timedelta(days=FORMER)).isoformat()
    made = _applied([one for one in lines if one[1][C.DAY] == former], colleague, "putaran-1.xlsx")
    _applied([one for one in lines if one[1][C.DAY] != former], officer, "putaran-2.xlsx")
    reason = "Laporan diganti penyelenggara: nomor peserta tertukar."
    void_official(made[VOIDED], reason=reason, by=colleague)


def _applied(lines: list[OfficialLine], keeper: Viewer, filename: str) -> list[Official]:
    """What the keeper's file has added."""
    imported = OfficialImport(
        filename=filename,
        lines=[],
        by_id=keeper.employee_id,
        uploaded_at=clock.now(),
        applied_at=clock.now(),
    )
    db.session.add(imported)
    db.session.flush()
    plan = plan_officials(lines, known_officials(lines, to=keeper))
    return keep_officials(plan.new, by=keeper, import_id=imported.id)


def _keepers(hr: str) -> tuple[Viewer, Viewer]:
    """The demo's personnel officer and a colleague, who keep the records of the whole agency."""
    officer = db.session.scalars(select(Employee).where(Employee.name == hr)).one()
    taken = [found.name for found in STARS]
    colleague = select(Employee.id).where(
        Employee.unit_id == officer.unit_id, Employee.name.not_in(taken), Employee.is_active
    )
    everywhere = frozenset(db.session.scalars(select(Unit.id)))
    grants = ((Role.HR, everywhere),)
    other = db.session.scalars(colleague.order_by(Employee.id)).first() or 0
    return (
        Viewer(officer.id, 0, officer.unit_id, grants=grants),
        Viewer(other, 0, officer.unit_id, grants=grants),
    )


def _people(names: list[str]) -> list[Employee]:
    mapped = (
        select(Employee)
        .join(Position, Position.id == Employee.position_id)
        .where(
            Employee.is_active,
            Position.job_level.in_(LEVELS),
            Employee.name.not_in([found.name for found in STARS]),
        )
        .order_by(Employee.id)
    )
    known = select(Employee).where(Employee.name.in_(names)).order_by(Employee.id)
    return [*db.session.scalars(known), *list(db.session.scalars(mapped))[::OFTEN]]


def _lines(names: list[str], stars: dict[Role, str], on: date) -> Iterator[OfficialLine]:
    random = Random(SEED)  # noqa: S311  # demo rows, not secrets
    for number, person in enumerate(_people(names)):
        steady = person.name == stars[Role.EMPLOYEE]
        is_former = person.name in (stars[Role.EMPLOYEE], stars[Role.HR]) or number % 2 == 0
        day = on - timedelta(days=FORMER if is_former else RECENT)
        lean = random.choice(LEANS)
        levels = {
            code: level if steady else _near(level + lean + random.choice(DRIFTS))
            for code, level in _levels(person, on).items()
        }
        yield (
            number + 2,
            {
                C.NIP: person.nip,
                C.DAY: day.isoformat(),
                C.PROVIDER: "Pusat Penilaian Contoh",
                C.REPORT: f"UK/{number + 1:03}/{day.year}",
                C.PURPOSE: "Pemetaan" if is_former else "Pengisian jabatan",
                C.PRINTED: MISPRINT if number == MISPRINTED else "",
                **{code: str(level) for code, level in levels.items()},
            },
        )


def _levels(person: Employee, on: date) -> dict[str, int]:
    """The levels that somebody else has confirmed, else those that the position asks for."""
    codes = {one.id: one.code for one in db.session.scalars(select(Competency))}
    asked = {
        row.competency_id: row.level
        for row in db.session.execute(required_levels(on, [person.position_id]))
        if row.level is not None
    }
    confirmed = select(Present.competency_id, Present.level).where(
        Present.employee_id == person.id, Present.kind != RecordKind.SELF
    )
    known = dict(iter(db.session.execute(confirmed)))
    return {codes[number]: known.get(number, level) for number, level in asked.items()}


def _near(level: int) -> int:
    return max(LOWEST_LEVEL, min(HIGHEST_LEVEL, level))
