"""The rulebook's pages: its parts, one setting with its history, entering and taking back."""

from flask import Response, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from kinerja import clock
from kinerja.errors import MissingError
from kinerja.permissions import Permission, requires, sensitive, viewer
from kinerja.rulebook import queries
from kinerja.rulebook.forms.settings import EDIT, SAVE, ReasonForm, SettingForm, setting_form
from kinerja.rulebook.queries import History
from kinerja.rulebook.rules import Confidence, Group, Setting
from kinerja.rulebook.services import settings as services
from kinerja.rulebook.services.settings import PastRuleError, SettingRefusedError
from kinerja.rulebook.views.blueprint import bp
from kinerja.rulebook.views.values import differences, sheet, shown
from kinerja.web import day, page, see_other, spreadsheet


def chosen_group() -> Group | None:
    """The part of the book that is asked for (`bagian`)."""
    asked = request.args.get("bagian", "")
    return Group(asked) if asked in set(Group) else None


@bp.get("/aturan")
@requires(Permission.VIEW_RULEBOOK)
def list_settings() -> Response:
    """The parts of the book, or the settings of one, or those found."""
    everything, search = queries.histories(on=clock.today()), request.args.get("cari", "").strip()
    group = chosen_group()
    return page(
        "rulebook/settings.html",
        counts={part: len(queries.matching(everything, group=part)) for part in Group},
        found=queries.matching(everything, search=search, group=group) if search or group else [],
        group=group,
        search=search,
        shown=shown,
    )


@bp.get("/aturan/xlsx")
@requires(Permission.VIEW_RULEBOOK)
def download_settings() -> Response:
    """The whole book as a spreadsheet, with every value that ever was."""
    headings, rows = sheet(queries.histories(on=clock.today()))
    return spreadsheet("aturan", headings, rows)


@bp.get("/aturan/<key>")
@requires(Permission.VIEW_RULEBOOK)
def show_setting(key: str) -> Response:
    """One setting: what is in force, what comes, and what was."""
    return page(
        "rulebook/setting.html",
        found=queries.history(key, on=clock.today()),
        shown=shown,
        marks=list(Confidence),
        today=clock.today(),
    )


@bp.route("/aturan/<key>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_RULEBOOK)
@sensitive
def change_setting(key: str) -> Response:
    """Enter a value from a day on; it is shown for checking before it is kept."""
    found, setting = editable(key)
    latest = found.rules[0]
    form = setting_form(
        setting, latest.value, valid_from=clock.today(), legal_basis=latest.legal_basis
    )
    if form.step.data != EDIT and form.validate_on_submit():
        return checked(found, form)
    return page("rulebook/setting_form.html", found=found, form=form, shown=shown)


def editable(key: str) -> tuple[History, Setting]:
    """The setting with its history, if it can be changed from a page.

    :raises MissingError: the book has no such key, or only the application knows what it means.
    """
    found = queries.history(key, on=clock.today())
    if found.setting is None:
        raise MissingError()
    return found, found.setting


def checked(found: History, form: SettingForm) -> Response:
    """What the value would replace, or the value kept; with what is wrong the form again."""
    try:
        if form.step.data == SAVE:
            return keep(found, form)
        held = services.check_value(found.key, **form.value_and_day())
    except SettingRefusedError as error:
        form.refuse_places(error)
        return page("rulebook/setting_form.html", found=found, form=form, shown=shown)
    changes = differences(found.setting, held.current, form.values()["value"])
    return page("rulebook/setting_check.html", found=held, form=form.again(), changes=changes)


def keep(found: History, form: SettingForm) -> Response:
    """Enter the value, and back to its page."""
    person = viewer().employee_id
    services.set_value(found.key, **form.values(), by=person, name=current_user.name)
    flash(_("Nilai baru tersimpan, berlaku mulai %(day)s.", day=day(form.valid_from.data)))
    return see_other("rulebook.show_setting", key=found.key)


@bp.route("/aturan/nilai/<int:rule_id>/tarik", methods=["GET", "POST"])
@requires(Permission.EDIT_RULEBOOK)
@sensitive
def withdraw_value(rule_id: int) -> Response:
    """Take back a value that is not yet in force."""
    rule, form = queries.version(rule_id), ReasonForm()
    found = queries.history(rule.key, on=clock.today())
    if form.validate_on_submit():
        try:
            services.withdraw_value(rule, **form.values(), by=viewer().employee_id)
            flash(_("Nilai itu ditarik."))
            return see_other("rulebook.show_setting", key=found.key)
        except PastRuleError as error:
            form.refuse(error)
    return page("rulebook/withdraw.html", rule=rule, found=found, form=form, shown=shown)
