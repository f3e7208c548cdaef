"""Lost second factors: one admin asks, another decides."""

from flask import Response, flash
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kinerja.forms import Form
from kinerja.people.forms.accounts import FactorResetForm
from kinerja.people.queries.accounts import managed_employee
from kinerja.people.queries.factors import managed_reset, waiting_resets
from kinerja.people.rules.factors import FactorResetAction
from kinerja.people.services import factor_resets
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.web import page, see_other

DONE = {
    FactorResetAction.APPROVE: _l("Disetujui. Verifikasi dua langkah %(name)s sudah dilepas."),
    FactorResetAction.REFUSE: _l("Ditolak. Tidak ada yang berubah."),
    FactorResetAction.WITHDRAW: _l("Permintaan ditarik."),
}


@bp.route("/pegawai/<int:employee_id>/akun/dua-langkah", methods=["GET", "POST"])
@requires(Permission.MANAGE_ACCOUNTS)
@sensitive
def ask_factor_reset(employee_id: int) -> Response:
    """Ask that another admin agree to remove the person's second factor."""
    person, form = managed_employee(employee_id, to=viewer()), FactorResetForm()
    if form.validate_on_submit():
        factor_resets.ask_factor_reset(person, **form.values(), by=viewer())
        flash(_("Permintaan menunggu persetujuan admin lain."))
        return see_other("people.show_account", employee_id=person.id)
    return page("people/factor_reset.html", form=form, person=person)


@bp.get("/akun-pegawai/dua-langkah")
@requires(Permission.MANAGE_ACCOUNTS)
def list_factor_resets() -> Response:
    """Who waits for a second admin."""
    waiting = waiting_resets(to=viewer(), since=factor_resets.living_since())
    return page("people/factor_resets.html", waiting=waiting, me=viewer().employee_id, form=Form())


@bp.post("/akun-pegawai/dua-langkah/<int:reset_id>/setujui")
@requires(Permission.MANAGE_ACCOUNTS)
@sensitive
def approve_factor_reset(reset_id: int) -> Response:
    """Agree: the factor and all sessions are gone."""
    return decide(reset_id, FactorResetAction.APPROVE)


@bp.post("/akun-pegawai/dua-langkah/<int:reset_id>/tolak")
@requires(Permission.MANAGE_ACCOUNTS)
def refuse_factor_reset(reset_id: int) -> Response:
    """Refuse: nothing changes."""
    return decide(reset_id, FactorResetAction.REFUSE)


@bp.post("/akun-pegawai/dua-langkah/<int:reset_id>/tarik")
@requires(Permission.MANAGE_ACCOUNTS)
def withdraw_factor_reset(reset_id: int) -> Response:
    """Whoever asked takes it back."""
    return decide(reset_id, FactorResetAction.WITHDRAW)


def decide(reset_id: int, action: FactorResetAction) -> Response:
    """Do it, and say so above the list."""
    asked = managed_reset(reset_id, to=viewer())
    name = asked.subject.name
    factor_resets.decide_factor_reset(asked, action=action, by=viewer())
    flash(DONE[action] % {"name": name})
    return see_other("people.list_factor_resets")
