"""Reading job standards: two editions compared, the list, and who may change anything."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.factories import Counting
from tests.pages import soup
from tests.standards_world import World, build

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    """An admin, a clerk, and their position."""
    return build(app)


def test_two_editions_are_compared(app: Flask, world: World, signed_in: SignedIn) -> None:
    codes = world.codes
    first = factories.job_standard(
        app,
        world.job,
        {codes["INT"]: 3, codes["KOM"]: 3, codes["PP"]: 3},
        on=date(2024, 1, 1),
        requirements=["D-3 Kearsipan"],
    )
    factories.job_standard(
        app,
        world.job,
        {codes["INT"]: 4, codes["KOM"]: 2, codes["PB"]: 3},
        on=date(2025, 1, 1),
        requirements=["S-1 Kearsipan"],
    )
    client = signed_in(world.clerk)
    page = client.get(f"{world.path}/banding")
    rows = {
        row.th.get_text(strip=True): row.select_one(".tag").get_text(strip=True)  # type: ignore[union-attr]
        for row in soup(page).select("tbody tr")
    }
    assert rows == {
        "Integritas": "Dinaikkan",
        "Komunikasi": "Diturunkan",
        "Pelayanan Publik": "Dihapus",
        "Perekat Bangsa": "Ditambahkan",
    }
    assert "D-3 Kearsipan" in page.text
    assert "S-1 Kearsipan" in page.text
    assert "Bawaan jenjang" in client.get(f"{world.path}/banding?dari=&ke={first}").text
    other = factories.position(app)
    strange = f"/kompetensi/standar/jabatan/{other}/banding?dari={first}&ke="
    assert client.get(strange).status_code == 404
    assert client.get(f"/kompetensi/standar/jabatan/{other}?edisi={first}").status_code == 404


def test_only_the_agency_admin_changes_standards_everybody_reads_them(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    coming = factories.job_standard(
        app, world.job, {world.codes["INT"]: 5}, on=world.today + timedelta(days=3)
    )
    root = factories.unit(app)
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.LEADER, Role.HR):
        person = factories.employee(app, unit_id=root)
        factories.grant(app, person, role, root)
        client = signed_in(person)
        for path in (f"{world.path}/tambah", f"{world.path}/pindahkan"):
            assert client.get(path).status_code == 403
        for act in ("ubah", "tarik"):
            assert client.get(f"/kompetensi/standar/edisi/{coming}/{act}").status_code == 403
        assert client.get("/kompetensi/standar/impor").status_code == 403
        assert client.get("/kompetensi/standar/xlsx").status_code == 200
        assert client.get(world.path).status_code == 200
        assert client.get("/kompetensi/standar").status_code == 200


def test_the_list_narrows_and_asks_as_often_for_300_positions_as_for_30(
    app: Flask, world: World, signed_in: SignedIn, count_queries: Counting
) -> None:
    client, counts = signed_in(world.admin), []
    narrow = "/kompetensi/standar?jenjang=pengawas&sendiri=belum"
    for many in (30, 270):
        for number in range(many):
            job = factories.position(app, JobLevel.PENGAWAS)
            if number % 10 == 0:
                factories.job_standard(app, job, {world.codes["INT"]: 2}, on=date(2025, 1, 1))
        client.get("/kompetensi/standar")
        with count_queries() as asked:
            assert client.get(narrow).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
    page = soup(client.get("/kompetensi/standar?cari=arsiparis"))
    assert [link.get_text() for link in page.select(".table-stack tbody th")] == ["Arsiparis Uji"]
    assert "270 jabatan" in client.get(narrow).text
    assert "Tidak ada jabatan yang cocok" in client.get("/kompetensi/standar?cari=tidakada").text


def test_the_dictionary_marks_the_level_of_the_own_positions_standard(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    factories.job_standard(app, world.job, {world.codes["KOM"]: 5}, on=date(2025, 1, 1))
    client = signed_in(world.clerk)
    page = client.get("/kompetensi/kamus/kom").text
    assert page.index("Ahli") < page.index("Standar jabatan Anda") < page.index("Mumpuni")
    assert "Standar jabatan Anda" not in client.get("/kompetensi/kamus/int").text
