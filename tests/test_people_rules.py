"""NIP reading, throttling and session arithmetic, viewers and grants."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Account, Employee, RoleGrant, Unit
from kinerja.people.rules import (
    EmployeeKind,
    JobLevel,
    Standing,
    address_group,
    closes_circle,
    digits,
    is_over,
    read_nip,
    seconds_to_wait,
    spaced,
)
from kinerja.permissions import Permission, Role, may
from tests import factories
from tests.factories import Counting

ON = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
PNS, CPNS = EmployeeKind.PNS, EmployeeKind.CPNS
PPPK, PART_TIME = EmployeeKind.PPPK, EmployeeKind.PPPK_PART_TIME


@pytest.mark.parametrize(
    ("nip", "kind"),
    [
        ("199001012020011001", PNS),
        ("19900101 202001 1 001", PNS),
        ("20000229 202512 2 999", CPNS),
        ("199001012023211999", PPPK),
        ("199001012025991999", PART_TIME),
        ("196501012023211999", PPPK),  # no upper age at appointment for contracts
        ("198003012020021001", PNS),  # 39 years and 11 months
        ("197912012020011001", PNS),  # 40 years
    ],
)
def test_usual_numbers_read_without_a_word(nip: str, kind: EmployeeKind) -> None:
    reading = read_nip(nip, kind, on=ON)
    assert (reading.errors, reading.warnings) == ((), ())
    assert len(reading.nip) == 18
    assert reading.born is not None


@pytest.mark.parametrize(
    ("nip", "kind", "part"),
    [
        ("", PNS, "Isi NIP"),
        ("130012345", PNS, "NIP lama"),
        ("19900101202001100", PNS, "17 digit"),
        ("1990010120200110011", PNS, "19 digit"),
        ("19900101202001100A", PNS, "hanya berisi angka"),
        ("١٩٩٠٠١٠١٢٠٢٠٠١١٠٠١", PNS, "hanya berisi angka"),
        ("199002302020011001", PNS, "tanggal lahir"),
        ("199000002020011001", PPPK, "tanggal lahir"),
        ("203001012023211001", PPPK, "tanggal lahir"),
        ("199001012020131001", PNS, "bulan 01–12"),
        ("199001012020001001", CPNS, "bulan 01–12"),
        ("199001012023211999", PNS, "pilih status PPPK"),
        ("199001012020013001", PNS, "1 (pria) atau 2 (wanita)"),
        ("199001012023210001", PPPK, "1 (pria) atau 2 (wanita)"),
        ("199001012020011000", PNS, "001–999"),
    ],
)
def test_impossible_numbers_are_refused(
    app: Flask, nip: str, kind: EmployeeKind, part: str
) -> None:
    reading = read_nip(nip, kind, on=ON)
    assert not reading.warnings
    with app.test_request_context():
        assert part in str(reading.errors[0])


@pytest.mark.parametrize(
    ("nip", "kind", "part"),
    [
        ("200501012021121001", PNS, "16 tahun"),
        ("196001012020011001", PNS, "60 tahun"),
        ("199001012027011001", PNS, "belum terjadi"),
        ("199001012026121001", CPNS, "belum terjadi"),
        ("199001012027211001", PPPK, "belum terjadi"),
        ("199001012020011001", PPPK, "tampak seperti bulan"),
        ("201501012023211001", PPPK, "8 tahun"),
    ],
)
def test_unusual_numbers_are_accepted_with_a_warning(
    app: Flask, nip: str, kind: EmployeeKind, part: str
) -> None:
    reading = read_nip(nip, kind, on=ON)
    assert not reading.errors
    with app.test_request_context():
        assert part in " ".join(str(warning) for warning in reading.warnings)


def test_numbers_are_printed_in_groups() -> None:
    assert spaced("199001012020011001", PNS) == "19900101 202001 1 001"
    assert spaced("199001012023211999", PPPK) == "19900101 2023 21 1 999"
    assert spaced("130012345", PNS) == "130012345"
    assert digits(" 19900101 202001\t1 001 ") == "199001012020011001"


def test_every_level_and_kind_has_a_label(app: Flask) -> None:
    with app.test_request_context():
        assert len({str(level.label) for level in JobLevel}) == 14
        assert len({str(kind.label) for kind in EmployeeKind}) == 4


def test_waiting_begins_at_the_limit_and_ends_when_the_oldest_try_leaves_the_window() -> None:
    window = timedelta(minutes=15)
    tries = [NOW - timedelta(minutes=minutes) for minutes in (14, 10, 1)]
    assert seconds_to_wait(tries, now=NOW, limit=4, window=window) == 0
    assert seconds_to_wait(tries, now=NOW, limit=3, window=window) == 60
    assert seconds_to_wait(tries, now=NOW, limit=2, window=window) == 300
    later = NOW + timedelta(seconds=59, milliseconds=500)
    assert seconds_to_wait(tries, now=later, limit=3, window=window) == 1
    assert seconds_to_wait(tries, now=NOW + timedelta(minutes=1), limit=3, window=window) == 0
    assert seconds_to_wait([], now=NOW, limit=1, window=window) == 0


def test_a_session_is_over_when_idle_or_old() -> None:
    idle, absolute = timedelta(minutes=30), timedelta(hours=12)

    def over(created: timedelta, seen: timedelta) -> bool:
        return is_over(
            now=NOW, created=NOW - created, seen=NOW - seen, idle=idle, absolute=absolute
        )

    assert not over(timedelta(hours=11), timedelta(minutes=29))
    assert over(timedelta(hours=11), timedelta(minutes=30))
    assert over(timedelta(hours=12), timedelta(0))


@pytest.mark.parametrize(
    ("address", "group"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("unix:", ""),
        (None, ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address: str | None, group: str) -> None:
    assert address_group(address) == group


def test_a_supervisor_who_is_led_closes_a_circle() -> None:
    assert closes_circle(1, [3, 2, 1])
    assert not closes_circle(1, [3, 2])


def test_viewer_holds_todays_grants_with_the_units_under_each_and_direct_reports(
    app: Flask, count_queries: Counting
) -> None:
    root = factories.unit(app)
    office = factories.unit(app, parent=root)
    desk = factories.unit(app, parent=office)
    other = factories.unit(app, parent=root)
    boss = factories.employee(app, unit_id=office)
    clerk = factories.employee(app, supervisor_id=boss)
    factories.employee(app, supervisor_id=boss, standing=Standing.RETIRED)
    factories.account(app, boss, "x")
    factories.grant(app, boss, Role.UNIT_ADMIN, office)
    factories.grant(app, boss, Role.TRAINER, other, valid_from=ON, valid_to=ON)
    factories.grant(app, boss, Role.TRAINER, root, valid_to=ON - timedelta(days=1))
    factories.grant(app, boss, Role.LEADER, root, valid_from=ON + timedelta(days=1))
    with app.app_context():
        account = db.session.scalars(select(Account)).one()
        with count_queries() as statements:
            who = queries.viewer(account, ON)
        assert len(statements) <= 3
    assert dict(who.grants) == {
        Role.UNIT_ADMIN: frozenset({office, desk}),
        Role.TRAINER: frozenset({other}),
    }
    assert who.direct_reports == {clerk}
    assert who.roles == {Role.EMPLOYEE, Role.SUPERVISOR, Role.UNIT_ADMIN, Role.TRAINER}
    assert who.units(Permission.VIEW_STAFF) == {office, desk}
    assert may(who, Permission.EDIT_STAFF, desk)
    assert not may(who, Permission.EDIT_STAFF, other)
    with app.app_context():
        today = queries.viewer(db.session.scalars(select(Account)).one())
        assert today.employee_id == boss


def test_subtree_ends_even_on_a_circle_of_units(app: Flask) -> None:
    first = factories.unit(app)
    second = factories.unit(app, parent=first)
    with app.app_context():
        db.session.get_one(Unit, first).parent_id = second
        db.session.commit()
        assert set(db.session.scalars(queries.subtree(first))) == {first, second}


def test_database_refuses_an_own_supervisor_and_grants_that_end_before_they_begin(
    app: Flask,
) -> None:
    person = factories.employee(app)
    with app.app_context():
        db.session.get_one(Employee, person).supervisor_id = person
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()
        unit_id = db.session.get_one(Employee, person).unit_id
        db.session.add(
            RoleGrant(
                employee_id=person,
                role=Role.LEADER,
                unit_id=unit_id,
                valid_from=ON,
                valid_to=ON - timedelta(days=1),
            )
        )
        with pytest.raises(IntegrityError):
            db.session.flush()
