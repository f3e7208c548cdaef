"""The result in full: peers beside the others, radar, trend, next levels, and its cost."""

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import (
    Assessment,
    Competency,
    Indicator,
    Level,
    PeerPanel,
    PeerResult,
    Record,
)
from kinerja.competency.queries import own_result, result
from kinerja.competency.queries.trends import trend
from kinerja.competency.rules import RecordKind
from kinerja.competency.rules.peers import PanelStatus
from kinerja.competency.views.charts import radar
from kinerja.development import queries as development
from kinerja.extensions import db
from tests import factories
from tests.assessing import Office, SignedIn, build_office, text_of, verify
from tests.former_results import former
from tests.pages import soup

PAGE = "/kompetensi/hasil"


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def rated(app: Flask, assessment: int, code: str, level: int) -> None:
    """What a group of four peers gave in one competency."""
    with app.app_context():
        row = db.session.get_one(Assessment, assessment)
        competency = db.session.scalars(select(Competency.id).where(Competency.code == code)).one()
        today = clock.today()
        if db.session.get(PeerPanel, assessment) is None:
            panel = {"status": PanelStatus.DONE, "since": today, "settled_on": today}
            db.session.add(PeerPanel(assessment_id=assessment, **panel))
            db.session.flush()
        whole = {"assessment_id": assessment, "competency_id": competency, "level": level}
        db.session.add(PeerResult(**whole, raters=4))
        facts = {"employee_id": row.employee_id, "kind": RecordKind.PEER, "on": today}
        db.session.add(Record(**whole, **facts, created_at=clock.now()))
        db.session.commit()


