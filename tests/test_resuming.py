"""What was typed when the session had ended comes back after signing in, to its owner alone."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import LoginSession
from kinerja.resuming import KeptForm, forget_kept
from tests import factories
from tests.assessing import FRAGMENT, KEPT, KOM, Desk, SignedIn, answer_now, build_desk
from tests.pages import soup
from tests.visits import form_on, held, send


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def expire(app: Flask) -> None:
    """Everybody's sessions were unused for a day."""
    with app.app_context():
        then = clock.now() - timedelta(days=2)
        db.session.execute(update(LoginSession).values(seen_at=then, created_at=then))
        db.session.commit()


def typed_on(client: FlaskClient) -> dict[str, object]:
    return {**held(form_on(client, KOM)), **KEPT, "level": "3", "example": "Belum tersimpan"}


def kept(app: Flask) -> int:
    with app.app_context():
        return int(db.session.scalar(select(func.count()).select_from(KeptForm)) or 0)


@pytest.mark.parametrize("step", ["", "/simpan", "/draf", "/bukti"])
def test_what_was_typed_comes_back_after_signing_in(
    app: Flask, desk: Desk, signed_in: SignedIn, sign_in: object, step: str
) -> None:
    one = factories.evidence(app, desk.clerk, title="Lembar lama")
    client = signed_in(desk.clerk)
    typed = typed_on(client) | {"evidence_ids": [str(one)], "indicator_ids": []}
    expire(app)
    answer = client.post(f"{KOM}{step}", data=typed)
    assert answer.status_code == 303
    assert answer.location.startswith("/masuk?lanjut=/kompetensi/penilaian/kom?isian%3D")
    with client.session_transaction() as session:
        assert "Belum tersimpan" not in str(dict(session))
    onward = answer.location.partition("lanjut=")[2].replace("%3D", "=")
    page = sign_in(client, desk.clerk).get(onward)  # type: ignore[operator]
    assert "Isian Anda sebelum sesi berakhir sudah dikembalikan" in page.text
    assert "Belum tersimpan" in page.text
    assert soup(page).select_one("#t3[checked]")
    box = soup(page).select_one("input[name=evidence_ids][checked]")
    assert box is not None
    assert answer_now(app, desk.clerk).saved_at is None
    assert send(client, onward, KOM).status_code == 303
    assert answer_now(app, desk.clerk).example == "Belum tersimpan"


def test_autosave_leads_to_sign_in_with_the_words_kept(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    typed = typed_on(client)
    expire(app)
    answer = client.post(f"{KOM}/draf", data=typed, headers=FRAGMENT)
    assert answer.status_code == 401
    assert "isian" in answer.headers["HX-Redirect"]
    assert kept(app) == 1


def test_meanwhile_saved_elsewhere_is_a_conflict_and_not_overwritten(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    typed = typed_on(client)
    expire(app)
    onward = client.post(KOM, data=typed).location.partition("lanjut=")[2].replace("%3D", "=")
    other = signed_in(desk.clerk)
    send(other, KOM, level=1, example="Dari gawai lain")
    conflict = send(other, onward, KOM)
    assert conflict.status_code == 409
    assert "Dari gawai lain" in conflict.text
    assert "Belum tersimpan" in conflict.text


def test_nobody_else_sees_it_and_it_is_gone_after_an_hour(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    typed = typed_on(client)
    expire(app)
    onward = client.post(KOM, data=typed).location.partition("lanjut=")[2].replace("%3D", "=")
    assert "Belum tersimpan" not in signed_in(desk.boss).get(onward).text
    with app.app_context():
        assert "Belum tersimpan" not in db.session.scalars(select(KeptForm.sealed)).one()
        db.session.execute(update(KeptForm).values(at=clock.now() - timedelta(minutes=61)))
        db.session.commit()
    assert "Belum tersimpan" not in signed_in(desk.clerk).get(onward).text
    with app.app_context():
        forget_kept()
        db.session.commit()
    assert kept(app) == 0


def test_session_ended_elsewhere_shows_the_words_for_copying(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    typed = typed_on(client) | {"example": "Kalimat panjang yang belum tersimpan"}
    with app.app_context():
        db.session.execute(db.delete(LoginSession))
        db.session.commit()
    answer = client.post(KOM, data=typed)
    assert answer.status_code == 400
    assert "Kalimat panjang yang belum tersimpan" in answer.text
    assert kept(app) == 0


def test_stranger_without_a_session_leaves_nothing(app: Flask, desk: Desk) -> None:
    client = app.test_client()
    token = held(form_on(client, "/masuk"))["csrf_token"]
    answer = client.post(KOM, data={"csrf_token": token, "example": "Dari orang asing"})
    assert (answer.status_code, answer.location.split("?")[0]) == (303, "/masuk")
    assert kept(app) == 0
