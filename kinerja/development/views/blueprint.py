"""The blueprint that the views of this package share, and what other pages may show of it."""

from collections.abc import Iterable
from datetime import date

from babel.dates import format_skeleton
from flask import Blueprint, request
from flask_babel import format_date, get_locale

from kinerja import clock
from kinerja.competency.models import Answer
from kinerja.competency.rules import LEVEL_LABELS
from kinerja.development import queries
from kinerja.development.models import Training
from kinerja.development.queries import Offer
from kinerja.errors import DomainError
from kinerja.forms import Form, clean
from kinerja.web import whole_number

bp = Blueprint("development", __name__)


def chosen_id(name: str) -> int | None:
    """The row that the address asks for by this name; what no row can be numbered is nothing."""
    return request.args.get(name, type=whole_number)


def searched() -> str:
    """The words that the address searches for (`cari`), cleaned like every typed text."""
    return clean(request.args.get("cari", "")) or ""


def refused(form: Form, error: DomainError) -> int:
    """The refusal's status, after its sentence has been put into the form."""
    form.refuse(error)
    return error.status


@bp.app_template_filter()
def period(training: Training) -> str:
    """The training's days in the visitor's language: "1–2 Desember 2026"."""
    first, last = training.starts_on, training.ends_on
    end = str(format_date(last, "long"))
    if first == last:
        return end
    if first.year != last.year:
        return f"{format_date(first, 'long')} – {end}"
    if first.month == last.month and get_locale().language == "id":
        return f"{first.day}–{end}"
    return f"{format_skeleton('MMMMd', first, locale=get_locale())} – {end}"


@bp.app_template_filter()
def month_name(month: tuple[int, int]) -> str:
    """The month in the visitor's language: "Desember 2026"."""
    return str(format_date(date(*month, 1), "MMMM yyyy"))


@bp.context_processor
def words() -> dict[str, object]:
    """What every page of this package may name."""
    return {"levels": LEVEL_LABELS}


@bp.app_template_global()
def suggested_trainings(answers: Iterable[Answer]) -> dict[int, list[Offer]]:
    """For each answer's competency: up to three trainings that lead beyond the level reached,
    the verified one before the person's own. One query; answers without a level are left out.
    """
    reached = {answer.competency_id: answer.counted_level for answer in answers}
    known = {key: level for key, level in reached.items() if level is not None}
    return queries.suggestions(known, on=clock.today())
