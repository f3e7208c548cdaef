"""Trainings and plan items."""

from datetime import timedelta

from flask import Flask

from kinerja import clock
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import DevelopmentForm, PlanItemStatus
from kinerja.extensions import db
from tests.factories.base import numbers, save


def training(app: Flask, competency_id: int, **facts: object) -> int:
    """A workshop of two days in a month, 10 JP and 30 seats, unless told otherwise."""
    with app.app_context():
        start = clock.today() + timedelta(days=30)
    usual: dict[str, object] = {
        "title": f"Pelatihan Contoh {next(numbers)}",
        "form": DevelopmentForm.WORKSHOP,
        "jp": 10,
        "competency_id": competency_id,
        "level": 2,
        "starts_on": start,
        "ends_on": start + timedelta(days=1),
        "seats": 30,
        "provider": "Balai Contoh",
    }
    return save(app, Training(**(usual | facts)))


def plan_item(
    app: Flask,
    employee_id: int,
    training_id: int,
    *,
    status: PlanItemStatus = PlanItemStatus.ASSIGNED,
    chosen_by_id: int | None = None,
    **facts: object,
) -> int:
    """The training in the person's plan, chosen by the person unless told otherwise."""
    with app.app_context():
        found = db.session.get_one(Training, training_id)
        usual: dict[str, object] = {
            "year": found.year,
            "jp": found.jp,
            "since": clock.now(),
            "evidence_url": "https://bukti.contoh.go.id/1"
            if status in (PlanItemStatus.FINISHED, PlanItemStatus.CONFIRMED)
            else "",
        }
    return save(
        app,
        PlanItem(
            employee_id=employee_id,
            training_id=training_id,
            status=status,
            chosen_by_id=chosen_by_id or employee_id,
            **(usual | facts),
        ),
    )
