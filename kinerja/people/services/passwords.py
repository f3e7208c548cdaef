"""Passwords: their hashes, and which are refused."""

import lzma
import os
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.people import queries
from kinerja.people.models import Employee
from kinerja.people.rules import read_nip
from kinerja.people.rules.passwords import composed, facts_of, password_fault
from kinerja.rulebook.queries import rule

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Verified in place of a hash that does not exist, so that an unknown number costs as much time.
STAND_IN = (
    "$argon2id$v=19$m=19456,t=2,p=1$Ycz5IPuwBQBzUuznksrThA"
    "$4Gm7EQ08zn1GfxyktbFPZ5CO3Zme+fFf2TKLSOyUKQM"
)
# 19 MiB each: without a bound, a storm of sign-ins would take the memory and every worker.
HASHES_AT_ONCE = BoundedSemaphore(os.cpu_count() or 1)
DATA = Path(__file__).parent.parent / "data"


class PasswordRefusedError(DomainError):
    """The new password is too easy to guess; the sentence says what to do."""

    status = 422
    field = "password"


def hash_password(password: str) -> str:
    """The Argon2id hash to store: 19 MiB, two passes, one lane."""
    with HASHES_AT_ONCE:
        return HASHER.hash(composed(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; one verification of the same cost also without a hash."""
    with HASHES_AT_ONCE:
        try:
            HASHER.verify(password_hash or STAND_IN, composed(password))
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def renewed_hash(password_hash: str, password: str) -> str | None:
    """A hash of the same password when the kept one has outdated parameters, else None."""
    return hash_password(password) if HASHER.check_needs_rehash(password_hash) else None


@cache
def common_passwords() -> frozenset[str]:
    """The passwords that are tried first, folded: breached ones, and words of this country."""
    breached = lzma.decompress((DATA / "common-passwords.txt.xz").read_bytes()).decode()
    words = (DATA / "indonesian-words.txt").read_text(encoding="utf-8")
    return frozenset([*breached.split("\n"), *words.split()]) - {""}


def own_facts(person: Employee) -> list[str]:
    """What anybody can know of the person, as no password may be made of it."""
    agency = queries.root_unit()
    return facts_of(
        nip=person.nip,
        born=read_nip(person.nip, person.kind, on=clock.today()).born,
        names=[person.name, person.unit.name, agency.name if agency else ""],
        contacts=[person.email or "", person.phone or ""],
    )


def check_password(password: str, *, own: list[str]) -> None:
    """Let a new password pass. No rules on kinds of characters, no expiry (NIST SP 800-63B).

    :raises PasswordRefusedError: too short or long, on the list, or guessed from the person.
    """
    today = clock.today()
    fault = password_fault(
        password,
        shortest=rule("password.shortest", on=today),
        longest=rule("password.longest", on=today),
        common=common_passwords(),
        own=own,
    )
    if fault:
        raise PasswordRefusedError(fault)
