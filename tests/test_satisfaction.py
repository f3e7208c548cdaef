"""Units' figures from the roll-ups: equal to a recount, floors, both figures apart."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from kinerja import clock
from kinerja.extensions import db
from kinerja.rulebook.models import Rule
from kinerja.satisfaction import queries
from kinerja.satisfaction.rules import FLOOR, Element, Reason, Weights, minimum_sample
from tests.citizens import ALL_FOUR, WEDNESDAY, recount, voices
from tests.factories import counter, employee, service, unit
from tests.pages import soup
from tests.reading import page_text, sheet
from tests.vectors import BANDS, SAMPLE

TODAY = date(2026, 11, 21)
WORSE = ALL_FOUR | {Element.WAKTU: 2, Element.BIAYA: 3}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saturday, 21 November 2026, noon in Jakarta."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 21, 5, 0, tzinfo=UTC))


@pytest.fixture
def somebody(app: Flask, signed_in: Callable[[int], FlaskClient]) -> FlaskClient:
    """An employee without any grant."""
    return signed_in(employee(app))


def figures(app: Flask, unit_id: int) -> queries.Figures:
    with app.app_context():
        return queries.figures([unit_id], on=TODAY)[unit_id]


def test_a_units_figures_cover_everything_under_it(app: Flask) -> None:
    top = unit(app)
    middle = unit(app, parent=top)
    low, other = unit(app, parent=middle), unit(app)
    for office, score in ((top, 4), (low, 1), (other, 2)):
        voices(app, counter(app, service_id=service(app, unit_id=office)), *[score] * 6)
    assert figures(app, top).taps == (6, 0, 0, 6)
    assert figures(app, middle).taps == (6, 0, 0, 0)
    assert figures(app, other).taps == (0, 6, 0, 0)


def test_the_pages_figures_equal_a_recount_of_the_answers(
    app: Flask, somebody: FlaskClient
) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office, population=120))
    voices(app, place, *[1, 2, 3, 4, 4, 4] * 2, at=WEDNESDAY, answers=[ALL_FOUR, WORSE] * 6)
    missing = [{Element.WAKTU: 1, Element.SARANA: None}, {}]
    voices(app, place, 3, 3, at=WEDNESDAY, answers=missing, reasons=[Reason.COST])
    counts = recount(app)
    means = {
        e: Fraction(counts[f"{e}_n"] and counts[f"{e}_sum"], counts[f"{e}_n"]) for e in Element
    }
    expected = sum(means.values()) / 9 * 25
    found = figures(app, office)
    assert (found.respondents, counts["surveys"]) == (13, 14)
    assert found.result
    assert found.result.exact * 25 == expected
    assert found.taps == tuple(counts[f"quick_{score}"] for score in (1, 2, 3, 4))
    shown = page_text(somebody, f"/survei/unit/{office}")
    assert f"{found.result.ikm}".replace(".", ",") in shown
    assert "Dihitung dari 13 responden, 1 Desember 2025–21 November 2026" in shown
    assert "perlu 92, terkumpul 13" in shown
    assert "Paling perlu diperbaiki: Waktu Penyelesaian." in shown
    assert "bobot 1/9, 9 unsur" in shown
    assert "14 ketukan sejak 24 Agustus 2026. Bukan IKM." in shown
    for element in Element:
        score = str(found.result.tallies[element].score).replace(".", ",")
        assert f"{element.label} n {counts[f'{element}_n']} {score}" in shown


def test_the_quick_rating_is_never_called_ikm_and_the_ikm_needs_the_survey(
    app: Flask, somebody: FlaskClient
) -> None:
    office = unit(app)
    voices(app, counter(app, service_id=service(app, unit_id=office)), *[4] * 30)
    shown = page_text(somebody, f"/survei/unit/{office}")
    assert "100 % puas atau sangat puas" in shown
    assert "Kurang dari 10 jawaban, tidak ditampilkan demi privasi." in shown
    assert "Belum memenuhi" not in shown
    assert "jumlah pengguna layanan setahun belum diisi" in shown


@pytest.mark.parametrize(("count", "visible"), [(9, False), (10, True)])
def test_fewer_than_ten_voices_show_nothing(
    app: Flask, somebody: FlaskClient, count: int, visible: bool
) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    voices(app, place, *[4] * count, answers=[WORSE] * count, reasons=[Reason.OUTCOME])
    found = figures(app, office)
    assert bool(found.result) is visible
    assert (found.satisfied is not None, found.shares is not None) == (visible, visible)
    shown = page_text(somebody, f"/survei/unit/{office}")
    assert ("Hasil layanan 10" in shown) is visible
    assert ("91,67" in shown) is visible
    listed = page_text(somebody, "/survei")
    assert ("91,67 · A" in listed) is visible
    assert ("kurang dari 10 ketukan" in listed) is not visible
    rows = sheet(somebody.get("/survei/xlsx"))
    assert rows[1][1:6] == ([10, 100, 10, 91.67, "A"] if visible else [9, "", 9, "", ""])


def test_an_element_that_nobody_answered_keeps_the_index_back(
    app: Flask, somebody: FlaskClient
) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    voices(app, place, *[4] * 12, answers=[ALL_FOUR | {Element.SARANA: None}] * 12)
    assert figures(app, office).result is None
    assert "belum dijawab siapa pun" in page_text(somebody, f"/survei/unit/{office}")
    assert "ada unsur tanpa jawaban" in page_text(somebody, "/survei")


def test_an_element_below_the_floor_is_not_shown_by_itself(
    app: Flask, somebody: FlaskClient
) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    some = [ALL_FOUR] * 3 + [ALL_FOUR | {Element.SARANA: None}] * 9
    voices(app, place, *[4] * 12, answers=some)
    assert "Sarana dan Prasarana n 3 kurang dari 10" in page_text(
        somebody, f"/survei/unit/{office}"
    )


def test_old_voices_leave_the_windows(app: Flask) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    for days in (0, 89, 90, 354, 356):
        at = datetime(2026, 11, 21, 3, tzinfo=UTC) - timedelta(days=days)
        voices(app, place, 4, at=at, answers=[ALL_FOUR])
    found = figures(app, office)
    assert found.tap_count == 2
    assert found.respondents == 4
    with app.app_context():
        how = queries.method(on=TODAY)
    assert how.quick_since == date(2026, 8, 24)
    assert how.survey_since == date(2025, 12, 1)


def test_months_and_quarters_add_up(app: Flask) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    for month, count in ((10, 1), (9, 2), (7, 3), (1, 4)):
        at = datetime(2026, month, 15, 3, tzinfo=UTC)
        voices(app, place, *[4] * count, at=at, answers=[WORSE] * count)
    with app.app_context():
        monthly = queries.months(office, on=TODAY)
        quarterly = queries.quarters(monthly)
    assert [(p.first.month, p.figures.tap_count) for p in monthly] == [
        *((1, 4), (7, 3), (9, 2), (10, 1))
    ]
    assert [(p.first, p.figures.respondents) for p in quarterly] == [
        (date(2026, 1, 1), 4),
        (date(2026, 7, 1), 5),
        (date(2026, 10, 1), 1),
    ]
    assert quarterly[1].figures.tallies[Element.WAKTU].total == 10


def test_hours_are_shown_by_weekday(app: Flask, somebody: FlaskClient) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    voices(app, place, *[4] * 6, *[1] * 6, at=WEDNESDAY)
    voices(app, place, *[4] * 3, at=WEDNESDAY + timedelta(hours=2))
    voices(app, place, 4, at=WEDNESDAY + timedelta(days=-3))  # a Sunday
    with app.app_context():
        report = queries.report(queries.public_unit(office), on=TODAY)
    assert set(report.by_hour) == {(2, 10), (2, 12), (6, 10)}
    assert report.hours == [10, 11, 12]
    assert report.weekdays == [0, 1, 2, 3, 4, 6]
    cells = [
        c.get_text(" ", strip=True)
        for c in soup(somebody.get(f"/survei/unit/{office}")).select(".heat td")
    ]
    assert cells[6] == "50 %, n 12"
    assert cells[8].startswith("– kurang dari 10")


def test_the_course_is_drawn_with_its_table(app: Flask, somebody: FlaskClient) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    for month, answers in ((3, [WORSE] * 10), (6, [ALL_FOUR] * 10)):
        at = datetime(2026, month, 15, 3, tzinfo=UTC)
        voices(app, place, *[4] * 5, *[1] * 5, at=at, answers=answers)
    shown = page_text(somebody, f"/survei/unit/{office}")
    assert "IKM 91,67 pada I 2026 dan 100,00 pada II 2026" in shown
    assert "Mar 26 50 % 10" in shown


def test_flagged_voices_are_left_out_of_the_figures(app: Flask) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    voices(app, place, *[4] * 12)
    with app.app_context():
        db.session.execute(text("UPDATE satisfaction_rating SET flagged = true WHERE id < 4"))
        db.session.commit()
    app.test_cli_runner().invoke(args=["skm", "rebuild"])
    assert figures(app, office).tap_count == 9


def test_the_agency_may_raise_the_floor_and_choose_a_weight(
    app: Flask, somebody: FlaskClient
) -> None:
    office = unit(app)
    place = counter(app, service_id=service(app, unit_id=office))
    voices(app, place, *[4] * 12, answers=[ALL_FOUR] * 12)
    for key, value in (("skm.weights", "0.11"), ("privacy.citizen_floor", 20)):
        with app.app_context():
            rule = Rule(key=key, value=value, valid_from=date(2026, 1, 1), legal_basis="SK Contoh")
            db.session.add(rule)
            db.session.commit()
        if key == "skm.weights":
            found = figures(app, office).result
            assert found
            assert (found.weights, found.ikm) == (Weights.TWO_DIGITS, Decimal("99.00"))
            assert "bobot 0,11" in page_text(somebody, f"/survei/unit/{office}")
    assert figures(app, office).result is None


def test_the_rulebook_begins_with_the_laws_numbers(app: Flask) -> None:
    with app.app_context():
        how = queries.method(on=TODAY)
    assert how.bands == BANDS
    assert how.floor == FLOOR
    assert how.weights is Weights.EXACT
    assert minimum_sample(120, **how.sample) == minimum_sample(120, **SAMPLE) == 92


def test_the_sample_is_of_all_services_or_unknown(app: Flask) -> None:
    office = unit(app)
    service(app, unit_id=office, population=70)
    branch = unit(app, parent=office)
    service(app, unit_id=branch, population=50)
    empty = unit(app)
    with app.app_context():
        found = queries.figures([office, branch, empty], on=TODAY)
        samples = queries.samples(found, on=TODAY)
        assert samples[office].needed == 92
        assert samples[branch].needed == minimum_sample(50, **SAMPLE)
        assert samples[empty].needed is None
    service(app, unit_id=branch)
    with app.app_context():
        assert queries.samples({office: found[office]}, on=TODAY)[office].needed is None
