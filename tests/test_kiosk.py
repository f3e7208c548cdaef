"""A citizen's way through the kiosk's screens, as plain forms."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from kinerja.extensions import db
from kinerja.satisfaction.rules import QUESTIONNAIRE_ORDER, WORDING
from tests.citizens import recount, rolled_up
from tests.kiosk_walk import build_path, follow, heading, surveyed, tap
from tests.pages import soup


@pytest.fixture
def path(app: Flask) -> str:
    return build_path(app)


def test_the_screens_name_unit_counter_and_service(client: FlaskClient, path: str) -> None:
    start = client.get(path)
    assert heading(start) == "Bagaimana pelayanan kami hari ini?"
    assert "Kecamatan Contoh" in start.text
    asked = client.get(f"{path}/nilai")
    assert heading(asked) == "Bagaimana pelayanan KTP-el di Loket 2?"
    cards = soup(asked).select("button[name=score]")
    assert [card["value"] for card in cards] == ["1", "2", "3", "4"]
    assert [card.get_text(" ", strip=True) for card in cards] == [
        *("1 Tidak puas", "2 Kurang puas", "3 Puas", "4 Sangat puas")
    ]


def test_the_tap_is_stored_at_once(client: FlaskClient, app: Flask, path: str) -> None:
    _visit, reasons = tap(client, path, 2)
    assert recount(app)["quick_2"] == 1
    assert "Penilaian Anda sudah tersimpan." in reasons.text


@pytest.mark.parametrize(
    ("score", "question"),
    [*((s, "Apa yang kurang?") for s in (1, 2)), *((s, "Apa yang paling baik?") for s in (3, 4))],
)
def test_the_reasons_question_follows_the_mood(
    client: FlaskClient, path: str, score: int, question: str
) -> None:
    _visit, screen = tap(client, path, score)
    assert heading(screen) == question
    assert len(soup(screen).select("input[name=reason]")) == 6


def test_several_reasons_are_kept_and_none_when_passed_over(
    client: FlaskClient, app: Flask, path: str
) -> None:
    first, _screen = tap(client, path)
    offer = client.post(f"{first}/alasan", data={"reason": ["waiting", "cost"]})
    assert heading(follow(client, offer)) == "Mau menjawab 9 pertanyaan?"
    second, _screen = tap(client, path)
    client.post(f"{second}/alasan", data={"reason": ["place"], "skip": "1"})
    third, _screen = tap(client, path)
    client.post(f"{third}/alasan")
    with app.app_context():
        rows = db.session.execute(text("SELECT reason, n FROM satisfaction_reason_day ORDER BY 1"))
        assert [tuple(row) for row in rows] == [("cost", 1), ("waiting", 1)]


def test_all_nine_questions_are_asked_with_their_official_answers(
    client: FlaskClient, app: Flask, path: str
) -> None:
    visit = surveyed(client, path)
    for number, element in enumerate(QUESTIONNAIRE_ORDER, start=1):
        screen = client.get(f"{visit}/pertanyaan/{number}")
        assert heading(screen) == WORDING[element].question
        labels = [card.get_text(" ", strip=True)[2:] for card in soup(screen).select(".kn-card")]
        assert tuple(labels) == WORDING[element].labels
        answer = client.post(f"{visit}/pertanyaan/{number}", data={"value": str(1 + number % 4)})
    assert heading(follow(client, answer)) == "Terima kasih"
    counts = recount(app)
    assert (counts["surveys"], counts["n"], counts["reached_9"]) == (1, 1, 1)
    assert (counts["pengaduan_sum"], counts["sarana_sum"]) == (1 + 9 % 4, 1 + 8 % 4)
    with app.app_context():
        assert db.session.execute(text("SELECT complete FROM satisfaction_answer")).scalar_one()


def test_a_question_may_be_passed_over_and_answered_again(
    client: FlaskClient, app: Flask, path: str
) -> None:
    visit = surveyed(client, path)
    client.post(f"{visit}/pertanyaan/1", data={"value": "4"})
    client.post(f"{visit}/pertanyaan/2", data={"skip": "1"})
    back = follow(client, client.post(f"{visit}/pertanyaan/3", data={"back": "1"}))
    assert "Pertanyaan 2 dari 9" in back.text
    client.post(f"{visit}/pertanyaan/2", data={"back": "1"})
    client.post(f"{visit}/pertanyaan/1", data={"value": "1"})
    offer = follow(client, client.post(f"{visit}/pertanyaan/1", data={"back": "1"}))
    assert heading(offer) == "Mau menjawab 9 pertanyaan?"
    again = follow(client, client.post(f"{visit}/tawaran"))
    assert "Pertanyaan 1 dari 9" in again.text
    counts = recount(app)
    assert (counts["persyaratan_n"], counts["persyaratan_sum"], counts["prosedur_n"]) == (1, 1, 0)
    assert (counts["surveys"], counts["reached_3"], counts["reached_4"]) == (1, 1, 0)
    del counts["surveys"]
    assert rolled_up(app) == counts


def test_an_answer_taken_back_leaves_the_roll_up(
    client: FlaskClient, app: Flask, path: str
) -> None:
    visit = surveyed(client, path)
    client.post(f"{visit}/pertanyaan/1", data={"value": "4"})
    assert rolled_up(app)["n"] == 1
    client.post(f"{visit}/pertanyaan/1", data={"skip": "1"})
    counts = rolled_up(app)
    assert (counts["n"], counts["persyaratan_n"], counts["persyaratan_sum"]) == (0, 0, 0)


def test_unfinished_answers_are_kept_as_incomplete(
    client: FlaskClient, app: Flask, path: str, later: Any
) -> None:
    visit = surveyed(client, path)
    client.post(f"{visit}/pertanyaan/1", data={"value": "3"})
    client.post(f"{visit}/pertanyaan/2", data={"value": "4"})
    ended = client.post(f"{visit}/selesai", data={"idle": "1"})
    assert ended.location == path
    with app.app_context():
        row = db.session.execute(
            text("SELECT complete, reached, persyaratan, prosedur, waktu FROM satisfaction_answer")
        ).one()
    assert (bool(row.complete), row.reached) == (False, 3)
    assert (row.persyaratan, row.prosedur, row.waktu) == (3, 4, None)


def test_thanks_are_the_same_for_every_score(client: FlaskClient, path: str) -> None:
    pages = []
    for score in (1, 4):
        visit, _reasons = tap(client, path, score)
        pages.append(follow(client, client.post(f"{visit}/selesai")).text)
    assert pages[0] == pages[1]
    assert f'<meta http-equiv="refresh" content="6;url={path}">' in pages[0]
