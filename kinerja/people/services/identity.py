"""Names and numbers before a change: kept where they can be forgotten, proved by the trail."""

import secrets
from typing import Any

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import Employee, IdentityChange
from kinerja.people.rules import IDENTITY, identity_digest


def identity(employee: Employee) -> dict[str, Any]:
    """What names somebody: number, name and degrees."""
    return {name: getattr(employee, name) for name in IDENTITY}


def note_identity(employee: Employee, *, before: dict[str, Any], by: int | None) -> dict[str, Any]:
    """Keep what somebody was called before, where it differs from now.

    Returns what the audit trail may hold of it: which of number, name and degrees changed, and
    the digest of the salted facts. Empty when nothing changed.
    """
    after = identity(employee)
    changed = [name for name in IDENTITY if before[name] != after[name]]
    if not changed:
        return {}
    salt = secrets.token_hex(32)
    noted = IdentityChange(
        employee_id=employee.id,
        at=clock.now(),
        by_id=by,
        salt=salt,
        before=before,
        after=after,
        digest=identity_digest(salt, before, after),
    )
    db.session.add(noted)
    db.session.flush()
    return {"identity": changed, "identity_digest": noted.digest}
