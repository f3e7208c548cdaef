"""What has happened to the city's units, and what is planned: a new name, a merger, a plan."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import select

from kinerja.extensions import Base, db
from kinerja.people.demo.city import FOUNDED
from kinerja.people.models import Employee, Posting, Unit, UnitVersion
from kinerja.people.rules import FOREVER

RENAMED, OLD_NAME = "Dinas Penanaman Modal dan PTSP", "Kantor Pelayanan Terpadu"
RENAMED_ON = date(2021, 1, 4)
CLOSED, CLOSED_UNDER = "Kelurahan Contoh Lestari", "Kecamatan Contoh Barat"
MERGED_INTO = "Kelurahan Contoh Indah"
PLANNED, NEW_NAME = "Puskesmas Contoh Timur", "UPTD Puskesmas Contoh Timur"
CAME_ALONG = 2  # people of the merged unit
ONE_DAY = timedelta(days=1)


def merged_on(on: date) -> date:
    """The first of a month about half a year ago."""
    return (on - timedelta(days=170)).replace(day=1)


def unit_changes(units: dict[str, Unit], staff: Iterable[Employee], on: date) -> Iterator[Base]:
    """The rows of it. Histories that are cut short must be there already."""
    renamed = _version(units[RENAMED])
    renamed.valid_from, renamed.reason = RENAMED_ON, "Perda Contoh 5/2020"
    yield UnitVersion(
        unit_id=renamed.unit_id,
        name=OLD_NAME,
        parent_id=renamed.parent_id,
        valid_from=FOUNDED,
        valid_to=RENAMED_ON - ONE_DAY,
    )
    yield from _planned(units[PLANNED], date(on.year + 1, 1, 1))
    yield from _merger(units, staff, merged_on(on))


def _version(unit: Unit) -> UnitVersion:
    return db.session.scalars(select(UnitVersion).where(UnitVersion.unit_id == unit.id)).one()


def _planned(unit: Unit, day: date) -> Iterator[Base]:
    held = _version(unit)
    held.valid_to = day - ONE_DAY
    yield UnitVersion(
        unit_id=unit.id,
        name=NEW_NAME,
        parent_id=held.parent_id,
        valid_from=day,
        cut_until=FOREVER,
        reason="Peraturan Wali Kota Contoh 12 tentang UPTD",
    )


def _merger(units: dict[str, Unit], staff: Iterable[Employee], day: date) -> Iterator[Base]:
    into, decree = units[MERGED_INTO], "Perda Contoh 2 tentang penggabungan kelurahan"
    closed = Unit(name=CLOSED, parent_id=into.id, merged_into_id=into.id, is_active=False)
    db.session.add(closed)
    db.session.flush()
    yield UnitVersion(
        unit_id=closed.id,
        name=CLOSED,
        parent_id=units[CLOSED_UNDER].id,
        valid_from=FOUNDED,
        valid_to=day - ONE_DAY,
        end_reason=decree,
    )
    came = [one for one in staff if one.unit_id == into.id and not one.position.leads_unit]
    for person in came[-CAME_ALONG:]:
        statement = select(Posting).where(Posting.employee_id == person.id)
        posting = db.session.scalars(statement.order_by(Posting.valid_from)).first()
        if posting is not None and posting.valid_from < day <= (posting.valid_to or FOREVER):
            yield Posting(
                employee_id=person.id,
                unit_id=closed.id,
                position_id=posting.position_id,
                valid_from=posting.valid_from,
                valid_to=day - ONE_DAY,
            )
            posting.valid_from, posting.cut_until, posting.decree = day, FOREVER, decree
