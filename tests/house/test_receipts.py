"""A form sent again is not done again: one key, one effect."""

import threading
import uuid
from datetime import timedelta

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from kinerja import clock
from kinerja.extensions import db
from kinerja.forms import Receipt, claim, fill_receipt, forget_receipts
from tests import factories
from tests.house.probe import hidden_fields, kept


def test_same_form_twice_has_one_effect_and_leads_to_the_same_place(probe: Flask, entered) -> None:
    client = entered()
    form = hidden_fields(client) | {"name": "meja"}
    first, second = client.post("/uji/benda", data=form), client.post("/uji/benda", data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"] == "/uji/benda?setelah=meja"
    assert kept(probe) == ["meja"]


def test_same_form_in_parallel_has_one_effect(probe: Flask, entered) -> None:
    clients = [entered() for _ in range(6)]
    key = str(uuid.uuid4())
    forms = [hidden_fields(client) | {"name": "meja", "key": key} for client in clients]
    start, answers = threading.Barrier(len(clients)), []

    def send(client: FlaskClient, form: dict[str, str]) -> None:
        start.wait(timeout=5)
        answers.append(client.post("/uji/benda", data=form))

    threads = [
        threading.Thread(target=send, args=pair) for pair in zip(clients, forms, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert [answer.status_code for answer in answers] == [303] * len(clients)
    assert {answer.headers["Location"] for answer in answers} == {"/uji/benda?setelah=meja"}
    assert kept(probe) == ["meja"]


def test_key_of_another_account_does_nothing_and_tells_nothing(probe: Flask, entered) -> None:
    form = hidden_fields(owner := entered()) | {"name": "rahasia"}
    assert owner.post("/uji/benda", data=form).status_code == 303
    stranger = entered(factories.employee(probe))
    answer = stranger.post("/uji/benda", data=hidden_fields(stranger) | form | own_token(stranger))
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert kept(probe) == ["rahasia"]


def own_token(client: FlaskClient) -> dict[str, str]:
    return {"csrf_token": hidden_fields(client)["csrf_token"]}


def test_refused_form_may_be_sent_again_with_its_key(probe: Flask, entered) -> None:
    client = entered()
    form = hidden_fields(client)
    assert client.post("/uji/benda", data=form).status_code == 422
    assert client.post("/uji/benda", data=form | {"name": "meja"}).status_code == 303
    assert kept(probe) == ["meja"]


def test_form_with_a_key_that_is_none_is_done_as_one_without(probe: Flask, entered) -> None:
    client = entered()
    token = own_token(client)
    for key in ("", "bukan-uuid", "x" * 300):
        assert client.post("/uji/benda", data={**token, "name": "m", "key": key}).status_code == 303
    assert client.post("/uji/benda", data={**token, "name": "m"}).status_code == 303
    assert kept(probe) == ["m"] * 4


def test_each_page_carries_a_new_key(probe: Flask, entered) -> None:
    client = entered()
    assert hidden_fields(client)["key"] != hidden_fields(client)["key"]


def test_receipt_of_nothing_is_not_filled(probe: Flask) -> None:
    with probe.app_context():
        fill_receipt(uuid.uuid4(), "/beranda")
        assert db.session.scalars(select(Receipt)).all() == []


def test_receipts_are_forgotten_after_a_day(probe: Flask) -> None:
    with probe.app_context():
        for hours in (23, 25):
            key = uuid.uuid4()
            claim(key, account_id=1)
            at = clock.now() - timedelta(hours=hours)
            db.session.execute(update(Receipt).where(Receipt.key == key).values(at=at))
        forget_receipts()
        assert len(db.session.scalars(select(Receipt)).all()) == 1
