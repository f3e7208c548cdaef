"""Evidence behind answers: choosing, adding on the page, last year's, and who may open a file."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select, update

from kinerja import clock
from kinerja.audit import Entry
from kinerja.competency import queries
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.assessing import KEPT, KOM, Desk, S, SignedIn, answer_now, autosave, build_desk, text_of
from tests.factories import Counting
from tests.pages import soup
from tests.visits import form_on, held, send

ADD = f"{KOM}/bukti"


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def used(app: Flask, person: int) -> list[str]:
    with app.app_context():
        return sorted(one.title for one in queries.own_answer(person, "KOM").evidence)


def test_evidence_is_ticked_from_the_library_and_kept_as_a_draft(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    one = factories.evidence(app, desk.clerk, title="Lembar satu")
    factories.evidence(app, desk.clerk, title="Lembar dua")
    client = signed_in(desk.clerk)
    assert autosave(client, KOM, evidence_ids=[one]).status_code == 200
    assert used(app, desk.clerk) == ["Lembar satu"]
    box = soup(client.get(KOM)).select_one("input[name=evidence_ids][checked]")
    assert box is not None
    assert box["value"] == str(one)
    assert autosave(client, KOM, evidence_ids=None).status_code == 200


def test_new_evidence_is_added_without_losing_what_was_typed(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    data = held(form_on(client, KOM)) | {
        "level": "3",
        "example": "Belum selesai",
        "title": "Laporan baru",
        "file": (BytesIO(factories.pdf()), "laporan.pdf"),
    }
    added = client.post(ADD, data=data)
    assert (added.status_code, added.location) == (303, f"{KOM}#bukti")
    page = client.get(KOM)
    assert "Belum selesai" in page.text
    assert soup(page).select_one("#t3[checked]")
    assert used(app, desk.clerk) == ["Laporan baru"]


def test_wrong_file_on_the_page_keeps_level_and_example(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    data = held(form_on(client, KOM)) | {"level": "3", "example": "Belum selesai"}
    refused = client.post(ADD, data={**data, "file": (BytesIO(b"<html>"), "a.pdf")})
    assert refused.status_code == 422
    assert "Isi berkas ini bukan PDF" in refused.text
    assert "Belum selesai" in refused.text
    assert answer_now(app, desk.clerk).saved_at is None
    other = client.post(KOM, data={**data, "level": "7", "file": (BytesIO(factories.pdf()), "a")})
    assert other.status_code == 422
    assert "Berkasnya belum tersimpan. Perbaiki dulu isian lain" in other.text


def test_link_that_is_still_being_typed_is_not_kept(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    form = form_on(client, KOM)
    assert "evidence_url" in str(form["hx-params"])
    assert autosave(client, KOM, level=1, evidence_url="https://a.id/b").status_code == 200
    assert used(app, desk.clerk) == []
    send(client, KOM, level=1, evidence_url="https://a.id/b")
    again = send(client, "/kompetensi/penilaian/ks", level=1, evidence_url="https://a.id/b")
    assert "Sudah ada di pustaka" in text_of(client, again.location)  # one truth, not two links


def test_library_is_searched_from_the_answer(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    factories.evidence(app, desk.clerk, url="https://a.id/lama", title="Surat tugas lama")
    factories.many_links(app, desk.clerk, 12)
    client = signed_in(desk.clerk)
    assert "Surat tugas lama" not in client.get(KOM).text
    found = send(client, KOM, to=ADD, search="surat TUGAS", example="Tetap ada")
    page = client.get(found.location)
    assert "Surat tugas lama" in page.text
    assert "Tetap ada" in page.text


def test_another_persons_evidence_cannot_be_used(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    foreign = factories.evidence(app, desk.boss)
    answer = send(signed_in(desk.clerk), KOM, level=1, evidence_ids=[foreign])
    assert answer.status_code == 404
    assert answer_now(app, desk.clerk).saved_at is None


@pytest.mark.parametrize("name", ["evidence_ids", "indicator_ids", "reuse"])
@pytest.mark.parametrize("value", [10**30, "satu", "-"])
def test_what_no_row_could_be_is_told_and_nothing_breaks(
    app: Flask, desk: Desk, signed_in: SignedIn, name: str, value: object
) -> None:
    answer = send(signed_in(desk.clerk), KOM, level=1, example="Tetap ada", **{name: value})
    assert answer.status_code == 422
    assert "Tetap ada" in answer.text


def test_two_tabs_show_the_evidence_of_both(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    one, two = (factories.evidence(app, desk.clerk, title=f"Lembar {n}") for n in "AB")
    client = signed_in(desk.clerk)
    tab = held(form_on(client, KOM))
    autosave(client, KOM, evidence_ids=[one])
    conflict = client.post(KOM, data={**tab, **KEPT, "level": "2", "evidence_ids": [str(two)]})
    assert conflict.status_code == 409
    text = " ".join(soup(conflict).get_text(" ").split())
    assert "Bukti: Lembar A" in text
    assert "Bukti: Lembar B" in text
    assert used(app, desk.clerk) == ["Lembar A"]


def last_year(app: Flask, desk: Desk) -> int:
    """The clerk's finished assessment of last year, with a file behind KOM; a cycle of now."""
    made = factories.assessed(
        app, desk.clerk, [3] * 9, status=S.ACKNOWLEDGED, verified=[2] * 9, days_ago=300
    )
    with app.app_context():
        row = db.session.get_one(Assessment, made)
        answer = next(one for one in row.items if one.competency.code == "KOM")
        answer.example = "Contoh tahun lalu"
        answer_id = answer.id
        day = clock.today() - timedelta(days=365)
        db.session.execute(
            update(Cycle)
            .where(Cycle.id == row.cycle_id)
            .values(status=CycleStatus.CLOSED, starts_on=day, name="Siklus lalu")
        )
        db.session.commit()
    one = factories.evidence(app, desk.clerk, answer_id=answer_id, title="Bukti tahun lalu")
    factories.open_cycle(app)
    return one


