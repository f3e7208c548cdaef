"""What the start page tells each role, gathered from the features below."""

from kinerja.home.queries.start import Start, start
from kinerja.home.queries.tasks import Notice, Task

__all__ = ["Notice", "Start", "Task", "start"]
