"""Keeping somebody's data from being forgotten."""

from flask import Response, flash
from flask_babel import gettext as _

from kinerja import clock
from kinerja.people import queries, services
from kinerja.people.forms import EndHoldForm, HoldForm
from kinerja.people.services import HoldRefusedError
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import page, see_other


@bp.route("/masa-simpan/penahanan/tambah", methods=["GET", "POST"])
@requires(Permission.RUN_RETENTION)
def place_hold() -> Response:
    """Keep somebody's data from a day on."""
    form = HoldForm(data={"valid_from": clock.today()})
    if form.validate_on_submit():
        try:
            placed = services.place_hold(**form.values(), by=viewer())
        except HoldRefusedError as error:
            form.refuse(error, error.field)
        else:
            flash(_("Data %(name)s ditahan.", name=placed.employee.name))
            return see_other("home.retention")
    return page("people/hold_form.html", form=form)


@bp.route("/masa-simpan/penahanan/<int:hold_id>/akhiri", methods=["GET", "POST"])
@requires(Permission.RUN_RETENTION)
@sensitive
def end_hold(hold_id: int) -> Response:
    """End a hold, after a look at what follows."""
    hold = queries.visible_hold(hold_id, to=viewer())
    form = EndHoldForm()
    if form.validate_on_submit():
        services.end_hold(hold, by=viewer())
        flash(_("Penahanan data %(name)s berakhir hari ini.", name=hold.employee.name))
        return see_other("home.retention")
    return page("people/hold_end.html", form=form, hold=hold)
