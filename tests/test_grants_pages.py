"""The pages on which roles are given, ended, explained and told."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import ActingLeader, Unit
from kinerja.people.rules import ActingKind
from kinerja.permissions import Role
from tests import factories
from tests.granting import Town, build_town, entries, give
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
ONE_DAY = timedelta(days=1)


@pytest.fixture
def town(app: Flask) -> Town:
    """A small town."""
    return build_town(app)


def test_admin_gives_and_ends_a_role_on_the_pages(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    admin = signed_in(town.admin)
    assert "Sari Uji" in admin.get("/hak-akses/beri?cari=sari").text
    path = f"/hak-akses/beri/{town.clerk}"
    wrong = send(admin, path)
    assert wrong.status_code == 422
    assert "Pilih peran." in wrong.text
    refused = send(admin, path, role="trainer", unit_id="0", reason="Surat tugas")
    assert refused.status_code == 422
    assert "Pilih unit" in refused.text
    done = send(admin, path, role="trainer", unit_id=str(town.office), reason="Surat tugas")
    assert done.status_code == 303
    listed = admin.get("/hak-akses?cari=sari")
    assert "Pelatih" in listed.text
    assert "Surat tugas" in listed.text
    with app.app_context():
        (grant,) = queries.grants_of(town.clerk)
    end = f"/hak-akses/{grant.id}/akhiri"
    assert "Akhiri peran?" in admin.get(end).text
    late = send(admin, end, on="2000-01-01", reason="Pindah")
    assert late.status_code == 422
    assert send(admin, end, reason="Pindah").status_code == 303
    assert "Peran Sari Uji diakhiri" in admin.get("/hak-akses").text
    assert "Tidak ada yang cocok" in admin.get("/hak-akses?cari=sari").text


def test_only_whoever_gives_roles_sees_how(app: Flask, town: Town, signed_in: SignedIn) -> None:
    inspector = factories.employee(app, unit_id=town.other)
    factories.grant(app, inspector, Role.INSPECTOR, town.root)
    reader = signed_in(inspector)
    listed = reader.get("/hak-akses")
    assert listed.status_code == 200
    assert "Wulan Uji" in listed.text
    assert "Akhiri" not in listed.text
    assert "Beri peran" not in listed.text
    assert reader.get("/hak-akses/beri").status_code == 403
    assert reader.get(f"/hak-akses/{town.admins_grant}/akhiri").status_code == 403
    assert signed_in(town.clerk).get("/hak-akses").status_code == 403


def test_office_admin_sees_and_ends_the_offices_grants_only(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    admin = signed_in(town.office_admin)
    page = soup(admin.get("/hak-akses")).select_one("tbody")
    assert page is not None
    assert "Made Uji" in page.get_text()
    assert "Wulan Uji" not in page.get_text()
    assert admin.get(f"/hak-akses/{town.admins_grant}/akhiri").status_code == 404
    assert admin.get(f"/hak-akses/beri/{town.far}").status_code == 404
    assert "Togar" not in admin.get("/hak-akses/beri?cari=togar").text.partition("hasil")[2]


def test_list_is_narrowed_by_role_unit_state_and_name(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    with app.app_context():
        today = clock.today()
    factories.grant(app, town.clerk, Role.TRAINER, town.office, valid_from=today + ONE_DAY)
    factories.grant(app, town.far, Role.LEADER, town.other, valid_to=today - ONE_DAY)
    admin = signed_in(town.admin)

    def names(query: str) -> set[str]:
        rows = soup(admin.get(f"/hak-akses?{query}")).select("tbody th")
        return {next(iter(row.stripped_strings)) for row in rows}

    assert names("") == {"Wulan Uji", "Made Uji"}
    assert names("keadaan=") == {"Wulan Uji", "Made Uji", "Sari Uji", "Togar Lain"}
    assert names("keadaan=coming") == {"Sari Uji"}
    assert names("keadaan=ended") == {"Togar Lain"}
    assert names("keadaan=&peran=leader") == {"Togar Lain"}
    assert names(f"keadaan=&unit={town.office}") == {"Made Uji", "Sari Uji"}
    assert names("cari=wulan") == {"Wulan Uji"}
    assert names("keadaan=nonsense&peran=nonsense&unit=x") == names("keadaan=")
    assert "Tidak ada yang cocok" in admin.get("/hak-akses?cari=tidak-ada").text


def test_spreadsheet_of_grants_is_recorded(app: Flask, town: Town, signed_in: SignedIn) -> None:
    answer = signed_in(town.admin).get("/hak-akses/xlsx")
    assert answer.status_code == 200
    assert "hak-akses-" in answer.headers["Content-Disposition"]
    with app.app_context():
        (entry,) = entries("grant.exported")
        assert entry.actor_id == town.admin
        assert '"rows": 2' in entry.details


def test_list_asks_as_often_for_many_as_for_few(
    app: Flask, town: Town, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    admin = signed_in(town.admin)
    admin.get("/hak-akses")
    with count_queries() as few:
        admin.get("/hak-akses")
    for number in range(30):
        holder = factories.employee(app, unit_id=town.office, name=f"Orang {number:02}")
        factories.grant(app, holder, Role.TRAINER, town.office)
    with count_queries() as many:
        admin.get("/hak-akses")
    assert len(many) == len(few)


def test_roles_are_explained_in_words_to_everybody(town: Town, signed_in: SignedIn) -> None:
    page = signed_in(town.clerk).get("/hak-akses/peran")
    for role in Role:
        assert role.label in page.text
    assert "memberi dan mengakhiri peran" in page.text


def test_everybody_sees_who_may_read_about_them(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    boss = factories.employee(app, unit_id=town.office, name="Bagas Uji")
    led = factories.employee(app, unit_id=town.office, supervisor_id=boss, name="Dewi Uji")
    survey = factories.employee(app, unit_id=town.office, name="Nita Survei")
    factories.grant(app, survey, Role.SURVEY_ADMIN, town.root)
    elsewhere = factories.employee(app, unit_id=town.other, name="Admin Lain")
    factories.grant(app, elsewhere, Role.UNIT_ADMIN, town.other)
    past = factories.employee(app, unit_id=town.office, name="Admin Dulu")
    factories.grant(app, past, Role.UNIT_ADMIN, town.office, valid_to=date(2021, 1, 1))
    page = soup(signed_in(led).get("/hak-akses/saya"))
    rows = {
        next(iter(row.select_one("th").stripped_strings)): row.get_text(" ", strip=True)
        for row in page.select("tbody tr")
    }
    assert set(rows) == {"Bagas Uji", "Made Uji", "Wulan Uji"}
    assert "Atasan langsung" in rows["Bagas Uji"]
    assert "hasil penilaian kompetensi" in rows["Bagas Uji"]
    assert "Kota Uji" in rows["Wulan Uji"]
    assert "hasil penilaian kompetensi" not in rows["Wulan Uji"]


def test_own_roles_say_by_whom_and_why(app: Flask, town: Town, signed_in: SignedIn) -> None:
    with app.app_context():
        give(town.admin, town.clerk, Role.TRAINER, town.office)
        db.session.commit()
    page = signed_in(town.clerk).get("/hak-akses/saya")
    assert "Pelatih, Dinas Uji" in page.text
    assert "diberikan Wulan Uji" in page.text
    assert "alasan: Surat tugas 800/12" in page.text


def test_stand_in_of_the_supervisor_is_named(app: Flask, town: Town, signed_in: SignedIn) -> None:
    boss = factories.employee(app, unit_id=town.office, name="Bagas Uji")
    led = factories.employee(app, unit_id=town.office, supervisor_id=boss, name="Dewi Uji")
    with app.app_context():
        today = clock.today()
    factories.save(
        app,
        ActingLeader(
            kind=ActingKind.PLH,
            employee_id=town.clerk,
            absent_id=boss,
            valid_from=today,
            valid_to=today,
        ),
    )
    page = signed_in(led).get("/hak-akses/saya").text
    assert "Plh. atasan langsung" in page
    assert "Sari Uji" in page


def test_closed_unit_and_its_grants_do_not_break_the_list(
    app: Flask, town: Town, signed_in: SignedIn
) -> None:
    factories.grant(app, town.far, Role.LEADER, town.other)
    with app.app_context():
        db.session.get_one(Unit, town.other).is_active = False
        db.session.commit()
    assert "Togar Lain" in signed_in(town.admin).get("/hak-akses").text
