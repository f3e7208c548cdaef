"""What has changed since people were appointed: moves, lines, standings, acting leaders."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from kinerja.extensions import Base, db
from kinerja.people.models import (
    ActingLeader,
    Employee,
    Posting,
    ReportingLine,
    StandingPeriod,
    Unit,
)
from kinerja.people.rules import ActingKind, LineKind, Standing
from kinerja.people.services import settle
from kinerja.people.services.histories import FOREVER, ONE_DAY
from kinerja.permissions import Role

DISTRICT = "Kecamatan Contoh Barat"
DECREE = "SK contoh 800/{number}"
# Unit, position, why, begun so many days ago, for so many days; None: for good.
AWAY = (
    ("Dinas Kesehatan", "Pengadministrasi Umum", Standing.RETIRED, 40, None),
    ("Kelurahan Contoh Damai", "Lurah", Standing.RETIRED, 15, None),
    ("Bagian Organisasi", "Pengolah Data", Standing.MOVED_OUT, 10, None),
    ("Dinas Sosial", "Petugas Loket", Standing.LEFT, 5, None),
    ("Puskesmas Contoh Barat", "Perawat Mahir", Standing.STUDY_LEAVE, 200, 730),
    ("Dinas Pendidikan", "Penata Layanan Ahli Pertama", Standing.UNPAID_LEAVE, 60, 365),
    (DISTRICT, "Petugas Loket", Standing.DISCIPLINED, 20, 90),
    ("Dinas Perhubungan", "Kepala Subbagian Umum", Standing.RETIRED, -40, None),
)


def change(
    stars: Mapping[Role, Employee], staff: Sequence[Employee], units: Mapping[str, Unit], on: date
) -> None:
    """Write it all, and let it take effect on the day."""
    db.session.add_all(standings(staff, on))
    db.session.add_all(leaderships(stars, staff, units, on))
    db.session.add_all(lines(stars, staff, on))
    db.session.add(move(staff, units, on))
    settle(on=on)


def find(staff: Sequence[Employee], unit: str, title: str) -> Employee:
    """The first with the position in the unit."""
    return next(
        person for person in staff if person.unit.name == unit and person.position.title == title
    )


def standings(staff: Sequence[Employee], on: date) -> Iterator[Base]:
    """Who has left, is away, or will leave."""
    for number, (unit, title, standing, ago, days) in enumerate(AWAY, start=201):
        first = on - timedelta(days=ago)
        yield StandingPeriod(
            employee_id=find(staff, unit, title).id,
            standing=standing,
            valid_from=first,
            valid_to=None if days is None else first + timedelta(days=days),
            decree=DECREE.format(number=number),
        )


def leaderships(
    stars: Mapping[Role, Employee], staff: Sequence[Employee], units: Mapping[str, Unit], on: date
) -> Iterator[Base]:
    """The district's secretary stands in for its head; a village without a head has an acting one.

    And one of each that is over or still to come.
    """
    head = find(staff, DISTRICT, "Camat")
    chief = find(staff, "Dinas Kesehatan", "Kepala Perangkat Daerah")
    deputy = find(staff, "Dinas Kesehatan", "Sekretaris Perangkat Daerah")
    village = "Kelurahan Contoh Damai"
    yield acting(stars[Role.UNIT_ADMIN], on, -2, 5, absent_id=head.id)
    yield acting(stars[Role.SUPERVISOR], on, -400, -390, absent_id=head.id)
    yield acting(deputy, on, 20, 30, absent_id=chief.id)
    substitute = find(staff, village, "Penata Layanan Ahli Pertama")
    yield acting(substitute, on, -14, 75, unit_id=units[village].id)


def acting(
    holder: Employee,
    on: date,
    first: int,
    last: int,
    *,
    unit_id: int | None = None,
    absent_id: int | None = None,
) -> ActingLeader:
    """Somebody leads from so many days off to so many days off."""
    return ActingLeader(
        kind=ActingKind.PLH if absent_id else ActingKind.PLT,
        employee_id=holder.id,
        unit_id=unit_id,
        absent_id=absent_id,
        valid_from=on + timedelta(days=first),
        valid_to=on + timedelta(days=last),
        decree="SPT contoh 094/77",
    )


def lines(stars: Mapping[Role, Employee], staff: Sequence[Employee], on: date) -> Iterator[Base]:
    """A villager who works at the district's counter, and a rater who is not the supervisor."""
    villager = find(staff, "Kelurahan Contoh Indah", "Petugas Loket")
    nurse = find(staff, "Puskesmas Contoh Barat", "Perawat Terampil")
    doctor = find(staff, "Puskesmas Contoh Barat", "Kepala Puskesmas")
    since = on - timedelta(days=90)
    yield ReportingLine(
        employee_id=villager.id,
        kind=LineKind.SUPERVISOR,
        superior_id=stars[Role.SUPERVISOR].id,
        valid_from=since,
        reason="diperbantukan di loket kecamatan, SPT contoh 094/15",
    )
    yield ReportingLine(
        employee_id=nurse.id,
        kind=LineKind.RATER,
        superior_id=doctor.id,
        valid_from=since,
        reason="pendelegasian penilaian, SK contoh 800/31",
    )


def move(staff: Sequence[Employee], units: Mapping[str, Unit], on: date) -> Posting:
    """Somebody who came from another office a year ago."""
    person = find(staff, "Dinas Sosial", "Arsiparis Terampil")
    first = db.session.scalars(select(Posting).where(Posting.employee_id == person.id)).one()
    since = max(on - timedelta(days=365), first.valid_from + ONE_DAY)
    first.unit_id, first.valid_to = units["Dinas Perhubungan"].id, since - ONE_DAY
    return Posting(
        employee_id=person.id,
        unit_id=person.unit_id,
        position_id=person.position_id,
        valid_from=since,
        cut_until=FOREVER,
        decree=DECREE.format(number=118),
    )
