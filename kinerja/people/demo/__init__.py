"""A plainly fictional city: its units, its staff, and one account for each role."""

import secrets
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from random import Random

from kinerja.extensions import Base, db
from kinerja.people.demo.accounts import more_accounts
from kinerja.people.demo.careers import change
from kinerja.people.demo.cases import cases, explain_grants, more_grants
from kinerja.people.demo.city import FOUNDED, HEADS, STAFFING, STARS, UNITS, Star
from kinerja.people.demo.imports import add_imports
from kinerja.people.demo.offices import unit_changes
from kinerja.people.demo.persons import Cast
from kinerja.people.demo.privacy import privacy
from kinerja.people.models import (
    Account,
    Employee,
    Position,
    Posting,
    ReportingLine,
    RoleGrant,
    Unit,
    UnitVersion,
)
from kinerja.people.rules import LineKind
from kinerja.people.services import hash_password
from kinerja.permissions import Role

UNMISTAKABLE = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class DemoAccount:
    """How to sign in as one role of the demo."""

    role: str
    nip: str
    password: str
    name: str
    note: str

    def as_dict(self) -> dict[str, str]:
        """For the accounts' file."""
        return asdict(self)


def load(*, on: date, random: Random) -> list[DemoAccount]:
    """Add the city. All of it follows from `random`, but the passwords, which are secret."""
    units, positions = add_units(), add_positions()
    cast = Cast(on=on, random=random, reserved={star.name for star in STARS})
    staff = list(people(units, positions, cast))
    db.session.add_all(staff)
    db.session.flush()
    db.session.add_all(entry for person in staff for entry in histories(person))
    by_name = {person.name: person for person in staff}
    accounts = [add_account(star, by_name[star.name], units, on=on) for star in STARS]
    stars = {star.role: by_name[star.name] for star in STARS}
    db.session.add_all(list(unit_changes(units, staff, on)))
    change(stars, staff, units, on)
    admin, clerk = stars[Role.AGENCY_ADMIN], stars[Role.EMPLOYEE]
    db.session.add_all(privacy(staff, by=admin, asked=clerk, on=on))
    explain_grants(admin)
    db.session.add_all(more_grants(stars, on))
    db.session.add_all(more_accounts(stars, staff))
    db.session.add_all(cases(stars, staff, on))
    db.session.flush()
    add_imports(stars[Role.HR], on=on)
    return accounts


def add_units() -> dict[str, Unit]:
    """The units by name."""
    units: dict[str, Unit] = {}
    for name, above, _staffing in UNITS:
        units[name] = Unit(name=name, parent=units[above] if above else None, is_active=True)
    db.session.add_all(units.values())
    db.session.flush()
    for unit in units.values():
        db.session.add(
            UnitVersion(
                unit_id=unit.id, name=unit.name, parent_id=unit.parent_id, valid_from=FOUNDED
            )
        )
    return units


def add_positions() -> dict[str, Position]:
    """The positions by title."""
    levels = {title: level for rows in STAFFING.values() for title, level, _n, _led_by in rows}
    positions = {
        title: Position(title=title, job_level=level, leads_unit=title in HEADS)
        for title, level in levels.items()
    }
    db.session.add_all(positions.values())
    db.session.flush()
    return positions


def people(
    units: dict[str, Unit], positions: dict[str, Position], cast: Cast
) -> Iterator[Employee]:
    """Everybody, unit by unit; whoever leads comes before whoever is led."""
    known = {(star.unit, star.title): star.name for star in STARS}
    for unit, _above, staffing in UNITS:
        led: dict[str, list[Employee]] = {}
        for title, level, count, led_by in STAFFING[staffing]:
            for index in range(count):
                person = cast.somebody(level, name=known.pop((unit, title), None))
                person.unit, person.position = units[unit], positions[title]
                leaders = led.get(led_by or "", ())
                # Where nobody is set, the supervisor follows from the units.
                person.supervisor = leaders[index % len(leaders)] if leaders else None
                led.setdefault(title, []).append(person)
                yield person


def histories(person: Employee) -> Iterator[Base]:
    """Since when somebody works where they do, and who was set above them."""
    appointed = date(
        int(person.nip[8:12]), 1 if person.kind.is_contract else int(person.nip[12:14]), 1
    )
    yield Posting(
        employee_id=person.id,
        unit_id=person.unit_id,
        position_id=person.position_id,
        valid_from=appointed,
    )
    if person.supervisor_id and not person.position.leads_unit:
        yield ReportingLine(
            employee_id=person.id,
            kind=LineKind.SUPERVISOR,
            superior_id=person.supervisor_id,
            valid_from=appointed,
        )


def add_account(star: Star, person: Employee, units: dict[str, Unit], *, on: date) -> DemoAccount:
    """An account with a password of its own, and the role's grant."""
    letters = [secrets.choice(UNMISTAKABLE) for _ in range(12)]
    password = "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))
    db.session.add(
        Account(employee_id=person.id, password_hash=hash_password(password), is_active=True)
    )
    if star.granted:
        grant = RoleGrant(
            employee_id=person.id,
            role=star.role,
            unit_id=units[star.granted].id,
            valid_from=on - timedelta(days=365),
        )
        db.session.add(grant)
    return DemoAccount(star.role.value, person.nip, password, person.full_name, star.note)
