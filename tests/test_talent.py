"""The talent grid: nine boxes by rule, people for HR, counts for leaders, missing data named."""

import io
from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from kinerja import clock
from kinerja.appraisal.queries.talent import grid
from kinerja.appraisal.rules import Predicate
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.rules import Standing
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.offices import audited, texts
from tests.pages import soup
from tests.test_talent_rules import PLACES

SignedIn = Callable[[int], FlaskClient]
PAGE, PEOPLE = "/talenta", "/talenta/pegawai"
P = Predicate


class Scene(NamedTuple):
    """HR and a leader over a unit with people in boxes, and a unit beside it."""

    root: int
    unit: int
    hr: int
    leader: int
    people: list[int]
    away: int


@pytest.fixture
def scene(app: Flask) -> Scene:
    root = factories.unit(app, "Kota Talenta")
    unit = factories.unit(app, "Dinas Talenta", parent=root)
    hr = factories.employee(app, unit_id=root, name="Hana Talenta")
    leader = factories.employee(app, unit_id=root, name="Wira Talenta")
    factories.grant(app, hr, Role.HR, unit)
    factories.grant(app, leader, Role.LEADER, root)
    people = [factories.employee(app, unit_id=unit, name=f"Bakat {n}") for n in "ABCDE"]
    away = factories.employee(app, unit_id=root, name="Jauh Talenta")
    for person, (given, achieved) in zip(
        people, [(P.VERY_GOOD, 20), (P.GOOD, 14), (P.POOR, 5), (P.GOOD, None), (None, 9)],
        strict=True,
    ):  # fmt: skip
        if given:
            factories.predicate(app, person, given)
        if achieved is not None:
            factories.official_sums(app, person, achieved, 18)
    factories.predicate(app, away)
    factories.official_sums(app, away, 18, 18)
    return Scene(root, unit, hr, leader, people, away)


def names(client: FlaskClient, path: str) -> list[str]:
    cells = soup(client.get(path)).select("tbody th")
    return [next(cell.stripped_strings) for cell in cells]


def test_hr_sees_counts_people_and_who_lacks_data(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.hr)
    page = soup(client.get(PAGE))
    cells = [" ".join(cell.get_text(" ").split()) for cell in page.select("table.talent td")]
    assert cells == [
        *("Kotak 4 0 orang", "Kotak 7 1 orang", "Kotak 9 1 orang"),
        *("Kotak 2 0 orang", "Kotak 5 0 orang", "Kotak 8 0 orang"),
        *("Kotak 1 1 orang", "Kotak 3 0 orang", "Kotak 6 0 orang"),
    ]
    heads = page.select("table.talent th[scope]")
    assert [one["scope"] for one in heads] == ["col"] * 4 + ["row"] * 3
    assert names(client, f"{PEOPLE}?kotak=9") == ["Bakat A"]
    assert names(client, f"{PEOPLE}?kotak=7") == ["Bakat B"]
    assert names(client, f"{PEOPLE}?kotak=1") == ["Bakat C"]
    assert names(client, f"{PEOPLE}?kotak=0") == ["Bakat D", "Bakat E"]
    assert names(client, PEOPLE) == [f"Bakat {n}" for n in "ABCDE"]
    assert names(client, f"{PEOPLE}?cari=bakat c&unit={scene.unit}") == ["Bakat C"]
    text = texts(client, PEOPLE)
    assert "111,11 % dihitung 100" in text
    assert "Jauh Talenta" not in text
    assert "Tidak ada orang di sini" in texts(client, f"{PEOPLE}?kotak=5")
    with app.app_context():
        assert len(audited("talent.read")) == 8


