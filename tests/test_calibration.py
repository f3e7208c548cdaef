"""Calibration: how far verifiers stand apart, without a name for leaders, by name for HR."""

import io
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import update

from kinerja import clock
from kinerja.competency.models import Assessment, Cycle
from kinerja.competency.queries.calibration import calibration
from kinerja.competency.rules import AssessmentStatus
from kinerja.competency.rules.calibration import (
    Five,
    Judged,
    Three,
    five,
    mean,
    quantile,
    rounded,
    scale,
    spread,
)
from kinerja.competency.services.cycles import enrol
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Role
from kinerja.rulebook.rules import SETTINGS, faults
from tests import factories
from tests.offices import audited, texts
from tests.pages import soup

SignedIn = Callable[[int], FlaskClient]
PAGE, NAMED = "/kompetensi/kalibrasi", "/kompetensi/kalibrasi/pemverifikasi"
FLOORS = {"people_floor": 5, "verifier_floor": 3}


# The values and what the definition gives by hand: (n − 1) × share, between neighbours.
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0], ["0.00", "0.00", "0.00", "0.00", "0.00"]),
        ([-1, 1], ["-1.00", "-0.50", "0.00", "0.50", "1.00"]),
        ([3, -1, 0], ["-1.00", "-0.50", "0.00", "1.50", "3.00"]),
        ([1, 2, 3, 4], ["1.00", "1.75", "2.50", "3.25", "4.00"]),
        ([0, 1, 2, 3, 4], ["0.00", "1.00", "2.00", "3.00", "4.00"]),
        ([Fraction(1, 3), Fraction(-1, 3), 0], ["-0.33", "-0.17", "0.00", "0.17", "0.33"]),
    ],
)
def test_the_five_figures_of_a_spread(values: Sequence[int], expected: list[str]) -> None:
    found = five([Fraction(value) for value in values])
    assert found == Five(*map(Decimal, expected))
    assert found.width == Decimal(expected[-1]) - Decimal(expected[0])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 8), "0.13"),
        (Fraction(-1, 8), "-0.13"),
        (Fraction(1, 3), "0.33"),
        (Fraction(-2, 3), "-0.67"),
        (Fraction(0), "0.00"),
        (Fraction(-1, 1000), "0.00"),
    ],
)
def test_rounding_treats_both_sides_alike(value: Fraction, expected: str) -> None:
    assert str(rounded(value)) == expected


def test_a_quantile_lies_between_its_neighbours() -> None:
    assert quantile([Fraction(1), Fraction(2)], Fraction(1, 3)) == Fraction(4, 3)
    assert mean(-3, 2) == Decimal("-1.50")


def test_a_verifier_counts_once_however_many_people() -> None:
    found = spread([Judged(10, 30, -10), Judged(1, 5, 1), Judged(1, 3, 0)], **FLOORS)
    assert (found.people, found.verifiers) == (12, 3)
    assert found.departure == five([Fraction(-1), Fraction(1), Fraction(0)])
    assert found.given == Three(Decimal("3.00"), Decimal("3.00"), Decimal("4.00"))


@pytest.mark.parametrize(
    ("departures", "reach"), [((-10, 1, 0), 1), ((-11, 1, 0), 2), ((0, 0, 0), 1), ((5, 5, 31), 4)]
)
def test_the_axis_reaches_as_far_as_the_furthest(departures: Sequence[int], reach: int) -> None:
    assert scale([spread([Judged(10, 20, one) for one in departures], **FLOORS)]) == reach
    assert scale([spread([], **FLOORS)]) == 1


@pytest.mark.parametrize(
    ("people", "shown"),
    [((3, 1, 1), True), ((2, 1, 1), False), ((9, 9), False), ((9, 9, 0), False), ((), False)],
)
def test_figures_need_five_people_and_three_verifiers(people: Sequence[int], shown: bool) -> None:
    found = spread([Judged(n, n * 2, 0) for n in people], **FLOORS)
    assert found.is_shown is shown
    assert (found.departure is None) is (found.given is None) is (not shown)


def test_the_floor_of_verifiers_is_never_lowered() -> None:
    kind = SETTINGS["competency.calibration_verifiers"].kind
    assert [str(said) for _path, said in faults(kind, 2)] == ["Paling kecil 3."]
    assert faults(kind, 4) == []


