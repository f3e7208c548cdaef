"""The blueprint that the views of this package share, and what its templates use."""

from datetime import datetime

from flask import Blueprint

from kinerja import clock
from kinerja.competency.queries import in_language, ticked_at
from kinerja.competency.rules import LEVEL_LABELS, AssessmentStatus

bp = Blueprint("competency", __name__)
bp.add_app_template_filter(in_language)
bp.add_app_template_global(ticked_at)

TAGS = {
    AssessmentStatus.NOT_STARTED: "",
    AssessmentStatus.SELF_IN_PROGRESS: "info",
    AssessmentStatus.SELF_SUBMITTED: "brand",
    AssessmentStatus.UNDER_VERIFICATION: "brand",
    AssessmentStatus.RETURNED: "warning",
    AssessmentStatus.VERIFIED: "success",
    AssessmentStatus.ACKNOWLEDGED: "success",
}


@bp.app_template_filter()
def level_name(level: int) -> str:
    """The level's name: "Menengah"."""
    return str(LEVEL_LABELS[level])


@bp.app_template_filter()
def status_kind(status: AssessmentStatus) -> str:
    """Which kind of tag shows the state."""
    return TAGS[status]


@bp.app_template_filter()
def days_since(moment: datetime) -> int:
    """Calendar days since the moment."""
    return (clock.today() - clock.local(moment).date()).days
