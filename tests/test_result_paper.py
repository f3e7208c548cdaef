"""The result as a document: a real PDF read back, frozen, and for whom it is."""

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import func, select

from kinerja import audit, printing
from kinerja.competency.models import Assessment
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import digest
from kinerja.documents.views import check_address
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules.accounts import grouped
from kinerja.people.views.pictures import qr
from tests import factories
from tests.assessing import Office, S, SignedIn, build_office, verify
from tests.pages import soup
from tests.visits import send


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def made(app: Flask, office: Office) -> int:
    """The clerk's verified assessment."""
    return verify(app, office.clerk, [2] * 9, [3, 1] + [2] * 7)


def download(client: FlaskClient, assessment: int) -> str:
    """Press the button; where the document is."""
    path = f"/kompetensi/hasil/{assessment}"
    answer = send(client, path, f"{path}/dokumen")
    assert answer.status_code == 303
    assert answer.location is not None
    return answer.location


def read(client: FlaskClient, path: str) -> PdfReader:
    answer = client.get(path)
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=hasil-kompetensi-"
    )
    return PdfReader(io.BytesIO(answer.data))


def document_at(app: Flask, path: str) -> IssuedDocument:
    with app.app_context():
        return db.session.get_one(IssuedDocument, int(path.rpartition("/")[2]))


def test_document_is_a_tagged_pdf_with_all_that_the_law_asks_for(
    app: Flask, office: Office, made: int, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    path = download(client, made)
    found = read(client, path)
    text = " ".join(page.extract_text() for page in found.pages)
    text = " ".join(text.split())
    with app.app_context():
        person = db.session.get_one(Employee, office.clerk)
        cycle = db.session.get_one(Assessment, made).cycle.name
        facts = (person.full_name, person.nip, person.position.title, person.unit.name, cycle)
    issued = document_at(app, path)
    for word in (*facts, "Bagas Uji", app.config["AGENCY"], grouped(issued.code)):
        assert word in text, word
    assert "Indeks kesesuaian (indikatif), terverifikasi atasan: 100,00 %" in text
    assert "Tanpa kompensasi: 94,44 %" in text
    assert "Integritas 2 3 2 +1" in text
    assert "Kerja Sama 2 1 2 −1" in text
    for word in ("JPM", "Memenuhi Syarat", "Optimal"):
        assert word not in text
    root = found.trailer["/Root"]
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert found.metadata is not None
    assert str(found.metadata.title).startswith("Hasil penilaian kompetensi")


def test_qr_on_the_paper_is_the_picture_of_the_checking_address(
    app: Flask, office: Office, made: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(office.clerk)
    path = download(client, made)
    assert len(read(client, path).pages[0].images) == 1
    monkeypatch.setattr(printing, "pdf", lambda _text: None)
    page = soup(client.get(path))
    picture = page.select_one(".doc-seal img")
    issued = document_at(app, path)
    with app.test_request_context():
        address = check_address(issued)
    assert address == f"{app.config['PUBLIC_URL']}/periksa/{grouped(issued.code)}"
    assert picture["src"] == qr(address)
    assert address in picture["alt"]


def test_without_pango_the_same_document_is_a_page_to_print(
    office: Office, made: int, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "pdf", lambda _text: None)
    client = signed_in(office.clerk)
    answer = client.get(download(client, made))
    assert answer.mimetype == "text/html"
    assert "Tingkat dibandingkan standar jabatan" in answer.text


def test_document_speaks_bahasa_whatever_language_was_chosen(
    office: Office, made: int, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    with client.session_transaction() as session:
        session["language"] = "en"
    found = read(client, download(client, made))
    assert found.trailer["/Root"]["/Lang"] == "id"
    assert "Komunikasi" in found.pages[0].extract_text()
    assert "Diverifikasi" in found.pages[0].extract_text()


def test_document_before_verification_bears_its_own_name(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    own = factories.assessed(app, office.clerk, [2] * 9)
    client = signed_in(office.clerk)
    text = read(client, download(client, own)).pages[0].extract_text()
    assert "Indeks kesesuaian mandiri (indikatif): 100,00 %" in " ".join(text.split())
    assert "nilai pegawai sendiri" in " ".join(text.split())


def test_same_result_is_issued_once_and_a_changed_one_anew(
    app: Flask, office: Office, made: int, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    first = download(client, made)
    assert download(client, made) == first
    issued = document_at(app, first)
    assert issued.content_hash == digest(issued.facts)
    with app.app_context():
        db.session.get_one(Assessment, made).answers[0].verified_level = 5
        db.session.commit()
    second = download(client, made)
    assert second != first
    old = read(client, first).pages[0].extract_text()
    assert "Integritas 2 3 2 +1" in old  # as it was issued
    assert "sudah diganti sejak itu" in " ".join(old.split())
    with app.app_context():
        issues = select(func.count()).where(audit.Entry.action == "document.issued")
        assert db.session.scalar(issues) == 2


def test_others_who_may_read_the_result_get_it_with_a_masked_number(
    app: Flask, office: Office, made: int, signed_in: SignedIn
) -> None:
    own = download(signed_in(office.clerk), made)
    with app.app_context():
        nip = db.session.get_one(Employee, office.clerk).nip
    for person in (office.boss, office.trainer):
        text = read(signed_in(person), own).pages[0].extract_text()
        assert nip not in text
        assert nip[-4:] in text
    with app.app_context():
        opened = select(audit.Entry.actor_id).where(audit.Entry.action == "document.opened")
        assert set(db.session.scalars(opened)) == {office.boss, office.trainer}


def test_nobody_else_issues_or_opens_it(
    app: Flask, office: Office, made: int, signed_in: SignedIn
) -> None:
    own = download(signed_in(office.clerk), made)
    for person in (office.unit_admin, office.agency_admin, office.leader):
        client = signed_in(person)
        assert client.get(own).status_code == 404
        token = soup(client.get("/kompetensi")).select_one("[name=csrf_token]")["value"]
        path = f"/kompetensi/hasil/{made}/dokumen"
        assert client.post(path, data={"csrf_token": token}).status_code == 404


def test_result_without_any_level_is_not_issued(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    made = factories.assessed(app, office.clerk, [], status=S.SELF_SUBMITTED)
    client = signed_in(office.clerk)
    path = f"/kompetensi/hasil/{made}"
    answer = send(client, path, f"{path}/dokumen")
    assert answer.status_code == 409
    assert "belum memuat tingkat" in answer.text
