"""A citizen's way through the kiosk's screens, as plain forms."""

import gzip
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.extensions import db
from kinerja.satisfaction import queries
from kinerja.satisfaction.rules import QUESTIONNAIRE_ORDER, WORDING, Element
from kiosk import rules
from kiosk.views import bp
from tests.citizens import kiosk_path, recount, rolled_up
from tests.factories import counter, service, unit
from tests.pages import soup


@pytest.fixture
def place(app: Flask) -> int:
    """A counter whose names show on the screens."""
    office = unit(app, "Kecamatan Contoh")
    return counter(app, service_id=service(app, unit_id=office, name="KTP-el"), name="Loket 2")


@pytest.fixture
def path(app: Flask, place: int) -> str:
    return kiosk_path(app, place)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the clock jump ahead by so many seconds."""

    def jump(seconds: int) -> None:
        moment = clock.now() + timedelta(seconds=seconds)
        monkeypatch.setattr(clock, "now", lambda: moment)

    return jump


def follow(client: FlaskClient, answer: TestResponse) -> TestResponse:
    """The screen that a form leads to; nothing may set a cookie on the way."""
    assert answer.status_code == 303, answer.text
    screen = client.get(answer.location)
    assert not answer.headers.getlist("Set-Cookie")
    assert not screen.headers.getlist("Set-Cookie")
    assert screen.headers["Cache-Control"] == "no-store"
    return screen


def tap(client: FlaskClient, path: str, score: int = 3) -> tuple[str, TestResponse]:
    """Tap a face on a fresh screen; the visit's address and the reasons' screen."""
    asked = soup(client.get(f"{path}/nilai"))
    field = asked.select_one("[name=visit]")
    assert field is not None
    answer = client.post(f"{path}/nilai", data={"visit": field["value"], "score": str(score)})
    return f"{path}/{field['value']}", follow(client, answer)


def heading(screen: TestResponse) -> str:
    title = soup(screen).h1
    assert title is not None
    return " ".join(title.get_text().split())


def surveyed(client: FlaskClient, path: str) -> str:
    """A visit that has come to the first question; its address."""
    visit, _reasons = tap(client, path)
    first = follow(client, client.post(f"{visit}/tawaran"))
    assert "Pertanyaan 1 dari 9" in first.text
    return visit


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


STEPS = ("alasan", "tawaran", "pertanyaan/1", "masih/alasan", "masih/1")


def test_after_the_end_no_screen_shows_anything_of_the_former_citizen(
    client: FlaskClient, path: str
) -> None:
    visit = surveyed(client, path)
    client.post(f"{visit}/pertanyaan/1", data={"value": "1"})
    client.post(f"{visit}/selesai")
    for step in STEPS:
        back = client.get(f"{visit}/{step}")
        assert (back.status_code, back.location) == (303, path)
    assert visit.rsplit("/", 1)[-1] not in client.get(path).text
    assert visit.rsplit("/", 1)[-1] not in client.get(f"{path}/nilai").text


def test_a_screen_that_was_left_is_forgotten_when_its_time_is_over(
    client: FlaskClient, path: str, later: Any
) -> None:
    visit = surveyed(client, path)
    later(39)
    assert client.get(f"{visit}/pertanyaan/1").status_code == 200
    later(2)
    for step in STEPS:
        assert client.get(f"{visit}/{step}").location == path


def test_an_answer_sent_late_still_counts_but_not_for_ever(
    client: FlaskClient, app: Flask, path: str, later: Any
) -> None:
    visit = surveyed(client, path)
    later(120)
    client.post(f"{visit}/pertanyaan/1", data={"value": "3"})
    assert rolled_up(app)["persyaratan_n"] == 1
    later(700)
    late = client.post(f"{visit}/pertanyaan/2", data={"value": "3"})
    assert late.location == f"{path}/terima-kasih"
    assert rolled_up(app)["prosedur_n"] == 0


def test_whoever_asks_for_more_time_gets_it(client: FlaskClient, path: str, later: Any) -> None:
    visit = surveyed(client, path)
    idle = client.get(f"{visit}/pertanyaan/1")
    assert f'content="30;url={visit}/masih/1"' in idle.text or 'content="29;url=' in idle.text
    asked = client.get(f"{visit}/masih/1")
    assert heading(asked) == "Masih di sini?"
    assert f'content="10;url={path}"' in asked.text
    assert "tetap tersimpan" in asked.text
    stayed = client.post(f"{visit}/masih/1", data={"more": "1"})
    assert stayed.location == f"{visit}/pertanyaan/1"
    later(125)
    assert client.get(f"{visit}/pertanyaan/1").status_code == 200
    assert client.post(f"{visit}/masih/tawaran").location == f"{visit}/tawaran"
    assert client.post(f"{visit}/masih/entah").location == f"{visit}/alasan"


def test_the_same_form_again_changes_nothing(client: FlaskClient, app: Flask, path: str) -> None:
    visit, _reasons = tap(client, path, 1)
    uuid_ = visit.rsplit("/", 1)[-1]
    for score in ("1", "4"):
        again = client.post(f"{path}/nilai", data={"visit": uuid_, "score": score})
        assert again.location == f"{visit}/alasan"
    for _turn in range(2):
        client.post(f"{visit}/alasan", data={"reason": "cost"})
        client.post(f"{visit}/tawaran")
        client.post(f"{visit}/pertanyaan/1", data={"value": "2"})
    counts = recount(app)
    assert (counts["quick_1"], counts["quick_4"], counts.pop("surveys")) == (1, 0, 1)
    assert rolled_up(app) == counts
    client.post(f"{visit}/selesai")
    assert client.post(f"{visit}/selesai").location == f"{path}/terima-kasih"
    assert client.post(f"{visit}/alasan", data={"reason": "place"}).location.endswith("kasih")
    with app.app_context():
        assert db.session.execute(text("SELECT reason FROM satisfaction_reason_day")).all() == [
            ("cost",)
        ]


@pytest.mark.parametrize(
    "data",
    [
        {"score": "3"},
        {"visit": "bukan-uuid", "score": "3"},
        *({"visit": str(uuid.uuid4()), "score": score} for score in ("0", "5", "-1", "x", "")),
        {"visit": str(uuid.uuid4())},
    ],
)
def test_a_tap_that_cannot_be_counted_is_answered_kindly(
    client: FlaskClient, app: Flask, path: str, data: dict[str, str]
) -> None:
    answer = client.post(f"{path}/nilai", data=data)
    assert answer.status_code == 422
    assert heading(answer) == "Maaf, penilaian tidak tersimpan"
    assert f'content="20;url={path}"' in answer.text
    assert sum(rolled_up(app).values()) == 0


def test_unknown_reasons_answers_and_questions_are_not_stored(
    client: FlaskClient, app: Flask, path: str
) -> None:
    visit = surveyed(client, path)
    assert client.post(f"{visit}/alasan", data={"reason": "cuaca"}).status_code == 422
    assert client.post(f"{visit}/pertanyaan/1", data={"value": "5"}).status_code == 422
    assert client.post(f"{visit}/pertanyaan/1").status_code == 422
    for number in (0, 2, 10):
        skipped = client.post(f"{visit}/pertanyaan/{number}", data={"value": "3"})
        assert skipped.location == f"{path}/terima-kasih"
        assert client.get(f"{visit}/pertanyaan/{number}").location == path
    assert rolled_up(app)["n"] == 0


def test_a_survey_that_was_not_begun_has_no_questions(client: FlaskClient, path: str) -> None:
    visit, _reasons = tap(client, path)
    assert client.get(f"{visit}/pertanyaan/1").location == path
    sent = client.post(f"{visit}/pertanyaan/1", data={"value": "3"})
    assert sent.location == f"{path}/terima-kasih"


def test_a_visit_belongs_to_its_counter(client: FlaskClient, app: Flask, path: str) -> None:
    visit, _reasons = tap(client, path)
    elsewhere = kiosk_path(app, counter(app))
    there = f"{elsewhere}/{visit.rsplit('/', 1)[-1]}"
    assert client.get(f"{there}/alasan").location == elsewhere
    assert client.post(f"{there}/alasan", data={"reason": "cost"}).location.endswith("kasih")
    with app.app_context():
        assert not db.session.execute(text("SELECT 1 FROM satisfaction_reason_day")).all()


@pytest.mark.parametrize("step", ["", "/nilai", "/terima-kasih", f"/{uuid.uuid4()}/alasan"])
def test_a_wrong_link_says_so_without_naming_anything(client: FlaskClient, step: str) -> None:
    answer = client.get(f"/kiosk/bukan-rahasia{step}")
    assert answer.status_code == 404
    assert heading(answer) == "Kios belum dihubungkan"
    assert client.post("/kiosk/bukan-rahasia/nilai", data={"score": "3"}).status_code in (404, 422)


def test_a_busy_database_is_no_false_thanks(
    client: FlaskClient, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("INSERT", None, Exception("database is locked"))

    monkeypatch.setattr("kinerja.satisfaction.services.visits.statements.run", locked)
    answer = client.post(f"{path}/nilai", data={"visit": str(uuid.uuid4()), "score": "3"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert heading(answer) == "Maaf, penilaian tidak tersimpan"


def test_no_screen_keeps_a_cookie_or_a_session(client: FlaskClient, path: str) -> None:
    visit, _reasons = tap(client, path)
    for address in (path, f"{path}/nilai", f"{visit}/tawaran", f"{path}/terima-kasih"):
        assert not client.get(address).headers.getlist("Set-Cookie")


def test_the_first_view_weighs_little(client: FlaskClient, path: str) -> None:
    weights = [len(gzip.compress(client.get(path).data))]
    for name in ("kiosk.css", "kiosk.js", "kawung.svg"):
        weights.append(len(gzip.compress(client.get(f"/kiosk/static/{name}").data)))
    assert sum(weights) <= 45 * 1024


def test_a_tap_takes_the_same_few_statements(
    client: FlaskClient, path: str, count_queries: Any
) -> None:
    with count_queries() as statements:
        client.post(f"{path}/nilai", data={"visit": str(uuid.uuid4()), "score": "3"})
    assert len(statements) == 3


def test_hour_and_day_are_the_agencys(
    client: FlaskClient, app: Flask, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = datetime(2026, 11, 18, 18, 5, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: moment)
    visit, _reasons = tap(client, path)
    client.post(f"{visit}/tawaran")
    with app.app_context():
        rows = db.session.execute(text("SELECT day, hour FROM satisfaction_hour")).all()
        assert [(str(row.day), row.hour) for row in rows] == [("2026-11-19", 1)]
        token = path.rsplit("/", 1)[-1]
        found = queries.visit(
            queries.kiosk_counter(token, on=clock.today()), uuid.UUID(visit.rsplit("/", 1)[-1])
        )
        assert found is not None
        assert found.at == moment


def test_every_screen_is_for_everybody() -> None:
    assert bp.name == "kiosk"
    assert Element.WAKTU in QUESTIONNAIRE_ORDER


@pytest.fixture
def moments() -> Iterator[datetime]:
    yield datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


def test_a_screen_waits_as_long_as_the_visit_is_shown(moments: datetime) -> None:
    until = rules.lease(moments)
    assert rules.seconds_to_wait(until, now=moments) == 30
    assert rules.seconds_to_wait(rules.lease(moments, patient=True), now=moments) == 120
    assert rules.seconds_to_wait(until, now=until) == 1
    assert rules.may_show(until, now=until)
    assert not rules.may_show(until, now=until + timedelta(seconds=1))
    assert rules.may_continue(until, now=until + timedelta(minutes=10))
    assert not rules.may_continue(until, now=until + timedelta(minutes=11))
    assert not rules.may_show(None, now=moments)
    assert not rules.may_continue(None, now=moments)
