"""Finding people by level: mentors who agreed to it, and the people of one's scope."""

import io
from collections.abc import Callable
from typing import NamedTuple

import pytest
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook
from sqlalchemy import insert, update

from kinerja import clock
from kinerja.competency.models import Competency, Present
from kinerja.competency.queries.finder import Search, mentors
from kinerja.competency.rules import RecordKind
from kinerja.extensions import db
from kinerja.people.models import Consent, Employee
from kinerja.people.rules import MENTOR_LEVEL, Purpose, Standing
from kinerja.people.rules import consents as consent_rules
from kinerja.permissions import Role
from tests import factories
from tests.offices import texts
from tests.pages import soup
from tests.recording import recorded

SignedIn = Callable[[int], FlaskClient]
MENTORS, HOLDERS = "/kompetensi/cari", "/kompetensi/cari/pegawai"


class Scene(NamedTuple):
    """Two units with a strong person each, and somebody who looks for a mentor."""

    root: int
    unit: int
    other: int
    strong: int
    away: int
    asker: int
    trainer: int
    kom: int


@pytest.fixture
def scene(app: Flask) -> Scene:
    codes = factories.dictionary(app)
    root = factories.unit(app, "Kota Mentor")
    unit = factories.unit(app, "Dinas Mentor", parent=root)
    other = factories.unit(app, "Badan Mentor", parent=root)
    strong = factories.employee(app, unit_id=unit, name="Kuat Mentor")
    away = factories.employee(app, unit_id=other, name="Jauh Mentor")
    asker = factories.employee(app, unit_id=unit, name="Tanya Mentor")
    trainer = factories.employee(app, unit_id=root, name="Latih Mentor")
    factories.grant(app, trainer, Role.TRAINER, unit)
    for person in (strong, away):
        recorded(app, person, RecordKind.SUPERVISOR, 4)
    return Scene(root, unit, other, strong, away, asker, trainer, codes["KOM"])


def names(client: FlaskClient, path: str) -> set[str]:
    return {cell.get_text().strip() for cell in soup(client.get(path)).select("tbody th")}


def phone(app: Flask, person: int, number: str = "0812 0000 4321") -> None:
    with app.app_context():
        db.session.execute(update(Employee).where(Employee.id == person).values(phone=number))
        db.session.commit()


def test_only_who_agreed_to_be_found_as_a_mentor_is_found(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.asker)
    assert "Belum ada yang bersedia" in texts(client, MENTORS)
    factories.consent(app, scene.strong, Purpose.MENTOR)
    assert names(client, MENTORS) == {"Kuat Mentor"}
    factories.consent(app, scene.away, Purpose.MENTOR)
    assert names(client, MENTORS) == {"Kuat Mentor", "Jauh Mentor"}
    assert "2 rekan bersedia ditemukan" in texts(client, MENTORS)


