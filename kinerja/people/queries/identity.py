"""What an entry of the audit trail says of names: kept beside the trail, proved by its digest."""

from typing import Any

from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import IdentityChange
from kinerja.people.rules import identity_digest

Facts = dict[str, Any]


def with_identity(told: Facts) -> Facts:
    """The entry's facts with number and name before and after, where they are still kept.

    Where they have been forgotten, or do not fit the digest, the facts stay as they are.
    """
    digest = told.get("identity_digest")
    if not digest:
        return told
    noted = db.session.scalar(select(IdentityChange).where(IdentityChange.digest == digest))
    if noted is None or digest != identity_digest(noted.salt, noted.before, noted.after):
        return told
    rest = {name: told[name] for name in told if name not in ("identity", "identity_digest")}
    sides = {"before": noted.before, "after": noted.after}
    changed = {
        side: {name: facts[name] for name in told["identity"]} for side, facts in sides.items()
    }
    return rest | {side: (told.get(side) or {}) | changed[side] for side in sides}