class Scene(NamedTuple):
    """Three verifiers of people in one unit, two of people in another."""

    unit: int
    other: int
    verifiers: list[int]
    leader: int
    hr: int
    trainer: int
    cycle: int


@pytest.fixture
def scene(app: Flask) -> Scene:
    root = factories.unit(app, "Kota Kalibrasi")
    unit, other = (factories.unit(app, name, parent=root) for name in ("Dinas Satu", "Dinas Dua"))
    verifiers = [factories.employee(app, unit_id=root, name=f"Verifikator {n}") for n in "ABCDE"]
    people = {
        verifier: [
            factories.employee(app, unit_id=unit if n < 3 else other, supervisor_id=verifier)
            for _turn in range(2)
        ]
        for n, verifier in enumerate(verifiers)
    }
    granted = []
    for role in (Role.LEADER, Role.HR, Role.TRAINER):
        granted.append(factories.employee(app, unit_id=root, name=f"Petugas {role}"))
        factories.grant(app, granted[-1], role, unit)
    cycle = factories.open_cycle(app)
    # First competency: departures −1, −1 · 0, +1 · 0, 0; the others agree, the last not observed.
    moved = {0: (-1, -1), 1: (0, 1), 2: (0, 0), 3: (1, 1), 4: (2, 2)}
    for n, verifier in enumerate(verifiers):
        for person, step in zip(people[verifier], moved[n], strict=True):
            given = [2 + step, *[2] * 7, None]
            factories.assessed(
                app, person, [2] * 9, status=AssessmentStatus.VERIFIED, verified=given
            )
            with app.app_context():
                db.session.execute(
                    update(Assessment)
                    .where(Assessment.employee_id == person)
                    .values(verifier_id=verifier)
                )
                db.session.commit()
    return Scene(unit, other, verifiers, *granted, cycle)


def found_in(app: Flask, scene: Scene, *units: int) -> dict[str, tuple[object, ...]]:
    with app.app_context():
        found = calibration(db.session.get_one(Cycle, scene.cycle), units, on=clock.today())
        return {
            row.competency.code: (row.spread.people, row.spread.verifiers, row.spread.departure)
            for row in found.rows
        } | {"": (found.total.people, found.total.verifiers, found.total.departure)}


def test_the_spread_is_that_of_the_verifiers_means(app: Flask, scene: Scene) -> None:
    found = found_in(app, scene, scene.unit)
    first, *rest = found
    means = [Fraction(-1), Fraction(1, 2), Fraction(0)]
    assert found[first] == (6, 3, five(means))
    assert {found[code] for code in rest[:-1]} == {(6, 3, five([Fraction(0)] * 3))}
    assert len(found) == 9, "what nobody observed has no row"
    # Over all competencies each verifier's sum stands over the levels that were judged: 16.
    assert found[""] == (6, 3, five([Fraction(-2, 16), Fraction(1, 16), Fraction(0)]))


def test_two_verifiers_are_too_few(app: Flask, scene: Scene) -> None:
    assert {row[2] for row in found_in(app, scene, scene.other).values()} == {None}


def test_what_is_not_verified_or_not_counted_is_left_out(app: Flask, scene: Scene) -> None:
    with app.app_context():
        assessment = db.session.scalars(
            db.select(Assessment).where(Assessment.verifier_id == scene.verifiers[0])
        ).first()
        assert assessment is not None
        assessment.status = AssessmentStatus.UNDER_VERIFICATION
        db.session.commit()
    first = next(iter(found_in(app, scene, scene.unit).values()))
    assert first[:2] == (5, 3)


def test_the_leader_reads_the_spread_and_no_name(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.leader)
    text = texts(client, PAGE)
    assert "paling berbeda pada Integritas" in text
    assert "membentang dari −1,00 sampai +0,50 tingkat" in text
    assert "−1,00 · 0,00 · +0,50" in text
    assert "6 / 3" in text
    assert "Verifikator" not in text
    assert soup(client.get(PAGE)).select("svg.bar[role=img]")
    assert NAMED not in client.get(PAGE).text
    for path in (NAMED, f"{NAMED}/xlsx"):
        assert client.get(path).status_code == 403
    assert signed_in(scene.trainer).get(NAMED).status_code == 403
    assert "6 / 3" in texts(signed_in(scene.trainer), PAGE)


