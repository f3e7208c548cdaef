"""Editions of dictionaries: which holds, reading old ones, comparing, and who follows whom."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency import queries
from kinerja.competency.models import Standard
from kinerja.competency.queries import editions
from kinerja.competency.rules.dictionary_files import read_content
from kinerja.competency.services.dictionary import Head, take
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from kinerja.sheets import Sheet
from tests import factories
from tests.dictionary_files import HEADINGS, URUSAN, Rows, cells, competency
from tests.pages import soup
from tests.staff import City, SignedIn, build
from tests.visits import send


@pytest.fixture
def city(app: Flask) -> City:
    """The agency with somebody in every role."""
    return build(app)


@pytest.fixture
def client(city: City, signed_in: SignedIn) -> FlaskClient:
    """A browser of the agency's admin."""
    return signed_in(city.agency_admin)


def made(app: Flask, rows: Rows, begins: date, urusan: str = URUSAN) -> int:
    """An edition with these rows; its id."""
    with app.app_context():
        sheet = Sheet("", list(enumerate([list(HEADINGS), *cells(rows)], start=1)))
        head = Head(f"Kamus Uji {begins.year}", urusan, "Peraturan Uji", begins)
        edition, _count = take(read_content(sheet), head, filename="uji.csv", by=None)
        db.session.commit()
        return edition.id


def national(code: str = "ETIKA", **told: str) -> Rows:
    """The five rows of one managerial competency."""
    return competency(code, cluster="manajerial", **told)


def days(app: Flask) -> tuple[date, date, date]:
    """A day long ago, one in the past, and one to come."""
    with app.app_context():
        today = clock.today()
    return date(2020, 1, 1), today - timedelta(days=30), today + timedelta(days=30)


def ids(app: Flask, edition_id: int) -> dict[str, int]:
    """The edition's competencies by code."""
    with app.app_context():
        return {row.code: row.id for row in editions.competencies_of(edition_id)}


def followers(app: Flask, edition_id: int) -> dict[str, int | None]:
    """Who follows each of the edition's competencies."""
    with app.app_context():
        return {row.code: row.successor_id for row in editions.competencies_of(edition_id)}


def test_of_each_urusan_the_latest_edition_begun_holds(app: Flask) -> None:
    factories.dictionary(app)
    old, now, coming = days(app)
    made(app, competency("LAMA") + competency("ARSIP"), old)
    made(app, competency("ARSIP"), now)
    made(app, competency("ARSIP") + competency("BARU"), coming)
    made(app, competency("BUKU"), old, "Perpustakaan Uji")
    with app.app_context():
        codes = [row.code for row in queries.competencies()]
        assert len(codes) == len(set(codes)) == 9 + 2
        assert codes[:2] == ["INT", "KS"]
        assert {"ARSIP", "BUKU"} < set(codes)
        before = {row.code for row in queries.competencies(on=now - timedelta(days=1))}
        assert {"LAMA", "ARSIP", "BUKU"} < before
        assert "BARU" in {row.code for row in queries.competencies(on=coming)}
        assert queries.competency_by_code("arsip").edition.valid_from == now
        assert queries.competency_by_code("lama").edition.valid_from == old


