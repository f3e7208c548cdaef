"""Texts of our own for the national dictionary: definitions, and indicators of each level."""

import csv
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"
OWN_COPY = DATA / "competencies.csv"


@cache
def own_texts() -> Mapping[tuple[str, int], Mapping[str, str]]:
    """What a file of the national dictionary may leave out, by code and level; definitions by
    level 0. The texts stand under the names of a file's columns.
    """
    found: dict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for row in _rows(DATA / "definitions.csv"):
        found[row["code"], 0] = {name: text for name, text in row.items() if name != "code"}
    for row in _rows(DATA / "indicators.csv"):
        texts = found[row["code"], int(row["level"])]
        for language in ("id", "en"):
            texts[f"indicator_{row['rank']}_{language}"] = row[f"text_{language}"]
    return dict(found)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
