"""What is held on somebody here: the predicates of their years."""

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.appraisal.models import PredicateRow
from kinerja.people.models import Employee
from kinerja.personal import Columns, Group, Section, picked


def personal_data(employee_id: int) -> list[Section]:
    """The sections about the employee."""
    return [predicates(employee_id)]


def predicates(employee_id: int) -> Section:
    """One row for each year."""
    recorder = aliased(Employee)
    columns: Columns = {
        "year": (PredicateRow.year, _("Tahun")),
        "predicate": (PredicateRow.predicate, _("Predikat")),
        "source": (PredicateRow.source, _("Sumber")),
        "recorded_on": (PredicateRow.recorded_on, _("Dicatat")),
        "recorded_by": (recorder.name, _("Dicatat oleh")),
    }
    return Section(
        key="predikat",
        group=Group.APPRAISAL,
        title=_("Predikat kinerja tahunan"),
        source=_("Dari e-Kinerja, dimasukkan pengelola kepegawaian"),
        kept="retention.staff_years",
        columns=columns,
        rows=picked(columns)
        .select_from(PredicateRow)
        .outerjoin(recorder, recorder.id == PredicateRow.recorded_by_id)
        .where(PredicateRow.employee_id == employee_id)
        .order_by(PredicateRow.year.desc()),
        brief=("year", "predicate", "recorded_on"),
        covers=(PredicateRow.employee_id,),
    )
