"""Whatever personal data leaves the application as a file is recorded."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECORDS = {"personal_spreadsheet", "note_list_reading", "note_export", "note_taking"}
NOT_PERSONAL = {
    "download_units": "units, with the officials who head them",
    "download_positions": "jobs, with how many hold them",
    "download_progress": "counts per unit",
    "download_edition": "the dictionary",
    "download_dictionary_template": "an empty template",
    "download_official_template": "an empty template",
    "download_standards": "what jobs ask for",
    "download_map": "means per unit",
    "download_talent": "counts per box",
    "download_calibration": "spreads over verifiers, nobody named",
    "download_catalogue": "trainings",
    "download_holidays": "days off",
    "download_settings": "the rulebook",
    "download_overview": "what citizens said of units",
    "download_unit": "what citizens said of a unit",
    "download_counters": "counters",
    "download_services": "services",
    "download_retention": "counts per class of data",
    "download_import_template": "an empty template",
    "download_event": "one's own date",
}


def downloads() -> Iterator[tuple[str, set[str]]]:
    """Each view that hands out a file, with the names of all that it calls."""
    for package in ("kinerja", "kiosk"):
        for path in (ROOT / package).rglob("views/*.py"):
            yield from downloads_of(path)
        for path in (ROOT / package).rglob("views.py"):
            yield from downloads_of(path)


def downloads_of(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Those of one module."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("download_"):
            called = {
                getattr(call.func, "attr", getattr(call.func, "id", ""))
                for call in ast.walk(node)
                if isinstance(call, ast.Call)
            }
            yield node.name, called


def test_every_file_with_personal_data_is_recorded() -> None:
    found = dict(downloads())
    assert len(found) > 15
    silent = {name for name, called in found.items() if not called & RECORDS}
    assert silent - set(NOT_PERSONAL) == set()


def test_what_is_not_personal_is_not_recorded_as_if_it_were() -> None:
    recorded = {name for name, called in downloads() if called & RECORDS}
    assert recorded & set(NOT_PERSONAL) == set()
