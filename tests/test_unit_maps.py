"""The heat map and the needs of units: figures by hand, and what must not be told."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from random import Random
from typing import NamedTuple

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from kinerja import clock
from kinerja.competency.models import Competency, Record
from kinerja.competency.queries.unit_figures import heat_map, needs, spreads
from kinerja.competency.queries.unit_sums import UnitView, mapped_competencies, unit_view
from kinerja.competency.rules import Need, RecordKind, hidden_downward, rounded_to
from kinerja.competency.rules.unit_figures import Sums, heat
from kinerja.competency.services.records import refresh
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.factories import Counting
from tests.learning import SignedIn
from tests.pages import soup

FLOORS = (5, 10)


class City(NamedTuple):
    """A root with two offices, one of which has two sections; who looks at them."""

    root: int
    west: int
    east: int
    desk: int
    annex: int
    kom: int
    ks: int
    codes: dict[str, int]
    viewer: Viewer


@pytest.fixture
def city(app: Flask) -> City:
    codes = factories.dictionary(app)
    root = factories.unit(app, name="Kota")
    west, east = (factories.unit(app, parent=root, name=name) for name in ("Barat", "Timur"))
    desk, annex = (factories.unit(app, parent=west, name=name) for name in ("Loket", "Pos"))
    scope = frozenset({root, west, east, desk, annex})
    viewer = Viewer(0, 0, root, grants=((Role.LEADER, scope),))
    return City(root, west, east, desk, annex, codes["KOM"], codes["KS"], codes, viewer)


def staffed(
    app: Flask, city: City, unit: int, levels: list[int], *, need: Mapping[int, Need]
) -> list[int]:
    """People of the unit whose job asks for `need`, with these assessed levels in KOM (0: none)."""
    job = factories.position(app, JobLevel.PELAKSANA)
    factories.job_standard(app, job, need, on=date(2020, 1, 1))
    people = factories.employees(app, len(levels), unit_id=unit, position_id=job)
    with app.app_context():
        db.session.add_all(
            Record(
                employee_id=person,
                competency_id=city.kom,
                kind=RecordKind.ASSESSOR,
                level=level,
                on=clock.today(),
                created_at=clock.now(),
            )
            for person, level in zip(people, levels, strict=True)
            if level
        )
        refresh(people)
        db.session.commit()
    return people


def view_of(city: City, unit: int) -> UnitView:
    """The unit's view. Inside of a context."""
    return unit_view(unit, competency_ids=[city.kom, city.ks], floors=FLOORS, to=city.viewer)


def komunikasi(city: City) -> list[Competency]:
    return [db.session.get_one(Competency, city.kom)]


def test_figures_of_a_small_agency_are_those_computed_by_hand(app: Flask, city: City) -> None:
    # Barat: 12 people asked for 3 (relevance 3): levels 1,1,2,2,2,3,3,3,4,4 and two without any.
    staffed(
        app,
        city,
        city.desk,
        [1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 0, 0],
        need={city.kom: Need(3, relevance=3)},
    )
    # Timur: 10 people asked for 2 (relevance 1): five at 1, five at 2.
    staffed(app, city, city.east, [1] * 5 + [2] * 5, need={city.kom: Need(2, relevance=1)})
    with app.app_context():
        view = view_of(city, city.root)
        drawn = heat_map(view, komunikasi(city))
        cells = {row.name: row.cells[0] for row in drawn.rows}
        west, east = cells["Barat"], cells["Timur"]
        assert west
        assert (west.mean, west.rated, west.heat) == (Decimal("-0.5"), 10, 3)
        assert east
        assert (east.mean, east.rated, east.heat) == (Decimal("-0.5"), 10, 3)
        total = drawn.total.cells[0]
        assert total
        assert (total.mean, total.rated) == (Decimal("-0.5"), 20)
        assert drawn.weakest
        assert (drawn.weakest.rows, drawn.weakest.of) == (2, 2)
        # Missing: 2+2+1+1+1 = 7 levels × 3, and 5 levels × 1; below: 5 + 5 of 20.
        (need,) = needs(view, komunikasi(city))
        assert (need.rated, need.below, need.missing, need.weighted) == (20, 10, 12, 26)
        # None 2, level 1: 7, level 2: 8, level 3: 3, level 4: 2, level 5: 0, to multiples of 5.
        (spread,) = spreads(view, komunikasi(city))
        assert spread.counts == (0, 5, 10, 5, 0, 0)


