"""Why each role was granted, a grant that ended and one to come, and corrections in each state."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from kinerja import clock
from kinerja.extensions import Base, db
from kinerja.people.models import Correction, Employee, RoleGrant
from kinerja.people.rules import FIELDS, CorrectionStatus, CorrectionTopic
from kinerja.people.services import due_day
from kinerja.permissions import Role

S, T = CorrectionStatus, CorrectionTopic
LETTER = "Surat tugas contoh 800/{number}/2025"


def explain_grants(admin: Employee) -> None:
    """Whoever holds a role was given it by the agency's admin, by a letter."""
    grants = db.session.scalars(select(RoleGrant).order_by(RoleGrant.id))
    for number, grant in enumerate(grants, start=1):
        grant.reason = LETTER.format(number=number)
        grant.granted_by_id = None if grant.employee_id == admin.id else admin.id


def more_grants(stars: Mapping[Role, Employee], on: date) -> Iterator[RoleGrant]:
    """One that ended and one to come."""
    admin = stars[Role.AGENCY_ADMIN].id
    yield RoleGrant(
        employee_id=stars[Role.EMPLOYEE].id,
        role=Role.SURVEY_ADMIN,
        unit_id=stars[Role.EMPLOYEE].unit_id,
        valid_from=on - timedelta(days=300),
        valid_to=on - timedelta(days=120),
        granted_by_id=admin,
        reason="Membantu survei semester pertama",
    )
    yield RoleGrant(
        employee_id=stars[Role.SUPERVISOR].id,
        role=Role.UNIT_ADMIN,
        unit_id=stars[Role.SUPERVISOR].unit_id,
        valid_from=on + timedelta(days=14),
        valid_to=on + timedelta(days=44),
        granted_by_id=admin,
        reason="Menggantikan admin unit selama cuti",
    )


def cases(stars: Mapping[Role, Employee], staff: Sequence[Employee], on: date) -> Iterator[Base]:
    """What was asked in the district that the demo shows, by the days since."""
    clerk, boss = stars[Role.EMPLOYEE], stars[Role.SUPERVISOR]
    admin, top = stars[Role.UNIT_ADMIN], stars[Role.HR]
    known = {star.id for star in stars.values()}
    others = [
        person for person in staff if person.unit_id == clerk.unit_id and person.id not in known
    ]
    yield case(clerk, T.GRADE, {"grade": "III/d"}, on, days=1, note="SK pangkat terbit bulan ini.")
    yield case(
        clerk,
        T.CONTACT,
        {"email": "sari.teladan@contoh.go.id", "phone": "0812 0000 0001"},
        on,
        days=40,
        status=S.CORRECTED,
        by=admin,
        answer="Sudah diganti. Terima kasih.",
    )
    yield case(
        clerk,
        T.POSITION,
        {},
        on,
        days=75,
        status=S.REFUSED,
        by=admin,
        note="Saya dengar jabatan saya berubah.",
        answer="SK jabatan yang baru belum terbit. Ajukan lagi setelah terbit.",
    )
    yield case(
        others[-1],
        T.SUPERVISOR,
        {"supervisor_id": boss.id},
        on,
        days=2,
        note="Sejak pembagian tugas yang baru saya dipimpin kepala seksi pelayanan.",
    )
    yield case(others[-2], T.NAME, {}, on, days=12, note="Gelar saya kurang.", status=S.ESCALATED)
    yield case(others[-3], T.UNIT, {}, on, days=30, status=S.WITHDRAWN)
    yield case(admin, T.NIP, {}, on, days=3, note="Satu digit tertukar.")
    yield case(
        others[-4],
        T.SUPERVISOR,
        {"supervisor_id": boss.id},
        on,
        days=60,
        status=S.REFUSED,
        by=top,
        answer="Menurut uraian tugas, atasan Anda sekretaris kecamatan.",
    )


def case(
    person: Employee,
    topic: CorrectionTopic,
    proposal: dict[str, Any],
    on: date,
    *,
    days: int,
    status: CorrectionStatus = S.ASKED,
    by: Employee | None = None,
    note: str = "",
    answer: str = "",
) -> Correction:
    """One case, asked so many days ago; decided a day later where it is."""
    asked_at = datetime.combine(on - timedelta(days=days), time(9), tzinfo=clock.zone())
    corrected = status is S.CORRECTED
    return Correction(
        employee_id=person.id,
        topic=topic,
        before={name: getattr(person, name) for name in FIELDS[topic]},
        proposal=proposal,
        note=note,
        status=status,
        asked_at=asked_at,
        since=asked_at if status is S.ASKED else asked_at + timedelta(days=1),
        due_on=due_day(topic, at=asked_at),
        decided_by_id=by.id if by else None,
        answer=answer,
        applied=proposal if corrected else {},
        valid_from=on - timedelta(days=days - 1) if corrected else None,
    )
