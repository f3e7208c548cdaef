"""Saying what is wrong in one's own data, and whose desk it reaches."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries, services, signals
from kinerja.people.models import Correction
from kinerja.people.rules import CorrectionStatus, CorrectionTopic, Standing
from kinerja.people.services import CorrectionRefusedError
from kinerja.people.services.corrections import due_day
from kinerja.permissions import Role
from tests import factories
from tests.correcting import Town, ask, asked, build_town, case, viewer_of
from tests.visits import form_on, held

SignedIn = Callable[[int], FlaskClient]
S, T = CorrectionStatus, CorrectionTopic


@pytest.fixture
def town(app: Flask) -> Town:
    """The town in which the clerk's supervisor is wrong."""
    return build_town(app)


def test_case_lies_with_the_units_admin_and_has_the_rulebooks_days(app: Flask, town: Town) -> None:
    with app.app_context():
        found = ask(town.clerk, supervisor_id=town.true_boss, note="Pindah bulan lalu")
        today = clock.today()
        assert (found.status, found.due_on) == (S.ASKED, due_day(T.SUPERVISOR, at=found.asked_at))
        assert found.due_on >= today + timedelta(days=3)
        assert found.before == {"supervisor_id": town.boss}
        assert found.proposal == {"supervisor_id": town.true_boss}
        (handler,) = queries.handled_by(found, on=today)
        assert (handler.name, handler.role) == ("Made Admin", Role.UNIT_ADMIN)


def test_whoever_knows_no_better_says_what_is_wrong(app: Flask, town: Town) -> None:
    with app.app_context():
        found = ask(town.clerk, supervisor_id=0, note="Bukan beliau")
        assert found.proposal == {}
        with pytest.raises(CorrectionRefusedError) as refused:
            services.ask_correction(topic=T.GRADE, note=" ", by=viewer_of(town.clerk), grade="")
        assert refused.value.field == "note"


def test_what_is_recorded_already_is_no_proposal(app: Flask, town: Town) -> None:
    with app.app_context(), pytest.raises(CorrectionRefusedError) as refused:
        services.ask_correction(
            topic=T.SUPERVISOR, note="", by=viewer_of(town.clerk), supervisor_id=town.boss
        )
    assert refused.value.field == "note"


def test_one_case_about_one_thing_at_a_time(app: Flask, town: Town) -> None:
    first = asked(app, town.clerk)
    with app.app_context():
        with pytest.raises(CorrectionRefusedError):
            ask(town.clerk)
        assert ask(town.clerk, T.GRADE)
        assert ask(town.boss)
        services.withdraw_correction(case(first), by=viewer_of(town.clerk))
        assert ask(town.clerk)


def test_two_cases_sent_at_once_are_one(app: Flask, town: Town, signed_in: SignedIn) -> None:
    path = "/perbaikan-data/ajukan?tentang=golongan"
    browsers = [signed_in(town.clerk) for _number in range(4)]
    forms = [
        {name: values[0] for name, values in held(form_on(browser, path)).items()}
        for browser in browsers
    ]
    start = Barrier(len(browsers))

    def one(number: int) -> int:
        start.wait()
        sent = forms[number] | {"grade": "III/a"}
        return browsers[number].post(path, data=sent).status_code

    with ThreadPoolExecutor(len(browsers)) as pool:
        statuses = sorted(pool.map(one, range(len(browsers))))
    assert statuses == [303, 422, 422, 422]
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Correction)) == 1


@pytest.mark.parametrize(
    ("topic", "proposed", "field"),
    [
        (T.SUPERVISOR, {"supervisor_id": 999_999}, "supervisor_id"),
        (T.UNIT, {"unit_id": 999_999}, "unit_id"),
        (T.POSITION, {"position_id": 999_999}, "position_id"),
        (T.NAME, {"name": "", "title_before": "Dr."}, "name"),
        (T.GRADE, {"grade": "IX"}, "grade"),
        (T.NIP, {"nip": "123"}, "nip"),
    ],
)
def test_proposals_that_cannot_be_are_refused(
    app: Flask, town: Town, topic: CorrectionTopic, proposed: dict[str, Any], field: str
) -> None:
    with app.app_context(), pytest.raises(CorrectionRefusedError) as refused:
        ask(town.clerk, topic, **proposed)
    assert refused.value.field == field


def test_nobody_proposes_himself_or_whoever_has_left(app: Flask, town: Town) -> None:
    gone = factories.employee(app, unit_id=town.office, standing=Standing.RETIRED)
    with app.app_context():
        for person in (town.clerk, gone):
            with pytest.raises(CorrectionRefusedError):
                ask(town.clerk, supervisor_id=person)


def test_handlers_and_asker_hear_of_it(app: Flask, town: Town) -> None:
    heard: list[tuple[str, dict[str, Any]]] = []

    def asking(_sender: object, **facts: Any) -> None:
        heard.append(("asked", facts))

    def deciding(_sender: object, **facts: Any) -> None:
        heard.append(("decided", facts))

    with (
        app.app_context(),
        signals.correction_asked.connected_to(asking),
        signals.correction_decided.connected_to(deciding),
    ):
        found = ask(town.clerk)
        services.escalate_correction(found, by=viewer_of(town.office_admin))
        services.refuse_correction(found, answer="Sudah benar", by=viewer_of(town.hr))
    values = {"correction_id": found.id}
    case_page = {"name": "Sari Uji", "endpoint": "people.handle_correction", "values": values}
    assert heard == [
        ("asked", {"holder_ids": [town.office_admin], **case_page}),
        ("asked", {"holder_ids": [town.hr, town.agency_admin], **case_page}),
        (
            "decided",
            {
                "employee_id": town.clerk,
                "accepted": False,
                "endpoint": "people.show_correction",
                "values": values,
            },
        ),
    ]
