"""Reminding whoever decides on a request for corrected data, and when nobody is there."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Assessment
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.people.models import Correction, Employee
from kinerja.people.rules import CorrectionStatus, CorrectionTopic, Standing
from kinerja.permissions import Role
from tests import factories
from tests.assessing import build_team
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
FRIDAY = datetime(2026, 11, 20, 3, tzinfo=UTC)
WEDNESDAY = datetime(2026, 11, 25, 3, tzinfo=UTC)


@pytest.fixture
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three working days after the Friday on which the request was made."""
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)


def test_data_admin_is_reminded_of_an_open_request(
    app: Flask, signed_in: SignedIn, wednesday: None
) -> None:
    office = factories.unit(app)
    asker, admin = (factories.employee(app, unit_id=office) for _number in range(2))
    factories.grant(app, admin, Role.UNIT_ADMIN, office)
    case = factories.save(
        app,
        Correction(
            employee_id=asker,
            topic=CorrectionTopic.NAME,
            before={},
            proposal={},
            note="Nama saya salah tulis.",
            asked_at=FRIDAY,
            since=FRIDAY,
            due_on=date(2026, 11, 27),
        ),
    )
    path, client = f"/ingatkan?hal=perbaikan-{case}", signed_in(asker)
    assert soup(client.get("/beranda")).select(f'a[href="{path}"]')
    assert send(client, path, way="notice").status_code == 303
    with app.app_context():
        (notice,) = db.session.scalars(select(Notice)).all()
    assert notice.employee_id == admin
    opened = signed_in(admin).get(f"/pemberitahuan/{notice.id}")
    assert opened.headers["Location"].endswith(f"/{case}")
    assert signed_in(admin).get(path).status_code == 404
    with app.app_context():
        db.session.get_one(Correction, case).status = CorrectionStatus.REFUSED
        db.session.commit()
    assert client.get(path).status_code == 404


def test_nobody_who_could_confirm_is_told_plainly(
    app: Flask, signed_in: SignedIn, wednesday: None
) -> None:
    holder = factories.employee(app)
    training = factories.training(app, factories.dictionary(app)["KOM"])
    item = factories.plan_item(app, holder, training, status=PlanItemStatus.FINISHED, since=FRIDAY)
    answer = signed_in(holder).get(f"/ingatkan?hal=kegiatan-{item}")
    assert answer.status_code == 409
    assert "Hubungi admin unit" in answer.text


def test_whoever_leads_now_is_reminded_when_the_verifier_has_left(
    app: Flask, signed_in: SignedIn, wednesday: None
) -> None:
    team = build_team(app)
    heir = factories.employee(app)
    with app.app_context():
        row = db.session.get_one(Assessment, team.assessment)
        row.submitted_at = row.since = FRIDAY
        row.verifier_id = team.boss
        db.session.get_one(Employee, team.boss).standing = Standing.RETIRED
        db.session.get_one(Employee, team.clerk).supervisor_id = heir
        db.session.commit()
    assert send(signed_in(team.clerk), "/ingatkan?hal=penilaian", way="notice").status_code == 303
    with app.app_context():
        (notice,) = db.session.scalars(select(Notice)).all()
    assert notice.employee_id == heir
