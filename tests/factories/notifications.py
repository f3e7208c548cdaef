"""Notices and days off."""

from datetime import date, datetime

from flask import Flask

from kinerja import clock
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import NoticeKind
from kinerja.rulebook.models import Holiday
from kinerja.rulebook.rules.holidays import HolidayKind
from tests.factories.base import numbers, save


def notice(
    app: Flask,
    employee_id: int,
    *,
    kind: NoticeKind = NoticeKind.PLAN,
    title: str | None = None,
    place: str = "development.own_plan",
    at: datetime | None = None,
    **facts: object,
) -> int:
    """Something that the person is told, unread unless told otherwise."""
    with app.app_context():
        now = at or clock.now()
    row = Notice(
        employee_id=employee_id,
        kind=kind,
        title=title or f"Hal contoh {next(numbers)}",
        params={},
        place=place,
        at=now,
        **facts,
    )
    return save(app, row)


def holiday(app: Flask, day: date, name: str = "Libur Contoh") -> int:
    """A day off."""
    row = Holiday(day=day, name=name, kind=HolidayKind.NATIONAL, legal_basis="SKB Contoh")
    return save(app, row)
