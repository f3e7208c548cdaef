"""The pages on which data are corrected: the asker's, and the data admin's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Correction, Employee
from kinerja.people.rules import CorrectionStatus, CorrectionTopic
from tests import factories
from tests.correcting import Town, asked, build_town, set_case, viewer_of
from tests.pages import soup
from tests.visits import form_on, held, send

SignedIn = Callable[[int], FlaskClient]
S, T = CorrectionStatus, CorrectionTopic


@pytest.fixture
def town(app: Flask) -> Town:
    """The town in which the clerk's supervisor is wrong."""
    return build_town(app)


def nip(employee_id: int) -> str:
    return db.session.get_one(Employee, employee_id).nip


def apply(found: Correction, by: int, **values: Any) -> None:
    services.apply_correction(found, answer="Sudah.", by=viewer_of(by), **values)


def apply_boss(found: Correction, by: int, boss: int) -> None:
    apply(found, by, supervisor_nip=nip(boss), decree="", valid_from=clock.today())


def test_employee_asks_by_searching_the_right_supervisor(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    clerk = signed_in(town.clerk)
    path = "/perbaikan-data/ajukan?tentang=atasan"
    assert "Bagas Keliru" in clerk.get(path).text
    found = clerk.get(f"{path}&cari=ratna")
    assert "Ratna Benar (Penata Uji)" in found.text
    with app.app_context():
        assert nip(town.true_boss) not in found.text
    sent = clerk.post(f"{path}&cari=ratna", data=typed(clerk, path, town.true_boss))
    assert sent.status_code == 303
    own = clerk.get(sent.headers["Location"])
    assert "Made Admin (Admin unit)" in own.text
    assert "Ratna Benar" in own.text
    assert "sejak" in own.text
    assert "Batas" in own.text
    assert "masih berjalan" in clerk.get(path).text


def typed(client: FlaskClient, path: str, chosen: int) -> dict[str, str]:
    """The form that asks, with this person chosen."""
    token = soup(client.get(path)).select_one("main [name=csrf_token]")
    assert token is not None
    return {"csrf_token": str(token["value"]), "supervisor_id": str(chosen), "note": ""}


def test_only_what_the_search_found_can_be_chosen(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    clerk = signed_in(town.clerk)
    path = "/perbaikan-data/ajukan?tentang=atasan&cari=bagas"
    sent = clerk.post(path, data=typed(clerk, path, town.true_boss))
    assert sent.status_code == 422
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Correction)) == 0


def test_search_is_no_directory(app: Flask, town: Town) -> None:
    for number in range(12):
        factories.employee(app, unit_id=town.other, name=f"Serupa Nama {number:02}")
    with app.app_context():
        me = viewer_of(town.clerk)
        assert queries.choices(T.SUPERVISOR, "", to=me) == []
        assert queries.choices(T.SUPERVISOR, "se", to=me) == []
        assert queries.choices(T.SUPERVISOR, "%%%", to=me) == []
        assert len(queries.choices(T.SUPERVISOR, "serupa", to=me)) == 8
        assert queries.choices(T.SUPERVISOR, "1990", to=me) == []
        number = nip(town.true_boss)
        assert queries.choices(T.SUPERVISOR, number[:17], to=me) == []
        (one,) = queries.choices(T.SUPERVISOR, f"{number[:8]} {number[8:]}", to=me)
        assert one.name == "Ratna Benar"
        assert queries.choices(T.SUPERVISOR, "sari uji", to=me) == []
        assert [one.name for one in queries.choices(T.UNIT, "dinas", to=me)] == [
            "Dinas Lain",
            "Dinas Uji",
        ]
        assert [one.name for one in queries.choices(T.POSITION, "penata", to=me)] == ["Penata Uji"]


def test_every_topic_has_a_page_and_the_first_names_them_all(
    town: Town, signed_in: SignedIn
) -> None:
    clerk = signed_in(town.clerk)
    first = clerk.get("/perbaikan-data/ajukan")
    for topic in T:
        assert f"tentang={topic.slug}" in first.text
        assert clerk.get(f"/perbaikan-data/ajukan?tentang={topic.slug}").status_code == 200
    assert clerk.get("/perbaikan-data/ajukan?tentang=lain").text.count("tentang=") > len(T) - 1
    refused = send(clerk, "/perbaikan-data/ajukan?tentang=nama", name="")
    assert refused.status_code == 422


