"""Ready for the next job? Present levels against another position's standard."""

from datetime import date
from typing import Any

import pytest
from bs4 import Tag
from flask import Flask
from sqlalchemy import select

from kinerja import audit
from kinerja.competency.models import JobRequirement, JobStandard, JobStandardItem
from kinerja.competency.rules import Necessity, RecordKind, RequirementKind
from kinerja.competency.rules.careers import next_job_levels
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from tests import factories
from tests.assessing import Office, SignedIn, build_office, text_of, verify
from tests.pages import soup
from tests.recording import recorded

PAGE = "/kompetensi/hasil/banding"


@pytest.fixture
def office(app: Flask) -> Office:
    return build_office(app)


@pytest.fixture
def chief(app: Flask, office: Office) -> int:
    """A position with a standard of its own: INT 3 absolute, KOM 2, PP 2 and one requirement."""
    codes = factories.dictionary(app)
    job = factories.position(app, JobLevel.ADMINISTRATOR, "Kepala Bidang Uji")
    factories.job_standard(
        app, job, {codes["INT"]: 3, codes["KOM"]: 2, codes["PP"]: 2}, on=date(2020, 1, 2)
    )
    with app.app_context():
        standard = db.session.scalars(select(JobStandard)).one()
        strict = JobStandardItem.competency_id == codes["INT"]
        item = db.session.scalars(select(JobStandardItem).where(strict)).one()
        item.necessity, item.relevance = Necessity.ABSOLUTE, 3
        standard.requirements.append(
            JobRequirement(
                rank=1,
                kind=RequirementKind.EDUCATION,
                text="Paling rendah S-1",
                necessity=Necessity.ABSOLUTE,
            )
        )
        db.session.commit()
    return job


def rows_of(page: Any) -> dict[str, list[str]]:
    def words(cell: Tag) -> str:
        return " ".join(cell.get_text(" ").split())

    found = {}
    for row in page.select("tbody tr"):
        name, *rest = (words(cell) for cell in row.select("th, td"))
        found[name] = rest
    return found


def test_ladder_leads_somewhere_from_every_level_but_the_highest() -> None:
    ends = {level for level in JobLevel if not next_job_levels(level)}
    assert ends == {JobLevel.JPT_UTAMA, JobLevel.AHLI_UTAMA}
    assert all(level not in next_job_levels(level) for level in JobLevel)
    assert JobLevel.ADMINISTRATOR in next_job_levels(JobLevel.PENGAWAS)


def test_sentence_first_then_each_competency_with_source_gap_and_sort(
    app: Flask, office: Office, chief: int, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [])
    recorded(app, office.clerk, RecordKind.ASSESSOR, 3, code="KOM")
    client = signed_in(office.clerk)
    page = soup(client.get(f"{PAGE}?jabatan={chief}"))
    text = " ".join(page.get_text(" ").split())
    assert "Anda memenuhi 2 dari 3 kompetensi yang diminta." in text
    assert "1 di antara yang belum bersifat mutlak: Integritas." in text
    found = rows_of(page)
    assert list(found) == ["Integritas", "Komunikasi", "Pelayanan Publik"]
    assert found["Integritas"][0].startswith("2 Dasar verifikasi atasan,")
    assert found["Integritas"][1:] == ["3 Menengah", "−1", "3", "Mutlak", "Belum"]
    assert found["Komunikasi"][0].startswith("3 Menengah hasil asesor,")
    assert found["Komunikasi"][1:] == ["2 Dasar", "+1", "2", "Penting", "Terpenuhi"]
    assert "Paling rendah S-1" in text
    assert "Kualifikasi pendidikan · Mutlak" in text


def test_levels_that_nobody_confirmed_and_those_that_are_missing_are_told(
    app: Flask, office: Office, chief: int, signed_in: SignedIn
) -> None:
    client = signed_in(office.clerk)
    text = text_of(client, f"{PAGE}?jabatan={chief}")
    assert "Anda memenuhi 0 dari 3 kompetensi" in text
    assert "3 kompetensi belum punya tingkat yang berlaku" in text
    factories.assessed(app, office.clerk, [2] * 9)
    text = text_of(client, f"{PAGE}?jabatan={chief}")
    assert "Anda memenuhi 2 dari 3 kompetensi" in text
    assert "3 tingkat berasal dari penilaian mandiri" in text


def test_position_without_own_standard_is_compared_by_its_job_levels_default(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [])
    job = factories.position(app, JobLevel.PENGAWAS, "Pengawas Lain")
    text = text_of(signed_in(office.clerk), f"{PAGE}?jabatan={job}")
    assert "Anda memenuhi 9 dari 9 kompetensi" in text
    assert "memakai bawaan jenjangnya" in text


def test_own_unit_and_next_job_levels_come_first_and_any_can_be_searched(
    app: Flask, office: Office, signed_in: SignedIn
) -> None:
    factories.position(app, JobLevel.PELAKSANA, "Aaa Pelaksana")
    factories.position(app, JobLevel.ADMINISTRATOR, "Zzz Administrator")
    near = factories.position(app, JobLevel.PELAKSANA, "Mmm Rekan")
    factories.employee(app, unit_id=office.unit, position_id=near)
    client = signed_in(office.clerk)
    names = [link.get_text() for link in soup(client.get(PAGE)).select(".task-name")]
    assert names.index("Mmm Rekan") < names.index("Zzz Administrator")
    assert names.index("Zzz Administrator") < names.index("Aaa Pelaksana")
    assert "Pengawas Uji" not in names  # the own one
    found = soup(client.get(f"{PAGE}?cari=zzz")).select(".task-name")
    assert [link.get_text() for link in found] == ["Zzz Administrator"]
    assert "Jabatan tidak ditemukan" in client.get(f"{PAGE}?cari=tidakada").text
    assert client.get(f"{PAGE}?jabatan=99999").status_code == 404
    assert client.get(f"{PAGE}?jabatan=x").status_code == 200


def test_line_and_trainer_compare_others_and_it_is_recorded(
    app: Flask, office: Office, chief: int, signed_in: SignedIn
) -> None:
    verify(app, office.clerk, [2] * 9, [])
    path = f"/kompetensi/pegawai/{office.clerk}/banding"
    for person in (office.boss, office.trainer):
        client = signed_in(person)
        assert "Pilih jabatan." in text_of(client, path)
        text = text_of(client, f"{path}?jabatan={chief}")
        assert "Sari Uji memenuhi 2 dari 3 kompetensi" in text
    assert signed_in(office.clerk).get(path).status_code == 403
    other = factories.employee(app, unit_id=office.root)
    assert signed_in(office.boss).get(f"/kompetensi/pegawai/{other}/banding").status_code == 404
    with app.app_context():
        read = select(audit.Entry.actor_id).where(audit.Entry.action == "record.read")
        assert set(db.session.scalars(read)) == {office.boss, office.trainer}