def test_everybody_reads_the_editions_in_force_the_old_and_the_coming_ones(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    codes = [code.lower() for code in factories.dictionary(app)]
    old, now, coming = days(app)
    first = made(app, competency("LAMA"), old)
    second = made(app, competency("ARSIP"), now)
    third = made(app, competency("ARSIP", name_id="Arsip baru"), coming)
    client = signed_in(city.clerk)
    page = client.get("/kompetensi/kamus")
    places = [str(tag["href"]) for tag in soup(page).select("main a.task-name")]
    assert set(places[:9]) == {f"/kompetensi/kamus/{code}" for code in codes}
    assert places[9:] == [f"/kompetensi/kamus/edisi/{number}" for number in (second, third, first)]
    assert "Digantikan" in client.get(f"/kompetensi/kamus/edisi/{first}").text
    told = client.get(f"/kompetensi/kamus/edisi/{first}/lama").text
    assert "dari edisi yang sudah digantikan" in told
    assert "Perilaku LAMA 3.2" in told
    assert "baru berlaku sejak" in client.get(f"/kompetensi/kamus/edisi/{third}/arsip").text
    assert "dari edisi yang sudah" in client.get("/kompetensi/kamus/lama").text
    held = client.get("/kompetensi/kamus/arsip").text
    assert "Nama ARSIP" in held
    assert "Arsip baru" not in held
    for path in ("99999", f"{first}/arsip", "99999/lama", "99999/xlsx", "99999/perbandingan"):
        assert client.get(f"/kompetensi/kamus/edisi/{path}").status_code == 404
    assert client.get(f"/kompetensi/kamus/edisi/{first}/perbandingan").status_code == 404


def test_indicators_are_read_in_the_visitors_language(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    factories.dictionary(app)
    client = signed_in(city.clerk)
    told = client.get("/kompetensi/kamus/kom").text
    assert "Menyesuaikan pilihan kata dan saluran" in told
    with client.session_transaction() as session:
        session["language"] = "en"
    told = client.get("/kompetensi/kamus/kom").text
    assert "Fits words and channel" in told
    assert "Menyesuaikan pilihan kata" not in told


def test_same_code_is_followed_at_once_and_standards_go_along(app: Flask) -> None:
    codes = factories.dictionary(app)
    _old, now, _coming = days(app)
    with app.app_context():
        kom = (Standard.competency_id == codes["KOM"], Standard.job_level == JobLevel.PELAKSANA)
        db.session.execute(db.update(Standard).where(*kom).values(level=4))
        pk = (Standard.competency_id == codes["PK"], Standard.job_level == JobLevel.PELAKSANA)
        db.session.execute(db.delete(Standard).where(*pk))
        db.session.commit()
    number = made(app, national("KOM") + national("PK") + national("ETIKA"), now, "")
    new = ids(app, number)
    followed = followers(app, 1)
    assert (followed["KOM"], followed["PK"]) == (new["KOM"], new["PK"])
    assert followed["INT"] is None
    with app.app_context():
        found = queries.standards()
        assert found[JobLevel.PELAKSANA, new["KOM"]] == 4  # the agency's own goes along
        assert (JobLevel.PELAKSANA, new["PK"]) not in found  # and so does its being taken away
        start = queries.starting_standards(on=clock.today())
        assert found[JobLevel.PELAKSANA, new["ETIKA"]] == start[JobLevel.PELAKSANA]
        ranks = {row.code: row.rank for row in editions.competencies_of(number)}
        assert ranks["KOM"] == 3  # where it stood


def test_edition_between_two_is_linked_to_both(app: Flask) -> None:
    old, now, coming = days(app)
    first = made(app, competency("ARSIP") + competency("LAIN"), old)
    last = made(app, competency("ARSIP") + competency("LAIN"), coming)
    middle = made(app, competency("ARSIP"), now)
    assert followers(app, first) == {
        "ARSIP": ids(app, middle)["ARSIP"],
        "LAIN": ids(app, last)["LAIN"],
    }
    assert followers(app, middle) == {"ARSIP": ids(app, last)["ARSIP"]}


def test_mapping_page_settles_who_follows_whom(app: Flask, client: FlaskClient, city: City) -> None:
    old, now, _coming = days(app)
    first = made(app, competency("ARSIP") + competency("MUSNAH") + competency("SUSUT"), old)
    second = made(app, competency("ARSIP") + competency("RETENSI"), now)
    path = f"/kompetensi/kamus/edisi/{second}/pemetaan"
    before, after = ids(app, first), ids(app, second)
    with app.app_context():
        db.session.add(
            Standard(job_level=JobLevel.TERAMPIL, competency_id=before["MUSNAH"], level=2)
        )
        db.session.commit()
    fields = soup(client.get(path)).select("main select")
    chosen = [tag.select_one("option[selected]") for tag in fields]
    assert [tag["value"] if tag else "" for tag in chosen] == [str(after["ARSIP"]), "", ""]
    told = {
        f"follower_{before['ARSIP']}": str(after["ARSIP"]),
        f"follower_{before['MUSNAH']}": str(after["RETENSI"]),
        f"follower_{before['SUSUT']}": "",
    }
    assert send(client, path, **told).status_code == 303
    assert followers(app, first) == {
        "ARSIP": after["ARSIP"], "MUSNAH": after["RETENSI"], "SUSUT": None,
    }  # fmt: skip
    with app.app_context():
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "dictionary.mapped")
        ).one()
        assert entry.actor_id == city.agency_admin
        assert queries.standards()[JobLevel.TERAMPIL, after["RETENSI"]] == 2
    assert send(client, path, **told).status_code == 303  # nothing changed, nothing noted
    with app.app_context():
        assert len(audit_of(app, "dictionary.mapped")) == 1
    told[f"follower_{before['MUSNAH']}"] = str(before["SUSUT"])  # not of this edition
    assert send(client, path, **told).status_code == 422
    assert client.get(f"/kompetensi/kamus/edisi/{first}/pemetaan").status_code == 404


