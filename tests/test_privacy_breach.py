"""The report for a data breach: who read or took out whose data, and when."""

import json
from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Employee
from tests import factories

GOLDEN = """\
Bagas Pembaca (pegawai {boss}): 3 pembacaan, 2 orang terdampak
  2026-03-02T08:00:00+07:00  assessment.read  competency_assessment:7  {sari_named}  [{code}]
  2026-03-02T08:05:00+07:00  assessment.read  competency_assessment:8  {togar_named}  [{code}]
  2026-03-03T23:59:00+07:00  results.exported  results  tanpa orang tertentu, 40 baris  [{code}]
Sari Dibaca (pegawai {sari}): 1 pembacaan, 0 orang terdampak
  2026-03-02T09:00:00+07:00  personal-data.exported  {sari_row}  {sari_named}, 12 baris  [{code}]
Jumlah: 4 pembacaan, 2 orang terdampak.
"""


@pytest.fixture
def people(app: Flask, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A reader, two who were read, and what the trail tells of some days in March."""
    found = {
        "boss": factories.employee(app, name="Bagas Pembaca"),
        "sari": factories.employee(app, name="Sari Dibaca"),
        "togar": factories.employee(app, name="Togar Dibaca"),
    }
    boss, sari, togar = found.values()
    acts = (
        ("2026-03-01T16:59", "assessment.read", "competency_assessment:7", boss, sari, {}),
        ("2026-03-02T01:00", "assessment.read", "competency_assessment:7", boss, sari, {}),
        ("2026-03-02T01:05", "assessment.read", "competency_assessment:8", boss, togar, {}),
        ("2026-03-02T01:06", "assessment.verified", "competency_assessment:8", boss, togar, {}),
        (
            "2026-03-02T02:00",
            "personal-data.exported",
            f"people_employee:{sari}",
            sari,
            sari,
            {"rows": 12},
        ),
        ("2026-03-03T16:59", "results.exported", "results", boss, None, {"rows": 40}),
        ("2026-03-03T17:00", "assessment.read", "competency_assessment:7", boss, sari, {}),
    )
    with app.app_context():
        for at, action, subject, by, about, details in acts:
            moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
            monkeypatch.setattr(clock, "now", lambda moment=moment: moment)
            audit.record(action, subject, by=by, about=about, **details)
        db.session.commit()
    return found


def report(app: Flask, *more: str) -> str:
    args = ["privacy", "breach", "--from", "2026-03-02", "--to", "2026-03-03", *more]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 0, done.output
    return done.output


def test_report_names_readers_read_and_times(app: Flask, people: dict[str, int]) -> None:
    with app.app_context():
        code = audit.entries.origin()
    named = {f"{who}_named": f"{who.title()} Dibaca (pegawai {people[who]})" for who in people}
    row = f"people_employee:{people['sari']}"
    assert report(app) == GOLDEN.format(**people, **named, sari_row=row, code=code)


def test_report_for_programs_and_of_one_reader(app: Flask, people: dict[str, int]) -> None:
    with app.app_context():
        nip = db.session.get_one(Employee, people["boss"]).nip
    facts = json.loads(report(app, "--json", "--actor", nip))
    assert facts["people"] == 2
    assert [one["action"] for one in facts["readings"]] == [
        "assessment.read",
        "assessment.read",
        "results.exported",
    ]
    assert {one["actor_id"] for one in facts["readings"]} == {people["boss"]}
    assert facts["readings"][0]["at"] == "2026-03-02T08:00:00+07:00"
    assert facts["readings"][2]["rows"] == 40


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (["--from", "2026-03-02", "--to", "2026-03-01"], "Tukar keduanya."),
        (
            ["--from", "2026-03-02", "--to", "2026-03-02", "--actor", "1"],
            "Tidak ada pegawai dengan NIP 1.",
        ),
    ],
)
def test_what_cannot_be_reported_is_said(app: Flask, args: list[str], sentence: str) -> None:
    done = app.test_cli_runner().invoke(args=["privacy", "breach", *args])
    assert done.exit_code == 1
    assert sentence in done.output


def test_report_itself_is_noted(app: Flask, people: dict[str, int]) -> None:
    report(app)
    with app.app_context():
        last = db.session.scalars(select(audit.Entry).order_by(audit.Entry.seq.desc())).first()
        assert last is not None
        assert (last.action, json.loads(last.details)) == ("audit.exported", {"rows": 4})
        assert last.request is not None
        assert last.request.startswith("cli:")


def test_quiet_days_report_nothing(app: Flask) -> None:
    assert report(app) == "Jumlah: 0 pembacaan, 0 orang terdampak.\n"
