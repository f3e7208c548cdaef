"""Saving while one types: the true time, two tabs, wrong input."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask

from kinerja import clock, web
from kinerja.competency.models import Answer
from kinerja.extensions import db
from tests.assessing import FRAGMENT, KEPT, KOM, Desk, SignedIn, answer_now, autosave, build_desk
from tests.pages import soup
from tests.visits import form_on, held, send


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def test_autosave_answers_only_the_status_with_the_true_time(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    answer = autosave(client, KOM, level=3, example="Halo")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    page = soup(answer)
    saved = answer_now(app, desk.clerk)
    assert saved.saved_at is not None
    with app.app_context():
        time = clock.local(saved.saved_at).strftime("%H.%M")
    assert f"Tersimpan pukul {time}" in page.get_text()
    version = page.select_one("#saved input[name=version]")
    assert version is not None
    assert version["value"] == str(saved.version) == "2"
    assert client.get(KOM).text.count("Tersimpan pukul") == 1
    with app.app_context():
        earlier = clock.now() - timedelta(days=1)
        db.session.get_one(Answer, saved.id).saved_at = earlier
        db.session.commit()
        day = web.day(earlier)
    assert f"Tersimpan {day} pukul" in client.get(KOM).text


def test_autosave_without_javascript_is_the_whole_page(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    answer = client.post(f"{KOM}/draf", data={**held(form_on(client, KOM)), "level": 4})
    assert answer.status_code == 200
    assert "<html" in answer.text
    assert answer_now(app, desk.clerk).self_level == 4


def test_autosaving_many_times_and_then_sending_keeps_the_last(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    for text in ("a", "ab", "abc"):
        assert autosave(client, KOM, level=3, example=text).status_code == 200
    assert send(client, KOM, **KEPT, example="abcd").status_code == 303
    assert answer_now(app, desk.clerk).example == "abcd"


def test_the_draft_survives_signing_out(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    autosave(client, KOM, level=3, example="Tidak hilang")
    client.post("/keluar", data={"csrf_token": held(form_on(client, KOM))["csrf_token"]})
    assert client.get(KOM).status_code == 303
    page = signed_in(desk.clerk).get(KOM)
    assert "Tidak hilang" in page.text
    assert soup(page).select_one("#t3[checked]")


def test_two_tabs_show_both_versions_and_nothing_is_lost(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    tab = held(form_on(client, KOM))  # the second tab, opened before the first one saves
    send(client, KOM, **KEPT, level=4, example="Dari tab pertama")
    typed = {**tab, "level": 1, "example": "Dari tab kedua"}
    whole = client.post(KOM, data={k: v for k, v in typed.items() if k != "key"})
    part = client.post(f"{KOM}/draf", data=typed, headers=FRAGMENT)
    for answer in (whole, part):
        assert answer.status_code == 409
        assert "Dari tab pertama" in answer.text
        assert "Dari tab kedua" in answer.text
    assert "<html" not in part.text
    field = soup(whole).select_one("textarea[name=example]")
    assert field is not None
    assert field.get_text().strip() == "Dari tab kedua"
    assert answer_now(app, desk.clerk).example == "Dari tab pertama"
    button = soup(part).select_one("button[name=replaces]")
    assert button is not None
    chosen = client.post(f"{KOM}/simpan", data={**typed, "replaces": button["value"]})
    assert chosen.status_code == 303
    assert answer_now(app, desk.clerk).example == "Dari tab kedua"


def test_two_saves_at_the_same_moment_never_overwrite_each_other(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    clients = [signed_in(desk.clerk) for _tab in range(2)]
    forms = [{**held(form_on(client, KOM)), **KEPT, "level": 2} for client in clients]
    start = Barrier(2)

    def save(number: int) -> int:
        start.wait()
        data = {**forms[number], "example": f"Dari tab {number}"}
        return clients[number].post(KOM, data=data).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, range(2))) == [303, 409]
    assert answer_now(app, desk.clerk).version == 2


def test_the_same_content_from_two_tabs_is_no_conflict(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    tab = {**held(form_on(client, KOM)), **KEPT, "level": 2, "example": "Sama"}
    autosave(client, KOM, **KEPT, level=2, example="Sama")
    assert client.post(KOM, data=tab).status_code == 303


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Pilih satu tingkat untuk Komunikasi."),
        ({"level": 6}, "Pilih satu tingkat untuk Komunikasi."),
        ({"level": "tiga"}, "Tulis bilangan bulat"),
        ({"level": 2, "example": "x" * 501}, "paling banyak 500 huruf, sekarang 501"),
        ({"level": 2, "evidence_url": "javascript:alert(1)"}, "Tulis tautan lengkap"),
        ({"level": 2, "evidence_url": "https://a.id/" + "x" * 2000}, "2000"),
    ],
)
def test_wrong_input_is_told_in_place_and_kept_on_the_screen(
    app: Flask, desk: Desk, signed_in: SignedIn, typed: dict[str, object], message: str
) -> None:
    client = signed_in(desk.clerk)
    answer = send(client, KOM, **KEPT, **typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert answer.text.count("Galat:") == 1
    for text in ("example", "evidence_url"):
        assert str(typed.get(text, "")) in answer.text
    assert answer_now(app, desk.clerk).saved_at is None


def test_wrong_input_while_typing_is_said_beside_the_buttons(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    answer = autosave(signed_in(desk.clerk), KOM, example="x" * 501)
    assert answer.status_code == 422
    assert "Belum tersimpan." in answer.text
    assert "sekarang 501" in answer.text
    leave = send(signed_in(desk.clerk), KOM, level=7)
    assert leave.status_code == 422


def test_leaving_with_wrong_input_stays_on_the_page(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    data = {**held(form_on(client, KOM)), "evidence_url": "bukan tautan"}
    answer = client.post(f"{KOM}/simpan", data=data)
    assert answer.status_code == 422
    assert "bukan tautan" in answer.text
