"""The demo's year of voices: what was asked of it, and figures that equal a recount."""

from flask import Flask

from kinerja import clock
from kinerja.extensions import db
from kinerja.satisfaction import queries
from tests.citizens import recount, rolled_up

UNDER = """
day >= :since AND counter_id IN (
  SELECT counter.id FROM satisfaction_counter AS counter
  JOIN satisfaction_service AS service ON service.id = counter.service_id
  WHERE service.unit_id IN (
    WITH RECURSIVE tree(id) AS (
      SELECT people_unit.id FROM people_unit WHERE people_unit.id = :unit
      UNION SELECT people_unit.id FROM people_unit JOIN tree ON people_unit.parent_id = tree.id
    ) SELECT id FROM tree))
"""


def test_demo_figures_equal_a_recount(demo_app: Flask) -> None:
    counts = recount(demo_app)
    assert counts.pop("surveys") >= 3000
    assert sum(counts[f"quick_{score}"] for score in (1, 2, 3, 4)) >= 20_000
    assert rolled_up(demo_app) == counts
    with demo_app.app_context():
        units = [unit.id for unit in db.session.scalars(queries.service_units())]
        found = queries.figures(units, on=clock.today())
    for unit_id in units:
        how = found[unit_id].method
        taps = recount(demo_app, UNDER, unit=unit_id, since=how.quick_since)
        surveys = recount(demo_app, UNDER, unit=unit_id, since=how.survey_since)
        assert found[unit_id].taps == tuple(taps[f"quick_{score}"] for score in (1, 2, 3, 4))
        assert found[unit_id].respondents == surveys["n"]
        for element, tally in found[unit_id].tallies.items():
            assert (tally.n, tally.total) == (surveys[f"{element}_n"], surveys[f"{element}_sum"])


def test_the_demo_shows_what_a_year_can_look_like(demo_app: Flask) -> None:
    with demo_app.app_context():
        today = clock.today()
        ranked = queries.ranked_units(on=today)
        assert len(ranked) >= 12
        assert all(60 <= row.result.ikm <= 98 for row in ranked)
        weak = [
            row
            for row in ranked
            if row.result.tallies[row.result.weakest].score < row.result.ikm - 8
        ]
        assert len(weak) >= 3
        courses = []
        for row in ranked:
            points = [
                p.figures.result.ikm
                for p in queries.quarters(queries.months(row.unit.id, on=today))
                if p.figures.result
            ]
            courses.append(points[-1] - points[0])
        assert max(courses) > 5
        assert min(courses) < -5
        report = queries.report(queries.public_unit(ranked[0].unit.id), on=today)
        assert report.weekdays == [0, 1, 2, 3, 4]
        assert report.hours == list(range(8, 16))
    path = demo_app.config["DEMO_FILLED"]["kiosk_path"]
    assert demo_app.test_client().get(path).status_code == 200
