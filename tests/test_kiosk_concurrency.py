"""The same form at the same moment, and many citizens at once: nothing lost, nothing doubled."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import text

from kinerja.extensions import db
from tests.citizens import kiosk_path, recount, rolled_up, tables
from tests.factories import counter

THREADS = 8


@pytest.fixture
def at_once(app: Flask) -> Callable[[Sequence[tuple[str, dict[str, str]]]], list[int]]:
    """Send forms at the same moment, each by a browser of its own; the answers' statuses."""

    def send(forms: Sequence[tuple[str, dict[str, str]]]) -> list[int]:
        start = Barrier(len(forms))

        def one(form: tuple[str, dict[str, str]]) -> int:
            client = app.test_client()
            start.wait()
            return client.post(form[0], data=form[1]).status_code

        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(one, forms))

    return send


def counts_agree(app: Flask) -> dict[str, int]:
    """The counts, after making sure that the roll-up is a recount."""
    counts = recount(app)
    surveys = counts.pop("surveys")
    assert rolled_up(app) == counts
    return counts | {"surveys": surveys}


def test_one_form_sent_many_times_at_once_is_one_row(
    app: Flask, at_once: Callable[..., list[int]]
) -> None:
    path, visit = kiosk_path(app, counter(app)), str(uuid.uuid4())
    tap = (f"{path}/nilai", {"visit": visit, "score": "2"})
    assert at_once([tap] * THREADS) == [303] * THREADS
    reasons = (f"{path}/{visit}/alasan", {"reason": "waiting"})
    assert at_once([reasons] * THREADS) == [303] * THREADS
    assert at_once([(f"{path}/{visit}/tawaran", {})] * THREADS) == [303] * THREADS
    answer = (f"{path}/{visit}/pertanyaan/1", {"value": "4"})
    assert at_once([answer] * THREADS) == [303] * THREADS
    counts = counts_agree(app)
    assert (counts["quick_2"], counts["surveys"], counts["persyaratan_sum"]) == (1, 1, 4)
    assert counts["reached_2"] == 1
    with app.app_context():
        assert db.session.execute(text("SELECT n FROM satisfaction_reason_day")).all() == [(1,)]


def test_two_answers_to_one_question_at_once_leave_one_of_them(
    app: Flask, at_once: Callable[..., list[int]]
) -> None:
    path, visit = kiosk_path(app, counter(app)), str(uuid.uuid4())
    client = app.test_client()
    client.post(f"{path}/nilai", data={"visit": visit, "score": "2"})
    client.post(f"{path}/{visit}/tawaran")
    question = f"{path}/{visit}/pertanyaan/1"
    at_once([(question, {"value": str(1 + number % 4)}) for number in range(THREADS)])
    counts = counts_agree(app)
    assert counts["persyaratan_n"] == 1
    assert counts["persyaratan_sum"] in (1, 2, 3, 4)


def test_many_citizens_at_once_are_all_counted(
    app: Flask, at_once: Callable[..., list[int]]
) -> None:
    paths = [kiosk_path(app, counter(app)) for _number in range(2)]
    forms = [
        (f"{paths[number % 2]}/nilai", {"visit": str(uuid.uuid4()), "score": str(1 + number % 4)})
        for number in range(THREADS * 2)
    ]
    for _turn in range(3):
        assert at_once(forms) == [303] * len(forms)
    counts = counts_agree(app)
    assert [counts[f"quick_{score}"] for score in (1, 2, 3, 4)] == [4, 4, 4, 4]


def test_a_rebuild_gives_the_very_same_tables(app: Flask) -> None:
    path = kiosk_path(app, counter(app))
    client = app.test_client()
    for number in range(6):
        visit = str(uuid.uuid4())
        client.post(f"{path}/nilai", data={"visit": visit, "score": str(1 + number % 4)})
        client.post(f"{path}/{visit}/alasan", data={"reason": ["cost", "place"][: number % 3]})
        if number % 2:
            client.post(f"{path}/{visit}/tawaran")
            for question in range(1, 1 + number):
                client.post(f"{path}/{visit}/pertanyaan/{question}", data={"value": "3"})
    before = tables(app)
    assert before["hour"]
    assert before["reason_day"]
    run = app.test_cli_runner().invoke(args=["skm", "rebuild"])
    assert run.exit_code == 0
    assert run.stdout == "Rekap jam: 1 baris. Rekap alasan: 2 baris.\n"
    assert tables(app) == before


def test_a_rebuild_among_citizens_loses_and_doubles_nothing(app: Flask) -> None:
    path = kiosk_path(app, counter(app))

    def citizen(number: int) -> None:
        client, visit = app.test_client(), str(uuid.uuid4())
        client.post(f"{path}/nilai", data={"visit": visit, "score": str(1 + number % 4)})
        client.post(f"{path}/{visit}/alasan", data={"reason": ["cost", "place"]})
        client.post(f"{path}/{visit}/tawaran")
        client.post(f"{path}/{visit}/pertanyaan/1", data={"value": "3"})

    def rebuild(_turn: int) -> None:
        assert app.test_cli_runner().invoke(args=["skm", "rebuild"]).exit_code == 0

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(citizen, number) for number in range(16)]
        work += [pool.submit(rebuild, turn) for turn in range(3)]
        for done in work:
            done.result()
    counts = counts_agree(app)
    assert counts["surveys"] == counts["persyaratan_n"] == 16
    before = tables(app)
    rebuild(0)
    assert tables(app) == before
