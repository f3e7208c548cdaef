"""What documents there are, where one stands, its code, and what the public reads of a name."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

# Of the 32 letters of people.rules.accounts.LETTERS: 60 bits.
CODE_LETTERS = 12


class DocumentKind(StrEnum):
    """What is issued."""

    COMPETENCY_RESULT = "competency_result"

    @property
    def label(self) -> LazyString:
        """The kind's name for people."""
        return _KIND_LABELS[self]


class DocumentState(StrEnum):
    """Whether a document holds still."""

    VALID = "valid"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"

    @property
    def label(self) -> LazyString:
        """The state in a word or two."""
        return _STATE_LABELS[self]

    @property
    def meaning(self) -> LazyString:
        """The state in a sentence, for whoever holds the paper."""
        return _MEANINGS[self]


_KIND_LABELS = {DocumentKind.COMPETENCY_RESULT: _("Hasil penilaian kompetensi")}
_STATE_LABELS = {
    DocumentState.VALID: _("Berlaku"),
    DocumentState.REPLACED: _("Sudah diganti"),
    DocumentState.WITHDRAWN: _("Ditarik"),
    DocumentState.FORGOTTEN: _("Masa simpan berakhir"),
}
_MEANINGS = {
    DocumentState.VALID: _(
        "Dokumen ini diterbitkan instansi, dan angkanya masih sama dengan yang tercatat."
    ),
    DocumentState.REPLACED: _(
        "Dokumen ini diterbitkan instansi, tetapi angkanya sudah diganti sejak itu. Minta "
        "pemiliknya mengunduh dokumen yang baru."
    ),
    DocumentState.WITHDRAWN: _("Dokumen ini sudah ditarik. Jangan dipakai lagi."),
    DocumentState.FORGOTTEN: _(
        "Dokumen ini pernah diterbitkan instansi. Masa simpannya sudah berakhir, jadi isinya tidak "
        "bisa dicocokkan lagi."
    ),
}


def document_state(*, forgotten: bool, withdrawn: bool, same: bool) -> DocumentState:
    """Where a document stands; `same`: whether its figures are still those on record."""
    if forgotten:
        return DocumentState.FORGOTTEN
    if withdrawn:
        return DocumentState.WITHDRAWN
    return DocumentState.VALID if same else DocumentState.REPLACED


def digest(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the facts as JSON, whatever the order of their names."""
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def initials(name: str) -> str:
    """The first letters of the name's words: "S. T." for "Sari Teladan"."""
    return " ".join(f"{word[0].upper()}." for word in name.split() if word[0].isalpha())
