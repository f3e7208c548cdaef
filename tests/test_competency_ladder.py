"""A level counts only where every lower one holds: the rule, and how the pages tell it."""

import pytest
from flask import Flask

from kinerja.competency import queries
from kinerja.competency.rules import Rung, missing_rungs
from tests import factories
from tests.assessing import KEPT as NOTE
from tests.assessing import KOM, Desk, S, SignedIn, answer_now, autosave, build_desk, text_of
from tests.pages import soup
from tests.visits import form_on, held, send

INDICATORS = {1: [11, 12], 2: [21, 22], 3: [31, 32], 4: [41, 42], 5: [51, 52]}
BELOW_3 = {11, 12, 21, 22}


@pytest.mark.only("sqlite", reason="a pure rule")
@pytest.mark.parametrize(
    ("chosen", "ticked", "missing"),
    [
        (None, set(), ()),
        (1, set(), ()),  # nothing stands below the lowest
        (2, set(), (Rung(1, 0, 2),)),
        (2, {11}, (Rung(1, 1, 2),)),
        (2, {11, 12}, ()),
        (3, BELOW_3, ()),
        (3, {11, 12, 31, 32}, (Rung(2, 0, 2),)),  # its own ticks do not stand in for lower ones
        (3, {21, 22}, (Rung(1, 0, 2),)),
        (4, BELOW_3, (Rung(3, 0, 2),)),
        (5, BELOW_3 | {31}, (Rung(3, 1, 2), Rung(4, 0, 2))),
        (5, BELOW_3 | {31, 32, 41, 42}, ()),
        (2, {11, 12, 51, 52}, ()),  # what is ticked above changes nothing
    ],
)
def test_lower_levels_that_do_not_hold(
    chosen: int | None, ticked: set[int], missing: tuple[Rung, ...]
) -> None:
    assert missing_rungs(chosen, INDICATORS, ticked) == missing


@pytest.mark.only("sqlite", reason="a pure rule")
def test_level_of_which_the_dictionary_tells_no_behaviour_holds() -> None:
    assert missing_rungs(3, {}, set()) == ()
    assert missing_rungs(3, {1: [], 2: [21]}, {21}) == ()
    assert missing_rungs(3, {2: [21]}, set())[0].is_untouched


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def test_indicators_stand_under_their_cards_and_ticks_are_kept(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    found = factories.indicators(app, each=3)
    client = signed_in(desk.clerk)
    page = client.get(KOM)
    assert len(soup(page).select("input[name=indicator_ids]")) == 15
    assert "Perilaku 4.3" in page.text
    autosave(client, KOM, level=2, indicator_ids=found[1])
    with app.app_context():
        assert queries.own_answer(desk.clerk, "KOM").indicator_ids == set(found[1])
    ticked = soup(client.get(KOM)).select("input[name=indicator_ids][checked]")
    assert [int(str(box["value"])) for box in ticked] == found[1]


def test_level_above_one_that_does_not_hold_is_told_kindly_and_nothing_is_lost(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    found = factories.indicators(app)
    client = signed_in(desk.clerk)
    some = [*found[1], found[2][0]]
    answer = send(client, KOM, level=3, indicator_ids=some, example="Satu kejadian")
    assert answer.status_code == 422
    assert "Tingkat 2 belum lengkap: 1 dari 2 indikator." in answer.text
    assert "tulis catatan mengapa tingkat 3 tetap tepat" in answer.text
    assert "Satu kejadian" in answer.text
    assert len(soup(answer).select("input[name=indicator_ids][checked]")) == 3
    assert answer_now(app, desk.clerk).saved_at is None
    whole = send(client, KOM, level=3, indicator_ids=[*found[1], *found[2]])
    assert whole.status_code == 303


def test_person_may_keep_the_level_with_a_note_which_the_verifier_reads(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    found = factories.indicators(app)
    client = signed_in(desk.clerk)
    assert send(client, KOM, level=3, indicator_ids=found[1], **NOTE).status_code == 303
    assert answer_now(app, desk.clerk).override_note == NOTE["override_note"]
    made = factories.assessed(app, desk.clerk, [3] * 9)
    boss, path = signed_in(desk.boss), f"/kompetensi/verifikasi/{made}"
    number = answer_now(app, desk.clerk).id
    assert send(boss, path, to=f"{path}/buka", open=number).status_code == 303
    text = text_of(boss, path)
    assert NOTE["override_note"] in text
    assert "2 indikator dicentang" in text
    assert "Perilaku 1.2" in text
    assert "Perilaku 2.1" not in text
    assert NOTE["override_note"] in text_of(client, "/kompetensi/hasil")


def test_note_that_is_not_needed_any_more_is_not_kept(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    factories.indicators(app)
    assert send(signed_in(desk.clerk), KOM, level=1, **NOTE).status_code == 303
    assert answer_now(app, desk.clerk).override_note == ""


def test_while_typing_the_line_beside_the_buttons_says_what_is_missing(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    factories.indicators(app)
    client = signed_in(desk.clerk)
    answer = autosave(client, KOM, level=2)
    assert answer.status_code == 200
    assert "Tingkat 1 belum lengkap: 0 dari 2 indikator" in answer.text
    noted = autosave(client, KOM, level=2, **NOTE)
    assert "belum lengkap" not in noted.text


def test_draft_that_does_not_hold_cannot_be_sent(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    factories.without_indicators(app)
    found = factories.indicators(app)
    factories.assessed(app, desk.clerk, [2] * 9, status=S.SELF_IN_PROGRESS)
    client = signed_in(desk.clerk)
    page = client.get("/kompetensi/periksa").text
    assert "Tingkat 1 belum lengkap: 0 dari 2 indikator" in page
    refused = send(client, "/kompetensi/periksa", declared="y")
    assert refused.status_code == 422
    assert "Ada tingkat yang tingkat di bawahnya belum lengkap" in refused.text
    send(client, KOM, level=2, indicator_ids=found[1])
    assert send(client, "/kompetensi/periksa", declared="y").status_code == 303


def test_indicator_of_another_competency_is_refused(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    other = factories.indicators(app, "INT")
    answer = send(signed_in(desk.clerk), KOM, level=1, indicator_ids=other[1])
    assert answer.status_code == 422
    assert "Salah satu indikator tidak ada di kamus ini" in answer.text


def test_two_tabs_show_the_ticks_of_both(app: Flask, desk: Desk, signed_in: SignedIn) -> None:
    found = factories.indicators(app)
    client = signed_in(desk.clerk)
    tab = held(form_on(client, KOM))
    autosave(client, KOM, level=1, indicator_ids=[found[1][0]])
    typed = {**tab, "level": "1", "indicator_ids": [str(found[1][1]), str(found[2][0])]}
    answer = client.post(KOM, data=typed)
    assert answer.status_code == 409
    text = " ".join(soup(answer).get_text(" ").split())
    assert "Indikator: 1.1" in text
    assert "Indikator: 1.2, 2.1" in text
    with app.app_context():
        assert queries.own_answer(desk.clerk, "KOM").indicator_ids == {found[1][0]}
