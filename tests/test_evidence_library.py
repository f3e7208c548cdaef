"""The library of one's own evidence: adding, searching, describing, putting away, its quota."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from kinerja.audit import Entry
from kinerja.competency import rules
from kinerja.competency.models import AnswerEvidence, Evidence, EvidenceFile
from kinerja.extensions import db
from tests import factories
from tests.assessing import Desk, S, SignedIn, answer_now, build_desk, text_of
from tests.factories import Counting
from tests.pages import soup
from tests.visits import form_on, held, send

LIBRARY = "/kompetensi/bukti"


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def upload(client: FlaskClient, content: bytes, name: str = "a.pdf", **typed: str) -> TestResponse:
    """What the browser sends from the form above the list."""
    data = held(form_on(client, LIBRARY, LIBRARY))
    data |= {name: [text] for name, text in typed.items()}
    return client.post(LIBRARY, data={**data, "file": (BytesIO(content), name)})


def rows(app: Flask) -> list[Evidence]:
    with app.app_context():
        return list(db.session.scalars(select(Evidence).order_by(Evidence.id)))


def test_file_is_kept_under_a_safe_name_with_its_kind_and_digest(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    content = factories.pdf()
    added = upload(client, content, "../Laporan.PDF", dated_on="2026-08-17", description="Ringkas")
    assert added.status_code == 303
    (kept,) = rows(app)
    assert (kept.title, kept.filename, kept.size) == ("Laporan", "Laporan.pdf", len(content))
    assert (kept.file_kind, len(kept.sha256)) == ("pdf", 64)
    page = text_of(client, LIBRARY)
    assert "“Laporan” ditambahkan ke pustaka." in page
    assert "PDF, 1 KB · 17 Agustus 2026 · belum dipakai" in page
    with app.app_context():
        noted = db.session.scalars(select(Entry).where(Entry.action == "evidence.added")).one()
        assert "Laporan" not in noted.details


def test_link_is_checked_for_its_form_and_kept(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    for wrong in ("javascript:alert(1)", "drive.contoh.go.id/a", "https://"):
        refused = send(client, LIBRARY, LIBRARY, evidence_url=wrong, title="Judul saya", file=None)
        assert refused.status_code == 422
        assert "Tulis tautan lengkap" in refused.text
        assert "Judul saya" in refused.text
    url = "https://drive.contoh.go.id/laporan"
    assert send(client, LIBRARY, LIBRARY, evidence_url=url, file=None).status_code == 303
    assert [(one.kind, one.title, one.url) for one in rows(app)] == [("link", url, url)]


def test_wrong_file_is_told_beside_the_field_and_the_words_stay(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    refused = upload(signed_in(desk.clerk), b"MZ" + b"\0" * 99, "a.exe", title="Judul saya")
    assert refused.status_code == 422
    assert "Isi berkas ini bukan PDF" in refused.text
    assert "Judul saya" in refused.text
    assert rows(app) == []


def test_neither_or_both_is_refused(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    client = signed_in(desk.clerk)
    for answer in (
        send(client, LIBRARY, LIBRARY, file=None),
        upload(client, factories.pdf(), evidence_url="https://a.id/b"),
    ):
        assert answer.status_code == 422
        assert "Pilih satu berkas, atau tulis satu tautan." in answer.text


def test_same_file_twice_is_noticed_and_comes_back_from_the_archive(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    content = factories.pdf()
    upload(client, content, "Pertama.pdf")
    with app.app_context():
        db.session.execute(db.update(Evidence).values(archived_at=func.now()))
        db.session.commit()
    assert upload(client, content, "Kedua.pdf").status_code == 303
    assert "Sudah ada di pustaka sebagai “Pertama”" in text_of(client, LIBRARY)
    (kept,) = rows(app)
    assert kept.archived_at is None
    upload(signed_in(desk.boss), content)  # somebody else's library is another
    assert len(rows(app)) == 2


def test_full_library_says_what_to_do(
    app: Flask, desk: Desk, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules.evidence, "QUOTA", 1000)
    client = signed_in(desk.clerk)
    assert upload(client, factories.pdf()).status_code == 303
    full = upload(client, factories.pdf())
    assert full.status_code == 422
    assert "batas untuk satu orang. Hapus yang tidak dipakai di Pustaka bukti" in full.text
    link = send(client, LIBRARY, LIBRARY, evidence_url="https://a.id/b", file=None)
    assert link.status_code == 303


def test_library_is_searched_and_paged_with_as_many_queries_however_long(
    app: Flask, desk: Desk, signed_in: SignedIn, count_queries: Counting
) -> None:
    client = signed_in(desk.clerk)
    factories.many_links(app, desk.clerk, 30)
    client.get(LIBRARY)
    with count_queries() as few:
        client.get(LIBRARY)
    factories.many_links(app, desk.clerk, 270)
    with count_queries() as many:
        page = client.get(LIBRARY)
    assert len(few) == len(many)
    assert "1–50 dari 300 bukti" in soup(page).get_text()
    assert not any("competency_evidence_file" in statement for statement in many)
    factories.evidence(app, desk.clerk, url="https://a.id/x", title="Jadwal bantu 100%")
    assert "Jadwal bantu 100%" in client.get(f"{LIBRARY}?cari=100%25").text
    assert "Tidak ada yang cocok" in client.get(f"{LIBRARY}?cari=tidak-ada").text
    assert "Tautan 3" not in signed_in(desk.boss).get(LIBRARY).text


def test_words_about_it_may_change(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    one = factories.evidence(app, desk.clerk)
    client, path = signed_in(desk.clerk), f"{LIBRARY}/{one}"
    empty = send(client, path, path, title="", description="Catatan")
    assert empty.status_code == 422
    assert "Isi judul buktinya." in empty.text
    assert send(client, path, path, title="Judul baru", description="Catatan").status_code == 303
    assert [(kept.title, kept.description) for kept in rows(app)] == [("Judul baru", "Catatan")]


def test_unsent_evidence_is_deleted_with_its_file_and_leaves_drafts(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    draft = answer_now(app, desk.clerk)
    one = factories.evidence(app, desk.clerk, answer_id=draft.id)
    client = signed_in(desk.clerk)
    page = client.get(f"{LIBRARY}/{one}/hapus")
    assert "hilang dari draf jawaban" in page.text
    assert send(client, f"{LIBRARY}/{one}/hapus").status_code == 303
    assert "Bukti dihapus." in client.get(LIBRARY).text
    with app.app_context():
        for model in (Evidence, EvidenceFile, AnswerEvidence):
            assert db.session.scalar(select(func.count()).select_from(model)) == 0


@pytest.mark.parametrize("status", [S.SELF_SUBMITTED, S.RETURNED, S.ACKNOWLEDGED])
def test_what_a_sent_assessment_uses_is_put_away_and_comes_back(
    app: Flask, desk: Desk, signed_in: SignedIn, status: S
) -> None:
    made = factories.assessed(app, desk.clerk, [1] * 9, status=status)
    one = factories.used_evidence(app, desk.clerk, made, title="Surat tugas")
    client = signed_in(desk.clerk)
    assert "jadi ia diarsipkan" in client.get(f"{LIBRARY}/{one}/hapus").text
    send(client, f"{LIBRARY}/{one}/hapus")
    (kept,) = rows(app)
    assert kept.archived_at is not None
    assert kept.title not in client.get("/kompetensi/penilaian/kom").text
    assert kept.title in client.get(f"{LIBRARY}?bagian=arsip").text
    assert send(client, f"{LIBRARY}/{one}", f"{LIBRARY}/{one}/pulihkan").status_code == 303
    assert rows(app)[0].archived_at is None


def test_another_persons_evidence_does_not_exist(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    one = factories.evidence(app, desk.clerk)
    stranger = signed_in(desk.boss)
    for path in ("", "/hapus", "/berkas"):
        assert stranger.get(f"{LIBRARY}/{one}{path}").status_code == 404
    own = factories.evidence(app, desk.boss)
    token = held(form_on(stranger, f"{LIBRARY}/{own}", f"{LIBRARY}/{own}"))
    for path in ("", "/hapus", "/pulihkan"):
        assert stranger.post(f"{LIBRARY}/{one}{path}", data=token).status_code == 404
    assert len(rows(app)) == 2
