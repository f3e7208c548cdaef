"""Official results on pages: who reads them, the list, the board, and nobody without one."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select, update

from kinerja import audit
from kinerja.competency.models import Cycle, Official
from kinerja.competency.rules import AssessmentStatus
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.assessing import SignedIn
from tests.factories import Counting
from tests.official_world import CODES, LIST, World, build
from tests.pages import soup
from tests.visits import send

OWN = f"{LIST}/saya"
RESULT = "/kompetensi/hasil"
# Names that only an assessment by assessors may bear.
OFFICIAL_NAMES = ("JPM", "Memenuhi Syarat", "KMS", "MMS", "Cukup Optimal", "Kurang Optimal")


@pytest.fixture
def world(app: Flask) -> World:
    return build(app)


def assessed(app: Flask, world: World) -> int:
    """The clerk's verified assessment in an open cycle."""
    factories.open_cycle(app)
    status = AssessmentStatus.VERIFIED
    return factories.assessed(app, world.clerk, [2] * 9, status=status)


def text_of(page: BeautifulSoup) -> str:
    main = page.select_one("main")
    assert main is not None
    return " ".join(main.get_text(" ").split())


def test_nobody_without_an_official_result_is_given_official_names(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    number = assessed(app, world)
    factories.official(app, world.stranger)
    clerk = signed_in(world.clerk)
    own = ["/", "/kompetensi", RESULT, OWN, "/kompetensi/riwayat/kom", "/data-saya"]
    own += ["/data-saya/cetak", "/kompetensi/penilaian", f"{RESULT}/{number}"]
    others = [f"{RESULT}/{number}", f"/kompetensi/pegawai/{world.clerk}/riwayat"]
    pages = [(clerk, path) for path in own]
    pages += [(signed_in(world.boss), path) for path in others]
    pages += [(signed_in(world.hr), path) for path in [*others, "/kompetensi/pegawai"]]
    for client, path in pages:
        answer = client.get(path, follow_redirects=True)
        text = text_of(soup(answer)) if answer.status_code == 200 else ""
        assert not [name for name in OFFICIAL_NAMES if name in text], path
    assert "indikatif" in text_of(soup(clerk.get(RESULT)))


def test_card_names_both_scales_and_explains_them(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    assessed(app, world)
    levels = dict(zip(CODES, [2, 2, 2, 2, 2, 2, 2, 1, 1], strict=True))
    number = factories.official(app, world.clerk, levels)
    page = soup(signed_in(world.clerk).get(RESULT))
    card = page.select_one('section[aria-labelledby="jpm"]')
    assert card is not None
    text = " ".join(card.get_text(" ").split())
    assert "88,89 %" in text
    assert "16 dari 18 tingkat yang diminta jabatan Kepala Seksi Uji." in text
    assert "Memenuhi Syarat (MS) JPM 80 % atau lebih." in text
    assert "Cukup Optimal JPM dari 78 % sampai di bawah 90 %." in text
    assert "Tanpa kompensasi 88,89 %" in text
    assert "Pusat Penilaian Contoh" in text
    assert card.select_one(f'a[href="{LIST}/{number}"]')
    assert "Indeks kesesuaian (indikatif)" in text_of(page)


def test_card_stands_also_where_there_was_no_assessment(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    factories.official(app, world.clerk)
    assert "JPM resmi dari uji kompetensi" in text_of(soup(signed_in(world.clerk).get(RESULT)))


def test_person_superior_and_keeper_read_it_and_others_do_not(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    result, number = assessed(app, world), factories.official(app, world.clerk)
    trainer = factories.employee(app, unit_id=world.unit)
    factories.grant(app, trainer, Role.TRAINER, world.unit)
    path, title = f"{LIST}/{number}", "JPM resmi dari uji kompetensi"
    for person in (world.clerk, world.boss, world.hr):
        client = signed_in(person)
        assert title in client.get(path).text
        assert title in client.get(f"{RESULT}/{result}").text
    for person in (trainer, world.stranger):
        assert signed_in(person).get(path).status_code == 404
    seen = signed_in(trainer)
    assert title not in seen.get(f"{RESULT}/{result}").text
    assert path not in seen.get(f"/kompetensi/pegawai/{world.clerk}/riwayat").text
    assert path in signed_in(world.boss).get(f"/kompetensi/pegawai/{world.clerk}/riwayat").text
    assert path in signed_in(world.clerk).get("/kompetensi/riwayat/kom").text
    with app.app_context():
        entries = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "official.read")
        ).all()
        assert {(one.actor_id, one.about_id) for one in entries} == {
            (world.boss, world.clerk),
            (world.hr, world.clerk),
        }


def test_one_result_is_kept_by_hand(app: Flask, world: World, signed_in: SignedIn) -> None:
    hr, path = signed_in(world.hr), f"{LIST}/tambah"
    typed = {
        "on": (world.today - timedelta(days=3)).isoformat(),
        "provider": "Pusat Penilaian Uji",
        "report_number": "LAP/7",
        "printed": "88,89",
    }
    codes = factories.dictionary(app)
    levels = {f"level_{codes[code]}": "2" for code in CODES}
    page = f"{path}?pegawai={world.clerk}"
    wrong = send(hr, page, path, **{**typed, "printed": "banyak"}, **levels)
    assert wrong.status_code == 422
    assert "Tulis sebagai persen" in wrong.text
    answer = send(hr, page, path, **typed, **levels)
    assert answer.status_code == 303
    assert "100,00 %" in text_of(soup(hr.get(str(answer.location))))
    assert send(hr, page, path, **typed, **levels).status_code == 422
    assert hr.get(f"{path}?pegawai={world.stranger}").status_code == 404


def test_level_that_there_is_not_is_refused_at_its_field(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    codes, path = factories.dictionary(app), f"{LIST}/tambah"
    typed = {"nip": world.nip, "on": world.today.isoformat(), "provider": "P", "report_number": "1"}
    answer = send(signed_in(world.hr), path, path, **typed, **{f"level_{codes['KOM']}": "9"})
    assert answer.status_code == 422
    assert "Isi angka 1 sampai 5, atau kosongkan." in answer.text


def test_voiding_by_the_page_leaves_it_readable(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    number = factories.official(app, world.clerk)
    hr, path = signed_in(world.hr), f"{LIST}/{number}/batalkan"
    assert send(hr, path, path, reason="").status_code == 422
    assert send(hr, path, path, reason="Peserta tertukar").status_code == 303
    assert send(hr, path, path, reason="Lagi").status_code == 422
    own = text_of(soup(signed_in(world.clerk).get(OWN)))
    assert "Dibatalkan Peserta tertukar" in own
    assert "JPM resmi" not in own
    assert "Peserta tertukar" in signed_in(world.clerk).get(f"{LIST}/{number}").text


def names(client_text: str) -> list[str]:
    rows = BeautifulSoup(client_text, "html.parser").select("main tbody th a")
    return [row.get_text() for row in rows]


def test_list_is_searched_and_filtered_by_unit_year_and_category(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    hr = signed_in(world.hr)
    assert "Belum ada hasil uji kompetensi" in hr.get(LIST).text
    part = factories.unit(app, parent=world.unit)
    low = factories.employee(app, unit_id=part, name="Rendah Uji")
    mid = factories.employee(app, unit_id=part, name="Tengah Uji")
    factories.official(app, low, {"KOM": 1, "INT": 1}, ago=800, report_number="LAMA-1")
    factories.official(app, mid, dict.fromkeys(CODES[:4], 2) | {"PB": 1, "PK": 1, "MP": 1})
    factories.official(app, world.clerk, {"KOM": 4})
    factories.official(app, world.stranger, {"KOM": 4})
    with app.app_context():
        year = world.today.year
        years = {one.year for one in db.session.scalars(select(Official.on))}
    assert sorted(names(hr.get(LIST).text)) == ["Rendah Uji", "Sari Uji", "Tengah Uji"]
    asked = {
        "cari=lama-1": ["Rendah Uji"],
        "cari=sari": ["Sari Uji"],
        f"unit={part}": ["Tengah Uji", "Rendah Uji"],
        f"tahun={min(years)}": ["Rendah Uji"],
        "syarat=less_qualified": ["Rendah Uji"],
        "syarat=still_qualified": ["Tengah Uji"],
        "syarat=qualified": ["Sari Uji"],
        "pemetaan=optimal": ["Sari Uji"],
        "pemetaan=fairly_optimal": ["Tengah Uji"],
        "pemetaan=less_optimal": ["Rendah Uji"],
        "keadaan=batal": [],
        "tahun=0&unit=x&syarat=y": sorted(["Rendah Uji", "Sari Uji", "Tengah Uji"]),
    }
    for query, found in asked.items():
        shown = names(hr.get(f"{LIST}?{query}").text)
        assert sorted(shown) == sorted(found), query
    assert "Tidak ada yang cocok" in hr.get(f"{LIST}?tahun={year}&cari=lama").text


def test_filter_by_category_is_exact(app: Flask, world: World, signed_in: SignedIn) -> None:
    for bound, people in (((17, 25), "Di Batas"), ((67_999, 100_000), "Di Bawah")):
        person = factories.employee(app, unit_id=world.unit, name=people)
        number = factories.official(app, person, standard=2)
        with app.app_context():
            row = db.session.get_one(Official, number)
            facts = {c.key: getattr(row, c.key) for c in Official.__table__.columns}
            facts |= {"id": number + 100, "achieved": bound[0], "required": bound[1]}
            db.session.add(
                Official(
                    **facts,
                )
            )
            row.voided_at = row.entered_at
            row.void_reason = "uji"
            db.session.flush()
            db.session.commit()
    hr = signed_in(world.hr)
    assert names(hr.get(f"{LIST}?syarat=still_qualified").text) == ["Di Batas"]
    assert names(hr.get(f"{LIST}?syarat=less_qualified").text) == ["Di Bawah"]


@pytest.mark.parametrize("people", [1, 12])
def test_list_asks_as_many_queries_however_many_results(
    app: Flask, world: World, signed_in: SignedIn, count_queries: Counting, people: int
) -> None:
    for _turn in range(people):
        factories.official(app, factories.employee(app, unit_id=world.unit))
    hr = signed_in(world.hr)
    with count_queries() as asked:
        assert hr.get(LIST).status_code == 200
    assert len(asked) <= 16
    with count_queries() as asked:
        assert hr.get(f"{LIST}/xlsx").status_code == 200
    assert len(asked) <= 14


def test_board_counts_results_found_in_the_phase(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    cycle = factories.open_cycle(app)
    hr = signed_in(world.hr)
    assert "hasil uji kompetensi dalam siklus ini" not in hr.get("/kompetensi/kemajuan").text
    with app.app_context():
        today = world.today
        first, last = today - timedelta(days=20), today + timedelta(days=40)
        facts = {"with_assessors": True, "starts_on": first, "assessors_due_on": last}
        db.session.execute(update(Cycle).where(Cycle.id == cycle).values(**facts))
        db.session.commit()
    factories.official(app, world.boss, ago=21)
    number = factories.official(app, world.clerk, ago=10)
    factories.official(app, world.clerk, ago=5)
    said = "1 orang punya hasil uji kompetensi dalam siklus ini"
    assert said in text_of(soup(hr.get("/kompetensi/kemajuan")))
    unit = text_of(soup(hr.get(f"/kompetensi/kemajuan/{world.unit}")))
    assert "Punya hasil uji kompetensi dalam siklus ini 1 orang" in unit
    assert hr.get("/kompetensi/kemajuan/xlsx").status_code == 200
    with app.app_context():
        voided = {"voided_at": db.func.now(), "void_reason": "x"}
        ours = Official.employee_id == world.clerk
        db.session.execute(update(Official).where(ours).values(**voided))
        db.session.commit()
    assert number
    assert "0 orang punya hasil" in text_of(soup(hr.get("/kompetensi/kemajuan")))


def test_people_without_the_right_are_turned_away(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    for path in (LIST, f"{LIST}/xlsx", f"{LIST}/tambah", f"{LIST}/impor", f"{LIST}/templat"):
        assert signed_in(world.clerk).get(path).status_code == 403
        assert signed_in(world.boss).get(path).status_code == 403


def test_own_data_holds_the_results(app: Flask, world: World, signed_in: SignedIn) -> None:
    factories.official(app, world.clerk, report_number="LAP/DATA")
    text = signed_in(world.clerk).get("/data-saya/unduh").text
    assert "LAP/DATA" in text
