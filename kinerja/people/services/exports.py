"""Taking all that is held on oneself out of the application: noted, and not without end."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock, database
from kinerja.errors import ThrottledError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import seconds_to_wait
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule

EXPORTED, PRINTED = "personal-data.exported", "personal-data.printed"
WINDOW = timedelta(hours=1)


def permit_export(*, by: Viewer) -> None:
    """Let the actor take out their own data.

    :raises ThrottledError: they have done so too often within an hour.
    """
    now = clock.now()
    taken = db.session.scalars(
        select(audit.Entry.at)
        .where(
            audit.Entry.actor_id == by.employee_id,
            audit.Entry.action.in_([EXPORTED, PRINTED]),
            audit.Entry.at > now - WINDOW,
        )
        .order_by(audit.Entry.seq.desc())
    ).all()
    limit = rule("privacy.exports_per_hour", on=clock.today())
    wait = seconds_to_wait(taken, now=now, limit=limit, window=WINDOW)
    if wait:
        raise ThrottledError(
            _(
                "Data Anda sudah diunduh atau dicetak %(limit)s kali dalam satu jam. Tunggu "
                "%(minutes)s menit, lalu ulangi.",
                limit=limit,
                minutes=-(-wait // 60),
            ),
            retry_after=wait,
        )


def note_export(action: str, *, rows: int, by: Viewer) -> None:
    """Note, after this request, that the actor took so many rows about themselves out."""
    database.remember(
        audit.record,
        action=action,
        subject=f"{Employee.__tablename__}:{by.employee_id}",
        by=by.employee_id,
        about=by.employee_id,
        rows=rows,
    )
