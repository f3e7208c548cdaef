"""Where the cycle asks for it, the verifier gives an own level before the answer is shown."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.competency import queries, services
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.rules import CycleStatus, Verdict
from kinerja.competency.services import AnswerChangedError, FirstLevelError
from kinerja.extensions import db
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.assessing import (
    FRAGMENT,
    S,
    SignedIn,
    Team,
    build_team,
    filled,
    path_of,
    verified_now,
)
from tests.pages import soup

WORDS = "Rahasia sebelum dibuka"
OWN = "penilaian mandiri"  # the kind of record that tells the own level
NOTE = "Catatan tetap memakai tingkat"


@pytest.fixture
def team(app: Flask) -> Team:
    """The clerk's answers at level 4, each with words of its own, in a cycle of first levels."""
    made = build_team(app)
    factories.assessed(app, made.clerk, [4] * 9, days_ago=2)
    with app.app_context():
        found = db.session.get_one(Assessment, made.assessment)
        found.verifier_id = made.boss
        found.cycle.verifier_first = True
        for answer in found.answers:
            answer.example, answer.override_note = WORDS, NOTE
            answer.standard_level = 5
        db.session.commit()
    return made


@pytest.fixture
def boss(team: Team, signed_in: SignedIn) -> FlaskClient:
    return signed_in(team.boss)


def numbers(app: Flask, team: Team) -> list[int]:
    return [answer.id for answer in verified_now(app, team).items]


def show(client: FlaskClient, team: Team, number: int, level: int) -> None:
    data = filled(client, team, open=number, **{f"first_{number}": level})
    sent = client.post(path_of(team, "/buka"), data=data)
    assert (sent.status_code, sent.location) == (303, path_of(team, f"#k-{number}"))


def nothing_told(text: str) -> None:
    """Nothing of the answer stands in the HTML: level, example, note, standard."""
    for secret in (WORDS, NOTE, "Menilai diri", "standar Ahli", "Mumpuni (4)"):
        assert secret not in text, secret


