"""The course of an import: which step may follow which."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class ImportState(StrEnum):
    """Where an import stands."""

    UPLOADED = "uploaded"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATE_LABELS[self]


class ImportStep(StrEnum):
    """What happens to an import."""

    CHECK = "check"
    REVISE = "revise"
    APPLY = "apply"
    FINISH_APPLYING = "finish_applying"
    UNDO = "undo"
    REFUSE_UNDOING = "refuse_undoing"
    FINISH_UNDOING = "finish_undoing"
    FAIL = "fail"


class Outcome(StrEnum):
    """What an import does with one row."""

    FAULTY = "faulty"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"

    @property
    def label(self) -> LazyString:
        """The outcome's name for people."""
        return _OUTCOME_LABELS[self]


_STATE_LABELS = {
    ImportState.UPLOADED: _("Diunggah"),
    ImportState.CHECKED: _("Belum diterapkan"),
    ImportState.APPLYING: _("Sedang diterapkan"),
    ImportState.APPLIED: _("Diterapkan"),
    ImportState.UNDOING: _("Sedang dibatalkan"),
    ImportState.UNDONE: _("Dibatalkan"),
    ImportState.FAILED: _("Gagal"),
}
_OUTCOME_LABELS = {
    Outcome.FAULTY: _("Perlu diperbaiki"),
    Outcome.NEW: _("Baru"),
    Outcome.CHANGED: _("Berubah"),
    Outcome.SAME: _("Tetap"),
}
MOVES: dict[tuple[ImportState, ImportStep], ImportState] = {
    (ImportState.UPLOADED, ImportStep.CHECK): ImportState.CHECKED,
    (ImportState.CHECKED, ImportStep.REVISE): ImportState.UPLOADED,
    (ImportState.UPLOADED, ImportStep.REVISE): ImportState.UPLOADED,
    (ImportState.CHECKED, ImportStep.APPLY): ImportState.APPLYING,
    (ImportState.APPLYING, ImportStep.FINISH_APPLYING): ImportState.APPLIED,
    (ImportState.APPLIED, ImportStep.UNDO): ImportState.UNDOING,
    (ImportState.UNDOING, ImportStep.REFUSE_UNDOING): ImportState.APPLIED,
    (ImportState.UNDOING, ImportStep.FINISH_UNDOING): ImportState.UNDONE,
    (ImportState.UPLOADED, ImportStep.FAIL): ImportState.FAILED,
    (ImportState.CHECKED, ImportStep.FAIL): ImportState.FAILED,
    # Nothing was written: the preview still stands, and can be applied again.
    (ImportState.APPLYING, ImportStep.FAIL): ImportState.CHECKED,
}
# A piece of work is under way, or waits for its turn.
BUSY = frozenset({ImportState.APPLYING, ImportState.UNDOING})


def next_import_state(state: ImportState, step: ImportStep) -> ImportState | None:
    """Where the step leads to; None when it cannot follow."""
    return MOVES.get((state, step))
