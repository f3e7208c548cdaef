"""What the verifier may do with one item, and the house's own sentences for reasons and notes."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.competency.rules.states import Verdict

REMARK_LONGEST = 1000
PHRASE_LONGEST = 200
MOST_PHRASES = 30  # of one's own; more would be searched for longer than typed


class PhraseKind(StrEnum):
    """What a ready sentence is for."""

    REASON = "reason"
    RETURN = "return"

    @property
    def label(self) -> LazyString:
        """The word for people."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    PhraseKind.REASON: _("Alasan putusan"),
    PhraseKind.RETURN: _("Catatan pengembalian"),
}
# They tell behaviour that was seen or is missing, never what somebody is like.
HOUSE_PHRASES: Mapping[PhraseKind, tuple[LazyString, ...]] = {
    PhraseKind.REASON: (
        _("Sudah dilakukan sendiri tanpa diminta, beberapa kali tahun ini."),
        _("Sudah membimbing rekan melakukannya, dan hasilnya terlihat."),
        _("Masih perlu diarahkan pada setiap langkah."),
        _("Dilakukan sesekali, belum menjadi kebiasaan."),
        _("Contoh yang ditulis menggambarkan tingkat di bawahnya."),
        _("Pekerjaannya tahun ini belum memberi kesempatan untuk melihatnya."),
    ),
    PhraseKind.RETURN: (
        _("Tambahkan contoh nyata: situasinya, yang Anda lakukan, dan hasilnya."),
        _("Contohnya menggambarkan kerja tim. Tulis bagian yang Anda kerjakan sendiri."),
        _("Buktinya belum menunjukkan tingkat yang dipilih. Lampirkan yang lebih sesuai."),
        _("Baca lagi uraian tingkatnya, lalu pilih yang sudah biasa Anda lakukan."),
    ),
}


def may_agree_in_batch(
    *, is_opened: bool, verdict: Verdict | None, self_level: int | None, first_level: int | None
) -> bool:
    """Whether an item may be agreed with together with others: the verifier has opened it, has
    not decided it, and gave no other level before seeing the answer.
    """
    is_undecided = verdict is None and self_level is not None
    return is_opened and is_undecided and first_level in (None, self_level)
