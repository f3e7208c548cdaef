"""All that is held on the visitor: to look at, to take along, to print."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Response, current_app, make_response
from flask_babel import LazyString
from flask_babel import gettext as _

from kinerja import clock
from kinerja.audit.fields import field_label
from kinerja.audit.labels import action_label, subject_label
from kinerja.home import queries
from kinerja.home.queries import Held
from kinerja.home.views.start import bp
from kinerja.people import services as people
from kinerja.people.rules import FIELD_LABELS
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import clock_time, day, page, page_number

FORMAT = 1  # of the exported file; grows when its shape changes


@bp.get("/data-saya")
@requires(Permission.OWN_DATA)
def personal() -> Response:
    """Every kind of data with its newest rows."""
    found = queries.summary(viewer().employee_id, on=clock.today())
    return page("home/personal.html", groups=found)


@bp.get("/data-saya/bagian/<section>")
@requires(Permission.OWN_DATA)
def personal_section(section: str) -> Response:
    """One kind of data, page by page."""
    held, rows = queries.section_page(
        section, of=viewer().employee_id, on=clock.today(), page=page_number()
    )
    return page("home/personal_section.html", held=held, rows=rows)


@bp.get("/data-saya/cetak")
@requires(Permission.OWN_DATA)
@sensitive
def print_personal() -> Response:
    """All of it on one page, for paper."""
    people.permit_export(by=viewer())
    found = queries.everything(viewer().employee_id, on=clock.today())
    people.note_export(people.PRINTED, rows=row_count(found), by=viewer())
    return page("home/personal_print.html", sections=found, made_at=clock.now())


@bp.get("/data-saya/unduh")
@requires(Permission.OWN_DATA)
@sensitive
def export_personal() -> Response:
    """All of it as a file that programs can read."""
    people.permit_export(by=viewer())
    found = queries.everything(viewer().employee_id, on=clock.today())
    people.note_export(people.EXPORTED, rows=row_count(found), by=viewer())
    return as_file(found)


def row_count(found: list[Held]) -> int:
    """How many rows there are in all."""
    return sum(held.total for held in found)


def as_file(found: list[Held]) -> Response:
    """The data as JSON to save; days and moments in ISO 8601."""
    text = json.dumps(
        {
            "format": FORMAT,
            "agency": current_app.config["AGENCY"],
            "made_at": clock.local(clock.now()).isoformat(timespec="seconds"),
            "sections": [as_facts(held) for held in found],
        },
        ensure_ascii=False,
        indent=1,
    )
    answer = make_response(text)
    answer.mimetype = "application/json"
    name = f"data-saya-{clock.today().isoformat()}.json"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def as_facts(held: Held) -> dict[str, Any]:
    """One section of the file."""
    return {
        "key": held.section.key,
        "title": str(held.section.title),
        "source": str(held.section.source),
        "legal_basis": str(held.section.basis.label),
        "kept": held.kept,
        "columns": {key: str(label) for key, label in held.section.labels.items()},
        "rows": [{key: plain(value) for key, value in row.items()} for row in held.rows],
    }


def plain(value: Any) -> Any:
    """The value as JSON holds it."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, LazyString) else value


@bp.app_template_filter("datum")
def datum(value: Any, key: str) -> str:
    """The value of the column for people's eyes; what the trail keeps as codes, in words."""
    if key == "action":
        return str(action_label(value))
    if key == "subject":
        return str(subject_label(value)[0])
    return worded(value)


def worded(value: Any) -> str:
    """The value for people's eyes: days in full, yes and no, names of fields."""
    if isinstance(value, bool):
        return str(_("Ya") if value else _("Tidak"))
    if isinstance(value, datetime):
        return f"{day(value)}, {clock_time(value)}"
    if isinstance(value, date):
        return day(value)
    return worded_parts(value) or "–"


def worded_parts(value: Any) -> str:
    """What is made of parts, part by part; what has a label, by its label; nothing as nothing."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(worded(part) for part in value)
    if isinstance(value, Mapping):
        return "; ".join(worded_pair(key, fact) for key, fact in value.items())
    return str(getattr(value, "label", value))


def worded_pair(key: str, fact: Any) -> str:
    """One named fact: what is kept as a row's number is said to be one."""
    words = _("nomor %(number)s", number=fact) if key.endswith("_id") and fact else worded(fact)
    return f"{FIELD_LABELS.get(key) or field_label(key)}: {words}"
