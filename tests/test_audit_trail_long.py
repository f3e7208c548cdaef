"""A long audit trail: page by page without counting, and spreadsheets that end somewhere."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.people.queries import audit_trail
from tests import factories
from tests.pages import soup
from tests.trailing import build_people, many, seqs, watcher, words

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def root(app: Flask) -> int:
    return factories.unit(app, "Pemerintah Contoh")


@pytest.fixture
def inspector(app: Flask, root: int, signed_in: SignedIn) -> FlaskClient:
    """Somebody of the inspectorate, who watches over all of it."""
    return signed_in(watcher(app, root))


@pytest.fixture
def people(app: Flask, root: int) -> tuple[int, int]:
    return build_people(app, root)


def test_pages_go_by_numbers_back_and_forth(
    app: Flask, inspector: FlaskClient, people: tuple[int, int]
) -> None:
    many(app, 120, people[0])
    first = inspector.get("/jejak-audit?siapa=siti")
    top = seqs(first)
    assert len(top) == 50
    links = {a.get_text(): str(a["href"]) for a in soup(first).select(".pages a")}
    assert set(links) == {"Lebih lama"}
    assert "siapa=siti" in links["Lebih lama"]
    second = inspector.get(links["Lebih lama"])
    assert seqs(second) == list(range(top[-1] - 1, top[-1] - 51, -1))
    links = {a.get_text(): str(a["href"]) for a in soup(second).select(".pages a")}
    assert set(links) == {"Terbaru", "Lebih baru", "Lebih lama"}
    assert seqs(inspector.get(links["Lebih baru"])) == top
    last = inspector.get(links["Lebih lama"])
    assert len(seqs(last)) == 20
    assert "Lebih lama" not in words(last)
    assert seqs(inspector.get("/jejak-audit?siapa=siti&sebelum=nonsens")) == top


@pytest.mark.parametrize(
    "path", ["/jejak-audit", "/jejak-audit?siapa=siti&tentang=siti&tindakan=unit"]
)
def test_as_many_queries_however_long_the_trail(
    app: Flask,
    inspector: FlaskClient,
    people: tuple[int, int],
    count_queries: factories.Counting,
    path: str,
) -> None:
    asked = []
    for more in (60, 600, 6000):
        many(app, more, people[0])
        with count_queries() as statements:
            assert len(seqs(inspector.get(path))) == 50
        asked.append(len(statements))
        assert not any("count(" in one and "audit_entry" in one for one in statements)
    assert len(set(asked)) == 1


@pytest.mark.only("sqlite", reason="PostgreSQL rightly reads a small table whole")
@pytest.mark.parametrize("filters", ["siapa=siti", "tindakan=unit", "tentang=people_unit:1", ""])
def test_long_trail_is_not_read_through(
    app: Flask, inspector: FlaskClient, people: tuple[int, int], filters: str
) -> None:
    many(app, 300, people[0])
    with app.app_context():
        chosen = audit_trail.TrailFilter(
            who="siti" if "siapa" in filters else "",
            action="unit" if "tindakan" in filters else "",
            about="people_unit:1" if "tentang" in filters else "",
        )
        statement = select(Entry.seq).where(*audit_trail._conditions(chosen))
        wanted = statement.order_by(Entry.seq.desc()).limit(51)
        compiled = str(wanted.compile(db.engine, compile_kwargs={"literal_binds": True}))
        plan = " | ".join(
            row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {compiled}"))
        )
    assert "USING" in plan or plan == "SCAN audit_entry"  # backwards along the primary key


def test_spreadsheet_that_would_be_too_long_is_refused_and_not_noted(
    app: Flask,
    inspector: FlaskClient,
    people: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(audit_trail, "CAP", 5)
    many(app, 6, people[0])
    answer = inspector.get("/jejak-audit/xlsx?siapa=siti")
    assert answer.status_code == 409
    assert "Lebih dari 5 catatan. Persempit saringan" in words(answer)
    with app.app_context():
        assert not db.session.scalars(select(Entry).where(Entry.action == "audit.exported")).all()
