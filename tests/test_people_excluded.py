"""Who is not counted is counted nowhere: each standing, each place where people are counted."""

from collections.abc import Callable

import pytest
from flask import Flask

from kinerja import clock
from kinerja.competency import queries as competency
from kinerja.competency.queries import PeopleFilter
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.database import every
from kinerja.development import queries as development
from kinerja.development.models import Training
from kinerja.development.queries.assignments import candidates
from kinerja.development.queries.waiting import waiting_by_trainer
from kinerja.development.rules import Need, Selection
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.rules import GONE, Standing
from kinerja.permissions import Viewer
from tests import factories
from tests.counting import Counted
from tests.offices import (
    A_DAY,
    Office,
    build_office,
    hr,
    today,
)

AWAY_OR_GONE = [standing for standing in Standing if standing is not Standing.ACTIVE]
S = AssessmentStatus


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def led(counted: Counted) -> int:
    return len(people.direct_reports(counted.office.foreman))


def progress(counted: Counted) -> int:
    units = counted.to.units("progress:view")
    found = competency.progress(counted.cycle, units, floor=1, unit_floor=1)
    return found.total.people


def verified(counted: Counted) -> int:
    units = counted.to.units("progress:view")
    found = competency.progress(counted.cycle, units, floor=1, unit_floor=1)
    return found.total.finished


def inbox(counted: Counted) -> int:
    account_less = people.direct_reports(counted.office.foreman)
    to = Viewer(
        counted.office.foreman,
        0,
        counted.office.desk,
        direct_reports=frozenset(one.id for one in account_less),
    )
    return competency.inbox("", to=to, page=1).total


def tree(counted: Counted) -> int:
    return people.unit_tree(to=counted.to)[0].total


def means(counted: Counted) -> int:
    units = counted.to.units("progress:view")
    found = competency.progress(counted.cycle, units, floor=1, unit_floor=1)
    return sum(unit.mean is not None for unit in found.units)


def needed(counted: Counted) -> int:
    units = counted.to.units("plan:assign")
    return max(row.one for row in development.needs(units, on=clock.today()))


def answered(counted: Counted) -> int:
    need = Need(competency_id=counted.competency_id, min_gap=1)
    return len(every(development.matching(need, to=counted.to, year=2026)))


def candidates_active(counted: Counted) -> int:
    need = Need(competency_id=counted.competency_id, min_gap=1)
    selection = Selection(need=need, everybody=True, employee_ids=())
    training = db.session.get_one(Training, counted.training_id)
    return len(candidates(training, selection, to=counted.to))


# Each place where people are counted: how many it counts, the clerk among them.
COUNTS: dict[str, Callable[[Counted], int]] = {
    "the staff list": lambda c: len(every(people.staff(to=c.to))),
    "the direct reports": led,
    "the tree of units": tree,
    "whom a new cycle would ask": lambda _c: competency.staff_count(),
    "the list of cycles": lambda _c: competency.cycles()[0].asked,
    "the verified of the list of cycles": lambda _c: competency.cycles()[0].finished,
    "the states of a cycle": lambda c: sum(competency.status_counts(c.cycle).values()),
    "the progress of the units": progress,
    "the verified of the units": verified,
    "the means of the units": means,
    "the supervisor's inbox": inbox,
    "the list of results": lambda c: len(
        list(competency.all_people(PeopleFilter(), cycle=c.cycle, to=c.to))
    ),
    "the needs": needed,
    "the people with a need": answered,
    "the candidates for a training": candidates_active,
    "the list of plans": lambda c: len(every(development.plans_overview(to=c.to, year=2026))),
    "the people without a plan": lambda c: development.people_without_plan(
        c.to.units("plan:assign"), year=2100
    ),
    "the activities to confirm": lambda c: development.confirmable(to=c.to)[0],
    "the trainers' digests": lambda c: waiting_by_trainer(on=clock.today()).get(c.office.mayor, 0),
}  # fmt: skip


@pytest.mark.parametrize("standing", AWAY_OR_GONE)
def test_who_is_not_counted_is_counted_nowhere(
    app: Flask, office: Office, standing: Standing
) -> None:
    counted = Counted(app, office)
    with app.test_request_context():
        before = {place: count(counted) for place, count in COUNTS.items()}
    assert all(before.values()), before
    factories.standing(app, office.clerk, standing, valid_from=today(app))
    factories.settle(app)
    with app.test_request_context():
        after = {place: count(counted) for place, count in COUNTS.items()}
    assert after == {place: number - 1 for place, number in before.items()}
    factories.settle(app, today(app) - A_DAY)
    with app.test_request_context():
        again = {place: count(counted) for place, count in COUNTS.items()}
    by_day = {"the list of cycles", "the verified of the list of cycles", "the states of a cycle",
              "the progress of the units", "the verified of the units", "the means of the units",
              "the tree of units"}  # fmt: skip
    assert {place for place in before if again[place] != before[place]} == by_day


@pytest.mark.parametrize("standing", AWAY_OR_GONE)
def test_seats_are_kept_for_who_comes_back(app: Flask, office: Office, standing: Standing) -> None:
    counted = Counted(app, office)
    factories.standing(app, office.clerk, standing, valid_from=today(app))
    factories.settle(app)
    with app.app_context():
        training = db.session.get_one(Training, counted.training_id)
        finished = db.session.get_one(Training, counted.done_id)
        left = training.seats if standing in GONE else training.seats - 1
        assert development.seats_left(training) == left
        assert development.seats_left(finished) == finished.seats - 1


def test_a_closed_cycle_counts_as_on_its_last_day(app: Flask, office: Office) -> None:
    counted = Counted(app, office)
    on = today(app)
    with app.app_context():
        cycle = counted.cycle
        cycle.status = CycleStatus.CLOSED
        cycle.starts_on, cycle.self_due_on = on - 30 * A_DAY, on - 20 * A_DAY
        cycle.verify_due_on = on - 10 * A_DAY
        db.session.commit()
    for who, ago in ((office.clerk, 5), (office.typist, 15)):
        factories.standing(app, who, Standing.RETIRED, valid_from=on - ago * A_DAY)
    factories.settle(app)
    with app.test_request_context():
        assert competency.cycles()[0].asked == 7
        assert sum(competency.status_counts(counted.cycle).values()) == 7
        assert progress(counted) == 7
        rows = every(competency.excluded_people(counted.cycle, to=hr(office)))
        assert [row.Employee.id for row in rows] == [office.typist]
