"""The training-needs analysis: page, list, workbook and document say what the rows say."""

import io
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from kinerja import clock, printing
from kinerja.competency.models import Competency, Present
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import Cluster, RecordKind
from kinerja.development.rules.akpk import Lack, proposed_forms
from kinerja.development.rules.trainings import DevelopmentForm as Form
from kinerja.extensions import db
from kinerja.people.models import Employee, Unit
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from kinerja.sheets.workbook import Part
from kinerja.web import workbook
from tests import factories
from tests.offices import audited, texts
from tests.pages import soup
from tests.recording import recorded

SignedIn = Callable[[int], FlaskClient]
PAGE = "/kompetensi/akpk"
PEOPLE, XLSX, PDF = f"{PAGE}/pegawai", f"{PAGE}/xlsx", f"{PAGE}/pdf"
LACK = Lack(2, 3, rated=9, unrated=1, below=6, missing=8, weighted=20)


@pytest.mark.parametrize(
    ("rated", "below", "told"),
    [(9, 6, True), (9, 5, True), (9, 4, None), (9, 0, None), (4, 4, False)],
)
def test_small_groups_are_told_without_figures_or_not_at_all(
    rated: int, below: int, told: bool | None
) -> None:
    lack = Lack(2, 2, rated, 0, below, below, below * 2)
    found = lack.told(5)
    if told is False:
        assert found is None
    else:
        assert found is not None
        assert found.rated == rated
        assert (found.below, found.missing, found.weighted) == (
            (below, below, below * 2) if told else (None, None, None)
        )


def test_lacks_add_up() -> None:
    both = LACK + Lack(1, 2, 3, 4, 1, 2, 6)
    assert both == Lack(1, 3, 12, 5, 7, 10, 26)
    assert (both.asked, Lack(2, 2, 1, 0, 0, 0, 0).asked) == ("1–3", "2")


@pytest.mark.parametrize(
    ("cluster", "offered", "forms", "is_offered"),
    [
        (Cluster.TECHNICAL, [Form.COACHING, Form.WORKSHOP], [Form.WORKSHOP, Form.COACHING], True),
        (Cluster.TECHNICAL, [], [Form.TECHNICAL_TRAINING], False),
        (Cluster.MANAGERIAL, [], [Form.MANAGERIAL_TRAINING], False),
        (Cluster.SOCIO_CULTURAL, [], [Form.SOCIAL_CULTURAL_TRAINING], False),
    ],
)
def test_forms_come_from_the_catalogue_else_from_the_cluster(
    cluster: Cluster, offered: list[Form], forms: list[Form], is_offered: bool
) -> None:
    assert proposed_forms(cluster, offered) == (forms, is_offered)


class Scene(NamedTuple):
    root: int
    unit: int
    other: int
    trainer: int
    leader: int


@pytest.fixture
def scene(app: Flask) -> Scene:
    """Seven people at level 1 and one at 2 where 2 is asked; three in another unit at 1."""
    codes = factories.dictionary(app)
    root = factories.unit(app, "Kota Butuh")
    unit = factories.unit(app, "Dinas Butuh", parent=root)
    other = factories.unit(app, "Badan Butuh", parent=root)
    job = factories.position(app, JobLevel.PENGAWAS)
    for n in range(8):
        person = factories.employee(app, unit_id=unit, position_id=job, name=f"Butuh {n}")
        recorded(app, person, RecordKind.SUPERVISOR, 2 if n == 7 else 1)
        recorded(app, person, RecordKind.SELF, 1, code="PP")
    for n in range(3):
        person = factories.employee(app, unit_id=other, position_id=job, name=f"Lain {n}")
        recorded(app, person, RecordKind.ASSESSOR, 1, code="KS")
    factories.training(app, codes["KOM"])
    trainer = factories.employee(app, unit_id=root, name="Latih Butuh")
    leader = factories.employee(app, unit_id=root, name="Wira Butuh")
    factories.grant(app, trainer, Role.TRAINER, unit)
    factories.grant(app, leader, Role.LEADER, root)
    return Scene(root, unit, other, trainer, leader)


