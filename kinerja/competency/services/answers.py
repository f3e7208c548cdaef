"""What the assessed person does: start, answer, send, and read the result."""

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import Action, Part
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.moves import AnswerChangedError, enter, lock, move, permit
from kinerja.competency.services.notices import tell_verifier
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Employee
from kinerja.people.rules import CorrectionTopic
from kinerja.permissions import Viewer

EXCLUDED = _(
    "Anda sedang dikecualikan dari penilaian, jadi tidak perlu menilai diri. Bila ini keliru, "
    "hubungi admin unit Anda."
)


class IncompleteError(DomainError):
    """Some competencies have no level yet."""


class ExcludedError(DomainError):
    """The person is not counted now, so there is nothing to assess."""


class NoSupervisorError(DomainError):
    """Nobody is there to verify."""


def start_assessment(cycle: Cycle, *, by: Viewer) -> Assessment:
    """Enter somebody into the cycle who joined after its opening, with today's standards;
    whoever is in it already keeps what is there.

    :raises ExcludedError: the person is not counted now.
    """
    enrol(cycle, Employee.id == by.employee_id)
    found = db.session.scalar(
        select(Assessment).where(
            Assessment.cycle_id == cycle.id, Assessment.employee_id == by.employee_id
        )
    )
    if found is None:
        raise ExcludedError(EXCLUDED)
    return found


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
    :raises ExcludedError: the person is not counted now.
    """
    if not assessment.employee.is_active:
        raise ExcludedError(EXCLUDED)
    following = permit(assessment, Action.SUBMIT, Part.SUBJECT, by=by)
    if any(answer.self_level is None for answer in assessment.answers):
        raise IncompleteError(_("Pilih satu tingkat untuk setiap kompetensi sebelum mengirim."))
    verifier_id = assessment.employee.supervisor_id or assessment.verifier_id
    if verifier_id is None:
        raise NoSupervisorError(_without_supervisor(by.employee_id))
    before = assessment.status
    enter(assessment, following)
    assessment.verifier_id = verifier_id
    assessment.submitted_at = clock.now()
    assessment.verify_due_on = queries.due_if_sent_now(assessment)
    assessment.version += 1
    audit.record(
        "assessment.submitted",
        assessment,
        by=by.employee_id,
        before={"status": before},
        after={"status": following},
    )
    db.session.flush()
    tell_verifier(assessment)


def _without_supervisor(employee_id: int) -> str:
    """Why nothing can be sent; who is seeing to it, where the person has asked."""
    asked = people.open_correction(employee_id, CorrectionTopic.SUPERVISOR)
    if asked is None:
        return str(
            _(
                "Atasan langsung Anda belum tercatat, jadi belum ada yang memverifikasi. Ajukan "
                "“Atasan saya salah” di halaman ini; jawaban Anda tetap tersimpan."
            )
        )
    turn = people.turn_words(asked, people.handled_by(asked, on=clock.today()))
    return str(
        _(
            "Atasan langsung Anda belum tercatat. Permintaan perbaikannya sedang berjalan. "
            "%(turn)s. Jawaban Anda tetap tersimpan.",
            turn=turn,
        )
    )


def acknowledge_result(assessment: Assessment, *, by: Viewer) -> None:
    """Note that the person has read the verified result.

    :raises AssessmentLockedError: it is not verified, or was acknowledged before.
    """
    before = assessment.status
    move(assessment, Action.ACKNOWLEDGE, Part.SUBJECT, by=by)
    assessment.acknowledged_at = clock.now()
    audit.record(
        "assessment.acknowledged",
        assessment,
        by=by.employee_id,
        before={"status": before},
        after={"status": assessment.status},
    )
    db.session.flush()
