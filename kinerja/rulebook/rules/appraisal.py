"""Settings of performance appraisal (PermenPANRB 6/2022) and of the rules before it."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.competency import PREDICATES, RATINGS
from kinerja.rulebook.rules.kinds import Choice, Field, Grid, Number, Record, Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import DAYS, MONTHS, PERCENT

_JOBS = {
    "pemula": _("Pemula"),
    "terampil": _("Terampil"),
    "mahir": _("Mahir"),
    "penyelia": _("Penyelia"),
    "ahli_pertama": _("Ahli Pertama"),
    "ahli_muda": _("Ahli Muda"),
    "ahli_madya": _("Ahli Madya"),
    "ahli_utama": _("Ahli Utama"),
}
_PERCENT = Whole(0, 100, PERCENT)
_SCORE = Whole(0, 200)
_WEIGHTS = Record(
    {"results": Field(_("SKP"), _PERCENT), "behaviour": Field(_("Perilaku kerja"), _PERCENT)},
    total=100,
)

APPRAISAL = (
    Setting(
        "appraisal.predicates",
        Group.APPRAISAL,
        _("Predikat dari hasil kerja dan perilaku kerja"),
        Grid(
            _("Hasil kerja"),
            RATINGS,
            {
                "below": Field(_("Perilaku di bawah"), Choice(PREDICATES)),
                "meets": Field(_("Perilaku sesuai"), Choice(PREDICATES)),
                "above": Field(_("Perilaku di atas"), Choice(PREDICATES)),
            },
        ),
    ),
    Setting(
        "appraisal.conversion",
        Group.APPRAISAL,
        _("Konversi predikat ke angka kredit"),
        Record(
            {name: Field(label, Whole(0, 300, PERCENT)) for name, label in PREDICATES.items()},
            descending=True,
        ),
    ),
    Setting(
        "appraisal.coefficients",
        Group.APPRAISAL,
        _("Koefisien angka kredit tahunan"),
        Record({name: Field(label, Number(2, "0.01", "500")) for name, label in _JOBS.items()}),
    ),
    Setting(
        "appraisal.objection_days",
        Group.APPRAISAL,
        _("Batas mengajukan keberatan"),
        Whole(1, 90, DAYS),
        _("Sejak hasil diterima."),
    ),
    Setting(
        "appraisal.objection_calendar",
        Group.APPRAISAL,
        _("Hari keberatan dihitung sebagai"),
        Choice({"calendar": _("hari kalender"), "working": _("hari kerja")}),
    ),
    Setting(
        "appraisal.receipt_days",
        Group.APPRAISAL,
        _("Hasil yang tidak dibuka dianggap diterima sesudah"),
        Whole(1, 90, DAYS),
    ),
    Setting(
        "appraisal.objection_decision_days",
        Group.APPRAISAL,
        _("Batas memutus keberatan"),
        Whole(1, 90, DAYS),
    ),
    Setting(
        "appraisal.annual_due",
        Group.APPRAISAL,
        _("Evaluasi tahunan paling lambat, tahun berikutnya"),
        Record(
            {
                "day": Field(_("Tanggal"), Whole(1, 31)),
                "month": Field(_("Bulan"), Whole(1, 12)),
            }
        ),
    ),
    Setting(
        "appraisal.new_plan_months",
        Group.APPRAISAL,
        _("SKP pegawai baru atau mutasi dibuat dalam"),
        Whole(1, 12, MONTHS),
    ),
    Setting(
        "appraisal.improvement_months",
        Group.APPRAISAL,
        _("Waktu memperbaiki kinerja sebelum uji kompetensi"),
        Whole(1, 36, MONTHS),
    ),
    Setting(
        "appraisal.placement_months",
        Group.APPRAISAL,
        _("Waktu menunggu jabatan sesudah uji kompetensi"),
        Whole(1, 36, MONTHS),
    ),
    Setting(
        "appraisal.legacy_bands",
        Group.APPRAISAL,
        _("Predikat aturan lama menurut nilai"),
        Record(
            {
                "very_good": Field(_("Sangat Baik, mulai"), _SCORE),
                "good": Field(_("Baik, mulai"), _SCORE),
                "fair": Field(_("Cukup, mulai"), _SCORE),
                "poor": Field(_("Kurang, mulai"), _SCORE),
            },
            descending=True,
        ),
        _("Hanya untuk mengimpor hasil lama. Sangat Baik juga meminta inovasi."),
    ),
    Setting(
        "appraisal.legacy_cap",
        Group.APPRAISAL,
        _("Nilai tertinggi SKP aturan lama"),
        _SCORE,
    ),
    Setting(
        "appraisal.legacy_weights",
        Group.APPRAISAL,
        _("Bobot aturan lama"),
        _WEIGHTS,
    ),
    Setting(
        "appraisal.legacy_weights_multi",
        Group.APPRAISAL,
        _("Bobot aturan lama bila rekan dan bawahan ikut menilai"),
        _WEIGHTS,
    ),
    Setting(
        "appraisal.legacy_ranking",
        Group.APPRAISAL,
        _("Sebaran peringkat aturan lama"),
        Record(
            {
                "above_most": Field(_("Di atas ekspektasi, paling banyak"), _PERCENT),
                "meets_least": Field(_("Sesuai ekspektasi, paling sedikit"), _PERCENT),
                "meets_most": Field(_("Sesuai ekspektasi, paling banyak"), _PERCENT),
                "below_most": Field(_("Di bawah ekspektasi, paling banyak"), _PERCENT),
            }
        ),
    ),
)
