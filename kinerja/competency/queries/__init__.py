"""Reads: the dictionary and standards, one assessment, present levels and gaps, and lists."""

from kinerja.competency.queries.assessments import (
    due_if_sent_now,
    own_answer,
    own_assessment,
    own_result,
    visible_result,
    visible_verification,
    waiting_count,
    waiting_for,
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
)
from kinerja.competency.queries.inbox import Inbox, inbox
from kinerja.competency.queries.levels import CurrentLevel, current_level, gap_select
from kinerja.competency.queries.people import (
    PeopleFilter,
    Person,
    all_people,
    people_page,
)
from kinerja.competency.queries.progress import Progress, UnitProgress, progress
from kinerja.competency.queries.results import Result, ResultRow, result

__all__ = [
    "CurrentLevel",
    "CycleRow",
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
    "gap_select",
    "in_language",
    "inbox",
    "levels_above",
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
    "status_counts",
    "visible_result",
    "visible_verification",
    "waiting_count",
    "waiting_for",
]
