"""Entering a value from a day on, and taking back one that is not yet in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from sqlalchemy.exc import IntegrityError

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.rulebook.models.settings import Rule
from kinerja.rulebook.queries.book import CACHE
from kinerja.rulebook.queries.settings import History, history
from kinerja.rulebook.rules import Confidence, Path, Setting, at, cells, faults


class SettingRefusedError(DomainError):
    """The value or the day cannot be; `places` tell what is wrong in which cell."""

    status = 422

    def __init__(self, *places: tuple[Path | str, LazyString]) -> None:
        super().__init__(" ".join(str(message) for _place, message in places))
        self.places = places


class PastRuleError(DomainError):
    """What is in force, or was, stays as it is."""


def check_value(key: str, *, value: Any, valid_from: date) -> History:
    """The setting's history, if the value may be entered from the day on.

    :raises MissingError: the book has no such key.
    :raises SettingRefusedError: the value is not one that the setting may hold, changes nothing,
        or the day is past or has a value already.
    """
    found = history(key, on=valid_from)
    if found.setting is None:
        raise SettingRefusedError(
            ("value", _("Nilai ini diatur oleh aplikasi dan tidak bisa diubah dari sini."))
        )
    wrong = faults(found.setting.kind, value)
    if wrong:
        raise SettingRefusedError(*wrong)
    if valid_from < clock.today():
        message = _("Masa lalu tidak diubah. Pilih hari ini atau sesudahnya.")
        raise SettingRefusedError(("valid_from", message))
    _refuse_same(found, value, valid_from)
    return found


def _refuse_same(found: History, value: Any, valid_from: date) -> None:
    held = found.current
    if held and held.valid_from == valid_from:
        raise SettingRefusedError(("valid_from", _TAKEN))
    if held and held.value == value:
        message = _("Nilainya sama dengan yang berlaku pada tanggal itu. Ubah nilainya.")
        raise SettingRefusedError(((), message))


_TAKEN = _("Sudah ada nilai yang berlaku mulai tanggal itu. Pilih tanggal lain.")


def set_value(
    key: str,
    *,
    value: Any,
    valid_from: date,
    legal_basis: str,
    confidence: Confidence,
    reason: str,
    by: int,
    name: str,
) -> Rule:
    """Let the setting have the value from the day on; `name` is the actor's, for the page.

    :raises MissingError: the book has no such key.
    :raises SettingRefusedError: as for `check_value`, or somebody else was quicker.
    """
    found = check_value(key, value=value, valid_from=valid_from)
    added = Rule(
        key=key,
        value=value,
        valid_from=valid_from,
        legal_basis=legal_basis,
        confidence=confidence,
        set_by=name,
        set_at=clock.now(),
        reason=reason,
    )
    try:
        with db.session.begin_nested():
            db.session.add(added)
    except IntegrityError:
        raise SettingRefusedError(("valid_from", _TAKEN)) from None
    db.session.info.pop(CACHE, None)
    audit.record(
        "rule.set",
        f"rule:{key}",
        by=by,
        before=_facts(found.setting, found.current),
        after=_facts(found.setting, added),
        why=reason,
    )
    return added


def withdraw_value(rule: Rule, *, reason: str, by: int) -> None:
    """Take back a value that an admin entered and that is not yet in force.

    :raises PastRuleError: it is in force, or was, or came with the application.
    """
    if rule.valid_from <= clock.today():
        raise PastRuleError(
            _("Nilai ini sudah berlaku, jadi tidak bisa ditarik. Tetapkan nilai baru.")
        )
    if rule.set_at is None:
        raise PastRuleError(
            _("Nilai ini bawaan aplikasi, jadi tidak bisa ditarik. Tetapkan nilai baru.")
        )
    found = history(rule.key, on=rule.valid_from)
    audit.record(
        "rule.withdrawn",
        f"rule:{rule.key}",
        by=by,
        before=_facts(found.setting, rule),
        why=reason,
    )
    db.session.delete(rule)
    db.session.flush()
    db.session.info.pop(CACHE, None)


def _facts(setting: Setting | None, rule: Rule | None) -> Mapping[str, Any]:
    """What the audit trail notes: the value cell by cell, from when, and by which regulation."""
    if rule is None or setting is None:
        return {}
    values = {
        ".".join(cell.path) or "value": at(rule.value, cell.path) for cell in cells(setting.kind)
    }
    return values | {
        "valid_from": rule.valid_from.isoformat(),
        "legal_basis": rule.legal_basis,
        "confidence": rule.confidence.value,
    }
