"""One cycle: who stands where, whom it leaves out and why, and who could still be asked."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import Row

from kinerja.competency import queries, services
from kinerja.competency.forms import ConfirmForm
from kinerja.competency.models import Cycle
from kinerja.competency.views.blueprint import bp
from kinerja.database import every, paged
from kinerja.errors import StaleError
from kinerja.people.models import Employee
from kinerja.people.rules import Standing
from kinerja.permissions import Permission, requires, viewer
from kinerja.rulebook.rules import SETTINGS
from kinerja.web import page, page_number, personal_spreadsheet, see_other

# Why somebody is left out, as it stands in an address.
REASONS = {
    "tugas-belajar": Standing.STUDY_LEAVE,
    "cuti-di-luar-tanggungan": Standing.UNPAID_LEAVE,
    "hukuman-disiplin": Standing.DISCIPLINED,
    "pensiun": Standing.RETIRED,
    "mutasi-keluar": Standing.MOVED_OUT,
    "berhenti": Standing.LEFT,
}


@bp.get("/kompetensi/siklus/<int:cycle_id>")
@requires(Permission.RUN_CYCLES)
def show_cycle(cycle_id: int) -> Response:
    """One cycle with its counts."""
    cycle = queries.cycle(cycle_id)
    return page(
        "competency/cycle.html",
        cycle=cycle,
        counts=queries.status_counts(cycle),
        excluded=excluded_counts(cycle),
        slugs={standing: slug for slug, standing in REASONS.items()},
        missing=queries.missing_count(cycle) if cycle.status == "open" else 0,
        verifiers=queries.cycle_verifiers(cycle),
        titles={key: setting.title for key, setting in SETTINGS.items()},
        form=ConfirmForm(),
    )


def excluded_counts(cycle: Cycle) -> dict[Standing, int]:
    """How many the cycle leaves out for each reason in the units whose data the visitor keeps."""
    return queries.excluded_counts(cycle, to=viewer(), permission=Permission.EDIT_STAFF)


@bp.post("/kompetensi/siklus/<int:cycle_id>/tambahkan")
@requires(Permission.RUN_CYCLES)
def add_missing(cycle_id: int) -> Response:
    """Ask who is new, and who has come back."""
    cycle = queries.cycle(cycle_id)
    if not ConfirmForm().validate_on_submit():
        raise StaleError()
    added = services.add_missing(cycle, by=viewer())
    flash(ngettext("%(num)s orang ditambahkan.", "%(num)s orang ditambahkan.", added))
    return see_other("competency.show_cycle", cycle_id=cycle.id)


@bp.get("/kompetensi/siklus/<int:cycle_id>/dikecualikan")
@requires(Permission.EDIT_STAFF)
def excluded(cycle_id: int) -> Response:
    """Whom the cycle leaves out in the visitor's units, and why."""
    cycle, reason = queries.cycle(cycle_id), REASONS.get(request.args.get("alasan", ""))
    people = queries.excluded_people(cycle, to=viewer(), standing=reason)
    return page(
        "competency/excluded.html",
        cycle=cycle,
        people=paged(people, page=page_number()),
        counts=excluded_counts(cycle),
        reasons=REASONS,
        reason=reason,
    )


@bp.get("/kompetensi/siklus/<int:cycle_id>/dikecualikan/xlsx")
@requires(Permission.EDIT_STAFF)
def download_excluded(cycle_id: int) -> Response:
    """The same list as a spreadsheet; that it was taken is recorded."""
    cycle, reason = queries.cycle(cycle_id), REASONS.get(request.args.get("alasan", ""))
    headings = [_("NIP"), _("Nama"), _("Jabatan"), _("Unit kerja"), _("Alasan"), _("Sejak")]
    headings += [_("Sampai"), _("Keadaan penilaian")]
    people = every(queries.excluded_people(cycle, to=viewer(), standing=reason))
    table, cells = Employee.__tablename__, map(sheet_row, people)
    return personal_spreadsheet(
        "dikecualikan", headings, cells, action="cycle.exported", subject=table
    )


def sheet_row(row: Row[*tuple[object, ...]]) -> list[object]:
    """One person's cells."""
    person, period = row.Employee, row.StandingPeriod
    return [
        person.nip,
        person.full_name,
        person.position.title,
        person.unit.name,
        period.standing.label,
        period.valid_from,
        period.valid_to,
        row.status.label if row.status else "",
    ]
