"""Predicates, and official results to set beside them."""

from datetime import date

from flask import Flask

from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.rules import Predicate
from tests.factories.base import save
from tests.factories.official import official


def predicate(
    app: Flask, employee_id: int, given: Predicate = Predicate.GOOD, *, year: int = 2025
) -> int:
    """Somebody's predicate of the year."""
    row = PredicateRow(
        employee_id=employee_id, year=year, predicate=given, recorded_on=date(year + 1, 1, 9)
    )
    return save(app, row)


def official_figure(
    app: Flask, employee_id: int, achieved: int, required: int, *, ago: int = 30, left: int = 300
) -> int:
    """An official result of this figure, so many days ago, that holds for so many more."""
    capped = min(achieved, required)
    return official(
        app,
        employee_id,
        ago=ago,
        left=left,
        achieved=achieved,
        capped=capped,
        required=required,
    )