def test_nothing_of_an_answer_is_sent_before_the_own_level(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    number = numbers(app, team)[0]
    factories.evidence(app, team.clerk, answer_id=number, url="https://a.id/rahasia")
    page = boss.get(path_of(team))
    nothing_told(page.text)
    assert "a.id/rahasia" not in page.text
    assert len(soup(page).select("input[name^=first_]")) == 9 * 5
    assert not soup(page).select("input[name^=verdict_], button[formaction$=setujui]")
    with app.app_context():
        words = queries.competency_by_code("KOM").levels[4].description
    assert words in page.text  # the levels are there to choose by


def test_the_saved_level_shows_this_item_alone_and_stays(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    first, second, *_rest = numbers(app, team)
    show(boss, team, first, 3)
    page = boss.get(path_of(team)).text
    assert page.count(WORDS) == 1
    assert "tingkat awal Anda Menengah (3)" in page
    found = verified_now(app, team)
    assert (found.items[0].first_level, found.items[0].verdict) == (3, None)
    assert found.items[0].first_at is not None
    assert found.items[1].first_at is None
    assert found.status is S.UNDER_VERIFICATION
    data = filled(boss, team, **{f"first_{first}": 5, f"first_{second}": 2})
    assert boss.post(path_of(team), data=data).status_code == 303
    assert [answer.first_level for answer in verified_now(app, team).items[:2]] == [3, 2]


def test_an_item_opens_only_with_a_level(app: Flask, team: Team, boss: FlaskClient) -> None:
    number = numbers(app, team)[2]
    answer = boss.post(path_of(team, "/buka"), data=filled(boss, team, open=number))
    assert answer.status_code == 422
    assert "Pilih dulu tingkat menurut Anda untuk Komunikasi" in answer.text
    nothing_told(answer.text)
    assert verified_now(app, team).items[2].opened_at is None


def test_a_level_not_yet_shown_is_saved_while_one_chooses_and_may_change(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    number = numbers(app, team)[0]
    for level in (2, 5):
        data = filled(boss, team, **{f"first_{number}": level})
        data.pop("key")
        saved = boss.post(path_of(team, "/draf"), data=data, headers=FRAGMENT)
        assert saved.status_code == 200
        assert "0 dari 9 diputuskan" in saved.text
        nothing_told(saved.text)
    found = verified_now(app, team).items[0]
    assert (found.first_level, found.first_at) == (5, None)


def test_the_conflict_shows_levels_and_no_answer(app: Flask, team: Team, boss: FlaskClient) -> None:
    number = numbers(app, team)[0]
    tab = filled(boss, team)
    one, two = {**tab, f"first_{number}": 2}, {**tab, f"first_{number}": 5}
    del two["key"]
    assert boss.post(path_of(team), data=one).status_code == 303
    for step in ("", "/buka", "/selesai", "/setujui", "/kembalikan"):
        typed = {**two, "note": "Tambahkan contoh.", "open": number}
        both = boss.post(path_of(team, step), data=typed)
        assert both.status_code == (422 if step == "/selesai" else 409), step
        nothing_told(both.text)
    assert "tingkat menurut Anda 2" in boss.post(path_of(team), data=two).text


def test_an_item_opened_in_another_tab_keeps_its_level(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    number = numbers(app, team)[0]
    tab = filled(boss, team, **{f"first_{number}": 5})
    show(boss, team, number, 2)
    assert boss.post(path_of(team), data=tab).status_code in (303, 409)
    assert verified_now(app, team).items[0].first_level == 2


def test_the_service_refuses_a_verdict_before_the_level(app: Flask, team: Team) -> None:
    number = numbers(app, team)[0]
    by = Viewer(team.boss, 0, 0, direct_reports=frozenset({team.clerk}))
    item = {"answer_id": number, "verdict": "agree", "level": None, "reason": ""}
    with app.test_request_context():
        row = db.session.get_one(Assessment, team.assessment)
        for service in (services.save_verdicts, services.complete_verification):
            with pytest.raises(FirstLevelError):
                service(row, items=[item], version=row.version, by=by)
        early = {"answer_id": number, "first": 3}
        with pytest.raises(AnswerChangedError):
            services.open_item(row, answer_id=number, items=[early], version=99, by=by)


@pytest.mark.parametrize("verdict", [Verdict.AGREE, Verdict.ADJUST])
def test_after_another_first_level_one_still_agrees_or_adjusts(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn, verdict: Verdict
) -> None:
    items = numbers(app, team)
    for number in items:
        show(boss, team, number, 3 if number == items[0] else 4)
    chosen: dict[str, object] = {f"verdict_{number}": "agree" for number in items}
    if verdict is Verdict.ADJUST:
        chosen |= {f"verdict_{items[0]}": "adjust", f"reason_{items[0]}": "Dua rapat saya lihat."}
    sent = boss.post(path_of(team, "/selesai"), data=filled(boss, team, **chosen))
    assert sent.status_code == 303  # the level is the first one, where nothing else is chosen
    found = verified_now(app, team).items[0]
    expected = 4 if verdict is Verdict.AGREE else 3
    assert (found.verdict, found.verified_level, found.first_level) == (verdict, expected, 3)
    with app.app_context():
        assert queries.current_level(team.clerk)[found.competency_id].level == expected
    assert "sebelum melihat jawaban" in boss.get(f"/kompetensi/hasil/{team.assessment}").text
    assert "sebelum melihat" not in signed_in(team.clerk).get("/kompetensi/hasil").text


def test_finishing_names_what_has_no_level_yet(app: Flask, team: Team, boss: FlaskClient) -> None:
    answer = boss.post(path_of(team, "/selesai"), data=filled(boss, team))
    assert answer.status_code == 422
    assert "Pilih tingkat menurut Anda untuk Integritas, lalu buka." in answer.text
    nothing_told(answer.text)


def test_no_way_round_leads_the_verifier_to_the_answers(
    app: Flask, team: Team, boss: FlaskClient, signed_in: SignedIn
) -> None:
    first, *rest = numbers(app, team)
    proof = factories.evidence(app, team.clerk, answer_id=rest[0], content=factories.pdf())
    result = boss.get(f"/kompetensi/hasil/{team.assessment}")
    assert result.status_code == 409
    assert "Beri dulu tingkat menurut Anda" in result.text
    assert boss.get(f"/kompetensi/penilaian-lalu/{team.assessment}").status_code == 404
    assert boss.get(f"/kompetensi/bukti/{proof}/berkas").status_code == 404
    records = boss.get(f"/kompetensi/pegawai/{team.clerk}/riwayat").text
    assert OWN not in records
    inbox = boss.get("/kotak-masuk").text
    assert "Sari Uji" in inbox
    assert "di bawah" not in inbox
    assert "Selisih terbesar" not in inbox
    # The person, and HR who does not verify, read it as always.
    assert signed_in(team.clerk).get("/kompetensi/hasil").status_code == 200
    with app.app_context():
        unit = queries.visible_result(team.assessment, to=Viewer(team.clerk, 0, 0)).employee.unit_id
    hr = factories.employee(app, unit_id=unit, name="Petugas HR")
    factories.grant(app, hr, Role.HR, unit)
    assert signed_in(hr).get(f"/kompetensi/hasil/{team.assessment}").status_code == 200
    for number in (first, *rest):
        show(boss, team, number, 4)
    assert boss.get(f"/kompetensi/hasil/{team.assessment}").status_code == 200
    assert boss.get(f"/kompetensi/bukti/{proof}/berkas").status_code == 200
    assert OWN in boss.get(f"/kompetensi/pegawai/{team.clerk}/riwayat").text


def test_returned_and_sent_again_the_first_level_stays_and_the_item_is_opened_anew(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    number = numbers(app, team)[0]
    show(boss, team, number, 3)
    data = filled(boss, team, note="Tambahkan contoh.")
    assert boss.post(path_of(team, "/kembalikan"), data=data).status_code == 303
    assert OWN not in boss.get(f"/kompetensi/pegawai/{team.clerk}/riwayat").text
    with app.test_request_context():
        answer = next(one for one in verified_now(app, team).items if one.id == number)
        own = queries.own_answer(team.clerk, answer.competency.code)
        services.save_answer(
            own, level=2, example="Baru", version=own.version, by=Viewer(team.clerk, 0, 0)
        )
        db.session.commit()
    with app.app_context():
        found = next(one for one in verified_now(app, team).items if one.id == number)
        assert (found.first_level, found.opened_at, found.verdict) == (3, None, None)
        assert found.first_at is not None


def test_where_the_setting_is_off_or_the_cycle_over_nothing_is_asked_first(
    app: Flask, team: Team, boss: FlaskClient
) -> None:
    with app.app_context():
        db.session.scalars(select(Cycle)).one().verifier_first = False
        db.session.commit()
    page = boss.get(path_of(team))
    assert not soup(page).select("input[name^=first_]")
    assert boss.get(f"/kompetensi/hasil/{team.assessment}").status_code == 200
    with app.app_context():
        cycle = db.session.scalars(select(Cycle)).one()
        cycle.verifier_first, cycle.status = True, CycleStatus.CLOSED
        db.session.commit()
    assert boss.get(f"/kompetensi/hasil/{team.assessment}").status_code == 200
    assert boss.get(f"/kompetensi/penilaian-lalu/{team.assessment}").status_code == 200
