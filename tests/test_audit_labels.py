"""Every act that the code records anywhere is called something in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from kinerja.audit.fields import field_label, value_text
from kinerja.audit.labels import (
    ACTIONS,
    GROUPS,
    SUBJECTS,
    action_label,
    group_of,
    grouped_actions,
    subject_label,
)
from kinerja.development.rules import Action
from kinerja.extensions import Base
from kinerja.people.rules import CorrectionStatus
from kinerja.people.rules.factors import FactorResetStatus
from kinerja.rulebook.rules import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
ACT = re.compile(r"[a-z]+(?:[-_][a-z]+)*\.[a-z]+(?:[-_][a-z]+)*")
# Acts whose name is put together while running: their beginnings, and how they may end.
BUILT = {
    "plan_item.": [action.value for action in Action],
    "correction.": [status.value for status in CorrectionStatus],
    "factor.reset_": [
        status.value for status in FactorResetStatus if status is not FactorResetStatus.WAITING
    ],
    "consent.": ["given", "withdrawn"],
}


def sources() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the application."""
    for package in ("kinerja", "kiosk"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def is_record(call: ast.Call) -> bool:
    """Whether the call notes something in the trail, now or after the request."""
    named = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return named in {"record", "note_list_reading"}


def acts_of(call: ast.Call) -> Iterator[ast.expr]:
    """What a call says was done: the first argument of a record, or `action=` of anything."""
    if is_record(call) and call.args:
        yield call.args[0]
    for keyword in call.keywords:
        if keyword.arg == "action":
            yield keyword.value


def recorded() -> Iterator[tuple[str, str]]:
    """File and act, or its beginning, of everything that is recorded anywhere."""
    for name, tree in sources():
        for call in ast.walk(tree):
            for act in acts_of(call) if isinstance(call, ast.Call) else ():
                if isinstance(act, ast.Constant) and ACT.fullmatch(str(act.value)):
                    yield name, str(act.value)
                elif isinstance(act, ast.JoinedStr) and is_record(call):
                    first = act.values[0]
                    yield name, str(first.value) if isinstance(first, ast.Constant) else "?"
                elif not isinstance(act, ast.Constant) and is_record(call):
                    yield from ((name, found) for found in acts_in(tree))


def acts_in(tree: ast.Module) -> Iterator[str]:
    """Every text of a module that looks like an act of a known group."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if ACT.fullmatch(text) and group_of(text) in GROUPS and text not in SETTINGS:
                yield text


def test_every_act_that_is_recorded_has_a_label() -> None:
    acts = set(recorded())
    assert len(acts) > 40
    silent = {
        (name, act + end)
        for name, act in acts
        for end in BUILT.get(act, [""])
        if act + end not in ACTIONS
    }
    assert silent == set()


def test_every_label_stands_in_a_group_and_no_group_is_empty() -> None:
    assert {group_of(action) for action in ACTIONS} <= set(GROUPS)
    assert sum(map(len, grouped_actions().values())) == len(ACTIONS)


def test_every_table_that_entries_name_has_a_label(app: Flask) -> None:
    tables = set(Base.metadata.tables)
    assert {kind for kind in SUBJECTS if "_" in kind} <= tables
    for _name, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and is_record(node) and len(node.args) > 1:
                subject = node.args[1]
                if isinstance(subject, ast.Constant):
                    assert str(subject.value).partition(":")[0] in SUBJECTS


def test_what_has_no_label_is_called_by_its_code() -> None:
    assert action_label("lain.sekali") == "lain.sekali"
    assert subject_label("lain:7") == ("lain", "7")
    assert subject_label("people_account")[1] == ""
    assert field_label("lain") == "lain"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "–"),
        ("", "–"),
        (True, "ya"),
        (False, "tidak"),
        (0, "0"),
        ("verified", "Terverifikasi"),
        ("kata lain", "kata lain"),
        ("2026-11-30", "30 November 2026"),
        ("2026-11-31", "2026-11-31"),
        (["a", 2], "a, 2"),
        ({"unit": 3, "cari": "siti"}, "Unit kerja: 3; cari: siti"),
    ],
)
def test_values_read_as_words(app: Flask, value: object, words: str) -> None:
    with app.test_request_context():
        assert value_text(value) == words