def test_the_rule_stands_on_the_page_in_words(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    text = texts(signed_in(scene.hr), PAGE)
    assert "tinggi mulai 80, menengah mulai 60" in text
    assert "Di atas ekspektasi : Sangat Baik (100), Baik (80)" in text
    assert "Di bawah ekspektasi : Kurang (Misconduct) (40), Sangat Kurang (20)" in text
    assert "JPM di atas 100 dihitung 100" in text


def test_leaders_read_counts_of_large_boxes_and_never_a_name(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    for _turn in range(12):
        person = factories.employee(app, unit_id=scene.unit)
        factories.predicate(app, person, P.NEEDS_IMPROVEMENT)
        factories.official_sums(app, person, 14, 18)
    client = signed_in(scene.leader)
    page = soup(client.get(PAGE))
    cells = [" ".join(cell.get_text(" ").split()) for cell in page.select("table.talent td")]
    assert cells.count("Kotak 5 12 orang") == 0, "12 alone with 4 elsewhere could be counted back"
    assert all("tidak ditampilkan" in cell for cell in cells)
    assert page.select("table.talent a") == []
    assert PEOPLE not in client.get(PAGE).text
    assert client.get(PEOPLE).status_code == 403
    assert client.get(f"{PEOPLE}/xlsx").status_code == 403
    assert texts(client, f"{PAGE}?unit={scene.unit}") == texts(client, PAGE), "nobody narrows it"
    assert "Ada predikat, belum ada hasil asesor kurang dari 5 orang" in texts(client, PAGE)
    for person in scene.people[:2]:
        factories.official_sums(app, person, 5, 18, ago=1)  # now in box 4, with another four
    for _turn in range(4):
        person = factories.employee(app, unit_id=scene.unit)
        factories.predicate(app, person)
        factories.official_sums(app, person, 5, 18)
    cells = [
        " ".join(cell.get_text(" ").split())
        for cell in soup(client.get(PAGE)).select("table.talent td")
    ]
    assert "Kotak 5 12 orang" in cells
    assert "Kotak 4 tidak ditampilkan" in cells, "hidden with the two small ones"


def test_the_leaders_file_hides_the_same(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    def rows(person: int) -> list[list[object]]:
        answer = signed_in(person).get(f"{PAGE}/xlsx")
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        return book.get_sheet_by_index(0).to_python()[1:]

    assert [row[3] for row in rows(scene.leader)] == [""] * 9
    assert [(row[2], row[3]) for row in rows(scene.hr)] == [
        *((4, 0), (7, 1), (9, 1), (2, 0), (5, 0), (8, 0), (1, 1), (3, 0), (6, 0))
    ]


def test_the_file_of_people_equals_the_list_and_is_recorded(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    answer = signed_in(scene.hr).get(f"{PEOPLE}/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][4:] == ["Predikat 2025", "JPM asesor, %", "Kotak"]
    assert [(row[0], row[4], row[5], row[6]) for row in rows[1:]] == [
        ("Bakat A", "Sangat Baik", 111.11, 9),
        ("Bakat B", "Baik", 77.78, 7),
        ("Bakat C", "Kurang (Misconduct)", 27.78, 1),
        ("Bakat D", "Baik", "", ""),
        ("Bakat E", "", 50, ""),
    ]
    with app.app_context():
        (entry,) = audited("talent.exported")
        assert entry.actor_id == scene.hr


def test_the_database_places_people_as_the_rule_does(app: Flask, scene: Scene) -> None:
    expected = dict.fromkeys(range(1, 10), 0)
    unit = factories.unit(app)
    for given, achieved, required, box in PLACES:
        person = factories.employee(app, unit_id=unit)
        factories.predicate(app, person, given)
        factories.official_sums(app, person, achieved, required)
        expected[box] += 1
    to = Viewer(scene.hr, 0, unit, grants=((Role.HR, frozenset({unit})),))
    with app.app_context():
        found = grid(2025, to=to, on=clock.today())
    assert found.boxes == expected
    assert (found.placed, found.no_official, found.no_predicate) == (len(PLACES), 0, 0)


def test_only_what_holds_and_who_works_counts(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.hr)
    late = scene.people[3]
    factories.official_sums(app, late, 18, 18, ago=900, left=-1)
    assert "Bakat D" in names(client, f"{PEOPLE}?kotak=0"), "an expired result places nobody"
    factories.official_sums(app, late, 0, 0)
    assert "Bakat D" in names(client, f"{PEOPLE}?kotak=0"), "one without a standard neither"
    factories.official_sums(app, late, 18, 18, ago=2)
    assert "Bakat D" in names(client, f"{PEOPLE}?kotak=9")
    with app.app_context():
        db.session.get_one(Employee, scene.people[0]).standing = Standing.RETIRED
        db.session.commit()
    assert "Bakat A" not in names(client, PEOPLE)


def test_another_year_has_its_own_predicates(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    factories.predicate(app, scene.people[0], P.POOR, year=2024)
    client = signed_in(scene.hr)
    assert names(client, f"{PEOPLE}?tahun=2024&kotak=6") == ["Bakat A"]
    assert names(client, f"{PEOPLE}?tahun=1999&kotak=9") == ["Bakat A"], "the latest instead"
    assert "Kotak 6 1 orang" in texts(client, f"{PAGE}?tahun=2024")


def test_without_predicates_the_page_says_what_comes(app: Flask, signed_in: SignedIn) -> None:
    unit = factories.unit(app)
    hr = factories.employee(app, unit_id=unit)
    factories.grant(app, hr, Role.HR, unit)
    assert "Belum ada predikat" in texts(signed_in(hr), PAGE)
    assert signed_in(factories.employee(app)).get(PAGE).status_code == 403


@pytest.mark.parametrize("more", [0, 60])
def test_the_grid_asks_as_many_queries_however_many_people(
    app: Flask, scene: Scene, signed_in: SignedIn, count_queries: factories.Counting, more: int
) -> None:
    for _turn in range(more):
        person = factories.employee(app, unit_id=scene.unit)
        factories.predicate(app, person)
        factories.official_sums(app, person, 14, 18)
    client = signed_in(scene.hr)
    for path, queries_sent in ((PAGE, 7), (PEOPLE, 12)):
        client.get(path)
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == queries_sent, path
