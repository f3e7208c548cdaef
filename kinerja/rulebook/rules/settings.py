"""What is known of a setting besides its values: its group, its title and how sure it is."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Kind, Label


class Confidence(StrEnum):
    """How sure a value is."""

    SEEN = "seen"
    KNOWN = "known"
    UNCERTAIN = "uncertain"
    PROPOSAL = "proposal"

    @property
    def label(self) -> LazyString:
        """The mark, in a word or two."""
        return _CONFIDENCE[self][0]

    @property
    def explanation(self) -> LazyString:
        """What the mark means, in a sentence."""
        return _CONFIDENCE[self][1]


_CONFIDENCE = {
    Confidence.SEEN: (
        _("Terbaca di sumber"),
        _("Angkanya terbaca di naskah peraturan atau sumber resmi."),
    ),
    Confidence.KNOWN: (
        _("Diketahui"),
        _("Berasal dari peraturan itu; nomor pasalnya belum dibaca ulang."),
    ),
    Confidence.UNCERTAIN: (
        _("Belum pasti"),
        _("Peraturannya tidak tegas. Instansi perlu memastikannya."),
    ),
    Confidence.PROPOSAL: (
        _("Kebijakan"),
        _("Bukan bunyi peraturan: usulan aplikasi ini atau keputusan instansi."),
    ),
}


class Group(StrEnum):
    """Where a setting stands in the book; the value is the address of its part."""

    SURVEY = "survei"
    COMPETENCY = "kompetensi"
    LEARNING = "pengembangan"
    APPRAISAL = "penilaian-kinerja"
    GOALS = "capaian-dan-waktu-kerja"
    FEEDBACK = "umpan-balik"
    COMPLAINTS = "pengaduan"
    PRIVACY = "data-pribadi"
    ACCESS = "akun"
    HOUSE = "aplikasi"

    @property
    def label(self) -> LazyString:
        """The part's name."""
        return _GROUPS[self][0]

    @property
    def about(self) -> LazyString:
        """What the part rules."""
        return _GROUPS[self][1]


_GROUPS = {
    Group.SURVEY: (_("Survei kepuasan"), _("Bobot, mutu, dan sampel SKM; penilaian cepat.")),
    Group.COMPETENCY: (
        _("Kompetensi dan talenta"),
        _("Standar level, kategori JPM, kotak talenta."),
    ),
    Group.LEARNING: (_("Pengembangan kompetensi"), _("Jam pelajaran (JP) dan evaluasi pelatihan.")),
    Group.APPRAISAL: (_("Penilaian kinerja"), _("Predikat, konversi, keberatan, aturan lama.")),
    Group.GOALS: (_("Capaian dan waktu kerja"), _("Kategori capaian, AKIP, jam kerja.")),
    Group.FEEDBACK: (_("Umpan balik 360"), _("Bobot penilai dan jumlah penilai minimum.")),
    Group.COMPLAINTS: (_("Pengaduan dan informasi"), _("Batas waktu tindak lanjut dan jawaban.")),
    Group.PRIVACY: (_("Pelindungan data pribadi"), _("Jumlah minimum, masa simpan, batas waktu.")),
    Group.ACCESS: (_("Akun dan masuk"), _("Percobaan masuk, sesi, kata sandi.")),
    Group.HOUSE: (_("Aplikasi"), _("Beranda, pemberitahuan, dan tata laksana.")),
}


@dataclass(frozen=True)
class Setting:
    """One key of the book. `note` says what a title cannot."""

    key: str
    group: Group
    title: Label
    kind: Kind
    note: Label = ""
