"""Taking the newest entry of somebody's history back, after asking."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash
from flask_babel import gettext as _

from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.people import queries, services
from kinerja.people.models import Employee
from kinerja.people.views.blueprint import bp
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import day, page, see_other


@bp.route("/pegawai/penempatan/<int:posting_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def withdraw_posting(posting_id: int) -> Response:
    """Take somebody's newest move back."""
    posting, person = queries.editable_posting(posting_id, to=viewer())
    sentence = _(
        "Penempatan yang mulai %(day)s dihapus, dan penempatan sebelumnya berlaku lagi. Atasan "
        "yang berakhir karena pindah tidak ikut kembali; tetapkan lagi bila perlu.",
        day=day(posting.valid_from),
    )
    return withdraw(posting, person, services.withdraw_posting, sentence)


@bp.route("/pegawai/garis/<int:line_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def withdraw_superior(line_id: int) -> Response:
    """Take the newest superior that was set back."""
    line, person = queries.editable_line(line_id, to=viewer())
    sentence = _(
        "%(kind)s yang ditetapkan mulai %(day)s dihapus, dan yang berlaku sebelumnya kembali.",
        kind=line.kind.label,
        day=day(line.valid_from),
    )
    return withdraw(line, person, services.withdraw_superior, sentence)


@bp.route("/pegawai/status/<int:period_id>/batalkan", methods=["GET", "POST"])
@requires(Permission.EDIT_STAFF)
def withdraw_standing(period_id: int) -> Response:
    """Take somebody's newest standing back."""
    period, person = queries.editable_standing(period_id, to=viewer())
    sentence = _(
        "Status “%(standing)s” mulai %(day)s dihapus, dan yang berlaku sebelumnya kembali. Peran "
        "yang berakhir karenanya tidak ikut kembali.",
        standing=period.standing.label,
        day=day(period.valid_from),
    )
    return withdraw(period, person, services.withdraw_standing, sentence)


def withdraw(entry: Any, person: Employee, service: Callable[..., None], sentence: str) -> Response:
    """Ask, then take the entry back; a refusal goes onto the page."""
    form = Form()
    if form.validate_on_submit():
        try:
            service(entry, by=viewer())
        except DomainError as error:
            form.refuse(error)
        else:
            flash(_("Dibatalkan. Keadaan sebelumnya berlaku lagi."))
            return see_other("people.show_history", employee_id=person.id)
    return page("people/entry_withdraw.html", form=form, person=person, sentence=sentence)
