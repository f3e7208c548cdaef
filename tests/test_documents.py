"""Issued documents: what the public may know of one, and nothing more."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentState, digest, document_state, initials
from kinerja.documents.services.retention import forget_people
from kinerja.extensions import db
from kinerja.people.models import Employee, LoginAttempt
from kinerja.people.rules import Purpose
from kinerja.people.rules.accounts import LETTERS, grouped
from kinerja.people.rules.signin import TryKind
from kinerja.permissions import Role
from tests import factories
from tests.assessing import Office, S, SignedIn, build_office, text_of, verify
from tests.pages import soup
from tests.visits import send

HOLDS = "angkanya masih sama dengan yang tercatat"


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def paper(app: Flask, office: Office) -> int:
    """The clerk's verified result, issued."""
    return factories.result_paper(app, verify(app, office.clerk, [2] * 9, [2, 1, 3] + [2] * 6))


def code_of(app: Flask, paper: int) -> str:
    with app.app_context():
        return db.session.get_one(IssuedDocument, paper).code


def check(app: Flask, paper: int) -> str:
    return text_of(app.test_client(), f"/periksa/{code_of(app, paper)}")


@pytest.mark.parametrize(
    ("forgotten", "withdrawn", "same", "state"),
    [
        (False, False, True, DocumentState.VALID),
        (False, False, False, DocumentState.REPLACED),
        (False, True, True, DocumentState.WITHDRAWN),
        (False, True, False, DocumentState.WITHDRAWN),
        (True, True, True, DocumentState.FORGOTTEN),
        (True, False, False, DocumentState.FORGOTTEN),
    ],
)
def test_state_follows_from_what_happened_since(
    *, forgotten: bool, withdrawn: bool, same: bool, state: DocumentState
) -> None:
    assert document_state(forgotten=forgotten, withdrawn=withdrawn, same=same) is state


