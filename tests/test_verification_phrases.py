"""Ready sentences for reasons and notes: one's own list, the house's, and picking one."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Phrase
from kinerja.competency.rules import HOUSE_PHRASES, MOST_PHRASES, PHRASE_LONGEST, PhraseKind
from kinerja.competency.services import PhraseError
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from tests.assessing import (
    S,
    SignedIn,
    Team,
    build_team,
    filled,
    open_items,
    path_of,
    verified_now,
)
from tests.pages import soup
from tests.visits import send

PATH = "/kompetensi/verifikasi/kalimat"
OWN = "Sudah memimpin rapat mingguan sejak Maret."


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


@pytest.fixture
def boss(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.boss)


def keep(client: FlaskClient, text: str, kind: str = "reason") -> int:
    return send(client, PATH, PATH, text=text, kind=kind).status_code


def test_a_sentence_is_added_picked_from_and_removed(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    assert keep(boss, OWN) == 303
    number = verified_now(app, team).items[0].id
    open_items(boss, team, number)
    page = soup(boss.get(path_of(team)))
    picked = [option.get_text() for option in page.select(f"#phrase_{number} option")]
    house = [str(text) for text in HOUSE_PHRASES[PhraseKind.REASON]]
    assert picked[1:] == [OWN, *house]
    note = [option.get_text() for option in page.select("#phrase_note option")]
    assert OWN not in note
    with app.app_context():
        phrase_id = db.session.scalars(select(Phrase.id)).one()
    where = f"{PATH}/{phrase_id}/hapus"
    assert send(boss, PATH, where).status_code == 303
    assert OWN not in boss.get(path_of(team)).text


def test_without_a_script_the_sentence_follows_what_was_typed_and_nothing_is_lost(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    first, second = (answer.id for answer in verified_now(app, team).items[:2])
    open_items(boss, team, first, second)
    typed = {
        "into": first,
        f"phrase_{first}": OWN,
        f"reason_{first}": "Saya lihat sendiri.",
        f"reason_{second}": "Alasan kedua",
        f"verdict_{second}": "not_observed",
        "note": "Catatan setengah",
    }
    page = boss.post(path_of(team, "/sisipkan"), data=filled(boss, team, **typed))
    assert page.status_code == 200
    found = soup(page)
    texts = {str(one["name"]): one.get_text().strip() for one in found.select("textarea")}
    assert texts[f"reason_{first}"] == f"Saya lihat sendiri. {OWN}"
    assert texts[f"reason_{second}"] == "Alasan kedua"
    assert texts["note"] == "Catatan setengah"
    chosen = found.select_one(f"input[name=verdict_{second}][checked]")
    assert chosen is not None
    assert chosen["value"] == "not_observed"
    assert verified_now(app, team).items[0].reason == ""  # inserting saves nothing
    more = boss.post(
        path_of(team, "/sisipkan"),
        data=filled(boss, team, into="note", phrase_note="Tambahkan contoh.", note="Bu,"),
    )
    assert "Bu, Tambahkan contoh." in more.text
    for nowhere in ("", "999", "verdict"):
        data = filled(boss, team, into=nowhere, note="Tetap ada")
        assert "Tetap ada" in boss.post(path_of(team, "/sisipkan"), data=data).text


def test_inserting_into_what_was_returned_meanwhile_loses_nothing(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    data = filled(boss, team, into="note", phrase_note="Tambahkan contoh.", note="Bu,")
    with app.app_context():
        db.session.get_one(Assessment, team.assessment).status = S.RETURNED
        db.session.commit()
    assert "Bu, Tambahkan contoh." in boss.post(path_of(team, "/sisipkan"), data=data).text


def test_what_is_not_kept_is_told_in_place(app: Flask, team: Team, boss: FlaskClient) -> None:
    with app.test_request_context():
        house = str(HOUSE_PHRASES[PhraseKind.REASON][0])
    assert keep(boss, OWN) == 303
    for wrong in ("", "x" * (PHRASE_LONGEST + 1), OWN, house):
        answer = send(boss, PATH, PATH, text=wrong)
        assert answer.status_code == 422
        assert wrong in answer.text
    assert keep(boss, OWN, "return") == 303  # the same for the other purpose
    with app.test_request_context():
        by = Viewer(team.boss, 0, 0)
        for number in range(MOST_PHRASES - 2):
            services.add_phrase(kind=PhraseKind.REASON, text=f"Kalimat {number}", by=by)
        with pytest.raises(PhraseError, match="Hapus dulu"):
            services.add_phrase(kind=PhraseKind.REASON, text="Terlalu banyak", by=by)


def test_everybodys_list_is_their_own(app: Flask, team: Team, boss: FlaskClient) -> None:
    assert keep(boss, OWN) == 303
    other = Viewer(team.other, 0, 0)
    with app.test_request_context():
        phrase = db.session.scalars(select(Phrase)).one()
        assert not queries.own_phrases(team.other)
        with pytest.raises(MissingError):
            queries.own_phrase(phrase.id, to=other)
        with pytest.raises(MissingError):
            services.remove_phrase(phrase, by=other)


def test_who_verifies_nobody_has_no_list(team: Team, signed_in: SignedIn) -> None:
    assert signed_in(team.clerk).get(PATH).status_code == 403
