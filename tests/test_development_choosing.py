"""Putting a training into one's own plan, seats, suggestions, and how days are told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import func, select

from kinerja import clock
from kinerja.competency.models import Answer, Assessment
from kinerja.competency.rules import AssessmentStatus
from kinerja.development import queries
from kinerja.development.models import PlanItem, Training
from kinerja.development.rules import PlanItemStatus
from kinerja.development.views.blueprint import period, suggested_trainings
from kinerja.extensions import db
from tests import factories
from tests.factories import Counting
from tests.learning import LIST, House, SignedIn, build_house
from tests.pages import soup
from tests.visits import held


@pytest.fixture
def house(app: Flask) -> House:
    """The office."""
    return build_house(app)


def choose(client: FlaskClient, training_id: int) -> object:
    token = soup(client.get("/pengembangan")).select_one("[name=csrf_token]")["value"]
    return client.post(f"{LIST}/{training_id}/pilih", data={"csrf_token": token})


def test_employee_puts_a_training_into_the_plan_once(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    made = factories.training(app, house.codes["KOM"])
    clerk = signed_in(house.clerk)
    page = soup(clerk.get(f"{LIST}/{made}"))
    form = page.select_one('main form[method="post"]')
    sent = {entry["name"]: entry["value"] for entry in form.select("input")}
    first = clerk.post(str(form["action"]), data=sent)
    again = clerk.post(str(form["action"]), data=sent)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    other = clerk.post(str(form["action"]), data={"csrf_token": sent["csrf_token"]})
    assert other.status_code == 409
    assert "sudah ada dalam rencana Anda" in other.text
    assert "Sudah ada dalam rencana Anda" in clerk.get(f"{LIST}/{made}").text
    with app.app_context():
        item = db.session.scalars(select(PlanItem)).one()
        assert (item.employee_id, item.chosen_by_id) == (house.clerk, house.clerk)
        assert item.status is PlanItemStatus.ASSIGNED


def test_full_closed_and_begun_trainings_are_refused_with_a_sentence(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    with app.app_context():
        yesterday = clock.today() - timedelta(days=1)
    kom = house.codes["KOM"]
    full = factories.training(app, kom, seats=1)
    factories.plan_item(app, house.trainer, full)
    closed = factories.training(app, kom, is_active=False)
    begun = factories.training(app, kom, starts_on=yesterday)
    clerk = signed_in(house.clerk)
    for made, words in (
        (full, "Semua kursi sudah terisi"),
        (closed, "tidak ditawarkan lagi"),
        (begun, "Sudah dimulai"),
    ):
        page = clerk.get(f"{LIST}/{made}")
        assert words in page.text
        assert not soup(page).select('main form[method="post"]')
        answer = choose(clerk, made)
        assert answer.status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count(PlanItem.id))) == 1


def test_pppk_do_not_plan_beyond_the_ceiling_but_pns_may_exceed_the_target(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    kom = house.codes["KOM"]
    twenty, five = factories.training(app, kom, jp=20), factories.training(app, kom, jp=5)
    for who in (house.contract, house.clerk):
        assert choose(signed_in(who), twenty).status_code == 303
    refused = choose(signed_in(house.contract), five)
    assert refused.status_code == 409
    assert "sudah 20 JP. PPPK paling banyak 24 JP setahun" in refused.text
    assert choose(signed_in(house.clerk), five).status_code == 303


def test_unknown_training_is_not_found(house: House, signed_in: SignedIn) -> None:
    clerk = signed_in(house.clerk)
    assert clerk.get(f"{LIST}/999").status_code == 404
    assert choose(clerk, 999).status_code == 404


def test_suggestions_lead_beyond_the_level_reached_nearest_first_in_one_query(
    app: Flask, house: House, count_queries: Counting
) -> None:
    kom, ks = house.codes["KOM"], house.codes["KS"]
    made = {level: factories.training(app, kom, level=level) for level in (1, 2, 3, 4, 5)}
    full = factories.training(app, ks, level=3, seats=1)
    factories.plan_item(app, house.clerk, full)
    free = factories.training(app, ks, level=4)
    done = Assessment(status=AssessmentStatus.VERIFIED)
    sent = Assessment(status=AssessmentStatus.SELF_SUBMITTED)
    reached = [
        Answer(assessment=done, competency_id=kom, self_level=4, verified_level=1),
        Answer(assessment=sent, competency_id=ks, self_level=2, verified_level=None),
        Answer(assessment=sent, competency_id=house.codes["INT"], self_level=None),
    ]
    with app.app_context(), count_queries() as statements:
        found = suggested_trainings(reached)
        assert suggested_trainings([]) == {}
    assert len(statements) == 1
    shown = {key: [offer.training.id for offer in offers] for key, offers in found.items()}
    assert shown == {kom: [made[2], made[3], made[4]], ks: [free]}


def test_seats_count_everybody_but_those_who_left(app: Flask, house: House) -> None:
    made = factories.training(app, house.codes["KOM"], seats=4)
    factories.plan_item(app, house.clerk, made, status=PlanItemStatus.CANCELLED)
    factories.plan_item(app, house.contract, made, status=PlanItemStatus.CONFIRMED)
    with app.app_context():
        assert queries.seats_left(db.session.get_one(Training, made)) == 3


def test_last_seat_is_given_once_when_two_press_together(
    app: Flask, house: House, signed_in: SignedIn
) -> None:
    made = factories.training(app, house.codes["KOM"], seats=1)
    pressed = []
    for who in (house.clerk, house.trainer):
        client = signed_in(who)
        form = soup(client.get(f"{LIST}/{made}")).select_one('main form[method="post"]')
        pressed.append((client, str(form["action"]), held(form)))
    with ThreadPoolExecutor(2) as both:
        answers = [both.submit(client.post, to, data=data) for client, to, data in pressed]
        codes = sorted(answer.result().status_code for answer in answers)
    assert codes == [303, 409]
    with app.app_context():
        assert db.session.scalar(select(func.count(PlanItem.id))) == 1


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 12, 1), (2026, 12, 1), "1 Desember 2026"),
        ((2026, 12, 1), (2026, 12, 2), "1–2 Desember 2026"),
        ((2026, 11, 30), (2026, 12, 2), "30 November – 2 Desember 2026"),
        ((2026, 12, 30), (2027, 1, 2), "30 Desember 2026 – 2 Januari 2027"),
    ],
)
def test_period_is_told_as_briefly_as_it_can_be(
    app: Flask, first: tuple[int, int, int], last: tuple[int, int, int], words: str
) -> None:
    with app.test_request_context():
        assert period(Training(starts_on=date(*first), ends_on=date(*last))) == words


def test_period_in_english_names_the_month_with_each_day(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        training = Training(starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 2))
        assert period(training) == "December 1 – December 2, 2026"
