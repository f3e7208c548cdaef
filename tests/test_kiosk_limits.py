"""What a kiosk forgets, refuses and answers kindly."""

import gzip
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import kiosk
from kinerja import clock
from kinerja.extensions import db
from kinerja.satisfaction import queries
from kinerja.satisfaction.services import statements
from kiosk import rules
from tests.citizens import kiosk_path, recount, rolled_up
from tests.factories import counter
from tests.kiosk_walk import build_path, heading, surveyed, tap


@pytest.fixture
def path(app: Flask) -> str:
    return build_path(app)


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


@pytest.mark.parametrize(
    "step", ["", "/nilai", "/terima-kasih", "/0ebf8440-5942-49ac-8151-7216f0c61f82/alasan"]
)
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

    monkeypatch.setattr(statements, "run", locked)
    answer = client.post(f"{path}/nilai", data={"visit": str(uuid.uuid4()), "score": "3"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert heading(answer) == "Maaf, penilaian tidak tersimpan"


def test_no_screen_keeps_a_cookie_or_a_session(client: FlaskClient, path: str) -> None:
    visit, _reasons = tap(client, path)
    for address in (path, f"{path}/nilai", f"{visit}/tawaran", f"{path}/terima-kasih"):
        assert not client.get(address).headers.getlist("Set-Cookie")


def test_the_first_view_weighs_little(client: FlaskClient, path: str) -> None:
    static = Path(kiosk.__file__).parent / "static"
    files = [(static / name).read_bytes() for name in ("kiosk.css", "kiosk.js", "kawung.svg")]
    assert sum(len(gzip.compress(data)) for data in (client.get(path).data, *files)) <= 45 * 1024


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


def test_a_screen_waits_as_long_as_the_visit_is_shown() -> None:
    moment = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
    until = rules.lease(moment)
    assert rules.seconds_to_wait(until, now=moment) == 30
    assert rules.seconds_to_wait(rules.lease(moment, patient=True), now=moment) == 120
    assert rules.seconds_to_wait(until, now=until) == 1
    assert rules.may_show(until, now=until)
    assert not rules.may_show(until, now=until + timedelta(seconds=1))
    assert rules.may_continue(until, now=until + timedelta(minutes=10))
    assert not rules.may_continue(until, now=until + timedelta(minutes=11))
    assert not rules.may_show(None, now=moment)
    assert not rules.may_continue(None, now=moment)
