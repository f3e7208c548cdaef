"""Twenty competencies cost as few queries as nine, and the page still fits."""

import gzip
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja.competency.models import Answer, Indicator, Level
from kinerja.competency.queries import own_result
from kinerja.competency.rules import Verdict
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from tests import factories
from tests.assessing import Office, SignedIn, build_office, verify
from tests.factories import Counting
from tests.former_results import former
from tests.pages import HEAVIEST, soup

PAGE = "/kompetensi/hasil"


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


def twenty(app: Flask, office: Office) -> list[int]:
    """Eleven technical competencies more for the clerk, each with indicators."""
    codes = [f"T{number:02}" for number in range(11)]
    made = factories.technical(app, "Urusan besar", codes)
    with app.app_context():
        row = own_result(office.clerk)
        assert row is not None
        for number in made.values():
            row.answers.append(
                Answer(
                    competency_id=number,
                    standard_level=3,
                    self_level=2,
                    verified_level=2,
                    verdict=Verdict.AGREE,
                )
            )
        for level in db.session.scalars(
            select(Level).where(Level.competency_id.in_(made.values()))
        ):
            level.description = f"Menjalankan pekerjaan tingkat {level.level} pada {level.id}"
            level.indicators = [
                Indicator(rank=rank, text=f"Perilaku contoh nomor {rank} pada {level.id}")
                for rank in (1, 2, 3)
            ]
        db.session.commit()
    return list(made.values())


def test_twenty_competencies_cost_as_few_queries_and_fit_the_page(
    app: Flask, office: Office, signed_in: SignedIn, count_queries: Counting
) -> None:
    verify(app, office.clerk, [2] * 9, [1] * 3 + [2] * 6)
    client = signed_in(office.clerk)
    client.get(PAGE)
    with count_queries() as few:
        client.get(PAGE)
    for number in twenty(app, office):
        factories.training(app, number, level=3)
    for year in (2020, 2021, 2022):
        former(app, office.clerk, dict.fromkeys(range(1, 10), (2, 3)), year=year)
    with count_queries() as many:
        answer = client.get(PAGE)
    assert len(soup(answer).select(".gap-table tbody tr")) == 20
    assert len(many) == len(few)
    assert len(gzip.compress(answer.data)) <= HEAVIEST


def test_comparing_with_a_job_costs_as_few_queries_for_twenty(
    app: Flask, office: Office, signed_in: SignedIn, count_queries: Counting
) -> None:
    codes = factories.dictionary(app)
    small, large = (factories.position(app, JobLevel.PENGAWAS) for _turn in range(2))
    start = date(2020, 1, 2)
    factories.job_standard(app, small, {codes["INT"]: 2}, on=start, requirements=["A"])
    needs = dict.fromkeys(codes.values(), 3)
    factories.job_standard(app, large, needs, on=start, requirements=["A", "B", "C"])
    verify(app, office.clerk, [2] * 9, [])
    client = signed_in(office.clerk)
    client.get(f"{PAGE}/banding?jabatan={small}")
    counts = []
    for job in (small, large):
        with count_queries() as statements:
            client.get(f"{PAGE}/banding?jabatan={job}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
