"""The notice about processing: open to everybody, and true by construction."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.home.queries import processing_notice
from kinerja.home.queries.retention import DUTIES
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
PAGE = "/pemrosesan-data"


def text(client: FlaskClient) -> str:
    return " ".join(soup(client.get(PAGE)).get_text(" ").split())


def test_notice_says_all_that_the_law_asks(app: Flask, client: FlaskClient) -> None:
    found = text(client)
    for words in (
        "Pengendali data Pemerintah Kota Contoh",
        "bukan persetujuan",
        "Identitas dan kontak",
        "Selama bekerja di sini, lalu 5 tahun",
        "UU 43/2009",
        "Dijawab paling lambat 72 jam (3 × 24 jam",
        "data kepegawaian, hasil penilaian kompetensi, rencana pengembangan bawahan langsungnya",
        "Versi 1, berlaku mulai 21 November 2026.",
    ):
        assert words in found, words


def test_contacts_come_from_the_settings(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (
        ("AGENCY_ADDRESS", "Jalan Contoh 1"),
        ("PPID_CONTACT", "ppid@contoh.go.id"),
        ("DPO_CONTACT", "pdp@contoh.go.id"),
    ):
        monkeypatch.setitem(app.config, name, value)
    found = text(client)
    assert "Jalan Contoh 1" in found
    assert "PPID ppid@contoh.go.id" in found
    assert "Pejabat pelindungan data pdp@contoh.go.id" in found


def test_notice_is_in_bahasa_whatever_language_was_chosen(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    with client.session_transaction() as session:
        session["language"] = "en"
    answer = client.get(PAGE)
    page = soup(answer)
    assert page.html is not None
    assert page.html["lang"] == "id"
    assert "Percobaan masuk yang gagal" in answer.text
    other = soup(client.get("/data-saya"))
    assert other.html is not None
    assert other.html["lang"] == "en"


@pytest.mark.parametrize("path", ["/masuk", "/pemrosesan-data"])
def test_every_page_leads_to_the_notice(client: FlaskClient, path: str) -> None:
    assert soup(client.get(path)).select_one(f'footer a[href="{PAGE}"]')


def test_pages_inside_lead_to_the_notice(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    for path in ("/beranda", "/data-saya"):
        assert soup(client.get(path)).select_one(f'footer a[href="{PAGE}"]'), path


def test_notice_follows_registries_and_roles(app: Flask) -> None:
    with app.app_context():
        notice = processing_notice(on=date(2026, 11, 21))
    assert len(notice.classes) == len(DUTIES)
    assert all(one.basis for one in notice.classes)
    readers = {role: [str(words) for words in seen] for role, seen, _whom in notice.readers}
    assert readers[Role.PPID] == ["jejak audit"]
    assert Role.LEADER not in readers
    assert (notice.request_hours, notice.withdrawal_hours, notice.breach_hours) == (72, 72, 72)
