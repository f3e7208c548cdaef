"""What people are asked to agree to, in which words, and what can be done with an answer.

Employment data rest on law, never on consent: staff cannot refuse freely (UU 27/2022 Pasal 20).
Only what goes beyond that is asked, each purpose by itself (Pasal 22–24).
"""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _


class Purpose(StrEnum):
    """What is asked for, each by itself."""

    RECOGNITION = "recognition"
    CERTIFICATE = "certificate"
    MENTOR = "mentor"
    CONTACT = "contact"

    @property
    def label(self) -> LazyString:
        """The purpose in a few words."""
        return _LABELS[self]

    @property
    def basis(self) -> LazyString:
        """The law that asks for consent."""
        return _BASES[self]

    @property
    def version(self) -> int:
        """The edition of the wording: a new one asks again, older consents count no more."""
        return VERSIONS[self]

    @property
    def wording(self) -> LazyString:
        """The sentences that are agreed to."""
        return _WORDINGS[self]


class ConsentAction(StrEnum):
    """What somebody can do with a consent."""

    GIVE = "give"
    WITHDRAW = "withdraw"


class ConsentState(StrEnum):
    """Where a consent is: never asked or taken back, given, or given to older words."""

    NONE = "none"
    GIVEN = "given"
    OUTDATED = "outdated"

    @property
    def label(self) -> LazyString:
        """The state's name for people."""
        return _STATE_LABELS[self]


CONSENT_MOVES: dict[tuple[ConsentState, ConsentAction], ConsentState] = {
    (ConsentState.NONE, ConsentAction.GIVE): ConsentState.GIVEN,
    (ConsentState.OUTDATED, ConsentAction.GIVE): ConsentState.GIVEN,
    (ConsentState.GIVEN, ConsentAction.WITHDRAW): ConsentState.NONE,
    (ConsentState.OUTDATED, ConsentAction.WITHDRAW): ConsentState.NONE,
}
# Part of what is agreed to, not a setting: another level is another wording.
MENTOR_LEVEL = 4
VERSIONS = {
    Purpose.RECOGNITION: 1,
    Purpose.CERTIFICATE: 2,
    Purpose.MENTOR: 1,
    Purpose.CONTACT: 1,
}


def consent_state(purpose: Purpose, *, given: bool | None, version: int | None) -> ConsentState:
    """The state that the newest entry says; `given` is None where there is no entry."""
    if not given:
        return ConsentState.NONE
    return ConsentState.GIVEN if version == purpose.version else ConsentState.OUTDATED


def next_consent(state: ConsentState, action: ConsentAction) -> ConsentState | None:
    """The state that follows, or None where the action has nothing to act on."""
    return CONSENT_MOVES.get((state, action))


_LABELS = {
    Purpose.RECOGNITION: _("Nama dan foto saya saat menerima penghargaan"),
    Purpose.CERTIFICATE: _("Nama saya pada sertifikat dan dokumen yang dapat diperiksa umum"),
    Purpose.MENTOR: _("Saya dapat ditemukan sebagai mentor"),
    Purpose.CONTACT: _("Rekan kerja boleh menghubungi nomor saya"),
}
_WORDINGS = {
    Purpose.RECOGNITION: _(
        "Instansi boleh menampilkan nama, jabatan, unit kerja, dan foto saya kepada umum ketika "
        "saya menerima penghargaan. Nilai dan hasil penilaian saya tidak ikut ditampilkan."
    ),
    Purpose.CERTIFICATE: _(
        "Siapa pun yang memegang kode pada sertifikat atau dokumen saya boleh melihat nama saya "
        "dan judulnya untuk memeriksa keasliannya. Tanpa persetujuan ini hanya inisial saya yang "
        "tampil; nilai saya tidak pernah tampil."
    ),
    Purpose.MENTOR: _(
        "Pegawai lain boleh menemukan nama dan unit kerja saya sebagai calon mentor pada "
        "kompetensi yang tingkat terverifikasinya %(level)s atau lebih. Tingkat pada kompetensi "
        "lain tidak terlihat.",
        level=MENTOR_LEVEL,
    ),
    Purpose.CONTACT: _(
        "Pegawai lain di instansi ini boleh melihat nomor ponsel saya dan menghubungi saya lewat "
        "telepon atau WhatsApp untuk urusan pekerjaan."
    ),
}
_PUBLICITY = _(
    "UU 27/2022 Pasal 20 ayat (2) huruf a dan Pasal 22–24; UU 14/2008 Pasal 18 ayat (2) huruf a"
)
_COLLEAGUES = _("UU 27/2022 Pasal 20 ayat (2) huruf a dan Pasal 22–24")
_BASES = {
    Purpose.RECOGNITION: _PUBLICITY,
    Purpose.CERTIFICATE: _PUBLICITY,
    Purpose.MENTOR: _PUBLICITY,
    Purpose.CONTACT: _COLLEAGUES,
}
_STATE_LABELS = {
    ConsentState.NONE: _("Tidak disetujui"),
    ConsentState.GIVEN: _("Disetujui"),
    ConsentState.OUTDATED: _("Kalimatnya berubah, perlu disetujui lagi"),
}
