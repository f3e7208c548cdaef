"""What the start page tells each role, gathered from the features below."""

from kinerja.home.queries.breach import Reading, readings
from kinerja.home.queries.personal import Held, everything, section_page, sections, summary
from kinerja.home.queries.processing import ProcessingNotice, processing_notice
from kinerja.home.queries.retention import Standing, report
from kinerja.home.queries.start import Start, start
from kinerja.home.queries.tasks import Notice, Task

__all__ = [
    "Held",
    "Notice",
    "ProcessingNotice",
    "Reading",
    "Standing",
    "Start",
    "Task",
    "everything",
    "processing_notice",
    "readings",
    "report",
    "section_page",
    "sections",
    "start",
    "summary",
]