def test_peers_have_a_column_only_where_enough_of_them_answered(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    made = verify(app, office.clerk, [2] * 9, [3] + [2] * 8)
    client = signed_in(office.clerk)
    assert "Rekan" not in text_of(client, PAGE).split("Dibandingkan standar jabatan")[1][:200]
    rated(app, made, "KOM", 4)
    page = soup(client.get(PAGE))
    heads = [cell.get_text(strip=True) for cell in page.select(".gap-table thead th")]
    assert heads == ["Kompetensi", "Anda", "Atasan", "Rekan", "Standar", "Selisih", "Bagan"]
    rows = {
        cells[0].get_text(): [cell.get_text(strip=True) for cell in cells[1:6]]
        for row in page.select(".gap-table tbody tr")
        if (cells := row.select("th, td"))
    }
    assert rows["Komunikasi"] == ["2", "2", "4", "2", "0"]
    assert rows["Integritas"] == ["2", "3", "–", "2", "+1"]


def test_radar_leaves_out_what_a_view_does_not_know(app: Flask, office: Office) -> None:
    verify(app, office.clerk, [2] * 9, [5, None] + [2] * 7)
    with app.app_context():
        found = own_result(office.clerk)
        assert found is not None
        shape = radar(result(found).in_order)
        assert radar(result(found).in_order[:2]) is None
    assert shape is not None
    assert [len(shape.own), len(shape.verified), len(shape.standard)] == [9, 8, 9]
    assert shape.verified[0] == (150.0, 32.0)  # level 5, straight up
    assert shape.own[0] == (150.0, 102.8)


def test_views_differ_in_more_than_their_colour(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [])
    chart = soup(signed_in(office.clerk).get(PAGE)).select_one("svg.radar")
    assert len(chart.select("circle.trend-dot")) == 9
    assert len(chart.select("rect.radar-boss")) == 9
    assert len(chart.select("polygon.radar-need")) == 1
    assert chart["role"] == "img"
    assert "Angkanya ada di tabel" in chart.select_one("title").get_text()


def test_first_cycle_says_that_there_is_nothing_to_compare_with(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [])
    text = text_of(signed_in(office.clerk), PAGE)
    assert "Ini penilaian pertama yang tercatat" in text


def test_trend_follows_competencies_into_their_successors(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    codes = factories.dictionary(app)
    old = factories.technical(app, "Urusan lama", ["LAMA"])["LAMA"]
    factories.succeed(app, {old: codes["KOM"]})
    former(app, office.clerk, {old: (1, 2), codes["INT"]: (2, 2)}, year=2020)
    former(app, office.clerk, {codes["KOM"]: (3, 2)}, year=2021)
    former(app, office.boss, {codes["KOM"]: (5, 2)}, year=2021)
    verify(app, office.clerk, [2] * 9, [])
    with app.app_context():
        found = own_result(office.clerk)
        assert found is not None
        points = trend(found)
        assert [point.levels.get(codes["KOM"]) for point in points] == [1, 3, 2]
        assert [point.levels.get(codes["INT"]) for point in points] == [2, None, 2]
        assert [str(point.index.percent) for point in points] == ["75.00", "150.00", "100.00"]
    page = soup(signed_in(office.clerk).get(PAGE))
    assert len(page.select("svg.trend circle")) == 3
    rows = page.select("#perkembangan ~ .card table tbody tr")
    told = {row.th.get_text(): [cell.get_text() for cell in row.select("td")] for row in rows}
    assert told["Komunikasi"] == ["1", "3", "2"]
    assert told["Indeks (indikatif), %"] == ["75,00", "150,00", "100,00"]


def test_trend_of_an_old_result_ends_with_it(app: Flask, office: Office) -> None:
    codes = factories.dictionary(app)
    first = former(app, office.clerk, {codes["KOM"]: (1, 2)}, year=2020)
    verify(app, office.clerk, [2] * 9, [])
    with app.app_context():
        points = trend(db.session.get_one(Assessment, first))
        assert [point.name for point in points] == [f"Siklus 2020 {office.clerk}"]


def test_every_competency_shows_what_marks_its_next_level(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [1, 5] + [2] * 7)
    page = soup(signed_in(office.clerk).get(PAGE))
    with app.app_context():
        wanted = (
            select(Indicator.text)
            .join(Level, Level.id == Indicator.level_id)
            .join(Competency, Competency.id == Level.competency_id)
        )
        below = list(db.session.scalars(wanted.where(Competency.code == "INT", Level.level == 2)))
        fine = list(db.session.scalars(wanted.where(Competency.code == "KOM", Level.level == 3)))
    gaps = " ".join(page.select_one("#kembang").parent.get_text(" ").split())
    climbs = " ".join(page.select_one("#naik").parent.get_text(" ").split())
    assert len(below) == len(fine) == 3
    assert all(text in gaps for text in below)
    assert all(text in climbs for text in fine)
    assert "Komunikasi: ke Menengah (tingkat 3)" in climbs
    assert "Integritas: ke" not in climbs  # stands among the gaps
    assert "Sudah di tingkat tertinggi: Kerja Sama." in climbs


def test_mentors_are_asked_for_where_a_strength_reaches_their_level(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [3] + [2] * 8)
    client = signed_in(office.clerk)
    assert "Tawarkan diri sebagai mentor" not in client.get(PAGE).text
    verify(app, office.clerk, [2] * 9, [4] + [2] * 8)
    assert "Tawarkan diri sebagai mentor" in client.get(PAGE).text
    assert "Tawarkan diri" not in signed_in(office.boss).get(f"{PAGE}/1").text


def test_comparison_is_offered_to_whom_it_is_open(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    made = verify(app, office.clerk, [2] * 9, [])
    assert f"{PAGE}/banding" in signed_in(office.clerk).get(PAGE).text
    path = f"/kompetensi/pegawai/{office.clerk}/banding"
    assert path in signed_in(office.boss).get(f"{PAGE}/{made}").text


def test_trainings_for_what_a_competency_has_followed_are_suggested_too(app: Flask) -> None:
    codes = factories.dictionary(app)
    old = factories.technical(app, "Urusan lama", ["LAMA"])["LAMA"]
    factories.succeed(app, {old: codes["KOM"]})
    training = factories.training(app, old, level=3)
    with app.app_context():
        today = clock.today()
        found = development.suggestions({codes["KOM"]: 2}, on=today)
        assert [offer.training.id for offer in found[codes["KOM"]]] == [training]
        listed = development.offers(codes["KOM"], on=today)
        assert [offer.training.id for offer in listed] == [training]
        needs = {row.competency.id: row.trainings for row in development.needs([1], on=today)}
        assert needs[codes["KOM"]] == 1
        assert needs[codes["INT"]] == 0
