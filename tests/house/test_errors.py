"""Every refusal and every fault becomes a page that says what to do."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from kinerja.errors import SENTENCES, TITLES, DomainError, is_busy
from kinerja.extensions import db
from tests.house.conftest import Build
from tests.house.probe import hidden_fields, kept
from tests.pages import soup

FORM = "application/x-www-form-urlencoded"


def refused(client: FlaskClient, kind: str, **headers: str):
    return client.post(f"/uji/tolak/{kind}", data=hidden_fields(client), headers=headers)


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("bentrok", 409, "Data ini baru saja diubah."),
        ("belum", 409, "Belum waktunya."),
        ("tiada", 404, str(SENTENCES[404])),
        ("bukan-hak", 403, "Hanya untuk admin."),
        ("sering", 429, "Tunggu sebentar."),
    ],
)
def test_each_refusal_has_its_page_and_stores_nothing_but_what_is_remembered(
    probe: Flask, entered, kind: str, status: int, sentence: str
) -> None:
    answer = refused(entered(), kind)
    assert answer.status_code == status
    page = soup(answer)
    assert page.h1.get_text() == str(TITLES[status])
    assert sentence in page.main.get_text()
    assert "kode K-" in page.main.get_text()
    assert kept(probe) == ["percobaan"]


def test_throttled_page_says_when_to_try_again(entered) -> None:
    assert refused(entered(), "sering").headers["Retry-After"] == "90"
    assert "Retry-After" not in refused(entered(), "bentrok").headers


def test_refusal_for_htmx_takes_the_place_of_the_content(entered) -> None:
    for kind in ("bentrok", "tiada"):
        answer = refused(entered(), kind, **{"HX-Request": "true"})
        assert answer.headers["HX-Retarget"] == "#isi"
        assert answer.headers["HX-Reselect"] == "#isi"
    assert "HX-Retarget" not in refused(entered(), "sering", **{"HX-Request": "true"}).headers
    assert "HX-Retarget" not in refused(entered(), "bentrok").headers


def test_refusal_without_a_sentence_has_none() -> None:
    assert DomainError().message == ""


def test_unknown_address_is_a_404_page_also_when_signed_in(probe: Flask, entered) -> None:
    for client in (probe.test_client(), entered()):
        answer = client.get("/tidak/ada")
        assert answer.status_code == 404
        assert soup(answer).h1.get_text() == "Halaman tidak ditemukan"


def test_wrong_method_is_a_405_page_that_names_the_right_one(probe: Flask) -> None:
    answer = probe.test_client().post("/healthz")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert soup(answer).h1.get_text() == "Halaman ini tidak menerima kiriman"


def test_too_large_a_body_is_a_413_page(probe: Flask) -> None:
    answer = probe.test_client().post("/uji/terbuka", data=b"x" * 11_000_000, content_type=FORM)
    assert answer.status_code == 413
    assert "10 MB" in soup(answer).main.get_text()


def test_too_large_a_text_is_a_413_page(probe: Flask) -> None:
    part = '--a\r\nContent-Disposition: form-data; name="teks"\r\n\r\n'
    body = part.encode() + b"x" * 600_000 + b"\r\n--a--\r\n"
    kind = "multipart/form-data; boundary=a"
    assert probe.test_client().post("/uji/terbuka", data=body, content_type=kind).status_code == 413


def test_form_without_token_is_refused_and_gives_back_what_was_typed(probe: Flask, entered) -> None:
    story = "Cerita panjang yang <b>tidak</b> boleh hilang begitu saja."
    data = {"name": "meja", "story": story, "password": "sandi rahasia yang panjang sekali"}
    answer = entered().post("/uji/benda", data=data)
    assert answer.status_code == 400
    assert [area.get_text() for area in soup(answer).select("textarea")] == [story]
    assert "sandi rahasia" not in answer.text
    assert kept(probe) == []


def test_foreign_token_is_refused(probe: Flask, entered) -> None:
    foreign = hidden_fields(probe.test_client())
    answer = entered().post("/uji/benda", data=foreign | {"name": "meja"})
    assert answer.status_code == 400
    assert kept(probe) == []


def test_fault_is_a_500_page_without_a_trace(probe: Flask, log_lines) -> None:
    answer = probe.test_client().get("/uji/rusak")
    assert answer.status_code == 500
    assert "rusak di dalam" not in answer.text
    assert "Traceback" not in answer.text
    code = soup(answer).select_one(".muted").get_text().split("kode ")[1].split()[0]
    line = log_lines()[-1]
    assert (line["request"], line["route"], line["level"]) == (code, "probe.crash", "ERROR")
    assert "RuntimeError: rusak di dalam" in line["exception"]


def test_fault_at_a_kiosk_is_a_kind_screen_and_is_logged(probe: Flask, log_lines) -> None:
    with probe.app_context():
        db.session.execute(text("ALTER TABLE satisfaction_counter RENAME TO satisfaction_away"))
        db.session.commit()
    answer = probe.test_client().get("/kiosk/rahasia/nilai")
    assert answer.status_code == 500
    assert "satisfaction_counter" not in answer.text
    assert soup(answer).select_one('a[href="/kiosk/rahasia"]')
    assert log_lines()[-1]["level"] == "ERROR"


def test_faults_are_raised_to_the_tests(build: Build) -> None:
    client = build(TESTING=True).test_client()
    with pytest.raises(RuntimeError):
        client.get("/uji/rusak")


def test_untrusted_host_is_a_400_page(build: Build) -> None:
    client = build(TRUSTED_HOSTS=["kinerja.contoh.go.id"]).test_client()
    for path in ("/masuk", "/healthz", "/tidak/ada", "/uji/benda"):
        answer = client.get(path, headers={"Host": "jahat.example"})
        assert answer.status_code == 400, path
        assert "jahat.example" not in answer.text
        assert soup(answer).h1.get_text() == "Permintaan tidak dapat dibaca"
    assert client.get("/healthz", headers={"Host": "kinerja.contoh.go.id"}).status_code == 200


def test_only_a_locked_or_absent_database_counts_as_busy() -> None:
    class LockError(Exception):
        sqlstate = "55P03"

    assert is_busy(OperationalError("", None, Exception("database is locked")))
    assert is_busy(OperationalError("", None, LockError()))
    gone = OperationalError("", None, Exception("server closed"), connection_invalidated=True)
    assert is_busy(gone)
    assert not is_busy(OperationalError("", None, Exception("no such table")))
    assert not is_busy(RuntimeError("database is locked"))
