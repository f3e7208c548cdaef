"""What the assessed person does: start, answer, send, and read the result."""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Answer, Assessment, Cycle, Evidence, Indicator, Level
from kinerja.competency.rules import Action, Part, RecordKind
from kinerja.competency.services import records
from kinerja.competency.services.cycles import enrol
from kinerja.competency.services.evidence import (
    EvidenceRefusedError,
    NewEvidence,
    add_evidence,
)
from kinerja.competency.services.moves import AnswerChangedError, enter, lock, move, permit
from kinerja.competency.services.notices import tell_verifier
from kinerja.errors import DomainError, MissingError
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
    version: int | None,
    by: Viewer,
    replaces: int | None = None,
    indicator_ids: Collection[int] = (),
    evidence_ids: Collection[int] = (),
    override_note: str = "",
    added: Sequence[NewEvidence] = (),
) -> list[Evidence]:
    """Keep the person's own level, ticked indicators, example, evidence and note as a draft;
    what is `added` goes into the library and is used here. `version` is the one that the page was
    opened with; `replaces` one that was shown beside it and is given up. Returned is what of the
    added was in the library already.

    :raises AssessmentLockedError: it has been sent.
    :raises AnswerChangedError: it was saved elsewhere meanwhile; nothing is overwritten.
    :raises EvidenceRefusedError: what is added is not taken, or something ticked is put away.
    :raises MissingError: an indicator or a piece of evidence is not for this answer.
    """
    move(answer.assessment, Action.ANSWER, Part.SUBJECT, by=by)
    lock(answer)
    db.session.expire(answer, ["indicators", "evidence"])
    before = (answer.self_level, answer.example, answer.override_note)
    same = before == (level, example, override_note)
    same = same and answer.indicator_ids == set(indicator_ids)
    same = same and answer.evidence_ids == set(evidence_ids)
    if answer.version != (replaces or version) and not same:
        raise AnswerChangedError(
            _("Jawaban ini disimpan dari tab atau perangkat lain. Bandingkan sebelum menyimpan.")
        )
    if answer.self_level != level:
        answer.verdict, answer.verified_level, answer.reason = None, None, ""
    if not same:  # whoever opened it before has to look again
        answer.opened_at, answer.opened_by_id = None, None
    answer.self_level, answer.example, answer.override_note = level, example, override_note
    answer.indicators = _indicators(answer, indicator_ids)
    kept = _evidence(answer, evidence_ids, by)
    new = [add_evidence(one, by=by) for one in added]
    answer.evidence = [*kept, *(one for one, _known in new if one not in kept)]
    answer.saved_at = clock.now()
    answer.version += 1
    db.session.flush()
    return [one for one, known in new if known]


def _indicators(answer: Answer, ids: Collection[int]) -> list[Indicator]:
    found = db.session.scalars(
        select(Indicator)
        .join(Indicator.level)
        .where(Indicator.id.in_(ids), Level.competency_id == answer.competency_id)
    ).all()
    if len(found) != len(set(ids)):
        raise MissingError()
    return list(found)


def _evidence(answer: Answer, ids: Collection[int], by: Viewer) -> list[Evidence]:
    mine = Evidence.employee_id == by.employee_id
    found = db.session.scalars(
        select(Evidence).where(Evidence.id.in_(ids), mine).order_by(Evidence.id)
    ).all()
    if len(found) != len(set(ids)):
        raise MissingError()
    if any(one.archived_at and one.id not in answer.evidence_ids for one in found):
        raise EvidenceRefusedError(
            _("Salah satu bukti sudah diarsipkan. Pilih bukti lain."), field="evidence_ids"
        )
    return list(found)


def submit_assessment(assessment: Assessment, *, by: Viewer) -> None:
    """Send the answers to the present direct supervisor, who has the rulebook's days.

    :raises AssessmentLockedError: it has been sent already.
    :raises IncompleteError: a competency has no level, or one whose lower ones do not hold and
        no note on why.
    :raises NoSupervisorError: no supervisor is known.
    :raises ExcludedError: the person is not counted now.
    """
    if not assessment.employee.is_active:
        raise ExcludedError(EXCLUDED)
    following = permit(assessment, Action.SUBMIT, Part.SUBJECT, by=by)
    if any(answer.self_level is None for answer in assessment.answers):
        raise IncompleteError(_("Pilih satu tingkat untuk setiap kompetensi sebelum mengirim."))
    if queries.unsettled(assessment):
        raise IncompleteError(
            _("Ada tingkat yang tingkat di bawahnya belum lengkap. Lengkapi, atau tulis catatan.")
        )
    verifier_id = _verifier_of(assessment)
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
    records.of_assessments(Assessment.id == assessment.id, kinds=[RecordKind.SELF])
    tell_verifier(assessment)


def _verifier_of(assessment: Assessment) -> int | None:
    """The one whom the cycle names, as long as he works; else the present direct supervisor."""
    named = assessment.verifier if assessment.is_assigned else None
    if named is not None and named.is_active:
        return named.id
    assessment.is_assigned = False
    return assessment.employee.supervisor_id or assessment.verifier_id


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
