"""The data admin's list of corrections, and deciding one."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import every, paged
from kinerja.errors import DomainError, StaleError
from kinerja.people import queries, services
from kinerja.people.forms import APPLY_FORMS, ApplyForm, RefuseForm, SureForm
from kinerja.people.models import Correction
from kinerja.people.rules import FIELDS, CorrectionTopic, topic_of
from kinerja.people.views.blueprint import bp
from kinerja.people.views.corrections import facts, refuse
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, personal_spreadsheet, see_other, whole_number

PARTS = {"": True, "selesai": False, "semua": None}


def filters() -> dict[str, Any]:
    """What the list is narrowed to, as `queries.corrections` takes it."""
    return {
        "search": request.args.get("cari", "").strip(),
        "topic": topic_of(request.args.get("tentang", "")),
        "unit_id": request.args.get("unit", type=whole_number),
        "is_open": PARTS.get(request.args.get("bagian", ""), True),
    }


@bp.get("/perbaikan-data")
@requires(Permission.HANDLE_CORRECTIONS)
def list_corrections() -> Response:
    """Cases in the visitor's units, open ones first, the soonest deadline first."""
    chosen = filters()
    cases = paged(queries.corrections(to=viewer(), **chosen), page=page_number())
    return page(
        "people/corrections.html",
        cases=cases,
        desks=queries.desks(cases.items, on=clock.today()),
        units=queries.units_by_name(viewer().units(Permission.HANDLE_CORRECTIONS)),
        topics=list(CorrectionTopic),
        chosen=chosen,
        part=next(part for part, is_open in PARTS.items() if is_open is chosen["is_open"]),
    )


@bp.get("/perbaikan-data/xlsx")
@requires(Permission.HANDLE_CORRECTIONS)
def download_corrections() -> Response:
    """The same list as a spreadsheet, without what is proposed; that it was taken is recorded."""
    cases = every(queries.corrections(to=viewer(), **filters()))
    rows, table = map(sheet_row, cases), Correction.__tablename__
    return personal_spreadsheet(
        "perbaikan-data", sheet_headings(), rows, action="correction.exported", subject=table
    )


def sheet_headings() -> list[str]:
    """The columns of the spreadsheet."""
    return [
        _("Nama"),
        _("Unit kerja"),
        _("Tentang"),
        _("Keadaan"),
        _("Diajukan"),
        _("Batas"),
        _("Diputuskan oleh"),
    ]


def sheet_row(asked: Correction) -> list[object]:
    """One case's cells."""
    return [
        asked.employee.full_name,
        asked.employee.unit.name,
        asked.topic.label,
        asked.status.label,
        asked.asked_at,
        asked.due_on,
        asked.decided_by.full_name if asked.decided_by else "",
    ]


@bp.route("/perbaikan-data/<int:correction_id>", methods=["GET", "POST"])
@requires(Permission.HANDLE_CORRECTIONS)
def handle_correction(correction_id: int) -> Response:
    """One case: what is recorded, what is proposed, and the form that changes it."""
    asked = handled(correction_id)
    form = applying(asked)
    if form.validate_on_submit() and apply(asked, form):
        flash(_("Data %(name)s diperbaiki.", name=asked.employee.name))
        return see_other("people.list_corrections")
    return page("people/correction.html", form=form, **facts(asked))


def handled(correction_id: int) -> Correction:
    """A case that is the visitor's to decide."""
    return queries.handled_correction(correction_id, to=viewer())


def applying(asked: Correction) -> ApplyForm:
    """The topic's form, filled with the proposal, else with what is recorded now."""
    person, topic = asked.employee, asked.topic
    values = {name: asked.proposal.get(name, getattr(person, name)) for name in FIELDS[topic]} | {
        "valid_from": clock.today()
    }
    if topic is CorrectionTopic.SUPERVISOR:
        values["supervisor_nip"] = nip_of(asked.proposal.get("supervisor_id"))
    form = APPLY_FORMS[topic](data=values)
    if topic is CorrectionTopic.UNIT:
        units = queries.units_by_name(viewer().units(Permission.EDIT_STAFF))
        form.unit_id.choices = [SelectChoice(unit.id, unit.name) for unit in units]
    if topic is CorrectionTopic.POSITION:
        form.position_id.choices = [
            SelectChoice(one.id, f"{one.title} ({one.job_level.label})")
            for one in queries.positions_by_title()
        ]
    return form


def nip_of(employee_id: int | None) -> str:
    """The proposed supervisor's number; empty where none is proposed."""
    return queries.employee(employee_id).nip if employee_id else ""


def apply(asked: Correction, form: ApplyForm) -> bool:
    """Change the data; a refusal goes into the form, unless somebody else was faster."""
    try:
        services.apply_correction(asked, **form.values(), by=viewer())
    except StaleError:
        raise
    except DomainError as error:
        refuse(form, error)
        return False
    return True


@bp.route("/perbaikan-data/<int:correction_id>/tolak", methods=["GET", "POST"])
@requires(Permission.HANDLE_CORRECTIONS)
def refuse_correction(correction_id: int) -> Response:
    """Say why the data stay as they are."""
    asked, form = handled(correction_id), RefuseForm()
    if form.validate_on_submit():
        services.refuse_correction(asked, **form.values(), by=viewer())
        flash(_("Permintaan %(name)s ditolak dengan alasan Anda.", name=asked.employee.name))
        return see_other("people.list_corrections")
    if not asked.is_open:
        raise StaleError()
    return page("people/correction_refuse.html", form=form, **facts(asked))


@bp.route("/perbaikan-data/<int:correction_id>/teruskan", methods=["GET", "POST"])
@requires(Permission.HANDLE_CORRECTIONS)
def escalate_correction(correction_id: int) -> Response:
    """Pass the case on to the highest desk."""
    asked, form = handled(correction_id), SureForm()
    if form.validate_on_submit():
        services.escalate_correction(asked, by=viewer())
        flash(_("Permintaan %(name)s diteruskan.", name=asked.employee.name))
        return see_other("people.list_corrections")
    if not asked.is_open:
        raise StaleError()
    return page("people/correction_escalate.html", form=form, **facts(asked))
