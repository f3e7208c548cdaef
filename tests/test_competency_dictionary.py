"""The dictionary: taking it from a file, reading it, and the standards that build on it."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import audit
from kinerja.competency import queries
from kinerja.competency.models import Competency, Level, Standard
from kinerja.competency.queries.own_texts import OWN_COPY
from kinerja.competency.rules.dictionary_files import NEEDED
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
Rows = list[dict[str, str]]
ARCHIVES = (
    "--urusan=Kearsipan",
    "--name=Kamus teknis kearsipan",
    "--legal-basis=Peraturan contoh",
    "--valid-from=2024-01-01",
)
HEADER = list(NEEDED)


def own_rows() -> Rows:
    with OWN_COPY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(path: Path, rows: Rows, *, columns: list[str] | None = None, comma: str = ",") -> str:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(
            file, columns or list(rows[0]), delimiter=comma, extrasaction="ignore"
        )
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def counts(app: Flask) -> tuple[int, int, int]:
    with app.app_context():
        return tuple(  # type: ignore[return-value]  # three counts
            db.session.scalar(select(func.count()).select_from(model))
            for model in (Competency, Level, Standard)
        )


def test_our_own_copy_brings_nine_competencies_with_five_levels_in_two_languages(
    app: Flask,
) -> None:
    answer = app.test_cli_runner().invoke(args=["competencies", "import"])
    assert answer.exit_code == 0
    assert "45 baru, 0 berubah, 0 tetap" in answer.output
    assert counts(app) == (9, 45, 9 * len(JobLevel))
    with app.app_context():
        found = queries.competency_by_code("kom")
        assert (found.name, found.name_en) == ("Komunikasi", "Communication")
        assert found.definition
        assert found.definition_en
        assert [level.level for level in found.levels] == [1, 2, 3, 4, 5]
        assert all(level.description and level.description_en for level in found.levels)
        assert [len(level.indicators) for level in found.levels] == [3] * 5
        assert all(one.text and one.text_en for one in found.levels[0].indicators)
        standard = queries.standards()
        assert standard[JobLevel.AHLI_MUDA, found.id] == 3
        assert standard[JobLevel.JPT_PRATAMA, found.id] == 4


def test_importing_again_changes_only_what_differs_and_keeps_references(
    app: Flask, tmp_path: Path
) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["competencies", "import"])
    with app.app_context():
        before = {row.code: row.id for row in queries.competencies()}
        db.session.execute(db.update(Standard).where(Standard.level == 5).values(level=4))
        db.session.commit()
    rows = own_rows()
    rows[0]["description_id"] = "Uraian yang diperbarui."
    again = runner.invoke(args=["competencies", "import", written(tmp_path / "b.csv", rows)])
    assert "0 baru, 1 berubah, 44 tetap" in again.output
    with app.app_context():
        assert {row.code: row.id for row in queries.competencies()} == before
        assert queries.competency_by_code("INT").levels[0].description == "Uraian yang diperbarui."
        assert 5 not in queries.standards().values()  # the agency's own standards stay


def test_a_renamed_competency_counts_all_its_levels_as_changed(app: Flask, tmp_path: Path) -> None:
    runner = app.test_cli_runner()
    runner.invoke(args=["competencies", "import"])
    rows = [row | {"name_id": "Jujur"} if row["code"] == "INT" else row for row in own_rows()]
    again = runner.invoke(
        args=["competencies", "import", written(tmp_path / "b.csv", rows, comma=";")]
    )
    assert "0 baru, 5 berubah, 40 tetap" in again.output
    with app.app_context():
        assert queries.competency_by_code("INT").name == "Jujur"


def test_a_technical_competency_comes_without_standards_and_with_its_own_definition(
    app: Flask, tmp_path: Path
) -> None:
    row = own_rows()[0] | {
        "code": "arsip",
        "name_id": "Kearsipan",
        "cluster": "teknis",
        "definition_id": "Merawat arsip.",
        "definition_en": "Keeping archives.",
        "indicator_1_id": "Menata arsip menurut kodenya.",
    }
    rows = [row | {"level": str(level)} for level in range(1, 6)]
    answer = app.test_cli_runner().invoke(
        args=["competencies", "import", written(tmp_path / "t.csv", rows), *ARCHIVES]
    )
    assert answer.exit_code == 0, answer.output
    with app.app_context():
        assert queries.competency_by_code("ARSIP").definition == "Merawat arsip."
        assert not queries.standards()


def test_edition_on_the_command_line_needs_name_basis_and_day(app: Flask) -> None:
    answer = app.test_cli_runner().invoke(args=["competencies", "import", "--urusan=Kearsipan"])
    assert answer.exit_code == 2
    assert "--legal-basis" in answer.stderr
    assert counts(app) == (0, 0, 0)


@pytest.mark.parametrize(
    ("change", "place", "hint"),
    [
        ({"level": "6"}, "baris 3, kolom level", "angka 1 sampai 5"),
        ({"level": ""}, "baris 3, kolom level", "Isi kolom ini"),
        ({"cluster": "lain"}, "baris 3, kolom cluster", "manajerial, sosial_kultural, teknis"),
        ({"description_id": " "}, "baris 3, kolom description_id", "Isi kolom ini"),
        ({"name_id": "Lain"}, "baris 3, kolom name_id", "Tidak sama dengan baris 2"),
        ({"level": "1"}, "baris 3, kolom level", "sudah ada di baris 2"),
        ({"code": "K" * 17}, "baris 3, kolom code", "paling panjang 16"),
        ({"level_name": "N" * 201}, "baris 3, kolom level_name", "Paling panjang 200"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_taken(
    app: Flask, tmp_path: Path, change: dict[str, str], place: str, hint: str
) -> None:
    rows = own_rows()
    rows[1] |= change
    file = written(tmp_path / "salah.csv", rows)
    answer = app.test_cli_runner().invoke(args=["competencies", "import", file])
    assert answer.exit_code == 1
    line = next(line for line in answer.stderr.splitlines() if line.startswith(place))
    assert hint in line
    assert answer.stdout == ""
    assert counts(app) == (0, 0, 0)


def test_a_missing_level_is_named(app: Flask, tmp_path: Path) -> None:
    file = written(tmp_path / "kurang.csv", own_rows()[:-1])
    answer = app.test_cli_runner().invoke(args=["competencies", "import", file])
    assert answer.exit_code == 1
    assert "Kompetensi PB belum punya tingkat 5" in answer.stderr


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Berkas ini kosong"),
        (b"code,level\nA,1\n", "kolom name_id: Kolom ini tidak ada"),
        (",".join(HEADER).encode() + b"\n\n,,,,,,,\n", "Berkas tidak berisi kompetensi"),
        (b"%PDF-1.7", "bukan XLSX atau CSV"),
    ],
)
def test_a_file_that_is_no_dictionary_is_refused(
    app: Flask, tmp_path: Path, content: bytes, message: str
) -> None:
    file = tmp_path / "bukan.csv"
    file.write_bytes(content)
    answer = app.test_cli_runner().invoke(args=["competencies", "import", str(file)])
    assert answer.exit_code == 1
    assert message in answer.stderr
    assert counts(app) == (0, 0, 0)


def test_everybody_reads_the_dictionary_with_the_own_standard_marked(
    app: Flask, signed_in: SignedIn
) -> None:
    job = factories.position(app, JobLevel.AHLI_MUDA)
    client = signed_in(factories.employee(app, position_id=job))
    assert "Kamus masih kosong" in client.get("/kompetensi/kamus").text
    factories.dictionary(app)
    assert "Perekat Bangsa" in client.get("/kompetensi/kamus").text
    page = client.get("/kompetensi/kamus/kom").text
    standard = page.index("Standar jabatan Anda")
    assert page.index("Mumpuni") < standard < page.index("Dasar")  # beside Menengah, the third
    assert client.get("/kompetensi/kamus/tidakada").status_code == 404


def test_the_dictionary_is_read_in_english_too(app: Flask, signed_in: SignedIn) -> None:
    factories.dictionary(app)
    client = signed_in(factories.employee(app))
    with client.session_transaction() as session:
        session["language"] = "en"
    page = client.get("/kompetensi/kamus/kom").text
    assert "Communication" in page
    assert "Komunikasi" not in page


def test_the_agency_sets_its_own_standards_and_it_is_noted(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    admin = factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    client = signed_in(admin)
    assert "Kamus masih kosong" in client.get("/kompetensi/standar").text
    codes = factories.dictionary(app)
    assert "bawaan, periksa" in client.get("/kompetensi/standar").text
    path = "/kompetensi/standar/penyelia"
    kom, pk, pb = (f"level_{codes[code]}" for code in ("KOM", "PK", "PB"))
    answer = send(client, path, **{kom: "3", pk: ""})
    assert answer.status_code == 303
    with app.app_context():
        standards = queries.standards()
        assert standards[JobLevel.PENYELIA, codes["KOM"]] == 3
        assert (JobLevel.PENYELIA, codes["PK"]) not in standards
        assert standards[JobLevel.PENYELIA, codes["PB"]] == 2
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "standard.changed")
        ).one()
        assert entry.actor_id == admin
        assert entry.subject == "competency_standard:penyelia"
    assert send(client, path, **{pk: "4"}).status_code == 303
    assert send(client, path).status_code == 303  # nothing changed, nothing noted
    with app.app_context():
        assert queries.standards()[JobLevel.PENYELIA, codes["PK"]] == 4
        actions = select(func.count()).where(audit.Entry.action == "standard.changed")
        assert db.session.scalar(actions) == 2
    assert send(client, path, **{pb: "9"}).status_code == 422
    assert client.get("/kompetensi/standar/raja").status_code == 404


def test_only_the_agency_admin_sets_standards(app: Flask, signed_in: SignedIn) -> None:
    root = factories.unit(app)
    for role in (Role.TRAINER, Role.UNIT_ADMIN, Role.LEADER):
        person = factories.employee(app, unit_id=root)
        factories.grant(app, person, role, root)
        assert signed_in(person).get("/kompetensi/standar/penyelia").status_code == 403
        assert "ubah standar" not in signed_in(person).get("/kompetensi/standar").text
    nobody = signed_in(factories.employee(app))
    assert nobody.get("/kompetensi/standar/penyelia").status_code == 403
