"""Trainings for a competency serve what has followed it."""

from flask import Flask

from kinerja import clock
from kinerja.development import queries as development
from tests import factories


def test_trainings_for_what_a_competency_has_followed_are_suggested_too(app: Flask) -> None:
    codes = factories.dictionary(app)
    old = factories.technical(app, "Urusan lama", ["LAMA"])["LAMA"]
    factories.succeed(app, {old: codes["KOM"]})
    training = factories.training(app, old, level=3)
    with app.app_context():
        today = clock.today()
        found = development.suggestions({codes["KOM"]: 2}, on=today)
        assert [offer.training.id for offer in found[codes["KOM"]]] == [training]
        listed = development.offers(codes["KOM"], on=today)
        assert [offer.training.id for offer in listed] == [training]
        needs = {row.competency.id: row.trainings for row in development.needs([1], on=today)}
        assert needs[codes["KOM"]] == 1
        assert needs[codes["INT"]] == 0
