"""What an import asks of people: columns, names, and who is absent from the file."""

from itertools import zip_longest
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.database import paged
from kinerja.errors import DomainError
from kinerja.people import queries as people
from kinerja.people.forms import (
    AbsentForm,
    ImportColumnsForm,
    MatchNameForm,
    NewPositionForm,
)
from kinerja.people.forms.imports import NOT_THERE, matched_column
from kinerja.people.queries import imports as queries
from kinerja.people.rules import EmployeeKind
from kinerja.people.rules.imports import NEEDED, Column
from kinerja.people.services import (
    EmployeeRefusedError,
    EndBeforeStartError,
    LaterEntryError,
)
from kinerja.people.services import imports as services
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.sheets import column_letter
from kinerja.web import page, page_number, see_other

REFUSALS = (
    services.NobodyChosenError,
    EmployeeRefusedError,
    EndBeforeStartError,
    LaterEntryError,
)


@bp.route("/pegawai/impor/<int:import_id>/kolom", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF)
def map_import(import_id: int) -> Response:
    """Say which column of the file holds what."""
    form, first_row = columns_form(import_id)
    if form.validate_on_submit():
        try:
            services.map_columns(import_id, **form.values(), by=viewer())
        except services.MappingRefusedError as error:
            form.refuse(error)
        else:
            return see_other("people.show_import", import_id=import_id)
    rows: dict[str, Any] = {"first_row": first_row, "columns": list(Column), "needed": NEEDED}
    return page("people/import_columns.html", form=form, import_id=import_id, **rows)


def columns_form(import_id: int) -> tuple[ImportColumnsForm, list[tuple[str, str]]]:
    """The form with the file's columns to choose from; each heading with its first cell."""
    headings, first, columns = services.columns_of_file(import_id, by=viewer())
    form = ImportColumnsForm(data=columns)
    choices = [SelectChoice(str(NOT_THERE), _("Tidak ada di berkas"))]
    choices += [
        SelectChoice(str(at), f"{column_letter(at)} · {heading}")
        for at, heading in enumerate(headings)
        if heading
    ]
    for column in Column:
        form[column.value].choices = choices
    return form, [pair for pair in zip_longest(headings, first, fillvalue="") if pair[0]]


@bp.post("/pegawai/impor/<int:import_id>/pakai")
@requires(Permission.IMPORT_STAFF)
def use_suggestion(import_id: int) -> Response:
    """The suggested name is meant, in all rows with this value, or all suggested ones are."""
    queries.visible_import(import_id, to=viewer())
    form = MatchNameForm()
    if request.form.get("semua") == "1":
        services.match_suggested(import_id, by=viewer())
    elif form.validate():
        services.match_name(import_id, **form.values(), by=viewer())
    return see_other("people.show_import", import_id=import_id)


@bp.route("/pegawai/impor/<int:import_id>/cocokkan", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF)
def match_import(import_id: int) -> Response:
    """Choose what an unknown name means, or say that it is a new position."""
    is_new = "job_level" in request.form
    form = NewPositionForm() if is_new else MatchNameForm()
    if form.validate_on_submit():
        try:
            services.match_name(import_id, **form.values(), by=viewer())
        except services.MatchRefusedError as error:
            form.refuse(error, "job_level" if is_new else "target")
        else:
            return see_other("people.show_import", import_id=import_id)
    return matching_page(import_id, form)


def matching_page(import_id: int, form: Any) -> Response:
    """The known names to choose from."""
    queries.visible_import(import_id, to=viewer())
    column = matched_column(request.values.get("column", "")) or Column.UNIT
    value = request.values.get("value", "").strip()
    sent = {"column": column, "value": value}
    match = form if isinstance(form, MatchNameForm) else MatchNameForm(None, data=sent)
    new = form if isinstance(form, NewPositionForm) else NewPositionForm(None, data=sent)
    match.target.choices = targets(column)
    is_addable = column is Column.POSITION and may(viewer(), Permission.EDIT_UNITS)
    return page(
        "people/import_match.html",
        form=form,
        match=match,
        new=new if is_addable else None,
        import_id=import_id,
        column=column,
        value=value,
    )


def targets(column: Column) -> list[SelectChoice]:
    """What a name of the column may mean."""
    first = SelectChoice("", _("Pilih"))
    if column is Column.KIND:
        return [first, *(SelectChoice(kind.value, kind.label) for kind in EmployeeKind)]
    if column is Column.UNIT:
        units = people.units_by_name(viewer().units(Permission.IMPORT_STAFF))
        return [first, *(SelectChoice(str(unit.id), unit.name) for unit in units)]
    posts = people.positions_by_title()
    return [first, *(SelectChoice(str(post.id), post.title) for post in posts if post.is_active)]


@bp.route("/pegawai/impor/<int:import_id>/tidak-ada", methods=["GET", "POST"])
@requires(Permission.IMPORT_STAFF)
def mark_absent(import_id: int) -> Response:
    """Note of people who are not in the file that they have left."""
    form = AbsentForm(data={"valid_from": clock.today()})
    if form.validate_on_submit():
        try:
            count = services.mark_absent(import_id, **form.values(), by=viewer())
        except REFUSALS as error:
            refuse_absent(form, error)
        else:
            say_marked(count)
            return see_other("people.mark_absent", import_id=import_id)
    return absent_page(import_id, form)


def refuse_absent(form: AbsentForm, error: DomainError) -> None:
    """Put the sentence beside the field it is about, where the form has it."""
    field = getattr(error, "field", None)
    form.refuse(error, field if field in form else None)


def say_marked(count: int) -> None:
    """Say how many were noted."""
    text = ngettext("Status %(num)s orang tersimpan.", "Status %(num)s orang tersimpan.", count)
    flash(text)


def absent_page(import_id: int, form: AbsentForm) -> Response:
    """The people who are not in the file, page by page."""
    imported = queries.visible_import(import_id, to=viewer())
    found = paged(queries.absent_staff(imported, to=viewer()), page=page_number())
    return page("people/import_absent.html", form=form, imported=imported, people=found)
