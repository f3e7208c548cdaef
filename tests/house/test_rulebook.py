"""Dated settings: the one in force on the day is read, in one query."""

from datetime import date

import pytest
from flask import Flask

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.rulebook.queries import rule


@pytest.fixture
def ruled(probe: Flask) -> Flask:
    """Three versions of one rule."""
    with probe.app_context():
        for year, value in ((2020, "1.5"), (2024, "2.5"), (2030, [1, {"a": None}])):
            basis = f"Peraturan {year}"
            db.session.add(
                Rule(key="uji.bobot", value=value, valid_from=date(year, 7, 1), legal_basis=basis)
            )
        db.session.commit()
    return probe


@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2020, 7, 1), "1.5"),
        (date(2024, 6, 30), "1.5"),
        (date(2024, 7, 1), "2.5"),
        (date(2031, 1, 1), [1, {"a": None}]),
    ],
)
def test_the_version_in_force_on_the_day_is_read(ruled: Flask, on: date, value: object) -> None:
    with ruled.app_context():
        assert rule("uji.bobot", on=on) == value


def test_no_rule_or_none_in_force_yet_is_missing(ruled: Flask) -> None:
    with ruled.app_context():
        for key, on in (("uji.bobot", date(2020, 6, 30)), ("uji.lain", date(2026, 1, 1))):
            with pytest.raises(MissingError, match=key):
                rule(key, on=on)


def test_every_rule_of_the_migrations_names_its_legal_basis(probe: Flask) -> None:
    with probe.app_context():
        rules = db.session.query(Rule).all()
    assert rules
    assert [rule.key for rule in rules if not rule.legal_basis.strip()] == []
