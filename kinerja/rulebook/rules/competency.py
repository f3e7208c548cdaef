"""Settings of competencies (PermenPANRB 38/2017) and of talent (PermenPANRB 3/2020)."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Field, Grid, Record, Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import CHARACTERS, DAYS, MONTHS, PEOPLE, PERCENT

LEVEL = Whole(1, 5)
_LEVELS = {
    "jpt_utama": _("JPT Utama"),
    "jpt_pratama": _("JPT Pratama"),
    "administrator": _("Administrator"),
    "pengawas": _("Pengawas"),
    "pelaksana": _("Pelaksana"),
    "ahli_utama": _("Ahli Utama"),
    "ahli_madya": _("Ahli Madya"),
    "ahli_muda": _("Ahli Muda"),
    "ahli_pertama": _("Ahli Pertama"),
}
_UNSURE = {
    "jpt_madya": _("JPT Madya"),
    "penyelia": _("Penyelia"),
    "mahir": _("Mahir"),
    "terampil": _("Terampil"),
    "pemula": _("Pemula"),
}
PREDICATES = {
    "very_good": _("Sangat Baik"),
    "good": _("Baik"),
    "needs_improvement": _("Butuh Perbaikan"),
    "poor": _("Kurang (Misconduct)"),
    "very_poor": _("Sangat Kurang"),
}
RATINGS = {
    "above": _("Di atas ekspektasi"),
    "meets": _("Sesuai ekspektasi"),
    "below": _("Di bawah ekspektasi"),
}
_POTENTIAL = {"low": _("Rendah"), "medium": _("Menengah"), "high": _("Tinggi")}
_SCORE = Whole(0, 200, PERCENT)

COMPETENCY = (
    Setting(
        "competency.required_levels",
        Group.COMPETENCY,
        _("Standar level awal menurut jenjang jabatan"),
        Record({name: Field(label, LEVEL) for name, label in _LEVELS.items()}),
        _("Manajerial dan sosial kultural, sampai instansi menetapkan standar jabatannya."),
    ),
    Setting(
        "competency.required_levels_unsure",
        Group.COMPETENCY,
        _("Standar level awal jenjang yang belum pasti"),
        Record({name: Field(label, LEVEL) for name, label in _UNSURE.items()}),
        _("Pastikan dengan standar jabatan masing-masing."),
    ),
    Setting(
        "competency.selection_bands",
        Group.COMPETENCY,
        _("Kategori JPM untuk pengisian jabatan"),
        Record(
            {
                "qualified": Field(_("Memenuhi Syarat (MS), mulai"), _SCORE),
                "still_qualified": Field(_("Masih Memenuhi Syarat (MMS), mulai"), _SCORE),
            },
            descending=True,
        ),
        _("Di bawahnya Kurang Memenuhi Syarat. Hanya untuk hasil asesor."),
    ),
    Setting(
        "competency.mapping_bands",
        Group.COMPETENCY,
        _("Kategori JPM untuk pemetaan"),
        Record(
            {
                "optimal": Field(_("Optimal, mulai"), _SCORE),
                "fairly_optimal": Field(_("Cukup Optimal, mulai"), _SCORE),
            },
            descending=True,
        ),
        _("Di bawahnya Kurang Optimal. Hanya untuk hasil asesor."),
    ),
    Setting(
        "competency.self_valid_months",
        Group.COMPETENCY,
        _("Masa berlaku penilaian mandiri"),
        Whole(1, 120, MONTHS),
    ),
    Setting(
        "competency.assessor_valid_months",
        Group.COMPETENCY,
        _("Masa berlaku hasil asesor"),
        Whole(1, 120, MONTHS),
    ),
    Setting(
        "competency.record_validity_months",
        Group.COMPETENCY,
        _("Masa berlaku catatan kompetensi lain"),
        Record(
            {
                "supervisor": Field(_("Verifikasi atasan"), Whole(1, 120, MONTHS)),
                "peer": Field(_("Penilaian rekan"), Whole(1, 120, MONTHS)),
                "training": Field(_("Hasil pelatihan"), Whole(1, 120, MONTHS)),
                "prior": Field(_("Pengakuan pembelajaran lampau"), Whole(1, 120, MONTHS)),
            }
        ),
        _("Untuk catatan yang ditambahkan sejak angka ini berlaku."),
    ),
    Setting(
        "competency.record_priority",
        Group.COMPETENCY,
        _("Urutan sumber tingkat kompetensi"),
        Record(
            {
                "assessor": Field(_("Hasil asesor"), Whole(1, 6)),
                "supervisor": Field(_("Verifikasi atasan"), Whole(1, 6)),
                "peer": Field(_("Penilaian rekan"), Whole(1, 6)),
                "training": Field(_("Hasil pelatihan"), Whole(1, 6)),
                "prior": Field(_("Pengakuan pembelajaran lampau"), Whole(1, 6)),
                "self": Field(_("Penilaian mandiri"), Whole(1, 6)),
            }
        ),
        _("1 didahulukan. Di antara yang sama urutannya, yang terbaru berlaku."),
    ),
    Setting(
        "competency.expiring_days",
        Group.COMPETENCY,
        _("Tingkat yang akan berakhir diingatkan sebelum"),
        Whole(1, 365, DAYS),
    ),
    Setting(
        "competency.peer_raters",
        Group.COMPETENCY,
        _("Rekan penilai dalam penilaian kompetensi"),
        Record(
            {
                "minimum": Field(_("Paling sedikit untuk seorang pegawai"), Whole(3, 20, PEOPLE)),
                "maximum": Field(_("Paling banyak untuk seorang pegawai"), Whole(3, 20, PEOPLE)),
                "per_rater": Field(_("Paling banyak dinilai seorang rekan"), Whole(1, 50, PEOPLE)),
            }
        ),
        _("Boleh dinaikkan, tidak boleh di bawah 3. Berlaku bagi siklus yang dibuka sesudahnya."),
    ),
    Setting(
        "competency.verify_days",
        Group.COMPETENCY,
        _("Waktu atasan untuk memverifikasi"),
        Whole(1, 90, DAYS),
    ),
    Setting(
        "competency.example_max",
        Group.COMPETENCY,
        _("Panjang contoh perilaku"),
        Whole(50, 5000, CHARACTERS),
    ),
    Setting(
        "competency.return_note_max",
        Group.COMPETENCY,
        _("Panjang catatan pengembalian"),
        Whole(50, 5000, CHARACTERS),
    ),
    Setting(
        "talent.boxes",
        Group.COMPETENCY,
        _("Nomor kotak talenta"),
        Grid(
            _("Kinerja"),
            RATINGS,
            {name: Field(label, Whole(1, 9)) for name, label in _POTENTIAL.items()},
        ),
    ),
    Setting(
        "talent.cut_points",
        Group.COMPETENCY,
        _("Batas sumbu kotak talenta"),
        Record(
            {
                "high": Field(_("Tinggi atau di atas ekspektasi, mulai"), _SCORE),
                "medium": Field(_("Menengah atau sesuai ekspektasi, mulai"), _SCORE),
            },
            descending=True,
        ),
    ),
    Setting(
        "talent.predicate_scores",
        Group.COMPETENCY,
        _("Nilai predikat untuk kotak talenta"),
        Record(
            {name: Field(label, Whole(0, 100)) for name, label in PREDICATES.items()},
            descending=True,
        ),
    ),
)
