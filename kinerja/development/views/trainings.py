"""The catalogue: list, spreadsheet, one training, adding and changing, choosing for oneself."""

from datetime import UTC, datetime
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from kinerja import clock
from kinerja.competency import queries as competency_queries
from kinerja.competency.models import Competency
from kinerja.competency.queries import in_language
from kinerja.competency.rules import LEVEL_LABELS
from kinerja.database import paged
from kinerja.development import queries, services
from kinerja.development.forms import TrainingForm
from kinerja.development.models import Training
from kinerja.development.rules import DevelopmentForm
from kinerja.development.services import TrainingRefusedError
from kinerja.development.views.blueprint import bp, chosen_id, refused, searched
from kinerja.errors import DomainError
from kinerja.forms import Form
from kinerja.permissions import Permission, may, requires, viewer
from kinerja.web import page, page_number, see_other, spreadsheet

EVERY_MONTH = "semua"
FIRST_YEAR, LAST_YEAR = 2000, 2100


def filters() -> dict[str, Any]:
    """What the catalogue is narrowed to, as `queries.catalogue` takes it; nonsense narrows
    nothing.
    """
    form = request.args.get("bentuk", "")
    month = request.args.get("bulan", "")
    return {
        "q": searched(),
        "competency_id": chosen_id("kompetensi"),
        "form": DevelopmentForm(form) if form in set(DevelopmentForm) else None,
        "month": month_of(month),
        "past": month == EVERY_MONTH,
    }


def month_of(text: str) -> tuple[int, int] | None:
    """Year and month of "2026-12", else nothing."""
    try:
        month = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
    except ValueError:
        return None
    return (month.year, month.month) if FIRST_YEAR <= month.year <= LAST_YEAR else None


@bp.get("/pengembangan/pelatihan")
@requires(Permission.VIEW_CATALOGUE)
def catalogue() -> Response:
    """The trainings that can be joined, or those of a month."""
    chosen, editor = filters(), may(viewer(), Permission.EDIT_CATALOGUE)
    return page(
        "development/trainings.html",
        trainings=paged(
            queries.catalogue(on=clock.today(), inactive=editor, **chosen), page=page_number()
        ),
        chosen=chosen,
        competencies=competency_queries.competencies(),
        forms=list(DevelopmentForm),
        months=queries.months(),
    )


@bp.get("/pengembangan/pelatihan/xlsx")
@requires(Permission.VIEW_CATALOGUE)
def download_catalogue() -> Response:
    """The catalogue as a spreadsheet."""
    headings = [_("Pelatihan"), _("Bentuk"), _("JP"), _("Kompetensi"), _("Tingkat"), _("Mulai")]
    headings += [_("Selesai"), _("Kursi"), _("Sisa kursi"), _("Penyelenggara"), _("Tempat")]
    found = queries.whole_catalogue(on=clock.today(), **filters())
    return spreadsheet("pelatihan", headings, (sheet_row(*row) for row in found))


def sheet_row(training: Training, taken: int) -> list[object]:
    """One training's cells."""
    return [
        training.title,
        str(training.form.label),
        training.jp,
        in_language(training.competency, "name"),
        str(LEVEL_LABELS[training.level]),
        training.starts_on,
        training.ends_on,
        training.seats,
        training.seats - taken,
        training.provider,
        training.place,
    ]


@bp.get("/pengembangan/pelatihan/<int:training_id>")
@requires(Permission.VIEW_CATALOGUE)
def show_training(training_id: int) -> Response:
    """One training."""
    return training_page(queries.training(training_id), Form())


def training_page(training: Training, form: Form, status: int | None = None) -> Response:
    """A training, its seats, and what the visitor can do with it."""
    return page(
        "development/training.html",
        status=status,
        form=form,
        training=training,
        left=queries.seats_left(training),
        item=queries.living_item(viewer().employee_id, training),
        joinable=training.is_active and training.joinable_until >= clock.today(),
    )


@bp.post("/pengembangan/pelatihan/<int:training_id>/pilih")
@requires(Permission.OWN_PLAN)
def choose_training(training_id: int) -> Response:
    """Put a training into one's own plan."""
    training, form = queries.training(training_id), Form()
    try:
        item = services.choose_training(training, by=viewer())
    except DomainError as error:
        return training_page(training, form, refused(form, error))
    flash(_("“%(title)s” masuk ke rencana Anda.", title=training.title))
    return see_other("development.show_item", item_id=item.id)


@bp.route("/pengembangan/pelatihan/tambah", methods=["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def create_training() -> Response:
    """Add a training to the catalogue."""
    wanted = chosen_id("kompetensi")
    form = with_choices(TrainingForm(competency_id=wanted))
    if form.validate_on_submit():
        try:
            training = services.create_training(**form.values(), by=viewer())
            flash(_("“%(title)s” ada dalam katalog.", title=training.title))
            return see_other("development.show_training", training_id=training.id)
        except TrainingRefusedError as error:
            form.refuse(error, error.field)
    return page("development/training_form.html", form=form, training=None)


@bp.route("/pengembangan/pelatihan/<int:training_id>/ubah", methods=["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def edit_training(training_id: int) -> Response:
    """Change a training."""
    training = queries.training(training_id)
    form = with_choices(TrainingForm(obj=training), kept=training.competency)
    if form.validate_on_submit():
        try:
            services.edit_training(training, **form.values(), by=viewer())
            flash(_("Perubahan “%(title)s” tersimpan.", title=training.title))
            return see_other("development.show_training", training_id=training.id)
        except TrainingRefusedError as error:
            form.refuse(error, error.field)
    return page("development/training_form.html", form=form, training=training)


def with_choices(form: TrainingForm, *, kept: Competency | None = None) -> TrainingForm:
    """The form with the dictionary's competencies to choose from, and the one of an older
    edition that the training serves so far.
    """
    known = competency_queries.competencies()
    if kept is not None and kept not in known:
        known.append(kept)
    form.competency_id.choices = [
        SelectChoice(str(one.id), in_language(one, "name")) for one in known
    ]
    return form