def sheets(client: FlaskClient, path: str = XLSX) -> dict[str, list[list[object]]]:
    answer = client.get(path)
    assert answer.status_code == 200
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def recomputed(
    app: Flask, units: set[int]
) -> tuple[dict[str, list[int]], list[tuple[object, ...]]]:
    """By competency rated, below, missing, weighted; and every gap: row by row, in Python."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    gaps: list[tuple[object, ...]] = []
    with app.app_context():
        needs = {
            (row.position_id, row.competency_id): row
            for row in db.session.execute(required_levels(clock.today()))
        }
        present = {
            (row.employee_id, row.competency_id): row.level
            for row in db.session.scalars(select(Present))
            if row.kind is not RecordKind.SELF
        }
        names = {one.id: one.name for one in db.session.scalars(select(Competency))}
        unit_names = {one.id: one.name for one in db.session.scalars(select(Unit))}
        for person in db.session.scalars(select(Employee).where(Employee.unit_id.in_(units))):
            for competency_id, name in names.items():
                need = needs.get((person.position_id, competency_id))
                level = present.get((person.id, competency_id))
                if need is None or need.level is None or level is None:
                    continue
                short = max(0, need.level - level)
                row = sums[name]
                row[0] += 1
                row[1] += short > 0
                row[2] += short
                row[3] += short * need.relevance
                if short:
                    unit = unit_names[person.unit_id]
                    gaps.append((person.name, unit, name, need.level, level, short))
    return dict(sums), gaps


def test_the_workbook_equals_an_independent_count(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    found = sheets(signed_in(scene.trainer))
    assert list(found) == ["Ringkasan", "Per kompetensi", "Per unit", "Daftar pegawai"]
    sums, gaps = recomputed(app, {scene.unit})
    rows = {
        row[0]: [int(one or 0) for one in (row[3], *row[5:8])]
        for row in found["Per kompetensi"][1:]
    }
    assert {name: row for name, row in rows.items() if any(row)} == sums
    assert rows["Komunikasi"] == [8, 7, 7, 14]
    listed = [(row[0], row[2], row[5], *map(int, row[6:9])) for row in found["Daftar pegawai"][1:]]
    assert sorted(listed) == sorted(gaps)
    assert len(listed) == 7
    (unit,) = found["Per unit"][1:]
    assert unit[:2] == ["Dinas Butuh", "Komunikasi"]
    with app.app_context():
        (entry,) = audited("needs.exported")
        assert '"rows":7' in entry.details.replace(" ", "")


def test_the_page_says_first_what_is_most_needed(scene: Scene, signed_in: SignedIn) -> None:
    client = signed_in(scene.trainer)
    text = texts(client, PAGE)
    assert "Komunikasi paling mendesak: 7 dari 8 orang di bawah standar, 7 tingkat kurang." in text
    assert "7 dari 8" in text
    assert "Dinas Butuh Komunikasi" in text
    assert "(belum ada di katalog)" in text
    assert "Belum ada kekurangan" in texts(client, f"{PAGE}?unit={scene.other}")


def test_the_list_names_people_with_gaps_and_is_recorded(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.trainer)
    text = texts(client, PEOPLE)
    assert "7 selisih ditemukan" in text
    assert "Butuh 0" in text
    assert "Butuh 7" not in text
    assert "Lain 0" not in texts(client, f"{PEOPLE}?unit={scene.other}")
    assert "1 selisih" in texts(client, f"{PEOPLE}?cari=butuh 3")
    assert "Tidak ada selisih" in texts(client, f"{PEOPLE}?kompetensi=99999")
    with app.app_context():
        assert len(audited("needs.read")) == 4


def test_leaders_get_figures_of_large_groups_without_units_and_names(
    scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.leader)
    text = texts(client, PAGE)
    assert "7 dari 8" in text
    assert "Dinas Butuh" not in text
    assert "Butuh 0" not in text
    assert client.get(PEOPLE).status_code == 403
    assert texts(client, f"{PAGE}?unit={scene.unit}") == text, "nobody narrows it"
    found = sheets(client)
    assert list(found) == ["Ringkasan", "Per kompetensi"]
    rows = {row[0]: row[2:8] for row in found["Per kompetensi"][1:]}
    assert [int(one) for one in rows["Komunikasi"][3:]] == [7, 7, 14]
    assert not any(rows["Kerja Sama"]), "three people are too few"
    assert "Lain 0" not in str(found)


def test_the_document_holds_the_same_figures_and_no_name(
    app: Flask, scene: Scene, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = signed_in(scene.trainer).get(PDF)
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert ".pdf" in answer.headers["Content-Disposition"]
    read = PdfReader(io.BytesIO(answer.data))
    assert read.pages[0].mediabox.width > read.pages[0].mediabox.height
    paper = " ".join(" ".join(one.extract_text() for one in read.pages).split())
    assert "Dinas Butuh" in paper
    assert "Butuh 0" not in paper
    monkeypatch.setattr(printing, "pdf", lambda _text: None)
    page = soup(signed_in(scene.trainer).get(PDF))
    rows = [" ".join(row.get_text(" ").split()) for row in page.select("tbody tr")]
    sums, _gaps = recomputed(app, {scene.unit})
    rated, below, missing, weighted = sums["Komunikasi"]
    expected = f"Komunikasi 2 {rated} {below} {missing} {weighted}"
    assert expected in paper
    assert rows[0].startswith(expected)
    assert f"Dinas Butuh {expected}" in " ".join(rows)
    assert "Butuh 0" not in page.get_text()
    assert "wide" in str(page.body and page.body.get("class"))
    leaders = soup(signed_in(scene.leader).get(PDF)).get_text()
    assert "Dinas Butuh" not in leaders
    with app.app_context():
        assert len(audited("needs.exported")) == 3


def test_only_trainers_hr_and_leaders_open_it(
    scene: Scene, app: Flask, signed_in: SignedIn
) -> None:
    client = signed_in(factories.employee(app))
    assert {client.get(path).status_code for path in (PAGE, PEOPLE, XLSX, PDF)} == {403}


def test_a_large_workbook_is_written_row_by_row(app: Flask) -> None:
    asked = [0]

    def rows():
        for number in range(3000):
            asked[0] += 1
            yield [f"=1+{number}", number, None]

    with app.test_request_context():
        answer = workbook("besar", [Part("Satu", ["A", "B", "C"], rows()), Part("Dua", ["A"], [])])
        answer.direct_passthrough = False
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    assert asked == [3000]
    found = book.get_sheet_by_name("Satu").to_python()
    assert found[0][:2] == ["A", "B"]
    assert found[3000][:2] == ["=1+2999", 2999], "a text stays a text"
    assert book.sheet_names == ["Satu", "Dua"]


@pytest.mark.parametrize("more", [0, 40])
def test_the_analysis_asks_as_many_queries_however_many_people(
    app: Flask, scene: Scene, signed_in: SignedIn, count_queries: factories.Counting, more: int
) -> None:
    job = factories.position(app, JobLevel.PENGAWAS)
    for _turn in range(more):
        unit = factories.unit(app, parent=scene.unit)
        person = factories.employee(app, unit_id=unit, position_id=job)
        recorded(app, person, RecordKind.SUPERVISOR, 1)
    client = signed_in(scene.trainer)
    for path, queries_sent in ((PAGE, 9), (PEOPLE, 12)):
        client.get(path)
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        assert len(statements) == queries_sent, path
