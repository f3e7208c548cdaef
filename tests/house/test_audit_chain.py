"""Whatever is done to the log behind the application's back shows, and where it begins."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from kinerja import audit, clock
from kinerja.audit import Check, Entry, Fault
from kinerja.audit.chain import GENESIS
from kinerja.audit.entries import canonical, digest
from kinerja.extensions import db
from tests.house.tampering import note, tamper

KEY = "kunci-audit-untuk-pengujian-saja-0123456"
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


@pytest.mark.parametrize(
    ("statement", "seq", "fault"),
    [
        ("UPDATE audit_entry SET details = '{}' WHERE seq = 2", 2, Fault.CHANGED),
        ("UPDATE audit_entry SET actor_id = 8 WHERE seq = 3", 3, Fault.CHANGED),
        ("UPDATE audit_entry SET request = 'K-ABCDEF' WHERE seq = 3", 3, Fault.CHANGED),
        ("UPDATE audit_entry SET request = NULL WHERE seq = 3", 3, Fault.CHANGED),
        ("UPDATE audit_entry SET about_id = 9 WHERE seq = 4", 4, Fault.CHANGED),
        ("DELETE FROM audit_entry WHERE seq = 2", 2, Fault.MISSING),
        ("DELETE FROM audit_entry WHERE seq < 3", 1, Fault.MISSING),
        ("DELETE FROM audit_entry WHERE seq = 4", 4, Fault.CUT),
        ("DELETE FROM audit_entry", 1, Fault.CUT),
        (
            "UPDATE audit_entry SET action = CASE seq WHEN 2 THEN 'c' ELSE 'b' END"
            " WHERE seq IN (2, 3)",
            2,
            Fault.CHANGED,
        ),
        (
            "INSERT INTO audit_entry (seq, at, action, subject, details, previous, digest)"
            " SELECT 5, at, action, subject, details, digest, digest FROM audit_entry"
            " WHERE seq = 4",
            5,
            Fault.CHANGED,
        ),
        ("UPDATE audit_head SET digest = 'x'", 5, Fault.HEAD),
        ("UPDATE audit_head SET seq = 3", 4, Fault.EXTRA),
    ],
)
def test_tampering_is_named(
    chained: Flask, verify: Verify, statement: str, seq: int, fault: Fault
) -> None:
    whole = verify()
    assert (whole.exit_code, whole.output) == (0, "Jejak audit utuh sampai catatan 4.\n")
    tamper(chained, statement)
    broken = verify()
    assert broken.exit_code == 1
    assert broken.output == f"Jejak audit rusak mulai catatan {seq}: {fault.label}.\n"
    with chained.app_context():
        kept = audit.last_check()
        assert kept
        assert (kept.broken_seq, kept.fault, kept.until) == (seq, fault, seq - 1)


def test_swapped_entries_are_named(chained: Flask, verify: Verify) -> None:
    tamper(
        chained,
        "UPDATE audit_entry SET seq = 9 WHERE seq = 2",
        "UPDATE audit_entry SET seq = 2 WHERE seq = 3",
        "UPDATE audit_entry SET seq = 3 WHERE seq = 9",
    )
    assert "mulai catatan 2: isinya tidak cocok" in verify().output


def test_entry_sealed_with_the_right_key_but_out_of_place_is_named(
    chained: Flask, verify: Verify
) -> None:
    with chained.app_context():
        entry = db.session.get_one(Entry, 3)
        facts = canonical(entry) | {"previous": GENESIS}
    tamper(
        chained,
        f"UPDATE audit_entry SET previous = '{GENESIS}', digest = '{digest(KEY, facts)}'"
        " WHERE seq = 3",
    )
    assert "mulai catatan 3: tidak bersambung" in verify().output


def test_chain_forged_with_another_key_shows(probe: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    note(probe, "a")
    monkeypatch.setitem(probe.config, "AUDIT_KEY", "kunci lain yang juga cukup panjang sekali")
    note(probe, "b")
    monkeypatch.undo()
    with probe.app_context():
        assert audit.broken_link() == audit.Break(2, Fault.CHANGED)


def test_entries_from_before_there_were_request_codes_still_hold(probe: Flask) -> None:
    at = clock.now()
    facts = {
        "seq": 1,
        "at": at.isoformat(),
        "actor": 7,
        "action": "lama",
        "subject": "uji:1",
        "details": "{}",
        "previous": GENESIS,
    }
    seal = digest(KEY, facts)
    with probe.app_context():
        db.session.add(
            Entry(
                seq=1,
                at=at,
                actor_id=7,
                action="lama",
                subject="uji:1",
                details="{}",
                previous=GENESIS,
                digest=seal,
            )
        )
        db.session.execute(text(f"UPDATE audit_head SET seq = 1, digest = '{seal}'"))
        db.session.commit()
    note(probe, "baru")
    with probe.app_context():
        assert audit.broken_link() is None


def test_verifying_from_a_number_on_leaves_out_what_stands_before(
    chained: Flask, verify: Verify
) -> None:
    tamper(chained, "UPDATE audit_entry SET actor_id = 8 WHERE seq = 2")
    assert verify("--since", "4").exit_code == 0
    assert "mulai catatan 2" in verify("--since", "2").output
    assert verify("--since", "5").output == "Jejak audit utuh sampai catatan 4.\n"
    ahead = verify("--since", "6")
    assert (ahead.exit_code, ahead.output) == (1, "Catatan 6 belum ada.\n")
    tamper(chained, "DELETE FROM audit_entry WHERE seq = 3")
    assert "mulai catatan 3: catatan ini hilang" in verify("--since", "4").output


def later(monkeypatch: pytest.MonkeyPatch, days: float) -> None:
    moment = datetime.now(clock.UTC) + timedelta(days=days)
    monkeypatch.setattr(clock, "now", lambda: moment)


def checks(app: Flask) -> list[tuple[int, int, Fault | None]]:
    with app.app_context():
        found = db.session.scalars(select(Check).order_by(Check.id))
        return [(check.since, check.until, check.fault) for check in found]


def nightly(app: Flask) -> None:
    with app.app_context():
        audit.check_nightly()
        db.session.commit()


def test_each_night_what_is_new_is_checked_and_each_week_everything(
    chained: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    nightly(chained)
    note(chained, "e")
    later(monkeypatch, 1)
    nightly(chained)
    later(monkeypatch, 8)
    nightly(chained)
    assert checks(chained) == [(1, 4, None), (5, 5, None), (1, 5, None)]


def test_night_notices_that_what_was_sound_is_no_longer_there(chained: Flask) -> None:
    nightly(chained)
    tamper(
        chained,
        "DELETE FROM audit_entry WHERE seq > 2",
        "UPDATE audit_head SET seq = 2, digest = (SELECT digest FROM audit_entry WHERE seq = 2)",
    )
    nightly(chained)
    nightly(chained)
    assert [fault for _since, _until, fault in checks(chained)] == [
        None,
        Fault.MISSING,
        Fault.MISSING,
    ]


def test_break_is_logged(chained: Flask, log_lines) -> None:
    tamper(chained, "DELETE FROM audit_entry WHERE seq = 2")
    nightly(chained)
    assert log_lines()[-1]["message"] == "audit chain broken at 2"


def test_long_chain_is_read_in_blocks(probe: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit.chain, "BLOCK", 2)
    note(probe, *"abcde")
    with probe.app_context():
        assert audit.verify().last.seq == 5
    tamper(probe, "UPDATE audit_entry SET details = '{}' WHERE seq = 5")
    with probe.app_context():
        assert audit.broken_link() == audit.Break(5, Fault.CHANGED)


def test_entry_written_while_the_chain_is_read_is_no_break(
    chained: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    heads = audit.chain.head

    def first_then_grow() -> audit.chain.Link:
        found = heads()
        monkeypatch.setattr(audit.chain, "head", heads)
        db.session.rollback()
        note(chained, "e")
        return found

    monkeypatch.setattr(audit.chain, "head", first_then_grow)
    with chained.app_context():
        assert audit.broken_link() is None
