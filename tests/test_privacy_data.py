"""Data saya: everything that is held on somebody, for that person and nobody else."""

import gzip
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit
from kinerja.audit import Entry
from kinerja.extensions import Base, db
from kinerja.home.queries import sections
from kinerja.people.models import LoginSession, Posting
from tests.canaries import NOT_SHOWN, Planted, plant
from tests.factories import Counting
from tests.pages import HEAVIEST, soup

SignedIn = Callable[[int], FlaskClient]
PAGE, FILE, PAPER = "/data-saya", "/data-saya/unduh", "/data-saya/cetak"
# Columns that name somebody in what belongs to another, each with its reason.
ANOTHERS = {
    "competency_archive.verifier_id": "the copy is its subject's",
    "competency_assessment.verifier_id": "the assessment is its subject's",
    "competency_job_standard.created_by_id": "an admin's act, in the trail of own acts",
    "competency_peer_comment.moderated_by_id": "an officer's act, in the trail of own acts",
    "competency_peer_panel.approved_by_id": "a supervisor's act, in the trail of own acts",
    "competency_record.author_id": "the record is its subject's",
    "competency_record.voided_by_id": "the record is its subject's",
    "development_assignment.assigned_by_id": "a trainer's act, in the trail of own acts",
    "development_plan_item.chosen_by_id": "the activity is its holder's",
    "development_plan_item.confirmed_by_id": "the activity is its holder's",
    "documents_issued.issued_by_id": "the document is its subject's",
    "documents_issued.withdrawn_by_id": "the document is its subject's",
    "people_consent.by_id": "always the person who consents",
    "people_correction.decided_by_id": "the case is the asker's",
    "people_factor_reset.decided_by_id": "the request is about its subject",
    "people_factor_reset.requested_by_id": "the request is about its subject",
    "people_identity_change.by_id": "the change is about the employee",
    "people_import.applied_by_id": "an admin's act, in the trail of own acts",
    "people_import.by_id": "an admin's act, in the trail of own acts",
    "people_import.undone_by_id": "an admin's act, in the trail of own acts",
    "people_legal_hold.ended_by_id": "the hold is about the employee",
    "people_legal_hold.placed_by_id": "the hold is about the employee",
    "people_pending_sign_in.account_id": "lives for minutes, until the second step",
    "people_reporting_line.superior_id": "the line is its employee's",
    "people_role_grant.granted_by_id": "the grant is its holder's",
}


@pytest.fixture
def planted(app: Flask) -> Planted:
    """Somebody with marked rows in every table."""
    return plant(app)


def referring() -> set[str]:
    """Every column of the database that refers to an employee or an account."""
    found = set()
    for table in Base.metadata.tables.values():
        for key in table.foreign_keys:
            if key.column.table.name in ("people_employee", "people_account"):
                found.add(f"{table.name}.{key.parent.name}")
    return found


def covered(app: Flask) -> set[str]:
    """The columns by which the sections find somebody's rows."""
    with app.app_context():
        return {
            f"{column.table.name}.{column.name}"
            for section in sections(1)
            for attribute in section.covers
            for column in attribute.property.columns
        }


def test_every_column_that_refers_to_a_person_is_shown_or_says_why_not(app: Flask) -> None:
    known = covered(app)
    assert referring() - known - set(ANOTHERS) == set()
    assert known & set(ANOTHERS) == set()
    assert set(ANOTHERS) <= referring()


def test_every_text_of_every_covered_table_carries_a_mark(app: Flask, planted: Planted) -> None:
    tables = {name.partition(".")[0] for name in covered(app)} | {"competency_answer"}
    texts = {
        f"{name}.{column.name}"
        for name in tables
        for column in Base.metadata.tables[name].columns
        if column.type.python_type in (str, dict) and not hasattr(column.type, "enums")
    }
    assert texts - set(planted.marks) - set(NOT_SHOWN) == set()


def test_file_and_paper_hold_every_mark(app: Flask, planted: Planted, signed_in: SignedIn) -> None:
    client = signed_in(planted.person)
    for path in (FILE, PAPER):
        text = client.get(path).text
        missing = {name for name, mark in planted.marks.items() if mark not in text}
        assert missing == set(), path


def test_nobody_elses_file_holds_a_mark(app: Flask, planted: Planted, signed_in: SignedIn) -> None:
    for path in (FILE, PAPER, PAGE):
        text = signed_in(planted.stranger).get(path).text
        assert [name for name, mark in planted.marks.items() if mark in text] == [], path
    text = signed_in(planted.colleague).get(FILE).text
    seen = {name for name, mark in planted.marks.items() if mark in text}
    # Whom the colleague reminded and stood in for, and where; what the colleague wrote there.
    assert seen == {"people_employee.name", "notifications_reminder.place", DECREE}


DECREE = "people_acting_leader.decree"


