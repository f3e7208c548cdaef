"""What somebody has chosen about mails."""

from dataclasses import dataclass

from sqlalchemy import select

from kinerja.extensions import db
from kinerja.notifications.models import Digest, Preference
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm, usual_choice


@dataclass(frozen=True)
class Choices:
    """For each kind the way of hearing of it by mail, and how often the digest comes."""

    by_kind: dict[NoticeKind, MailChoice]
    rhythm: Rhythm


def choices(employee_id: int) -> Choices:
    """The person's choices, the usual ones where nothing was chosen. Two queries."""
    rows = db.session.execute(
        select(Preference.kind, Preference.email).where(Preference.employee_id == employee_id)
    )
    chosen = dict(iter(rows))
    rhythm = db.session.scalar(select(Digest.rhythm).where(Digest.employee_id == employee_id))
    return Choices(
        by_kind={kind: chosen.get(kind, usual_choice(kind)) for kind in NoticeKind},
        rhythm=rhythm or Rhythm.WEEKLY,
    )
