"""The head of the chain, kept elsewhere, shows what nothing inside the database could tell."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from kinerja.audit import Entry
from kinerja.audit.chain import GENESIS
from kinerja.extensions import db
from tests.house.tampering import note, tamper

Verify = Callable[..., Result]


@pytest.fixture
def chained(probe: Flask) -> Flask:
    """Four entries."""
    note(probe, "a", "b", "c", "d")
    return probe


@pytest.fixture
def verify(chained: Flask) -> Verify:
    """Runs `flask audit verify`."""
    runner = chained.test_cli_runner()
    return lambda *options: runner.invoke(args=["audit", "verify", *options])


@pytest.fixture
def kept(chained: Flask, tmp_path: Path) -> Path:
    """The head as it was printed and carried elsewhere."""
    file = tmp_path / "kepala.txt"
    file.write_text(chained.test_cli_runner().invoke(args=["audit", "head"]).output)
    return file


def test_head_is_printed_as_number_and_digest(chained: Flask, kept: Path) -> None:
    with chained.app_context():
        assert kept.read_text() == f"4 {db.session.get_one(Entry, 4).digest}\n"


def test_chain_that_has_only_grown_agrees_with_the_head_kept_elsewhere(
    chained: Flask, verify: Verify, kept: Path
) -> None:
    note(chained, "e")
    kept.write_text(f"0 {GENESIS}\n\n{kept.read_text()}")
    done = verify("--head", str(kept))
    assert (done.exit_code, done.output) == (0, "Jejak audit utuh sampai catatan 5.\n")


def test_truncation_that_moves_the_head_along_shows_against_the_kept_one(
    chained: Flask, verify: Verify, kept: Path
) -> None:
    tamper(
        chained,
        "DELETE FROM audit_entry WHERE seq > 2",
        "UPDATE audit_head SET seq = 2, digest = (SELECT digest FROM audit_entry WHERE seq = 2)",
    )
    assert verify().exit_code == 0  # nothing inside the database could tell
    broken = verify("--head", str(kept))
    assert broken.exit_code == 1
    assert "mulai catatan 3: ujung jejak terpotong" in broken.output


def test_chain_rewritten_by_somebody_who_has_the_key_shows_against_the_kept_one(
    chained: Flask, verify: Verify, kept: Path
) -> None:
    tamper(
        chained, "DELETE FROM audit_entry", f"UPDATE audit_head SET seq = 0, digest = '{GENESIS}'"
    )
    note(chained, "a", "lain", "c", "d")
    assert verify().exit_code == 0
    broken = verify("--head", str(kept))
    assert broken.exit_code == 1
    assert "mulai catatan 4: sidiknya berbeda dari yang disimpan" in broken.output


def test_file_that_holds_no_head_is_refused(verify: Verify, tmp_path: Path) -> None:
    file = tmp_path / "salah.txt"
    file.write_text("bukan kepala\n")
    refused = verify("--head", str(file))
    assert refused.exit_code == 1
    assert "salah.txt baris 1 bukan keluaran" in refused.output
