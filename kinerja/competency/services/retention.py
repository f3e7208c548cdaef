"""What the assessments of people who left lose when they are forgotten."""

from collections.abc import Sequence

from sqlalchemy import select, update

from kinerja.competency.models import Answer, Archive, Assessment, Evidence, Record
from kinerja.competency.services.evidence import forget_evidence
from kinerja.competency.services.peer_settling import forget_peers
from kinerja.extensions import db


def forget_people(employee_ids: Sequence[int]) -> None:
    """Empty what was written: examples, reasons, notes, and the title of the job; the library of
    evidence is deleted with its files.

    Levels and job level stay, for the counts of units and cycles.
    """
    theirs = Assessment.employee_id.in_(employee_ids)
    assessments = select(Assessment.id).where(theirs)
    db.session.execute(
        update(Answer)
        .where(Answer.assessment_id.in_(assessments))
        .values(example="", override_note="", reason="")
    )
    library = select(Evidence.id).where(Evidence.employee_id.in_(employee_ids))
    forget_evidence(list(db.session.scalars(library)))
    records = Record.employee_id.in_(employee_ids)
    texts = {"author_name": "", "evidence": "", "note": "", "void_reason": ""}
    db.session.execute(update(Record).where(records).values(**texts))
    forget_peers(employee_ids)
    written = {"return_note": None, "closed_reason": None, "job_title": ""}
    db.session.execute(update(Assessment).where(theirs).values(**written))
    copies = Archive.employee_id.in_(employee_ids)
    db.session.execute(update(Archive).where(copies).values(facts={}))