@pytest.mark.parametrize(
    ("shift", "rated", "mean", "colour"),
    [
        (0, 7, "0.0", 4),
        (-1, 4, "-0.3", 3),  # -0,25, away from 0
        (1, 4, "0.3", 5),
        (-5, 20, "-0.3", 3),
        (-13, 10, "-1.3", 1),
        (-12, 10, "-1.2", 2),
        (-7, 10, "-0.7", 3),
        (7, 10, "0.7", 5),
        (8, 10, "0.8", 6),
    ],
)
def test_means_round_once_and_take_their_colour(
    shift: int, rated: int, mean: str, colour: int
) -> None:
    found = Sums(rated=rated, shift=shift).mean
    assert found == Decimal(mean)
    assert heat(found) == colour


def test_counts_round_to_the_nearest_multiple() -> None:
    assert [rounded_to(5, count) for count in (0, 1, 2, 3, 7, 8, 12, 13)] == [
        *(0, 0, 0, 5, 5, 10, 10, 15)
    ]


def test_a_group_hidden_beside_its_neighbours_stays_hidden_in_all_its_parts() -> None:
    agency = {1: (3, 12), 2: (8, 20), 3: (50, 60)}
    assert hidden_downward([(agency, 1)], floor=5, unit_floor=10) == {1, 2}
    inside = {2: (4, 10), 21: (4, 10)}
    assert hidden_downward([(agency, 2), (inside, 2)], floor=5, unit_floor=10) is None
    big = {3: (10, 12), 31: (20, 24), 32: (20, 24)}
    assert hidden_downward([(agency, 3), (big, 3)], floor=5, unit_floor=10) == frozenset()
    assert hidden_downward([({1: (4, 90)}, 1)], floor=5, unit_floor=10) is None


@pytest.mark.parametrize("seed", range(25))
def test_no_difference_of_shown_figures_gives_a_small_group_away(seed: int) -> None:
    """An attacker subtracts every shown part from every shown total, down the whole tree."""
    random = Random(seed)
    leaves = {
        (office, section): (random.choice((0, 1, 3, 4, 6, 9, 15)), random.randint(3, 20))
        for office, section in product(range(1, 5), range(1, 5))
    }
    offices: dict[int, tuple[int, int]] = {}
    for (office, _section), (rated, staff) in leaves.items():
        before = offices.get(office, (0, 0))
        offices[office] = (before[0] + rated, before[1] + max(rated, staff))
    leaves = {key: (rated, max(rated, staff)) for key, (rated, staff) in leaves.items()}
    top = hidden_downward([(offices, 0)], floor=5, unit_floor=10)
    assert top is not None
    known = {office for office in offices if office not in top}
    secret = [office for office in top if offices[office][0]]
    assert not secret or (len(secret) > 1 and sum(offices[one][0] for one in secret) >= 5)
    for office in offices:
        inside = {number: leaves[office, number] for number in range(1, 5)}
        below = hidden_downward([(offices, office), (inside, 0)], floor=5, unit_floor=10)
        if office not in known:
            assert below is None
        elif below is not None:
            hidden = [inside[one] for one in below if inside[one][0]]
            alone = len(hidden) == 1 and hidden[0][0] == offices[office][0]
            assert not hidden or alone or len(hidden) > 1
            assert not hidden or sum(rated for rated, _staff in hidden) >= 5


