"""One-tap ratings: faces, reasons, channels; and from how many citizens on a figure is shown."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

# An aggregate of citizens' answers shows from this many on; the rulebook may only raise it.
FLOOR = 10


def shown(n: int, floor: int = FLOOR) -> bool:
    """Whether an aggregate over `n` citizens may be shown; no page decides this by itself."""
    return n >= max(floor, FLOOR)


class Channel(StrEnum):
    """Where an answer came from; channels are never mixed silently."""

    KIOSK = "kiosk"


class Reason(StrEnum):
    """Why a citizen tapped this face: six tiles, the same for every mood."""

    WAITING = "waiting"
    MANNER = "manner"
    CLARITY = "clarity"
    COST = "cost"
    PLACE = "place"
    OUTCOME = "outcome"

    @property
    def label(self) -> LazyString:
        """The tile's words."""
        return _REASON_LABELS[self]


_REASON_LABELS = {
    Reason.WAITING: _l("Waktu tunggu"),
    Reason.MANNER: _l("Sikap petugas"),
    Reason.CLARITY: _l("Kejelasan syarat"),
    Reason.COST: _l("Biaya"),
    Reason.PLACE: _l("Tempat dan fasilitas"),
    Reason.OUTCOME: _l("Hasil layanan"),
}

FACES: Mapping[int, LazyString] = {
    1: _l("Tidak puas"),
    2: _l("Kurang puas"),
    3: _l("Puas"),
    4: _l("Sangat puas"),
}
