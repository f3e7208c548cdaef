"""Reads: the dictionary and standards, one assessment, present levels and gaps, and lists."""

from kinerja.competency.queries.assessments import (
    due_if_sent_now,
    own_answer,
    own_assessment,
    own_result,
    visible_decision,
    visible_result,
    visible_verification,
)
from kinerja.competency.queries.cycles import (
    CycleRow,
    cycle,
    cycles,
    open_cycle,
    shown_cycle,
    staff_count,
    status_counts,
)
from kinerja.competency.queries.dictionary import (
    competencies,
    competency_by_code,
    descriptors,
    in_language,
    levels_above,
    standards,
    starting_standards,
    unsure_job_levels,
)
from kinerja.competency.queries.excluded import (
    excluded_counts,
    excluded_people,
    is_counted,
    missing_count,
)
from kinerja.competency.queries.inbox import Gist, Inbox, gists, inbox
from kinerja.competency.queries.levels import CurrentLevel, current_level, gap_select
from kinerja.competency.queries.people import (
    PeopleFilter,
    Person,
    all_people,
    people_page,
)
from kinerja.competency.queries.progress import Progress, UnitProgress, progress
from kinerja.competency.queries.results import Result, ResultRow, result
from kinerja.competency.queries.waiting import Deadline, verification_deadlines, waiting_by_verifier

__all__ = [
    "CurrentLevel",
    "CycleRow",
    "Deadline",
    "Gist",
    "Inbox",
    "PeopleFilter",
    "Person",
    "Progress",
    "Result",
    "ResultRow",
    "UnitProgress",
    "all_people",
    "competencies",
    "competency_by_code",
    "current_level",
    "cycle",
    "cycles",
    "descriptors",
    "due_if_sent_now",
    "excluded_counts",
    "excluded_people",
    "gap_select",
    "gists",
    "in_language",
    "inbox",
    "is_counted",
    "levels_above",
    "missing_count",
    "open_cycle",
    "own_answer",
    "own_assessment",
    "own_result",
    "people_page",
    "progress",
    "result",
    "shown_cycle",
    "staff_count",
    "standards",
    "starting_standards",
    "status_counts",
    "unsure_job_levels",
    "verification_deadlines",
    "visible_decision",
    "visible_result",
    "visible_verification",
    "waiting_by_verifier",
]