def test_last_years_answer_stands_beside_and_its_evidence_is_used_again(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    one = last_year(app, desk)
    client = signed_in(desk.clerk)
    aside = soup(client.get(KOM)).select_one("aside")
    assert aside is not None
    text = " ".join(aside.get_text(" ").split())
    assert "Jawaban terakhir: Siklus lalu" in text
    assert "Menurut Anda: Menengah (3)" in text
    assert "Menurut atasan: Dasar (2)" in text
    assert "Contoh tahun lalu" in text
    button = aside.select_one("button[name=reuse]")
    assert button is not None
    assert (button["value"], button["formaction"]) == (str(one), ADD)
    typed = {"reuse": str(one), "example": "Contoh tahun ini"}
    assert send(client, KOM, to=ADD, **typed).status_code == 303
    assert used(app, desk.clerk) == ["Bukti tahun lalu"]
    assert answer_now(app, desk.clerk).example == "Contoh tahun ini"
    assert "Sudah dipakai di jawaban ini." in client.get(KOM).text


def test_answer_page_asks_as_often_however_much_there_is(
    app: Flask, desk: Desk, signed_in: SignedIn, count_queries: Counting
) -> None:
    last_year(app, desk)
    factories.indicators(app, each=3)
    client = signed_in(desk.clerk)
    client.get(KOM)
    with count_queries() as few:
        client.get(KOM)
    factories.many_links(app, desk.clerk, 300)
    with count_queries() as many:
        client.get(KOM)
    assert len(few) == len(many)


def test_file_is_for_its_owner_the_verifier_and_who_sees_results(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    content = factories.pdf()
    draft = answer_now(app, desk.clerk)
    with app.app_context():
        unit = draft_unit(desk.clerk)
    one = factories.evidence(app, desk.clerk, answer_id=draft.id, content=content)
    path = f"/kompetensi/bukti/{one}/berkas"
    elsewhere = factories.unit(app, "Dinas Lain")
    trainer, distant, peer = (factories.employee(app, unit_id=unit) for _turn in range(3))
    factories.grant(app, trainer, Role.TRAINER, unit)
    factories.grant(app, distant, Role.TRAINER, elsewhere)
    clients = {person: signed_in(person) for person in (desk.boss, trainer, distant, peer)}
    assert {client.get(path).status_code for client in clients.values()} == {404}  # a draft's
    factories.assessed(app, desk.clerk, [1] * 9)
    codes = {person: client.get(path).status_code for person, client in clients.items()}
    assert codes == {desk.boss: 200, trainer: 200, distant: 404, peer: 404}
    answer = signed_in(desk.clerk).get(path)
    assert answer.data == content
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename=bukti.pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    with app.app_context():
        read = select(Entry.actor_id).where(Entry.action == "assessment.read")
        assert set(db.session.scalars(read)) == {desk.boss, trainer}


def draft_unit(person: int) -> int:
    from kinerja.people.models import Employee

    return db.session.get_one(Employee, person).unit_id
