"""What can be wrong with a cell, and how it is put right. Kept as facts, worded when shown."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import LazyString, format_date
from flask_babel import lazy_gettext as _

from kinerja.people.rules.employment import EmployeeKind, Standing
from kinerja.people.rules.imports.columns import Column
from kinerja.people.rules.nip import read_nip


class FaultKind(StrEnum):
    """What is wrong with a cell."""

    FORMULA = "formula"
    MERGED = "merged"
    GARBLED = "garbled"
    TOO_LONG = "too_long"
    NIP_NUMBER = "nip_number"
    NIP_WRONG = "nip_wrong"
    NIP_TWICE = "nip_twice"
    NIP_ELSEWHERE = "nip_elsewhere"
    NIP_GONE = "nip_gone"
    NAME_MISSING = "name_missing"
    NAME_STRANGE = "name_strange"
    KIND_MISSING = "kind_missing"
    KIND_UNKNOWN = "kind_unknown"
    GRADE_UNKNOWN = "grade_unknown"
    GRADE_CONTRACT = "grade_contract"
    UNIT_MISSING = "unit_missing"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_FOREIGN = "unit_foreign"
    POSITION_MISSING = "position_missing"
    POSITION_UNKNOWN = "position_unknown"
    SUPERVISOR_WRONG = "supervisor_wrong"
    SUPERVISOR_UNKNOWN = "supervisor_unknown"
    SUPERVISOR_SELF = "supervisor_self"
    SUPERVISOR_CIRCLE = "supervisor_circle"
    SUPERVISOR_LATER = "supervisor_later"
    DAY_NUMBER = "day_number"
    DAY_WRONG = "day_wrong"
    DAY_RANGE = "day_range"
    DAY_FUTURE = "day_future"
    DAY_LATER = "day_later"
    EMAIL_WRONG = "email_wrong"
    PHONE_WRONG = "phone_wrong"


# Faults of a name that may be matched with a known one for all rows at once.
MATCHABLE = {
    FaultKind.UNIT_UNKNOWN: Column.UNIT,
    FaultKind.POSITION_UNKNOWN: Column.POSITION,
    FaultKind.KIND_UNKNOWN: Column.KIND,
}
_TEXTS: dict[FaultKind, LazyString] = {
    FaultKind.FORMULA: _("Sel ini berisi rumus. Salin kolomnya, lalu tempel sebagai nilai."),
    FaultKind.MERGED: _("Sel %(area)s digabung. Pisahkan selnya, lalu isi setiap baris."),
    FaultKind.GARBLED: _("Huruf di sel ini rusak. Ketik ulang isinya."),
    FaultKind.TOO_LONG: _("Terlalu panjang. Paling banyak %(most)s huruf."),
    FaultKind.NIP_NUMBER: _(
        "NIP terbaca sebagai angka sehingga digit terakhir hilang. Ubah kolom menjadi Teks lalu "
        "tempel ulang NIP."
    ),
    FaultKind.NIP_TWICE: _("NIP ini juga ada di baris %(row)s. Hapus salah satunya."),
    FaultKind.NIP_ELSEWHERE: _(
        "Pegawai dengan NIP ini tidak bekerja di unit yang Anda kelola. Hapus baris ini, atau "
        "minta pengelola kepegawaian instansi memindahkannya."
    ),
    FaultKind.NIP_GONE: _(
        "Pegawai ini tercatat: %(standing)s. Ubah dulu status keaktifannya di halaman pegawai, "
        "atau hapus baris ini."
    ),
    FaultKind.NAME_MISSING: _("Isi nama pegawai."),
    FaultKind.NAME_STRANGE: _("Ini bukan nama. Isi nama pegawai tanpa gelar."),
    FaultKind.KIND_MISSING: _("Isi status: PNS, CPNS, PPPK, atau PPPK paruh waktu."),
    FaultKind.KIND_UNKNOWN: _(
        "Status '%(value)s' tidak dikenal. Pilih PNS, CPNS, PPPK, atau PPPK paruh waktu."
    ),
    FaultKind.GRADE_UNKNOWN: _("Golongan ini tidak ada untuk PNS. Contoh yang benar: III/a."),
    FaultKind.GRADE_CONTRACT: _("Golongan ini tidak ada untuk PPPK. Contoh yang benar: IX."),
    FaultKind.UNIT_MISSING: _("Isi unit kerja, pilih dari daftar pada templat."),
    FaultKind.UNIT_UNKNOWN: _("Unit '%(value)s' tidak ditemukan. Pilih dari daftar pada templat."),
    FaultKind.UNIT_FOREIGN: _("Unit ini di luar unit yang Anda kelola. Hapus baris ini."),
    FaultKind.POSITION_MISSING: _("Isi nama jabatan, pilih dari daftar pada templat."),
    FaultKind.POSITION_UNKNOWN: _(
        "Jabatan '%(value)s' tidak ditemukan. Pilih dari daftar pada templat."
    ),
    FaultKind.SUPERVISOR_UNKNOWN: _(
        "Tidak ada pegawai aktif dengan NIP ini, di Kinerja maupun di berkas. Periksa lagi NIP "
        "atasan."
    ),
    FaultKind.SUPERVISOR_SELF: _(
        "Seseorang tidak dapat menjadi atasannya sendiri. Isi NIP orang lain."
    ),
    FaultKind.SUPERVISOR_CIRCLE: _(
        "Garis atasan ini melingkar: %(names)s. Ubah atasan salah satunya."
    ),
    FaultKind.SUPERVISOR_LATER: _(
        "Sudah ada atasan yang mulai berlaku %(day)s. Batalkan itu dulu, atau kosongkan sel ini."
    ),
    FaultKind.DAY_NUMBER: _("Tanggal terbaca sebagai angka. Ubah kolom menjadi Tanggal."),
    FaultKind.DAY_WRONG: _("Tulis tanggal seperti 2026-11-21 atau 21/11/2026."),
    FaultKind.DAY_RANGE: _("Tanggal ini tidak mungkin. Periksa lagi tahunnya."),
    FaultKind.DAY_FUTURE: _(
        "Pegawai ini sudah di unit dan jabatan itu sejak %(day)s. Isi TMT yang tidak lebih dari "
        "hari ini, atau kosongkan."
    ),
    FaultKind.DAY_LATER: _(
        "Sudah ada penempatan yang mulai berlaku %(day)s. Isi TMT sesudahnya, atau batalkan "
        "penempatan itu dulu."
    ),
    FaultKind.EMAIL_WRONG: _("Tulis surel seperti nama@contoh.id."),
    FaultKind.PHONE_WRONG: _("Tulis nomor seperti 0812 3456 7890."),
}
_MEANT: dict[FaultKind, LazyString] = {
    FaultKind.UNIT_UNKNOWN: _("Unit '%(value)s' tidak ditemukan. Maksudnya '%(meant)s'?"),
    FaultKind.POSITION_UNKNOWN: _("Jabatan '%(value)s' tidak ditemukan. Maksudnya '%(meant)s'?"),
    FaultKind.KIND_UNKNOWN: _("Status '%(value)s' tidak dikenal. Maksudnya '%(meant)s'?"),
}
OF_NUMBERS = frozenset({FaultKind.NIP_WRONG, FaultKind.SUPERVISOR_WRONG})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell of the row: `value` as it stands there, `facts` for the wording.

    Where a known name may have been meant, `facts` holds it as `meant`, with its key `target`.
    """

    column: Column
    kind: FaultKind
    value: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What to do about it, a whole sentence."""
        if self.kind in OF_NUMBERS:
            kind, on = EmployeeKind(self.facts["kind"]), date.fromisoformat(self.facts["on"])
            return str(read_nip(self.value, kind, on=on).errors[0])
        texts = _MEANT if "meant" in self.facts else _TEXTS
        return str(texts[self.kind]) % {**self.facts, **self._worded()}

    def _worded(self) -> dict[str, str]:
        worded = {"value": self.value}
        if "day" in self.facts:
            worded["day"] = format_date(date.fromisoformat(self.facts["day"]), "long")
        if "standing" in self.facts:
            worded["standing"] = str(Standing(self.facts["standing"]).label)
        return worded

    @property
    def meant(self) -> str:
        """The known name that may have been meant; empty where none is alike."""
        return str(self.facts.get("meant", ""))

    @property
    def target(self) -> str:
        """What stands for that name in a form."""
        return str(self.facts.get("target", ""))

    def as_json(self) -> list[Any]:
        """The fault as it is stored."""
        return [self.column, self.kind, self.value, self.facts]

    @classmethod
    def from_json(cls, stored: list[Any]) -> "Fault":
        """The fault that was stored."""
        column, kind, value, facts = stored
        return cls(Column(column), FaultKind(kind), value, facts)