def test_initials_and_digest_are_the_same_whatever_the_order() -> None:
    assert initials("Sari Teladan") == "S. T."
    assert initials("I Made  'Umpama") == "I. M."
    assert digest({"a": 1, "b": [2, None]}) == digest({"b": [2, None], "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})


def test_code_has_sixty_bits_and_nothing_that_is_mistaken(app: Flask, paper: int) -> None:
    code = code_of(app, paper)
    assert len(code) * 5 >= 60
    assert set(code) <= set(LETTERS)
    assert not set(LETTERS) & set("ILOU")


def test_public_page_tells_title_day_and_initials_but_no_level(
    app: Flask, office: Office, paper: int
) -> None:
    text = check(app, paper)
    assert "Hasil penilaian kompetensi: Berlaku" in text
    assert HOLDS in text
    assert "S. U." in text
    assert app.config["AGENCY"] in text
    with app.app_context():
        person = db.session.get_one(Employee, office.clerk)
        words = (person.name, person.nip, person.nip[-4:], person.position.title, person.unit.name)
    for word in (*words, "Integritas", "112,50", "%", "Menengah"):
        assert word not in text, word


def test_name_stands_there_only_with_a_consent_to_the_present_words(
    app: Flask, office: Office, paper: int
) -> None:
    factories.consent(app, office.clerk, Purpose.CERTIFICATE, version=1)
    assert "Sari Uji" not in check(app, paper)
    factories.consent(app, office.clerk, Purpose.CERTIFICATE)
    assert "Sari Uji" in check(app, paper)
    factories.consent(app, office.clerk, Purpose.CERTIFICATE, given=False)
    assert "Sari Uji" not in check(app, paper)


def test_figures_that_changed_since_make_it_replaced(
    app: Flask, office: Office, paper: int
) -> None:
    with app.app_context():
        answer = db.session.scalars(select(Answer).where(Answer.verified_level == 3).limit(1)).one()
        answer.verified_level = 2
        db.session.commit()
    assert "Sudah diganti" in check(app, paper)
    with app.app_context():
        about = db.session.get_one(IssuedDocument, paper).subject_id
        db.session.get_one(Assessment, about).status = S.RETURNED
        db.session.commit()
    assert "Sudah diganti" in check(app, paper)


def test_own_view_that_was_verified_later_is_replaced(app: Flask, office: Office) -> None:
    made = factories.assessed(app, office.clerk, [2] * 9)
    paper = factories.result_paper(app, made)
    assert HOLDS in check(app, paper)
    verify(app, office.clerk, [2] * 9, [2] * 9)
    assert "Sudah diganti" in check(app, paper)


def test_code_may_be_typed_in_any_shape(app: Flask, client: FlaskClient, paper: int) -> None:
    code = grouped(code_of(app, paper)).lower().replace("-", " - ").replace("0", "o")
    answer = send(client, "/periksa", code=code)
    assert answer.status_code == 303
    assert answer.location == f"/periksa/{code_of(app, paper)}"
    assert HOLDS in text_of(client, answer.location)
    empty = send(client, "/periksa", code=" ")
    assert empty.status_code == 422
    assert "Isi kode yang tercetak" in empty.text


def test_unknown_code_gets_a_clear_page_and_guessing_is_slowed_down(
    app: Flask, client: FlaskClient, paper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = client.get("/periksa/AAAA-BBBB-CCCC")
    assert answer.status_code == 404
    assert "Kode tidak dikenal" in soup(answer).get_text()
    for turn in range(60):
        if client.get(f"/periksa/AAAA-BBBB-CC{turn:02}").status_code == 429:
            break
    slowed = client.get(f"/periksa/{code_of(app, paper)}")
    assert slowed.status_code == 429
    assert int(slowed.headers["Retry-After"]) > 0
    assert "Terlalu banyak kode yang tidak dikenal" in slowed.text
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    path = f"/periksa/{code_of(app, paper)}"
    assert client.get(path, environ_overrides=elsewhere).status_code == 200
    with app.app_context():
        kinds = set(db.session.scalars(select(LoginAttempt.kind)))
        assert kinds == {TryKind.DOCUMENT}
    later = datetime.now(UTC) + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get(path).status_code == 200


def test_person_withdraws_and_the_code_says_so(
    app: Flask, office: Office, paper: int, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    page = f"/kompetensi/dokumen/{paper}/tarik"
    assert page in client.get("/kompetensi/hasil").text
    assert send(client, page, reason=" ").status_code == 422
    answer = send(client, page, reason="Berkasnya hilang")
    assert answer.status_code == 303
    text = check(app, paper)
    assert "Hasil penilaian kompetensi: Ditarik" in text
    assert "Berkasnya hilang" not in text
    again = send(client, page, reason="Sekali lagi")
    assert again.status_code == 422
    assert "sudah ditarik" in again.text
    assert page not in client.get("/kompetensi/hasil").text
    with app.app_context():
        acts = select(audit.Entry.action).where(audit.Entry.action.startswith("document."))
        assert list(db.session.scalars(acts)) == ["document.issued", "document.withdrawn"]


def test_nobody_else_withdraws_but_whoever_keeps_the_staff(
    app: Flask, office: Office, paper: int, signed_in: SignedIn
) -> None:
    page = f"/kompetensi/dokumen/{paper}/tarik"
    for person in (office.boss, office.trainer, office.unit_admin, office.leader):
        assert signed_in(person).get(page).status_code == 404, person
    hr = factories.employee(app, unit_id=office.root)
    factories.grant(app, hr, Role.HR, office.unit)
    assert send(signed_in(hr), page, reason="Salah terbit").status_code == 303
    assert "Ditarik" in check(app, paper)


def test_forgotten_person_leaves_a_known_code_and_nothing_to_read(
    app: Flask, office: Office, paper: int, signed_in: SignedIn
) -> None:
    with app.app_context():
        forget_people([office.clerk])
        db.session.commit()
    text = check(app, paper)
    assert "Masa simpan berakhir" in text
    assert "S. U." not in text
    assert signed_in(office.clerk).get(f"/kompetensi/dokumen/{paper}").status_code == 404
