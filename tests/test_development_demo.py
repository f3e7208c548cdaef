"""The demo's trainings and plans."""

from collections import Counter

from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Competency
from kinerja.competency.rules import Cluster
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people.models import Account, Employee


def test_demo_trainings_serve_every_competency_before_and_after_today(demo_app: Flask) -> None:
    with demo_app.app_context():
        trainings = db.session.scalars(select(Training)).all()
        common = Competency.cluster != Cluster.TECHNICAL
        competencies = set(db.session.scalars(select(Competency.id).where(common)))
        today = clock.today()
    assert len(trainings) >= 40
    assert {one.competency_id for one in trainings} >= competencies
    assert {one.level for one in trainings} == {2, 3, 4, 5}
    assert len({one.form for one in trainings}) >= 15
    for competency in competencies:
        days = [one.starts_on for one in trainings if one.competency_id == competency]
        assert min(days) < today < max(days)
    assert not [one for one in trainings if one.starts_on.weekday() >= 5]


def test_demo_plans_stand_in_every_state_and_keep_seats_and_ceilings(demo_app: Flask) -> None:
    with demo_app.app_context():
        items = db.session.scalars(select(PlanItem)).all()
        seats = {one.id: one.seats for one in db.session.scalars(select(Training))}
        contracts = {one.id for one in db.session.scalars(select(Employee)) if one.kind.is_contract}
        accounts = set(db.session.scalars(select(Account.employee_id)))
        year = clock.today().year
    assert {one.status for one in items} == set(PlanItemStatus)
    assert any(one.is_returned for one in items)
    living = [one for one in items if one.status is not PlanItemStatus.CANCELLED]
    held = Counter(one.training_id for one in living)
    assert all(held[key] <= seats[key] for key in held)
    jp: Counter[tuple[int, int]] = Counter()
    for one in living:
        jp[one.employee_id, one.year] += one.jp
    assert max(hours for (person, _year), hours in jp.items() if person in contracts) <= 24
    assert accounts <= {one.employee_id for one in living if one.year == year}
    confirmed = [one for one in items if one.status is PlanItemStatus.CONFIRMED]
    assert all(one.confirmed_by_id not in (None, one.employee_id) for one in confirmed)
    assert all(one.evidence_url for one in confirmed)
