"""Use cases that change rows, and the reader of raw answers."""

from kinerja.satisfaction.services.counters import (
    NameTakenError,
    add_counter,
    add_service,
    change_service,
    new_token,
    rotate_link,
)
from kinerja.satisfaction.services.holdings import running_services
from kinerja.satisfaction.services.raw_answers import (
    CellError,
    UnreadableAnswersError,
    read_answers,
)
from kinerja.satisfaction.services.roll_ups import rebuild
from kinerja.satisfaction.services.visits import (
    OffScaleError,
    answer_question,
    begin_survey,
    end_visit,
    give_reasons,
    keep_open,
    rate,
)

__all__ = [
    "CellError",
    "NameTakenError",
    "OffScaleError",
    "UnreadableAnswersError",
    "add_counter",
    "add_service",
    "answer_question",
    "begin_survey",
    "change_service",
    "end_visit",
    "give_reasons",
    "keep_open",
    "new_token",
    "rate",
    "read_answers",
    "rebuild",
    "rotate_link",
    "running_services",
]
