"""The days off, year by year."""

from flask import Response, flash, request
from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import clock
from kinerja.permissions import Permission, requires, viewer
from kinerja.rulebook import queries
from kinerja.rulebook.forms.holidays import HolidayForm, RemoveHolidayForm
from kinerja.rulebook.models import Holiday
from kinerja.rulebook.services import holidays as services
from kinerja.rulebook.services.holidays import HolidayRefusedError
from kinerja.rulebook.views.blueprint import bp
from kinerja.web import page, see_other, spreadsheet, whole_number

FIRST_YEAR, LAST_YEAR = 2000, 2200


def chosen_year() -> int:
    """The year that is asked for (`tahun`), else this one."""
    asked = request.args.get("tahun", type=whole_number) or 0
    return asked if FIRST_YEAR <= asked <= LAST_YEAR else clock.today().year


@bp.get("/hari-libur")
@requires(Permission.VIEW_RULEBOOK)
def list_holidays() -> Response:
    """The days off of a year."""
    year, today = chosen_year(), clock.today()
    return page(
        "rulebook/holidays.html",
        year=year,
        years=sorted({*queries.holiday_years(), today.year, today.year + 1, year}),
        holidays=queries.holidays_of(year),
        today=today,
    )


@bp.get("/hari-libur/xlsx")
@requires(Permission.VIEW_RULEBOOK)
def download_holidays() -> Response:
    """The same list as a spreadsheet."""
    year = chosen_year()
    headings = [_("Tanggal"), _("Hari"), _("Nama"), _("Jenis"), _("Dasar hukum")]
    return spreadsheet(f"hari-libur-{year}", headings, map(sheet_row, queries.holidays_of(year)))


def sheet_row(found: Holiday) -> list[object]:
    """One day's cells."""
    weekday = format_date(found.day, "EEEE")
    return [found.day, weekday, found.name, found.kind.label, found.legal_basis]


@bp.route("/hari-libur/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_HOLIDAYS)
def add_holiday() -> Response:
    """Add a day off."""
    form = HolidayForm()
    if form.validate_on_submit():
        try:
            added = services.add_holiday(**form.values(), by=viewer().employee_id)
        except HolidayRefusedError as error:
            form.refuse(error, error.field)
        else:
            return told(_("%(name)s ditambahkan.", name=added.name), added.day.year)
    return page("rulebook/holiday_form.html", form=form, holiday=None)


@bp.route("/hari-libur/<int:holiday_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_HOLIDAYS)
def change_holiday(holiday_id: int) -> Response:
    """Correct or move a day off."""
    found = queries.holiday(holiday_id)
    form = HolidayForm(obj=found)
    if form.validate_on_submit():
        try:
            services.change_holiday(found, **form.values(), by=viewer().employee_id)
        except HolidayRefusedError as error:
            form.refuse(error, error.field)
        else:
            return told(_("%(name)s diubah.", name=found.name), found.day.year)
    return page("rulebook/holiday_form.html", form=form, holiday=found)


@bp.route("/hari-libur/<int:holiday_id>/hapus", methods=["GET", "POST"])
@requires(Permission.EDIT_HOLIDAYS)
def remove_holiday(holiday_id: int) -> Response:
    """Make it a working day again."""
    found, form = queries.holiday(holiday_id), RemoveHolidayForm()
    if form.validate_on_submit():
        day, name = found.day, found.name
        try:
            services.remove_holiday(found, **form.values(), by=viewer().employee_id)
        except HolidayRefusedError as error:
            form.refuse(error)
        else:
            return told(_("%(name)s dihapus; hari itu hari kerja lagi.", name=name), day.year)
    return page("rulebook/holiday_remove.html", form=form, holiday=found)


def told(sentence: str, year: int) -> Response:
    """Back to the year's list, which says what was done."""
    flash(sentence)
    return see_other("rulebook.list_holidays", tahun=year)