def test_too_few_show_no_figure_on_the_page_and_in_the_file(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    leader = factories.employee(app)
    factories.grant(app, leader, Role.LEADER, scene.other)
    client = signed_in(leader)
    text = texts(client, PAGE)
    assert "Belum cukup untuk dibandingkan" in text
    answer = client.get(f"{PAGE}/xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert len(rows) == 10
    assert not any(any(row[1:]) for row in rows[1:])


def test_the_file_equals_the_page(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.leader).get(f"{PAGE}/xlsx?siklus={scene.cycle}")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1][:8] == ["Integritas", 6, 3, -1, -0.5, 0, 0.25, 0.5]
    assert rows[-1][0] == "Semua"
    assert "Verifikator" not in str(rows)


def test_hr_reads_verifiers_by_name_in_the_own_units_and_that_is_recorded(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.hr)
    assert NAMED in client.get(PAGE).text
    rows = soup(client.get(NAMED)).select("tbody tr")
    assert [" ".join(row.get_text(" ").split()) for row in rows] == [
        "Verifikator A Kota Kalibrasi 2 0 / 2 dari 16 −0,13 1,88",
        "Verifikator B Kota Kalibrasi 2 1 / 0 dari 16 +0,06 2,06",
        "Verifikator C Kota Kalibrasi 2 0 / 0 dari 16 0,00 2,00",
    ]
    assert "Verifikator B" in texts(client, f"{NAMED}?cari=verifikator b")
    assert "Verifikator A" not in texts(client, f"{NAMED}?cari=verifikator b")
    assert "Tidak ada yang cocok" in texts(client, f"{NAMED}?cari=Verifikator D")
    answer = client.get(f"{NAMED}/xlsx?cari=verifikator a")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    assert sheet.to_python()[1:] == [["Verifikator A", "Kota Kalibrasi", 2, 16, 0, 2, -0.13, 1.88]]
    with app.app_context():
        assert len(audited("calibration.read")) == 4
        assert len(audited("calibration.exported")) == 1


def test_before_the_first_cycle_and_an_unknown_one(
    app: Flask, signed_in: SignedIn, scene: Scene
) -> None:
    client = signed_in(scene.leader)
    assert client.get(f"{PAGE}?siklus=987654").status_code == 404
    with app.app_context():
        db.session.execute(update(Cycle).values(status="planned"))
        db.session.commit()
    assert "Belum ada siklus" in texts(client, PAGE)
    assert client.get(f"{PAGE}/xlsx").status_code == 404


def test_an_earlier_cycle_can_be_chosen(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    made = factories.employee(app, unit_id=scene.unit)
    kom = factories.dictionary(app)["KOM"]
    factories.verified(app, [made], kom, level=2, standard=3)
    page = soup(signed_in(scene.leader).get(PAGE))
    options = {str(one["value"]) for one in page.select("#siklus option")}
    assert len(options) == 2
    (earlier,) = options - {str(scene.cycle)}
    assert "Belum cukup" in texts(signed_in(scene.leader), f"{PAGE}?siklus={earlier}")


@pytest.mark.parametrize("more", [0, 12])
def test_calibration_asks_as_many_queries_however_many_people(
    app: Flask, scene: Scene, signed_in: SignedIn, count_queries: factories.Counting, more: int
) -> None:
    for _turn in range(more):
        verifier = factories.employee(app)
        person = factories.employee(app, unit_id=scene.unit, supervisor_id=verifier)
        with app.app_context():
            enrol(db.session.get_one(Cycle, scene.cycle), Employee.id == person)
            db.session.commit()
        factories.assessed(app, person, [2] * 9, status=AssessmentStatus.VERIFIED)
    client = signed_in(scene.hr)
    assert f"{6 + more} / {3 + more}" in texts(client, PAGE)
    for path, queries_sent in ((PAGE, 10), (NAMED, 11)):
        client.get(path)
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == queries_sent, path
