"""What people choose about mails, on the page and by the link in a mail."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, insert

from kinerja import audit, mail
from kinerja.database import insert_new
from kinerja.extensions import db
from kinerja.notifications import queries
from kinerja.notifications.models import Digest, Preference
from kinerja.notifications.rules import CHOOSABLE, MailChoice, NoticeKind, Rhythm

EVERYTHING = "digest"  # what the digest's own link ends


def choose(employee_id: int, *, by_kind: Mapping[NoticeKind, MailChoice], rhythm: Rhythm) -> None:
    """Keep how the person wants to hear of the kinds by mail, and how often the digest comes.

    Kinds that are left out stay as they are; security cannot be chosen.
    """
    chosen = {kind: choice for kind, choice in by_kind.items() if kind in CHOOSABLE}
    _keep(employee_id, chosen)
    insert_new(Digest, employee_id=employee_id, rhythm=rhythm)
    db.session.get_one(Digest, employee_id).rhythm = rhythm
    db.session.flush()
    audit.record(
        "mail.chosen",
        f"people_employee:{employee_id}",
        by=employee_id,
        after={"rhythm": rhythm} | {kind.value: choice for kind, choice in chosen.items()},
    )


def _keep(employee_id: int, chosen: Mapping[NoticeKind, MailChoice]) -> None:
    if not chosen:
        return
    db.session.execute(
        delete(Preference).where(
            Preference.employee_id == employee_id, Preference.kind.in_(list(chosen))
        )
    )
    rows: list[dict[str, Any]] = [
        {"employee_id": employee_id, "kind": kind, "email": choice}
        for kind, choice in chosen.items()
    ]
    db.session.execute(insert(Preference), rows)


def stop_token(employee_id: int, kind: NoticeKind | None) -> str:
    """The secret of the link that ends the mails of the kind, or the whole digest."""
    return mail.seal("stop", employee_id, kind or EVERYTHING)


def read_stop_token(token: str) -> tuple[int, NoticeKind | None] | None:
    """Whose mails of which kind the link ends; None for a kind: the digest. None: not ours."""
    facts = mail.unseal("stop", token)
    if facts is None:
        return None
    employee_id, kind = facts
    return employee_id, None if kind == EVERYTHING else NoticeKind(kind)


def stop_mails(employee_id: int, kind: NoticeKind | None) -> None:
    """No more mails of the kind; without one, of nothing that the digest tells."""
    if kind is None:
        before = queries.choices(employee_id).by_kind
        ended = [one for one in CHOOSABLE if before[one] is MailChoice.DIGEST]
    else:
        ended = [kind]
    _keep(employee_id, dict.fromkeys(ended, MailChoice.NEVER))
    audit.record(
        "mail.stopped", f"people_employee:{employee_id}", by=employee_id, after={"ended": ended}
    )