def test_file_is_made_for_programs(app: Flask, planted: Planted, signed_in: SignedIn) -> None:
    answer = signed_in(planted.person).get(FILE)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="data-saya-')
    facts = json.loads(answer.text)
    assert {"format", "agency", "made_at", "sections"} == set(facts)
    by_key = {section["key"]: section for section in facts["sections"]}
    (identity,) = by_key["identitas"]["rows"]
    assert identity["name"] == planted.marks["people_employee.name"]
    assert (identity["kind"], identity["standing"]) == ("pns", "active")
    (told,) = by_key["jawaban-penilaian"]["rows"]
    assert (told["self_level"], told["verified_level"], told["verdict"]) == (2, 3, "adjust")
    for section in by_key.values():
        assert all(section[name] for name in ("title", "source", "legal_basis", "kept"))
        assert all(set(row) == set(section["columns"]) for row in section["rows"])


def test_page_groups_sections_with_source_basis_and_time(
    app: Flask, planted: Planted, signed_in: SignedIn
) -> None:
    page = soup(signed_in(planted.person).get(PAGE))
    text = " ".join(page.get_text(" ").split())
    assert "Identitas dan kontak" in text
    assert "Siapa membaca data dan penilaian Anda" in text
    assert "Penilaian orang lain dibaca" in text
    assert "Selama bekerja di sini, lalu 5 tahun" in text
    links = {str(link["href"]) for link in page.select("main a[href]")}
    assert "/perbaikan-data/ajukan" in links
    assert "/data-saya/persetujuan" in links


def test_judgement_shows_only_once_it_is_complete(
    app: Flask, planted: Planted, signed_in: SignedIn
) -> None:
    with app.app_context():
        db.session.execute(
            Base.metadata.tables["competency_assessment"].update().values(status="returned")
        )
        db.session.commit()
    text = signed_in(planted.person).get(FILE).text
    assert planted.marks["competency_answer.reason"] not in text
    assert planted.marks["competency_answer.example"] in text


def many_postings(app: Flask, person: int, *, rows: int) -> None:
    with app.app_context():
        places = db.session.scalars(select(Posting).where(Posting.employee_id == person)).one()
        for turn in range(rows):
            day = places.valid_from - timedelta(days=10 + turn)
            db.session.add(
                Posting(
                    employee_id=person,
                    unit_id=places.unit_id,
                    position_id=places.position_id,
                    valid_from=day,
                    valid_to=day,
                    decree=f"SK nomor {turn} " + "panjang sekali " * 10,
                )
            )
            audit.record("assessment.read", "competency_assessment:1", by=None, about=person)
        db.session.commit()


def test_page_stays_light_and_asks_as_often_however_many_rows(
    app: Flask, planted: Planted, signed_in: SignedIn, count_queries: Counting
) -> None:
    client = signed_in(planted.person)
    client.get(PAGE)
    with count_queries() as few:
        client.get(PAGE)
    many_postings(app, planted.person, rows=400)
    with count_queries() as many:
        answer = client.get(PAGE)
    assert len(many) == len(few)
    assert len(gzip.compress(answer.data)) <= HEAVIEST
    assert "401 baris" in answer.text
    section = client.get("/data-saya/bagian/penempatan?hal=2")
    assert "11–20 dari 401 baris" in section.text


def test_section_that_does_not_exist_is_not_found(
    app: Flask, planted: Planted, signed_in: SignedIn
) -> None:
    client = signed_in(planted.stranger)
    assert client.get("/data-saya/bagian/gaji").status_code == 404
    empty = client.get("/data-saya/bagian/penahanan")
    assert "Belum ada yang tercatat tentang Anda" in empty.text


def test_taking_out_is_noted_with_the_number_of_rows(
    app: Flask, planted: Planted, signed_in: SignedIn
) -> None:
    client = signed_in(planted.person)
    total = sum(len(s["rows"]) for s in json.loads(client.get(FILE).text)["sections"])
    client.get(PAPER)
    with app.app_context():
        statement = select(Entry).where(Entry.action.startswith("personal-data."))
        exported, printed = db.session.scalars(statement.order_by(Entry.seq))
        assert (exported.action, exported.actor_id, exported.about_id) == (
            "personal-data.exported",
            planted.person,
            planted.person,
        )
        assert json.loads(exported.details) == {"rows": total}
        assert printed.action == "personal-data.printed"


@pytest.mark.parametrize("path", [FILE, PAPER])
def test_taking_out_asks_for_the_password_once_more(
    app: Flask, planted: Planted, signed_in: SignedIn, path: str
) -> None:
    client = signed_in(planted.person)
    with app.app_context():
        for session in db.session.scalars(select(LoginSession)):
            session.fresh_at -= timedelta(hours=1)
        db.session.commit()
    answer = client.get(path)
    assert answer.status_code == 303
    assert answer.location == f"/akun/konfirmasi?lanjut={path}"
    assert client.get(PAGE).status_code == 200
    with app.app_context():
        taken = select(Entry).where(Entry.action.startswith("personal-data."))
        assert db.session.scalars(taken).all() == []


def test_taking_out_too_often_has_to_wait(
    app: Flask, planted: Planted, signed_in: SignedIn
) -> None:
    client = signed_in(planted.person)
    with app.app_context():
        for _turn in range(20):
            audit.record("personal-data.exported", "people_employee:1", by=planted.person, rows=1)
        db.session.commit()
    answer = client.get(FILE)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "20 kali dalam satu jam" in answer.text
    assert client.get(PAGE).status_code == 200
    assert signed_in(planted.stranger).get(FILE).status_code == 200