def test_admin_applies_the_proposal_in_one_step(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    correction_id = asked(app, town.clerk, supervisor_id=town.true_boss, note="Sejak mutasi")
    admin = signed_in(town.office_admin)
    assert "Sari Uji" in admin.get("/perbaikan-data").text
    path = f"/perbaikan-data/{correction_id}"
    page = admin.get(path)
    assert "Terapkan usulan" in page.text
    assert "Sejak mutasi" in page.text
    with app.app_context():
        assert held(form_on(admin, path))["supervisor_nip"] == [nip(town.true_boss)]
    assert send(admin, path, answer="Sudah diperbaiki").status_code == 303
    clerk = signed_in(town.clerk).get(f"/perbaikan-data/saya/{correction_id}")
    assert "Sudah diperbaiki" in clerk.text
    assert "Menjadi" in clerk.text
    assert "Sari Uji" in admin.get("/perbaikan-data?bagian=selesai").text
    assert "Sari Uji" not in admin.get("/perbaikan-data").text


def test_admin_may_edit_first_and_wrong_values_are_told_beside_the_field(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    correction_id = asked(app, town.clerk, supervisor_id=town.true_boss)
    admin, path = signed_in(town.office_admin), f"/perbaikan-data/{correction_id}"
    wrong = send(admin, path, supervisor_nip="123")
    assert wrong.status_code == 422
    with app.app_context():
        other, own = nip(town.hr), nip(town.clerk)
    assert send(admin, path, supervisor_nip=own).status_code == 422
    early = send(admin, path, valid_from="2001-01-01")
    assert early.status_code == 422
    assert send(admin, path, supervisor_nip=other).status_code == 303
    with app.app_context():
        assert db.session.get_one(Employee, town.clerk).supervisor_id == town.hr


def test_admin_refuses_with_a_reason_and_passes_on(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    admin = signed_in(town.office_admin)
    first, second = asked(app, town.clerk), asked(app, town.boss)
    assert send(admin, f"/perbaikan-data/{first}/tolak", answer="").status_code == 422
    sent = send(admin, f"/perbaikan-data/{first}/tolak", answer="Tetap menurut SK")
    assert sent.status_code == 303
    assert "Tetap menurut SK" in signed_in(town.clerk).get(f"/perbaikan-data/saya/{first}").text
    assert send(admin, f"/perbaikan-data/{second}/teruskan").status_code == 303
    assert "Diteruskan" in admin.get("/perbaikan-data").text
    assert "Dewi Kepeg" in signed_in(town.boss).get(f"/perbaikan-data/saya/{second}").text


def test_asker_takes_a_case_back(app: Flask, town: Town, signed_in: SignedIn) -> None:
    correction_id = asked(app, town.clerk)
    clerk = signed_in(town.clerk)
    path = f"/perbaikan-data/saya/{correction_id}/tarik"
    assert send(clerk, path).status_code == 303
    assert "Ditarik" in clerk.get("/perbaikan-data/saya").text
    assert clerk.get(path).status_code == 409


def test_second_of_two_handlers_is_told_that_somebody_was_faster(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    correction_id = asked(app, town.clerk, T.GRADE, grade="III/c")
    path = f"/perbaikan-data/{correction_id}"
    handlers = [signed_in(town.office_admin), signed_in(town.hr)]
    forms = [
        {name: values[0] for name, values in held(form_on(one, path)).items()} for one in handlers
    ]
    start = Barrier(len(handlers))

    def one(number: int) -> int:
        start.wait()
        return handlers[number].post(path, data=forms[number]).status_code

    with ThreadPoolExecutor(len(handlers)) as pool:
        assert sorted(pool.map(one, range(len(handlers)))) == [303, 409]
    for action in ("tolak", "teruskan"):
        assert handlers[1].get(f"{path}/{action}").status_code == 409
    assert handlers[1].get(path).status_code == 200


def test_other_units_admin_finds_no_such_case(app: Flask, town: Town, signed_in: SignedIn) -> None:
    correction_id = asked(app, town.clerk)
    other = signed_in(town.other_admin)
    for action in ("", "/tolak", "/teruskan"):
        assert other.get(f"/perbaikan-data/{correction_id}{action}").status_code == 404
    assert "Sari Uji" not in other.get("/perbaikan-data?bagian=semua").text
    boss = signed_in(town.boss)
    assert boss.get("/perbaikan-data").status_code == 403
    for action in ("", "/tarik"):
        assert boss.get(f"/perbaikan-data/saya/{correction_id}{action}").status_code == 404


def test_list_is_narrowed_by_topic_unit_name_and_state(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    asked(app, town.clerk)
    asked(app, town.boss, T.GRADE, grade="III/c")
    done = asked(app, town.true_boss, T.GRADE, grade="III/d")
    set_case(app, done, status=S.WITHDRAWN)
    admin = signed_in(town.office_admin)

    def names(query: str) -> set[str]:
        cells = soup(admin.get(f"/perbaikan-data?{query}")).select("tbody th a")
        return {cell.get_text(strip=True) for cell in cells}

    assert names("") == {"Sari Uji", "Bagas Keliru"}
    assert names("bagian=selesai") == {"Ratna Benar"}
    assert names("bagian=semua") == {"Sari Uji", "Bagas Keliru", "Ratna Benar"}
    assert names("tentang=golongan") == {"Bagas Keliru"}
    assert names(f"unit={town.desk}") == {"Sari Uji"}
    assert names("cari=bagas") == {"Bagas Keliru"}
    assert names("cari=tidak-ada&unit=x&tentang=x&bagian=x") == set()


def test_spreadsheet_of_cases_is_recorded(app: Flask, town: Town, signed_in: SignedIn) -> None:
    asked(app, town.clerk)
    assert signed_in(town.hr).get("/perbaikan-data/xlsx?bagian=semua").status_code == 200
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.action == "correction.exported")).one()
        assert (entry.actor_id, '"rows": 1' in entry.details) == (town.hr, True)


@pytest.mark.parametrize("path", ["/perbaikan-data", "/perbaikan-data/saya"])
def test_lists_ask_as_often_for_many_as_for_few(
    app: Flask, town: Town, signed_in: SignedIn, count_queries: factories.Counting, path: str
) -> None:
    browser = signed_in(town.office_admin)
    asked(app, town.clerk)
    asked(app, town.office_admin)
    browser.get(path)
    with count_queries() as few:
        browser.get(path)
    for topic in (T.GRADE, T.NAME, T.NIP, T.CONTACT):
        asked(app, town.office_admin, topic)
    for number in range(20):
        unit_id = factories.unit(app, f"Loket {number:02}", parent=town.office)
        asked(app, factories.employee(app, unit_id=unit_id, name=f"Orang {number:02}"))
    with count_queries() as many:
        browser.get(path)
    assert len(many) == len(few)
