"""Published survey results, for the tests that recompute them."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
VECTORS = json.loads((DATA / "skm_vectors.json").read_text(), parse_float=Decimal)
# As PermenPANRB 14/2017 and Krejcie & Morgan print them.
BANDS = {"A": "88.31", "B": "76.61", "C": "65.00"}
SAMPLE = {"chi_square": "3.841", "proportion": "0.5", "error": "0.05"}
PUBLISHED = {vector["id"]: vector for vector in VECTORS["vectors"]}


def sums_of(vector: Mapping[str, Any]) -> dict[str, int]:
    return dict(vector.get("sums") or vector["sums_inferred"])


def recomputed(vector: Mapping[str, Any]) -> dict[str, Any]:
    return dict(vector.get("recomputed_from_inferred_sums") or vector["recomputed"])
