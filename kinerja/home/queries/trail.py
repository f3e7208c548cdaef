"""What the audit trail knows of somebody: who read or changed what is theirs, and what they did."""

import json
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, not_, or_
from sqlalchemy.orm import aliased

from kinerja.audit import Entry
from kinerja.people.models import Employee
from kinerja.personal import Basis, Column, Group, Section, picked

KEPT = "retention.audit_years"
OWN = "tindakan"
READING = ("read", "exported", "printed")


def is_reading() -> ColumnElement[bool]:
    """The condition on entries that something was read or taken out, not changed."""
    return or_(*(Entry.action.endswith(f".{verb}") for verb in READING))


def personal_data(employee_id: int) -> list[Section]:
    """Readings by others, changes by others, and the person's own acts."""
    about = Entry.about_id == employee_id
    others = or_(Entry.actor_id.is_(None), Entry.actor_id != employee_id)
    return [
        _entries(
            "pembacaan",
            _("Siapa membaca data dan penilaian Anda"),
            about & others & is_reading(),
        ),
        _entries(
            "perubahan",
            _("Siapa mengubah data Anda"),
            about & others & not_(is_reading()),
        ),
        _entries(OWN, _("Yang Anda lakukan di aplikasi ini"), Entry.actor_id == employee_id),
    ]


def with_details(record: dict[str, Any]) -> dict[str, Any]:
    """The record of an entry with its details as facts."""
    if "details" not in record:
        return record
    return record | {"details": json.loads(record["details"])}


def _entries(key: str, title: str, condition: ColumnElement[bool]) -> Section:
    """Entries of the trail; what they say in detail is told only where they are about the person.

    One's own acts may be about others.
    """
    actor = aliased(Employee)
    columns: dict[str, tuple[Column, LazyString]] = {
        "at": (Entry.at, _("Pada")),
        "actor": (actor.name, _("Oleh")),
        "action": (Entry.action, _("Tindakan")),
        "subject": (Entry.subject, _("Terhadap")),
        "request": (Entry.request, _("Kode permintaan")),
        "details": (Entry.details, _("Rincian")),
    }
    if key == OWN:
        del columns["actor"], columns["details"]
    return Section(
        key=key,
        group=Group.TRAIL,
        title=title,
        source=_("Jejak audit; tidak dapat diubah atau dihapus siapa pun"),
        kept=KEPT,
        basis=Basis.LEGAL_OBLIGATION,
        columns=columns,
        rows=picked(columns)
        .select_from(Entry)
        .outerjoin(actor, actor.id == Entry.actor_id)
        .where(condition)
        .order_by(Entry.seq.desc()),
        brief=[column for column in ("at", "actor", "action") if column in columns],
        covers=(),
        shaped=with_details,
    )
