"""Changing units: what to do from which day, a page that says what will happen, then it is done."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from flask import Response, flash, request
from flask_babel import format_date
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.forms import Form, new_key
from kinerja.people import queries, services
from kinerja.people.forms import AddUnitForm, ChangeUnitForm, CloseUnitForm, MergeUnitForm
from kinerja.people.models import Unit
from kinerja.people.services import CircleError, LaterEntryError, UnitPlan, UnitRefusedError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other

CHECK, DO = "periksa", "jalankan"


class Words(NamedTuple):
    """What a form is called, and the button that does it."""

    title: str
    action: str


@bp.route("/unit/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def add_unit() -> Response:
    """Found a unit."""
    form = AddUnitForm(data={"valid_from": clock.today()})
    form.parent_id.choices = choices(first=_("Pilih unit induk"))
    words = Words(_("Tambah unit"), _("Tambahkan unit"))
    return stepwise(form, services.plan_founding, services.found_unit, words)


@bp.route("/unit/<int:unit_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def change_unit(unit_id: int) -> Response:
    """Give a unit another name or another place."""
    unit = queries.editable_unit(unit_id, to=viewer())
    form = ChangeUnitForm(data=as_typed(unit))
    form.parent_id.choices = parents(unit)
    words = Words(_("Ubah nama atau induk"), _("Simpan perubahan"))
    plan, act = partial(services.plan_change, unit), partial(services.change_unit, unit)
    return stepwise(form, plan, act, words, unit=unit)


@bp.route("/unit/<int:unit_id>/gabung", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def merge_unit(unit_id: int) -> Response:
    """Merge a unit into another."""
    unit = queries.editable_unit(unit_id, to=viewer())
    form = MergeUnitForm(data={"valid_from": clock.today()})
    form.into_id.choices = choices(first=_("Pilih unit tujuan"), without=unit.id)
    words = Words(_("Gabung ke unit lain"), _("Gabungkan"))
    plan, act = partial(services.plan_merger, unit), partial(services.merge_unit, unit)
    return stepwise(form, plan, act, words, unit=unit)


@bp.route("/unit/<int:unit_id>/tutup", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def close_unit(unit_id: int) -> Response:
    """Close a unit."""
    unit = queries.editable_unit(unit_id, to=viewer())
    form = CloseUnitForm(data={"valid_from": clock.today()})
    words = Words(_("Tutup unit"), _("Tutup unit"))
    plan, act = partial(services.plan_closing, unit), partial(services.close_unit, unit)
    return stepwise(form, plan, act, words, unit=unit)


@bp.route("/unit/<int:unit_id>/batalkan-rencana", methods=["GET", "POST"])
@requires(Permission.EDIT_UNITS)
def withdraw_plan(unit_id: int) -> Response:
    """Take back what is planned for a unit, after asking."""
    unit, form = queries.editable_unit(unit_id, to=viewer()), Form()
    plan = services.plan_withdrawal(unit, by=viewer())
    if form.validate_on_submit():
        services.withdraw_plan(unit, by=viewer())
        flash(_("Rencana dibatalkan."))
        return see_other("people.show_unit", unit_id=unit.id)
    words = Words(_("Batalkan rencana unit?"), _("Batalkan rencana"))
    return page("people/unit_check.html", form=form, plan=plan, unit=unit, words=words)


def stepwise(
    form: Form,
    plan: Callable[..., UnitPlan],
    act: Callable[..., Unit],
    words: Words,
    *,
    unit: Unit | None = None,
) -> Response:
    """The form; once it holds, the page that says what will happen; once that is sent, it does."""
    step, refusal = request.form.get("langkah", CHECK), None
    if step in (CHECK, DO) and form.validate_on_submit():
        try:
            if step == DO:
                return done(act(**form.values(), by=viewer()))
            checked = plan(**form.values(), by=viewer())
        except (UnitRefusedError, CircleError, LaterEntryError) as error:
            refusal = error
            form.refuse(error, error.field)
        else:
            form.key.data = new_key()  # the same form is sent once more
            return page("people/unit_check.html", form=form, plan=checked, unit=unit, words=words)
    holdings = getattr(refusal, "holdings", ())
    return page("people/unit_form.html", form=form, unit=unit, holdings=holdings, words=words)


def done(unit: Unit) -> Response:
    """To the unit, which shows what has been planned or done."""
    flash(_("Perubahan unit tersimpan."))
    return see_other("people.show_unit", unit_id=unit.id)


def as_typed(unit: Unit) -> dict[str, Any]:
    """The unit as it is today, as the form's fields."""
    return {"name": unit.name, "parent_id": unit.parent_id, "valid_from": clock.today()}


def parents(unit: Unit) -> list[SelectChoice]:
    """Where the unit may belong; the agency belongs nowhere."""
    if unit.parent_id is None:
        return [SelectChoice("", _("Tidak ada: ini instansinya"))]
    return choices(without=unit.id, also=unit.parent_id)


def choices(
    *, first: str | None = None, without: int | None = None, also: int | None = None
) -> list[SelectChoice]:
    """The units that the visitor may change, with the day of those that begin later."""
    found = queries.offered_units(to=viewer(), today=clock.today(), without=without, also=also)
    offered = [SelectChoice("", first)] if first else []
    for unit in found:
        label = unit.name
        if unit.since:
            label = _("%(name)s (mulai %(day)s)", name=label, day=format_date(unit.since, "long"))
        offered.append(SelectChoice(str(unit.id), label))
    return offered
