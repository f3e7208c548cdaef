"""What the assessed person does: start, answer, send, and read the result."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import Action, Part
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.moves import AnswerChangedError, enter, lock, move, permit
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer


class IncompleteError(DomainError):
    """Some competencies have no level yet."""


class NoSupervisorError(DomainError):
    """Nobody is there to verify."""


def start_assessment(cycle: Cycle, *, by: Viewer) -> Assessment:
    """Enter somebody into the cycle who joined after its opening, with today's standards;
    whoever is in it already keeps what is there.
    """
    enrol(cycle, Employee.id == by.employee_id)
    return db.session.execute(
        select(Assessment).where(
            Assessment.cycle_id == cycle.id, Assessment.employee_id == by.employee_id
        )
    ).scalar_one()


def save_answer(
    answer: Answer,
    *,
    level: int | None,
    example: str,
    evidence_url: str,
    version: int | None,
    by: Viewer,
    replaces: int | None = None,
) -> None:
    """Keep the person's own level, example and evidence as a draft. `version` is the one that
    the page was opened with; `replaces` one that was shown beside it and is given up.

    :raises AssessmentLockedError: it has been sent.
    :raises AnswerChangedError: it was saved elsewhere meanwhile; nothing is overwritten.
    """
    move(answer.assessment, Action.ANSWER, Part.SUBJECT, by=by)
    lock(answer)
    before = (answer.self_level, answer.example, answer.evidence_url)
    if answer.version != (replaces or version) and before != (level, example, evidence_url):
        raise AnswerChangedError(
            _("Jawaban ini disimpan dari tab atau perangkat lain. Bandingkan sebelum menyimpan.")
        )
    if answer.self_level != level:
        answer.verdict, answer.verified_level, answer.reason = None, None, ""
    answer.self_level = level
    answer.example = example
    answer.evidence_url = evidence_url
    answer.saved_at = clock.now()
    answer.version += 1
    db.session.flush()


def submit_assessment(assessment: Assessment, *, by: Viewer) -> None:
    """Send the answers to the present direct supervisor, who has the rulebook's days.

    :raises AssessmentLockedError: it has been sent already.
    :raises IncompleteError: a competency has no level.
    :raises NoSupervisorError: no supervisor is known.
    """
    following = permit(assessment, Action.SUBMIT, Part.SUBJECT, by=by)
    if any(answer.self_level is None for answer in assessment.answers):
        raise IncompleteError(_("Pilih satu tingkat untuk setiap kompetensi sebelum mengirim."))
    verifier_id = assessment.employee.supervisor_id or assessment.verifier_id
    if verifier_id is None:
        raise NoSupervisorError(
            _(
                "Atasan langsung Anda belum tercatat, jadi belum ada yang memverifikasi. Minta "
                "admin unit melengkapinya; jawaban Anda tetap tersimpan."
            )
        )
    enter(assessment, following)
    assessment.verifier_id = verifier_id
    assessment.submitted_at = clock.now()
    assessment.verify_due_on = queries.due_if_sent_now(assessment)
    assessment.version += 1
    audit.record("assessment.submitted", assessment, by=by.employee_id)
    db.session.flush()


def acknowledge_result(assessment: Assessment, *, by: Viewer) -> None:
    """Note that the person has read the verified result.

    :raises AssessmentLockedError: it is not verified, or was acknowledged before.
    """
    move(assessment, Action.ACKNOWLEDGE, Part.SUBJECT, by=by)
    assessment.acknowledged_at = clock.now()
    audit.record("assessment.acknowledged", assessment, by=by.employee_id)
    db.session.flush()