def test_the_small_unit_and_its_next_neighbour_are_hidden_on_every_page(
    app: Flask, city: City
) -> None:
    need = {city.kom: Need(3)}
    staffed(app, city, city.east, [2] * 20, need=need)
    staffed(app, city, city.desk, [2] * 14, need=need)
    staffed(app, city, city.annex, [5, 5, 5], need=need)
    with app.app_context():
        inside = heat_map(view_of(city, city.west), komunikasi(city))
        assert {row.name: row.cells[0] is None for row in inside.rows if not row.is_own} == {
            "Loket": True,
            "Pos": True,
        }
        assert inside.total.cells[0] is not None
        for unit in (city.desk, city.annex):
            view = view_of(city, unit)
            assert not heat_map(view, komunikasi(city)).has_figures
            assert needs(view, komunikasi(city))[0].rated is None
            assert spreads(view, komunikasi(city))[0].counts is None


def test_fewer_than_five_below_the_standard_are_not_counted_out(app: Flask, city: City) -> None:
    staffed(app, city, city.desk, [2] * 4 + [3] * 16, need={city.kom: Need(3)})
    with app.app_context():
        (need,) = needs(view_of(city, city.root), komunikasi(city))
        assert (need.rated, need.below, need.weighted) == (20, None, None)


def test_leader_reads_the_pages_and_the_spreadsheet_without_names(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    people = staffed(app, city, city.desk, [1] * 8 + [3] * 8, need={city.kom: Need(3)})
    staffed(app, city, city.east, [3] * 12, need={city.kom: Need(3)})
    leader = factories.employee(app, unit_id=city.root)
    factories.grant(app, leader, Role.LEADER, city.root)
    client = signed_in(leader)
    text = soup(client.get("/kompetensi/peta")).get_text(" ", strip=True)
    assert "Komunikasi paling jauh di bawah standar di 1 dari 2 baris" in text
    assert "−1,0 16 orang" in text
    page = client.get(f"/kompetensi/kebutuhan?unit={city.west}")
    text = soup(page).get_text(" ", strip=True)
    assert "Komunikasi paling perlu dikembangkan: 8 dari 16 orang di bawah standar." in text
    assert "Tugaskan" not in text
    assert "/kompetensi/pegawai?" not in page.text
    sheet = client.get("/kompetensi/peta/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(sheet.data)).get_sheet_by_index(0).to_python()
    column = rows[0].index("Komunikasi: rata-rata selisih (tingkat)")
    assert {row[0]: row[column : column + 2] for row in rows[1:]}["Barat"] == [-1, 16]
    assert len(people) == 16


def test_units_of_others_and_other_roles_are_refused(
    app: Flask, city: City, signed_in: SignedIn
) -> None:
    trainer = factories.employee(app, unit_id=city.east)
    factories.grant(app, trainer, Role.TRAINER, city.east)
    client = signed_in(trainer)
    assert client.get(f"/kompetensi/peta?unit={city.east}").status_code == 200
    for path in ("/kompetensi/peta", "/kompetensi/kebutuhan", "/kompetensi/peta/xlsx"):
        assert client.get(f"{path}?unit={city.west}").status_code == 404
        assert client.get(f"{path}?unit=999999").status_code == 404
    clerk = signed_in(factories.employee(app, unit_id=city.east))
    assert clerk.get("/kompetensi/peta").status_code == 403


@pytest.mark.parametrize("offices", [1, 6])
def test_the_map_needs_as_many_queries_for_many_units_as_for_a_few(
    app: Flask, city: City, count_queries: Counting, offices: int
) -> None:
    for number in range(offices):
        unit = factories.unit(app, parent=city.root, name=f"Kantor {number}")
        staffed(app, city, unit, [2] * 12, need={city.kom: Need(3)})
    with app.app_context():
        found = list(mapped_competencies(None))
        with count_queries() as statements:
            view = view_of(city, city.root)
            heat_map(view, found)
            needs(view, found)
            spreads(view, found)
    assert len(statements) == 5
