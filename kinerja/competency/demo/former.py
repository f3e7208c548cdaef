"""A trial cycle of one unit two years ago, so that levels can be followed over the years, and
results that were issued as documents.
"""

from datetime import date

from sqlalchemy import select

from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus, Population
from kinerja.competency.services.papers import issue_result
from kinerja.documents.services import withdraw_document
from kinerja.extensions import db
from kinerja.permissions import Viewer

EVERY = 30  # so manieth result was issued as a document
WITHDRAWN = "Berkasnya hilang; dokumen baru sudah diunduh."


def build(unit_id: int, *, on: date) -> Cycle:
    """The trial cycle, closed; nobody is in it yet."""
    year = on.year - 2
    cycle = Cycle(
        name=f"Uji coba penilaian kompetensi {year}",
        period=f"Januari–Desember {year}",
        starts_on=date(year, 10, 1),
        self_due_on=date(year, 10, 31),
        verify_due_on=date(year, 11, 14),
        acknowledge_due_on=date(year, 11, 30),
        asks=Population(unit_ids=(unit_id,)).as_json(),
        status=CycleStatus.CLOSED,
    )
    db.session.add(cycle)
    db.session.flush()
    return cycle


def issue(cycle: Cycle, employee_id: int) -> None:
    """Issue the person's result, and those of some others, one of which was withdrawn."""
    order = select(Assessment).where(Assessment.cycle_id == cycle.id).order_by(Assessment.id)
    everybody = db.session.scalars(order).all()
    own = [one for one in everybody if one.employee_id == employee_id]
    made = []
    for assessment in [*own, *everybody[::EVERY]]:
        owner = Viewer(assessment.employee_id, 0, assessment.employee.unit_id)
        made.append((issue_result(assessment, by=owner), owner))
    paper, owner = made[-1]
    withdraw_document(paper, by=owner, reason=WITHDRAWN)
