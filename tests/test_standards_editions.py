"""Positions' own standards: the record, a new edition, a coming one, comparing, permissions."""

import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import audit
from kinerja.competency.models import JobRequirement, JobStandard, JobStandardItem
from kinerja.competency.queries.job_standards import job_standard
from kinerja.competency.rules import Need
from kinerja.competency.services import job_standards as services
from kinerja.extensions import db
from tests import factories
from tests.pages import soup
from tests.standards_world import World, build, post
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]


@pytest.fixture
def world(app: Flask) -> World:
    """An admin, a clerk, and their position."""
    return build(app)


def entries(app: Flask, action: str) -> list[audit.Entry]:
    with app.app_context():
        return list(db.session.scalars(select(audit.Entry).where(audit.Entry.action == action)))


def test_a_position_without_an_own_standard_shows_its_levels_default(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.clerk)
    page = client.get(world.path).text
    assert "belum punya standar sendiri" in page
    assert "Jabatan Anda" in page
    assert "Buat edisi baru" not in page
    assert "/kompetensi/standar/saya" in client.get("/kompetensi").text
    assert client.get("/kompetensi/standar/saya").headers["Location"] == world.path
    assert client.get("/kompetensi/standar/jabatan/999999").status_code == 404


def test_a_new_edition_begins_with_the_default_and_becomes_the_record(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client, codes = signed_in(world.admin), world.codes
    answer = post(client, world, valid_from=world.today.isoformat(), decree="Kep 7/2026")
    assert answer.status_code == 303
    page = signed_in(world.clerk).get(world.path).text
    for text in ("Kep 7/2026", "I. Ikhtisar jabatan", "III. Persyaratan jabatan", "S-1 Kearsipan"):
        assert text in page
    with app.app_context():
        held = job_standard(world.job, world.today)
        assert held is not None
        levels = {item.competency_id: item.level for item in held.items}
        assert levels == {number: 3 for number in codes.values() if number != codes["PP"]} | {
            codes["KOM"]: 5
        }
        (kom,) = [item for item in held.items if item.competency_id == codes["KOM"]]
        assert (kom.max_level, kom.relevance, kom.necessity) == (5, 3, "mutlak")
        assert held.created_by_id == world.admin
    (entry,) = entries(app, "standard.edition_added")
    assert entry.actor_id == world.admin


def test_nothing_typed_is_lost_when_something_is_wrong(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client, kom, kol = signed_in(world.admin), world.codes["KOM"], world.codes["KS"]
    wrong = {"valid_from": world.today.isoformat(), "decree": "", "summary": "Merawat arsip."}
    answer = post(
        client, world, **wrong, **{f"max_{kom}": "2", f"level_{kol}": "", f"max_{kol}": "4"}
    )
    assert answer.status_code == 422
    for text in (
        "Isi nomor keputusan",
        "Tingkat maksimum Komunikasi paling rendah sama",
        "Pilih juga tingkat Kerja Sama",
        "Merawat arsip.",
        "S-1 Kearsipan",
    ):
        assert text in answer.text, text
    page = soup(answer)
    assert page.select_one(f"#level_{kom} option[selected]")["value"] == "5"  # type: ignore[index]
    nothing = {f"level_{number}": "" for number in world.codes.values()}
    nothing |= {f"max_{number}": "" for number in world.codes.values()}
    answer = post(client, world, valid_from="2026-01-01", decree="Kep 1", **nothing)
    assert "paling sedikit satu kompetensi" in answer.text
    with app.app_context():
        assert db.session.scalar(select(func.count(JobStandard.id))) == 0


def test_more_rows_for_requirements_come_without_losing_anything(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.admin)
    answer = post(client, world, decree="Kep 9", more="1")
    assert answer.status_code == 422
    page = soup(answer)
    assert page.select_one("#text_9") is not None
    assert page.select_one("#text_10") is None
    assert "S-1 Kearsipan" in answer.text
    assert 'value="Kep 9"' in answer.text
    assert "Ada yang perlu diperbaiki" not in answer.text


def test_a_new_edition_can_be_copied_from_the_former_or_from_another_position(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client, codes = signed_in(world.admin), world.codes
    other = factories.position(app, title="Pengelola Uji")
    factories.job_standard(app, other, {codes["PP"]: 4}, on=date(2025, 1, 1), requirements=["D-3"])
    factories.job_standard(app, world.job, {codes["INT"]: 5}, on=date(2025, 1, 1))
    path = f"{world.path}/tambah"

    def chosen(address: str, code: str) -> str:
        option = soup(client.get(address)).select_one(f"#level_{codes[code]} option[selected]")
        return str(option["value"]) if option else ""

    assert (chosen(path, "INT"), chosen(path, "PP")) == ("5", "")
    assert (chosen(f"{path}?salin={other}", "INT"), chosen(f"{path}?salin={other}", "PP")) == (
        "",
        "4",
    )
    assert "D-3" in client.get(f"{path}?salin={other}").text
    assert chosen(f"{path}?salin=bawaan", "PP") == "3"


def test_the_technical_dictionary_of_an_urusan_can_be_named(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    technical = factories.technical(app, "Kearsipan", ["ARS1", "ARS2"])
    client, path = signed_in(world.admin), f"{world.path}/tambah"
    assert "Teknis ARS1" not in client.get(path).text
    assert "Teknis ARS1" in client.get(f"{path}?urusan=Kearsipan").text
    factories.job_standard(app, world.job, {technical["ARS2"]: 2}, on=date(2025, 1, 1))
    page = client.get(path).text
    assert "Teknis ARS2" in page
    assert "Teknis ARS1" not in page


def test_the_past_is_never_edited_a_coming_edition_may_be(
    app: Flask, world: World, signed_in: SignedIn
) -> None:
    client, codes = signed_in(world.admin), world.codes
    past = factories.job_standard(app, world.job, {codes["INT"]: 3}, on=date(2024, 1, 1))
    held_now = factories.job_standard(app, world.job, {codes["INT"]: 4}, on=date(2025, 1, 1))
    later = world.today + timedelta(days=30)
    coming = factories.job_standard(
        app, world.job, {codes["INT"]: 5}, on=later, requirements=["S-1"]
    )
    early = post(client, world, valid_from="2024-06-01", decree="Kep 2")
    assert early.status_code == 422
    assert "Yang sudah berlaku tidak diubah lagi" in early.text
    taken = post(client, world, valid_from=later.isoformat(), decree="Kep 2")
    assert "Sudah ada edisi yang berlaku mulai hari itu" in taken.text
    for number in (past, held_now):
        for act in ("ubah", "tarik"):
            answer = send(client, f"/kompetensi/standar/edisi/{number}/{act}")
            assert answer.status_code == 409
            assert "sudah berlaku" in answer.text
    path = f"/kompetensi/standar/edisi/{coming}/ubah"
    assert send(client, path, **{f"level_{codes['INT']}": "2"}).status_code == 303
    with app.app_context():
        (item,) = db.session.scalars(
            select(JobStandardItem).where(JobStandardItem.job_standard_id == coming)
        )
        assert item.level == 2
        assert db.session.scalar(select(func.count(JobRequirement.id))) == 1
    assert send(client, f"/kompetensi/standar/edisi/{coming}/tarik").status_code == 303
    with app.app_context():
        assert db.session.get(JobStandard, coming) is None
        assert db.session.scalar(select(func.count(JobRequirement.id))) == 0
    (changed,) = entries(app, "standard.edition_changed")
    assert json.loads(changed.details)["before"]["levels"] == {str(codes["INT"]): 5}
    assert len(entries(app, "standard.edition_withdrawn")) == 1
    assert client.get(path).status_code == 404


def test_a_level_that_there_is_not_is_refused(app: Flask, world: World) -> None:
    with app.app_context():
        standard = {"valid_from": world.today, "requirements": [], "decree": "Kep"}
        position = db.session.get_one(services.Position, world.job)
        for needs in ({}, {world.codes["INT"]: Need(6)}, {999999: Need(2)}):
            with pytest.raises(services.StandardRefusedError):
                services.add_job_standard(
                    position,
                    needs=needs,
                    by=None,
                    **standard,  # type: ignore[arg-type]
                )