def test_who_withdrew_is_gone_at_once_with_name_unit_and_number(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    phone(app, scene.strong)
    for purpose in (Purpose.MENTOR, Purpose.CONTACT):
        factories.consent(app, scene.strong, purpose)
    client = signed_in(scene.asker)
    assert "Kuat Mentor" in client.get(MENTORS).text
    factories.consent(app, scene.strong, Purpose.MENTOR, given=False)
    for path in (MENTORS, f"{MENTORS}?kompetensi={scene.kom}", f"{MENTORS}?unit={scene.unit}"):
        text = client.get(path).text
        assert "Kuat" not in text
        assert "4321" not in text
        assert "Komunikasi</span>" not in text


def test_consent_to_older_words_finds_nobody(
    app: Flask, scene: Scene, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.consent(app, scene.strong, Purpose.MENTOR)
    monkeypatch.setitem(consent_rules.VERSIONS, Purpose.MENTOR, Purpose.MENTOR.version + 1)
    assert names(signed_in(scene.asker), MENTORS) == set()


@pytest.mark.parametrize(
    ("kind", "level", "found"),
    [
        (RecordKind.SUPERVISOR, 5, True),
        (RecordKind.ASSESSOR, MENTOR_LEVEL, True),
        (RecordKind.SUPERVISOR, MENTOR_LEVEL - 1, False),
        (RecordKind.SELF, 5, False),
    ],
)
def test_a_level_that_somebody_else_confirmed_makes_a_mentor(
    app: Flask, scene: Scene, kind: RecordKind, level: int, found: bool
) -> None:
    person = factories.employee(app, name="Baru Mentor")
    recorded(app, person, kind, level)
    factories.consent(app, person, Purpose.MENTOR)
    with app.app_context():
        rows = mentors(Search(), on=clock.today(), page=1).items
        assert [row.name for row in rows] == (["Baru Mentor"] if found else [])


def test_an_expired_level_makes_no_mentor(app: Flask, scene: Scene) -> None:
    person = factories.employee(app)
    recorded(app, person, RecordKind.SUPERVISOR, 5, ago=400, left=-1)
    factories.consent(app, person, Purpose.MENTOR)
    with app.app_context():
        assert mentors(Search(), on=clock.today(), page=1).total == 0


def test_who_has_left_is_no_mentor(app: Flask, scene: Scene, signed_in: SignedIn) -> None:
    factories.consent(app, scene.strong, Purpose.MENTOR)
    with app.app_context():
        db.session.get_one(Employee, scene.strong).standing = Standing.RETIRED
        db.session.commit()
    assert names(signed_in(scene.asker), MENTORS) == set()


def test_only_strong_competencies_are_named_and_never_a_level(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    recorded(app, scene.strong, RecordKind.SUPERVISOR, 5, code="KS")
    recorded(app, scene.strong, RecordKind.SUPERVISOR, 2, code="PP")
    factories.consent(app, scene.strong, Purpose.MENTOR)
    page = soup(signed_in(scene.asker).get(f"{MENTORS}?tingkat=5"))
    cells = [cell.get_text(" ").strip() for cell in page.select("tbody td")]
    assert cells == ["Dinas Mentor", "Kerja Sama, Komunikasi", "Tidak dibuka"]
    assert page.select("[name=tingkat]") == []
    with app.app_context():
        nip = db.session.get_one(Employee, scene.strong).nip
    assert nip not in page.get_text().replace(" ", "")


def test_a_number_is_shown_only_with_the_consent_to_be_called(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    phone(app, scene.strong)
    factories.consent(app, scene.strong, Purpose.MENTOR)
    client = signed_in(scene.asker)
    assert "4321" not in client.get(MENTORS).text
    factories.consent(app, scene.strong, Purpose.CONTACT)
    assert soup(client.get(MENTORS)).select_one('a[href="tel:081200004321"]')
    factories.consent(app, scene.strong, Purpose.CONTACT, given=False)
    assert "4321" not in client.get(MENTORS).text


def test_mentors_are_narrowed_by_competency_and_unit(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    for person in (scene.strong, scene.away):
        factories.consent(app, person, Purpose.MENTOR)
    recorded(app, scene.away, RecordKind.SUPERVISOR, 4, code="PP")
    client = signed_in(scene.asker)
    with app.app_context():
        pp = db.session.scalars(db.select(Competency.id).where(Competency.code == "PP")).one()
    assert names(client, f"{MENTORS}?kompetensi={pp}") == {"Jauh Mentor"}
    assert names(client, f"{MENTORS}?unit={scene.unit}") == {"Kuat Mentor"}
    assert names(client, f"{MENTORS}?unit={scene.root}") == {"Kuat Mentor", "Jauh Mentor"}
    assert "Belum ada yang bersedia di sini" in texts(
        client, f"{MENTORS}?unit={scene.unit}&kompetensi={pp}"
    )
    assert names(client, f"{MENTORS}?unit=x&kompetensi=y") == {"Kuat Mentor", "Jauh Mentor"}


def test_the_trainer_finds_people_of_the_own_units_with_levels(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    recorded(app, scene.asker, RecordKind.SELF, 5)
    recorded(app, scene.asker, RecordKind.SUPERVISOR, 3, code="PP")
    client = signed_in(scene.trainer)
    text = texts(client, f"{HOLDERS}?tingkat=3")
    assert "2 tingkat 3 (Menengah) atau lebih ditemukan" in text
    assert "Kuat Mentor" in text
    assert "Tanya Mentor" in text
    assert "4 · Mumpuni" in text
    assert "verifikasi atasan, " in text
    assert "Jauh Mentor" not in text
    assert "Jauh Mentor" not in texts(client, f"{HOLDERS}?unit={scene.other}")
    assert "Tanya Mentor" not in texts(client, f"{HOLDERS}?tingkat=4")
    assert "Tanya Mentor" not in texts(client, f"{HOLDERS}?tingkat=3&kompetensi={scene.kom}")
    assert "Tanya Mentor" in texts(client, f"{HOLDERS}?tingkat=3&cari=tanya")
    assert "Tidak ada yang memenuhi" in texts(client, f"{HOLDERS}?tingkat=5")


def test_the_file_holds_the_people_of_the_filter(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    recorded(app, scene.asker, RecordKind.ASSESSOR, 5)
    answer = signed_in(scene.trainer).get(f"{HOLDERS}/xlsx?tingkat=4&kompetensi={scene.kom}")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0)
    _head, *rows = sheet.to_python()
    assert [(row[0], row[2], row[4], row[5], row[6]) for row in rows] == [
        ("Tanya Mentor", "Dinas Mentor", "Komunikasi", 5, "hasil asesor"),
        ("Kuat Mentor", "Dinas Mentor", "Komunikasi", 4, "verifikasi atasan"),
    ]


def test_who_looks_after_nobody_finds_mentors_only(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    client = signed_in(scene.asker)
    assert client.get(HOLDERS).status_code == 403
    assert client.get(f"{HOLDERS}/xlsx").status_code == 403
    assert HOLDERS not in client.get(MENTORS).text


@pytest.mark.parametrize("people", [30, 3000])
def test_finding_asks_as_many_queries_however_many_people(
    app: Flask,
    scene: Scene,
    signed_in: SignedIn,
    count_queries: factories.Counting,
    people: int,
) -> None:
    job = factories.position(app)
    staff = factories.employees(app, people, unit_id=scene.unit, position_id=job)[-people:]
    record = recorded(app, staff[0], RecordKind.SUPERVISOR, 4)
    with app.app_context():
        now, today = clock.now(), clock.today()
        fields = {"competency_id": scene.kom, "level": 4, "kind": RecordKind.SUPERVISOR}
        rows = [{**fields, "employee_id": one, "record_id": record, "on": today} for one in staff]
        db.session.execute(insert(Present), rows[1:])
        said = {"given": True, "at": now, "version": 1, "wording": "-"}
        for purpose in (Purpose.MENTOR, Purpose.CONTACT):
            db.session.execute(
                insert(Consent),
                [{**said, "purpose": purpose, "employee_id": one, "by_id": one} for one in staff],
            )
        db.session.commit()
    client = signed_in(scene.trainer)
    for path, queries_sent in ((f"{MENTORS}?hal=2", 11), (f"{HOLDERS}?hal=2", 12)):
        client.get(path)
        with count_queries() as statements:
            answer = client.get(path)
        assert answer.status_code == 200
        assert len(statements) == queries_sent, path
    assert f"dari {people:,} orang".replace(",", ".") in texts(client, MENTORS)


def test_an_assessor_who_found_less_takes_the_mentor_away(
    app: Flask, scene: Scene, signed_in: SignedIn
) -> None:
    factories.consent(app, scene.strong, Purpose.MENTOR)
    recorded(app, scene.strong, RecordKind.ASSESSOR, 2)
    assert names(signed_in(scene.asker), MENTORS) == set()
