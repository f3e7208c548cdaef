"""Accounts besides those of the roles: waiting, disabled, and one whose phone was lost."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta

import pyotp

from kinerja import clock
from kinerja.extensions import Base
from kinerja.people import queries
from kinerja.people.models import (
    Account,
    AccountCode,
    Employee,
    FactorReset,
    LoginSession,
    SecondFactor,
)
from kinerja.people.rules.accounts import CodePurpose
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.people.services import hash_password, sid_hash
from kinerja.people.services.codes import lifetime, new_code, slip_hash
from kinerja.permissions import Role
from kinerja.sealing import seal

OFFICE = "Kecamatan Contoh Barat"
ELSEWHERE = "Puskesmas Contoh Timur"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


def more_accounts(stars: Mapping[Role, Employee], staff: list[Employee]) -> Iterator[Base]:
    """Nobody knows a password or a code for any of them."""
    known = {star.id for star in stars.values()}
    clerks = [each for each in staff if each.unit.name == OFFICE and each.id not in known]
    for clerk in clerks[:3]:
        yield waiting(clerk)
    yield Account(employee_id=clerks[3].id, password_hash=nobodys(), is_active=False)
    doctor = next(each for each in staff if each.unit.name == ELSEWHERE)
    yield from lost_phone(doctor, asked_by=stars[Role.HR])
    yield on_the_phone(stars[Role.AGENCY_ADMIN])


def nobodys() -> str:
    """The hash of a password that nobody knows."""
    return hash_password(secrets.token_hex(16))


def waiting(person: Employee) -> AccountCode:
    """An account that was given a code and has not been activated."""
    now = clock.now()
    return AccountCode(
        account=Account(employee_id=person.id, is_active=True),
        purpose=CodePurpose.ACTIVATION,
        code_hash=slip_hash(new_code()),
        created_at=now,
        expires_at=now + lifetime(CodePurpose.ACTIVATION),
    )


def lost_phone(person: Employee, *, asked_by: Employee) -> Iterator[Base]:
    """An account whose second factor one admin wants removed; another has to agree."""
    now = clock.now()
    account = Account(employee_id=person.id, password_hash=nobodys(), is_active=True)
    long_ago = now - timedelta(days=200)
    yield SecondFactor(
        account=account,
        seed=seal(pyotp.random_base32()),
        created_at=long_ago,
        confirmed_at=long_ago,
    )
    yield FactorReset(
        subject_id=person.id,
        status=FactorResetStatus.WAITING,
        reason="Ponsel hilang di perjalanan dinas, kode pemulihan tertinggal di ponsel itu.",
        requested_by_id=asked_by.id,
        requested_at=now,
    )


def on_the_phone(person: Employee) -> LoginSession:
    """A session on another device, so that the list of one's sessions has two."""
    now = clock.now()
    return LoginSession(
        sid_hash=sid_hash(secrets.token_urlsafe(32)),
        account=queries.account_of(person.id),
        created_at=now,
        seen_at=now,
        fresh_at=now,
        user_agent=PHONE,
        address="10.20.30.40",
    )