def audit_of(app: Flask, action: str) -> list[Any]:
    with app.app_context():
        return list(db.session.scalars(select(audit.Entry).where(audit.Entry.action == action)))


def test_comparison_tells_new_changed_same_and_gone(app: Flask, client: FlaskClient) -> None:
    old, now, _coming = days(app)
    first = made(app, competency("A") + competency("B") + competency("C") + competency("D"), old)
    rows = competency("A", name_id="Arsip") + competency("B") + competency("E") + competency("F")
    second = made(app, rows, now)
    path = f"/kompetensi/kamus/edisi/{second}/perbandingan"
    before, after = ids(app, first), ids(app, second)
    mapping = {f"follower_{before[code]}": "" for code in "CD"}
    mapping |= {f"follower_{before[code]}": str(after[code]) for code in "AB"}
    mapping[f"follower_{before['C']}"] = str(after["E"])
    send(client, f"/kompetensi/kamus/edisi/{second}/pemetaan", **mapping)
    page = soup(client.get(path))
    stats = [tag.get_text() for tag in page.select(".stat-value")]
    assert stats == ["1", "2", "1", "1"]
    assert "sebelumnya C Nama C" in page.get_text()
    told = soup(client.get(f"{path}?kompetensi=a"))
    cells_of = [tag.get_text(strip=True) for tag in told.select("tbody tr")[0].select("th, td")]
    assert cells_of == ["Nama", "Nama A", "Arsip"]
    assert not soup(client.get(f"{path}?kompetensi=zzz")).select("tbody")


def test_training_for_a_competency_of_an_older_edition_can_still_be_changed(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    old, now, _coming = days(app)
    first = made(app, competency("LAMA"), old)
    made(app, competency("BARU"), now)
    training = factories.training(app, ids(app, first)["LAMA"])
    path = f"/pengembangan/pelatihan/{training}/ubah"
    options = soup(signed_in(city.trainer).get(path)).select("#competency_id option")
    assert [tag.get_text() for tag in options if tag.has_attr("selected")] == ["Nama LAMA"]


@pytest.mark.parametrize("role", [Role.TRAINER, Role.UNIT_ADMIN, Role.LEADER, None])
def test_only_whoever_sets_standards_maps_editions(
    app: Flask, city: City, signed_in: SignedIn, role: Any
) -> None:
    old, now, _coming = days(app)
    made(app, competency("A"), old)
    second = made(app, competency("A"), now)
    other = signed_in(getattr(city, role.value) if role else city.clerk)
    path = f"/kompetensi/kamus/edisi/{second}/pemetaan"
    assert other.get(path).status_code == 403
    assert path not in other.get(f"/kompetensi/kamus/edisi/{second}").text
    assert other.get(f"/kompetensi/kamus/edisi/{second}/perbandingan").status_code == 200


def test_pages_ask_as_much_for_thirty_as_for_three_hundred(
    app: Flask, client: FlaskClient, count_queries: factories.Counting
) -> None:
    old, now, _coming = days(app)
    asked = []
    for count, urusan in ((30, "Urusan Kecil"), (300, "Urusan Besar")):
        rows = [row for n in range(count) for row in competency(f"{urusan[7]}{n}")]
        made(app, rows, old, urusan)
        number = made(app, rows, now, urusan)
        for page in ("", "/perbandingan", "/pemetaan", "/xlsx", f"/{urusan[7]}1"):
            client.get(f"/kompetensi/kamus/edisi/{number}{page}")
            with count_queries() as statements:
                answer = client.get(f"/kompetensi/kamus/edisi/{number}{page}")
                assert answer.status_code == 200
            asked.append((page[:3], len(statements)))
        with count_queries() as statements:
            client.get("/kompetensi/kamus")
        asked.append(("all", len(statements)))
    half = len(asked) // 2
    assert [n for _p, n in asked[:half]] == [n for _p, n in asked[half:]]
