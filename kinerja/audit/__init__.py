"""Append-only, hash-chained log of who changed or read what.

Each entry carries HMAC-SHA256 over its sequence number, the entry before and its own canonical
JSON; the key is not in the database. Database triggers refuse UPDATE and DELETE.
"""

from kinerja.audit.chain import (
    GENESIS,
    Break,
    Check,
    Fault,
    broken_link,
    check,
    check_nightly,
    head,
    last_check,
    verify,
)
from kinerja.audit.entries import COMMAND, Entry, Head, record, subject_name

__all__ = [
    "COMMAND",
    "GENESIS",
    "Break",
    "Check",
    "Entry",
    "Fault",
    "Head",
    "broken_link",
    "check",
    "check_nightly",
    "head",
    "last_check",
    "record",
    "subject_name",
    "verify",
]
