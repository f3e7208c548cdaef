"""Answering for oneself: one competency per page, then check and send."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Assessment
from kinerja.competency.rules import CycleStatus
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import JobLevel
from tests import factories
from tests.assessing import (
    FRAGMENT,
    KEPT,
    KOM,
    Desk,
    S,
    SignedIn,
    answer_all,
    answer_now,
    assessment_now,
    build_desk,
)
from tests.pages import soup
from tests.visits import form_on, held, send


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def test_the_list_leads_to_the_first_open_competency(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    page = signed_in(desk.clerk).get("/kompetensi")
    assert "0 dari 9 kompetensi selesai" in page.text
    assert "(9 hari lagi)" in page.text
    assert soup(page).select_one('a.button[href="/kompetensi/penilaian/int"]')


def test_without_a_cycle_the_page_says_what_will_be_there(app: Flask, signed_in: SignedIn) -> None:
    client = signed_in(factories.employee(app))
    assert "Belum ada penilaian yang dibuka" in client.get("/kompetensi").text
    assert client.get("/kompetensi/periksa").status_code == 404
    assert client.get(KOM).status_code == 404
    assert "Belum ada hasil" in client.get("/kompetensi/hasil").text


def test_the_standard_is_shown_only_once_answered(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    assert "Ditampilkan setelah Anda menjawab" in client.get(KOM).text
    send(client, KOM, **KEPT, level=2)
    page = client.get(KOM).text
    assert "Menengah (tingkat 3)" in page
    assert "Ditampilkan setelah" not in page


def test_five_cards_carry_the_dictionarys_descriptors(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    page = soup(signed_in(desk.clerk).get(KOM))
    with app.app_context():
        levels = queries.competency_by_code("KOM").levels
        described = [level.description for level in levels]
    assert [card.get_text() for card in page.select(".choice-text")] == described
    assert not page.select("input[type=radio][checked]")


def test_saving_goes_on_to_the_next_open_competency_and_at_the_end_to_the_check(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    answer = send(
        client, KOM, **KEPT, level=3, example="Satu kejadian", evidence_url="https://a.id/b"
    )
    assert answer.location == "/kompetensi/penilaian/oph"
    saved = answer_now(app, desk.clerk)
    assert (saved.self_level, saved.example) == (3, "Satu kejadian")
    with app.app_context():
        (used,) = queries.own_answer(desk.clerk, "KOM").evidence
        assert (used.url, used.title, used.employee_id) == (
            "https://a.id/b",
            "https://a.id/b",
            desk.clerk,
        )
    assert send(client, "/kompetensi/penilaian/pb", level=1).location.endswith("/int")
    answer_all(client, app, desk.clerk)
    assert send(client, KOM, **KEPT, level=2).location == "/kompetensi/periksa"
    assert assessment_now(app, desk.clerk).status is S.SELF_IN_PROGRESS


def test_skipping_leads_past_what_is_answered(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    send(client, "/kompetensi/penilaian/ks", level=1)
    skip = soup(client.get("/kompetensi/penilaian/int")).select_one(".actionbar a")
    assert skip is not None
    assert skip["href"] == KOM


def test_a_draft_without_a_level_is_kept_and_goes_back_to_the_list(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    data = {**held(form_on(client, KOM)), "example": "Belum selesai"}
    answer = client.post(f"{KOM}/simpan", data=data)
    assert (answer.status_code, answer.location) == (303, "/kompetensi")
    assert answer_now(app, desk.clerk).example == "Belum selesai"
    assert "Draf, tingkat belum dipilih" in client.get("/kompetensi").text


def test_the_check_page_names_what_is_missing(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    send(client, KOM, **KEPT, level=3)
    for declared in ("y", None):
        answer = send(client, "/kompetensi/periksa", declared=declared)
        assert answer.status_code == 422
        assert "Pilih satu tingkat untuk Integritas." in answer.text
        assert "Pilih satu tingkat untuk Komunikasi." not in answer.text
        assert ("Centang pernyataan" in answer.text) is (declared is None)
        assert "Kirim ke atasan" in answer.text
        assert "Sudah dikirim" not in answer.text
    assert assessment_now(app, desk.clerk).status is S.SELF_IN_PROGRESS


def test_everything_answered_is_sent_once(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    answer_all(client, app, desk.clerk)
    page = client.get("/kompetensi/periksa")
    assert "Bagas Uji" in page.text
    form = held(form_on(client, "/kompetensi/periksa"))
    other = held(form_on(client, "/kompetensi/periksa"))
    first = client.post("/kompetensi/periksa", data={**form, "declared": "y"})
    assert (first.status_code, first.location) == (303, "/kompetensi")
    again = client.post("/kompetensi/periksa", data={**form, "declared": "y"})
    assert (again.status_code, again.location) == (303, "/kompetensi")  # the same form
    refused = client.post("/kompetensi/periksa", data={**other, "declared": "y"})
    assert refused.status_code == 422
    assert "Sudah dikirim. Untuk mengubah, minta atasan mengembalikan." in refused.text
    found = assessment_now(app, desk.clerk)
    assert found.status is S.SELF_SUBMITTED
    assert found.verifier_id == desk.boss
    with app.app_context():
        assert found.verify_due_on == clock.today() + timedelta(days=7)
        sent = select(audit.Entry).where(audit.Entry.action == "assessment.submitted")
        assert [entry.actor_id for entry in db.session.scalars(sent)] == [desk.clerk]


def test_what_is_sent_is_locked_and_says_how_to_change_it(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    open_tab = held(form_on(client, KOM))
    factories.assessed(app, desk.clerk, [2] * 9)
    for path in ("/kompetensi", "/kompetensi/periksa", KOM):
        page = client.get(path)
        assert "Untuk mengubah, minta atasan mengembalikan." in page.text
        assert not soup(page).select("main form")
    late = client.post(KOM, data={**open_tab, **KEPT, "level": 5, "example": "Terlambat"})
    assert late.status_code == 422
    assert "Terlambat" in late.text
    part = client.post(f"{KOM}/draf", data={**open_tab, "level": 5}, headers=FRAGMENT)
    assert part.status_code == 422
    assert answer_now(app, desk.clerk).self_level == 2


def test_returned_answers_show_the_note_and_can_be_sent_again(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    made = factories.assessed(app, desk.clerk, [1] * 9, status=S.RETURNED)
    with app.app_context():
        row = db.session.get_one(Assessment, made)
        row.return_note = "Tulis satu kejadian nyata."
        answer = next(item for item in row.items if item.competency.code == "KOM")
        answer.verdict, answer.verified_level = "agree", 2
        db.session.commit()
    client = signed_in(desk.clerk)
    assert "Tulis satu kejadian nyata." in client.get("/kompetensi").text
    assert "Tulis satu kejadian nyata." in client.get(KOM).text
    assert send(client, KOM, **KEPT, level=3).location == "/kompetensi/periksa"
    changed = answer_now(app, desk.clerk)
    assert (changed.self_level, changed.verdict, changed.verified_level) == (3, None, None)
    assert assessment_now(app, desk.clerk).status is S.RETURNED
    assert send(client, "/kompetensi/periksa", declared="y").status_code == 303
    assert assessment_now(app, desk.clerk).status is S.SELF_SUBMITTED


def test_without_a_supervisor_the_refusal_says_who_can_help(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.boss)
    factories.assessed(app, desk.boss, [1] * 9, status=S.SELF_IN_PROGRESS)
    answer = send(client, "/kompetensi/periksa", declared="y")
    assert answer.status_code == 422
    assert "Atasan langsung Anda belum tercatat" in answer.text


def test_who_joins_later_starts_with_the_standards_of_that_day(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    newcomer = factories.employee(app, position_id=factories.position(app, JobLevel.AHLI_MADYA))
    client = signed_in(newcomer)
    assert "Anda bergabung setelah siklus dibuka" in client.get("/kompetensi").text
    answer = send(client, "/kompetensi")
    assert answer.location == "/kompetensi/penilaian/int"
    assert {item.standard_level for item in assessment_now(app, newcomer).answers} == {4}
    token = held(form_on(client, KOM))["csrf_token"]
    again = client.post("/kompetensi/mulai", data={"csrf_token": token})
    assert again.status_code == 303
    with app.app_context():
        rows = select(Assessment).where(Assessment.employee_id == newcomer)
        assert len(list(db.session.scalars(rows))) == 1


def test_a_closed_cycle_refuses_what_comes_late(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    form = held(form_on(client, KOM))
    with app.app_context():
        db.session.get_one(
            queries.cycle(desk.cycle).__class__, desk.cycle
        ).status = CycleStatus.CLOSED
        db.session.commit()
    assert client.post(KOM, data={**form, "level": 3}).status_code == 404
    started = client.post("/kompetensi/mulai", data={"csrf_token": form["csrf_token"]})
    assert started.status_code == 404


def test_a_job_without_a_standard_can_still_be_assessed(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    with app.app_context():
        for answer in queries.own_assessment(desk.clerk).answers:
            answer.standard_level = None
        db.session.commit()
    client = signed_in(desk.clerk)
    assert "belum diatur. Anda tetap bisa menilai diri" in client.get(KOM).text
    factories.assessed(app, desk.clerk, [2] * 9)
    page = client.get("/kompetensi/hasil").text
    assert "belum diatur, jadi tingkatnya belum bisa dibandingkan" in page
    assert "Indeks" not in soup(client.get("/kompetensi/hasil")).select_one("aside").get_text()


def test_somebody_else_is_never_answered_for(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    colleague = factories.employee(app)
    client = signed_in(colleague)
    assert client.get(KOM).status_code == 404
    with app.app_context():
        assert db.session.get_one(Employee, desk.clerk).is_active
    assert answer_now(app, desk.clerk).saved_at is None
