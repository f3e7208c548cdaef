"""The audit trail: searched, one entry, and as a spreadsheet."""

from datetime import date
from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from kinerja.audit import COMMAND, Entry
from kinerja.audit.actions import ACTIONS
from kinerja.audit.fields import field_label, value_text
from kinerja.audit.labels import GROUPS, action_label, grouped_actions, subject_label
from kinerja.people.queries import audit_trail as queries
from kinerja.people.queries.audit_trail import Trail, TrailFilter
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, personal_spreadsheet, whole_number


def chosen_filter() -> TrailFilter:
    """What the trail is narrowed to; nonsense narrows nothing."""
    asked = {name: " ".join(text.split()) for name, text in request.args.items()}
    action, code = asked.get("tindakan", ""), asked.get("kode", "")
    return TrailFilter(
        who=asked.get("siapa", ""),
        action=action if action in ACTIONS or action in GROUPS else "",
        about=asked.get("tentang", ""),
        since=request.args.get("dari", type=date.fromisoformat),
        until=request.args.get("sampai", type=date.fromisoformat),
        request=code if code.startswith(COMMAND) else code.upper(),
    )


def filter_args(chosen: TrailFilter) -> dict[str, Any]:
    """The filter as it stands in the address."""
    return {
        "siapa": chosen.who or None,
        "tindakan": chosen.action or None,
        "tentang": chosen.about or None,
        "dari": chosen.since,
        "sampai": chosen.until,
        "kode": chosen.request or None,
    }


@bp.get("/jejak-audit")
@requires(Permission.VIEW_AUDIT)
def list_audit() -> Response:
    """Who did what, the newest first."""
    chosen = chosen_filter()
    before, after = (request.args.get(name, type=whole_number) for name in ("sebelum", "sesudah"))
    return page(
        "people/audit_trail.html",
        trail=queries.trail(chosen, to=viewer(), before=before, after=after),
        check=queries.last_check(),
        chosen=chosen,
        args={name: value for name, value in filter_args(chosen).items() if value},
        groups={GROUPS[group]: (group, acts) for group, acts in grouped_actions().items()},
        **WORDS,
    )


WORDS: dict[str, Any] = {
    "action_label": action_label,
    "subject_label": subject_label,
    "field_label": field_label,
    "value_text": value_text,
    "command": COMMAND,
}


@bp.get("/jejak-audit/xlsx")
@requires(Permission.VIEW_AUDIT)
def download_audit() -> Response:
    """What is found, as a spreadsheet; that it was taken is recorded."""
    found = queries.all_entries(chosen_filter(), to=viewer())
    headings = [_("Nomor"), _("Waktu"), _("Siapa"), _("Tindakan"), _("Kode tindakan")]
    headings += [_("Terhadap"), _("Tentang siapa"), _("Kode permintaan"), _("Rincian"), _("Sidik")]
    return personal_spreadsheet(
        "jejak-audit",
        headings,
        [sheet_row(entry, found) for entry in found.entries],
        action="audit.exported",
        subject=Entry.__tablename__,
    )


def sheet_row(entry: Entry, found: Trail) -> list[object]:
    """One entry's cells."""
    people = [found.names.get(person or 0, "") for person in (entry.actor_id, entry.about_id)]
    return [
        entry.seq,
        entry.at,
        people[0],
        str(action_label(entry.action)),
        entry.action,
        entry.subject,
        people[1],
        entry.request,
        entry.details,
        entry.digest,
    ]


@bp.get("/jejak-audit/<int:seq>")
@requires(Permission.VIEW_AUDIT)
def show_audit_entry(seq: int) -> Response:
    """One entry, with what was so before and after."""
    entry = queries.visible_entry(seq, to=viewer())
    return page(
        "people/audit_entry.html",
        entry=entry,
        names=queries.names_of([entry]),
        detail=queries.detail(entry),
        **WORDS,
    )
