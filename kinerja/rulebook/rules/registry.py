"""Every setting that there is, and what a value of it must be."""

from collections.abc import Mapping
from typing import Any

from kinerja.rulebook.rules.access import ACCESS
from kinerja.rulebook.rules.appraisal import APPRAISAL
from kinerja.rulebook.rules.competency import COMPETENCY
from kinerja.rulebook.rules.duties import COMPLAINTS, FEEDBACK, GOALS, PRIVACY
from kinerja.rulebook.rules.house import HOUSE
from kinerja.rulebook.rules.learning import LEARNING
from kinerja.rulebook.rules.retention import RETENTION
from kinerja.rulebook.rules.settings import Setting
from kinerja.rulebook.rules.survey import SURVEY

SETTINGS: Mapping[str, Setting] = {
    setting.key: setting
    for part in (
        SURVEY,
        COMPETENCY,
        LEARNING,
        APPRAISAL,
        GOALS,
        FEEDBACK,
        COMPLAINTS,
        PRIVACY,
        RETENTION,
        ACCESS,
        HOUSE,
    )
    for setting in part
}
# What `flask skm` uses on a machine without a database; a test holds it equal to the book.
SHIPPED: Mapping[str, Any] = {
    "skm.bands": {"A": "88.31", "B": "76.61", "C": "65.00"},
    "skm.sample": {"chi_square": "3.841", "proportion": "0.5", "error": "0.05"},
}
