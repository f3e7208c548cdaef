"""What the assessed person says of a verified result."""

from flask_babel import lazy_gettext as _

from kinerja import audit, clock
from kinerja.competency.models import Assessment
from kinerja.competency.rules import REMARK_LONGEST, Action, Part
from kinerja.competency.services.moves import AnswerChangedError, enter, permit
from kinerja.competency.services.notices import tell_remarked
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class RemarkError(DomainError):
    """There is nothing to say, or too much."""


def remark_on(assessment: Assessment, *, text: str, version: int | None, by: Viewer) -> None:
    """Keep the remark, which also says that the result was read; the verifier hears of it. No
    level changes by it. It may be changed, and emptied, until the cycle is archived.

    :raises RemarkError: it is empty and there was none, or too long.
    :raises AssessmentLockedError: it is not verified.
    :raises CycleClosedError: the cycle is archived.
    :raises AnswerChangedError: it was changed in another tab meanwhile.
    """
    following = permit(assessment, Action.REMARK, Part.SUBJECT, by=by)
    if len(text) > REMARK_LONGEST:
        raise RemarkError(_("Tanggapan paling banyak %(limit)s huruf.", limit=REMARK_LONGEST))
    if text == assessment.remark:
        if not text:
            raise RemarkError(_("Tulis dulu tanggapan Anda."))
        return
    if assessment.version != version:
        raise AnswerChangedError(
            _("Tanggapan ini diubah dari tab lain. Bandingkan sebelum menyimpan.")
        )
    before = {"status": assessment.status}
    is_new = bool(text) and not assessment.remark
    enter(assessment, following)
    now = clock.now()
    assessment.acknowledged_at = assessment.acknowledged_at or now
    assessment.remark, assessment.remarked_at = text, now if text else None
    assessment.version += 1
    after = {"status": following}
    audit.record("assessment.remarked", assessment, by=by.employee_id, before=before, after=after)
    db.session.flush()
    if is_new:
        tell_remarked(assessment)
