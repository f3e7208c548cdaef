"""Taking people of an open cycle over to the standard that their position has now."""

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select, true, update

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.queries.standard_moves import (
    in_position,
    is_stale,
    needed,
    stale_counts,
    unanswered,
)
from kinerja.competency.rules import EDITABLE
from kinerja.competency.services.notices import tell_moved
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Position
from kinerja.permissions import Permission, Viewer


class NobodyToMoveError(DomainError):
    """Nobody who still answers carries an earlier standard."""


def move_people(position: Position, *, by: Viewer) -> int:
    """Give those of the position who still answer the levels of today, in the same number of
    statements for any number of people. Competencies that are new get empty answers; those no
    longer asked for go where nothing was entered, else they stay without a standard. What is
    sent or verified stays as it is.

    :returns: how many people were taken over.
    :raises NobodyToMoveError: there is nobody.
    """
    on, units = clock.today(), by.units(Permission.EDIT_STANDARDS)
    need = needed(position.id, on)
    chosen = list(
        db.session.scalars(
            select(Assessment.id)
            .where(
                in_position(position.id, units),
                Assessment.status.in_(EDITABLE),
                is_stale(need),
            )
            .order_by(Assessment.id)
            .with_for_update()
        )
    )
    if not chosen:
        raise NobodyToMoveError(
            _("Tidak ada yang perlu dipindahkan. Semua yang masih mengisi memakai standar terbaru.")
        )
    frozen = stale_counts(position.id, on=on, units=units)[1]
    whose = select(Assessment.id).where(
        in_position(position.id, units), Assessment.status.in_(EDITABLE)
    )
    unasked = Answer.competency_id.not_in(select(need.c.competency_id))
    db.session.execute(
        delete(Answer).where(Answer.assessment_id.in_(whose), unasked, unanswered()),
        execution_options={"synchronize_session": False},
    )
    level = (
        select(need.c.level)
        .where(need.c.competency_id == Answer.competency_id)
        .correlate(Answer)
        .scalar_subquery()
    )
    db.session.execute(
        update(Answer).where(Answer.assessment_id.in_(whose)).values(standard_level=level),
        execution_options={"synchronize_session": False},
    )
    has = (
        select(Answer.id)
        .where(Answer.assessment_id == Assessment.id, Answer.competency_id == need.c.competency_id)
        .correlate(Assessment, need)
        .exists()
    )
    db.session.execute(
        insert(Answer).from_select(
            ["assessment_id", "competency_id", "standard_level"],
            select(Assessment.id, need.c.competency_id, need.c.level)
            .join(need, true())
            .where(Assessment.id.in_(whose), ~has),
        )
    )
    db.session.expire_all()
    audit.record(
        "standard.people_moved",
        position,
        by=by.employee_id,
        people=len(chosen),
        assessments=chosen,
        frozen=frozen,
    )
    tell_moved(chosen, job=position.title)
    return len(chosen)
