"""What settings there are, and what each of them may hold."""

from kinerja.rulebook.rules.bands import band
from kinerja.rulebook.rules.kinds import (
    Cell,
    CellKind,
    Choice,
    Clock,
    Field,
    Grid,
    Kind,
    Number,
    Path,
    Record,
    Whole,
    at,
    built,
    cells,
    faults,
)
from kinerja.rulebook.rules.registry import SETTINGS, SHIPPED
from kinerja.rulebook.rules.settings import Confidence, Group, Setting

__all__ = [
    "SETTINGS",
    "SHIPPED",
    "Cell",
    "CellKind",
    "Choice",
    "Clock",
    "Confidence",
    "Field",
    "Grid",
    "Group",
    "Kind",
    "Number",
    "Path",
    "Record",
    "Setting",
    "Whole",
    "at",
    "band",
    "built",
    "cells",
    "faults",
]
