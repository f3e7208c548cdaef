"""Positions: the list with its filters, adding and changing."""

from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _

from kinerja.database import every, paged
from kinerja.errors import DomainError
from kinerja.people import queries, services
from kinerja.people.forms import ChangePositionForm, PositionForm
from kinerja.people.models import Position
from kinerja.people.queries import PositionFilter
from kinerja.people.rules import JobClass, JobLevel
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, page_number, see_other, spreadsheet

YES_NO = {"ya": True, "tidak": False}


def position_filter() -> PositionFilter:
    """What the list is narrowed to; nonsense narrows nothing."""
    asked = request.args
    job_class, level = asked.get("kelas", ""), asked.get("jenjang", "")
    return PositionFilter(
        search=asked.get("cari", "").strip(),
        job_class=JobClass(job_class) if job_class in set(JobClass) else None,
        job_level=JobLevel(level) if level in set(JobLevel) else None,
        leads_unit=YES_NO.get(asked.get("memimpin", "")),
        is_active=YES_NO.get(asked.get("dipakai", "")),
    )


def in_address(chosen: PositionFilter) -> dict[str, Any]:
    """The filter as the address carries it."""
    words = {value: word for word, value in YES_NO.items()}
    return {
        "cari": chosen.search or None,
        "kelas": chosen.job_class,
        "jenjang": chosen.job_level,
        "memimpin": words.get(chosen.leads_unit) if chosen.leads_unit is not None else None,
        "dipakai": words.get(chosen.is_active) if chosen.is_active is not None else None,
    }


@bp.get("/jabatan")
@requires(Permission.VIEW_UNITS)
def list_positions() -> Response:
    """The positions with how many hold each today."""
    chosen = position_filter()
    return page(
        "people/positions.html",
        positions=paged(queries.positions(chosen), page=page_number()),
        chosen=chosen,
        args=in_address(chosen),
        job_classes=list(JobClass),
        job_levels=list(JobLevel),
    )


@bp.get("/jabatan/xlsx")
@requires(Permission.VIEW_UNITS)
def download_positions() -> Response:
    """The same list, all of it, as a spreadsheet."""
    headings = [_("Kode"), _("Jabatan"), _("Jenjang"), _("Kelas"), _("Memimpin unit")]
    headings += [_("Pemegang"), _("Dipakai")]
    rows = every(queries.positions(position_filter()))
    return spreadsheet("jabatan", headings, (sheet_row(*row) for row in rows))


def sheet_row(position: Position, holders: int) -> list[object]:
    """One position's cells."""
    said = {True: _("ya"), False: _("tidak")}
    return [
        position.code or "",
        position.title,
        str(position.job_level.label),
        str(position.job_class.label),
        said[position.leads_unit],
        holders,
        said[position.is_active],
    ]


@bp.route("/jabatan/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def add_position() -> Response:
    """Add a position."""
    form = PositionForm(data={"job_level": JobLevel.PELAKSANA})
    if form.validate_on_submit():
        try:
            added = services.add_position(**form.values(), by=viewer())
        except DomainError as error:
            form.refuse(error, getattr(error, "field", None))
        else:
            flash(_("%(title)s ditambahkan.", title=added.title))
            return see_other("people.list_positions")
    return page("people/position_form.html", form=form, position=None)


@bp.route("/jabatan/<int:position_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def change_position(position_id: int) -> Response:
    """Correct a position, or offer it no longer."""
    position = queries.position(position_id)
    form = ChangePositionForm(obj=position)
    if form.validate_on_submit():
        try:
            services.change_position(position, **form.values(), by=viewer())
        except DomainError as error:
            form.refuse(error, refused_field(error))
        else:
            flash(_("%(title)s tersimpan.", title=position.title))
            return see_other("people.list_positions")
    return page("people/position_form.html", form=form, position=position)


def refused_field(error: DomainError) -> str | None:
    """The field that the refusal is about; none where it is about people's lines."""
    field = getattr(error, "field", None)
    return None if field == "valid_from" else field
