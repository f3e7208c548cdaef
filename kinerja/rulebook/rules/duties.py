"""Settings of achievement and working time, of 360 feedback, complaints and personal data."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Field, Number, Record, Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import (
    DAYS,
    HOURS,
    MINUTES,
    MONTHS,
    PEOPLE,
    PERCENT,
    WORKING_DAYS,
)

THREE_DAYS = 3 * 24
_PERCENT = Whole(0, 100, PERCENT)
_DAYS = Whole(1, 365, WORKING_DAYS)


def _from(label: object) -> Field:
    return Field(_("%(name)s, mulai", name=label), _PERCENT)


GOALS = (
    Setting(
        "goals.achievement_bands",
        Group.GOALS,
        _("Kategori capaian kinerja"),
        Record(
            {
                "very_high": _from(_("Sangat Tinggi")),
                "high": _from(_("Tinggi")),
                "medium": _from(_("Sedang")),
                "low": _from(_("Rendah")),
            },
            descending=True,
        ),
        _("Di bawahnya Sangat Rendah."),
    ),
    Setting(
        "goals.accountability_bands",
        Group.GOALS,
        _("Predikat akuntabilitas (AKIP)"),
        Record(
            {
                name: Field(_("%(name)s, lebih dari", name=name), _PERCENT)
                for name in ("AA", "A", "BB", "B", "CC", "C")
            },
            descending=True,
        ),
        _("Nilai batasnya sendiri masih predikat di bawahnya. Di bawah C berarti D."),
    ),
    Setting(
        "goals.log_edit_days",
        Group.GOALS,
        _("Laporan harian masih boleh diubah selama"),
        Whole(0, 60, DAYS),
    ),
    Setting(
        "worktime.week_hours",
        Group.GOALS,
        _("Jam kerja seminggu, tanpa istirahat"),
        Number(2, "1", "168", HOURS),
    ),
    Setting(
        "worktime.year_hours",
        Group.GOALS,
        _("Jam kerja efektif setahun (analisis beban kerja)"),
        Whole(1, 8784, HOURS),
    ),
    Setting(
        "worktime.month_minutes",
        Group.GOALS,
        _("Menit kerja efektif sebulan untuk TPP"),
        Whole(1, 44_640, MINUTES),
        _("Contoh praktik daerah; ikuti peraturan kepala daerah Anda."),
    ),
)
FEEDBACK = (
    Setting(
        "feedback.weights",
        Group.FEEDBACK,
        _("Bobot penilai, pegawai yang punya bawahan"),
        Record(
            {
                "superior": Field(_("Atasan"), _PERCENT),
                "peers": Field(_("Rekan"), _PERCENT),
                "reports": Field(_("Bawahan"), _PERCENT),
            },
            total=100,
        ),
    ),
    Setting(
        "feedback.weights_without_reports",
        Group.FEEDBACK,
        _("Bobot penilai, pegawai tanpa bawahan"),
        Record(
            {"superior": Field(_("Atasan"), _PERCENT), "peers": Field(_("Rekan"), _PERCENT)},
            total=100,
        ),
    ),
    Setting(
        "feedback.citizen_weight_max",
        Group.FEEDBACK,
        _("Bobot suara warga, paling banyak"),
        Whole(0, 10, PERCENT),
        _("Hanya untuk unit yang melayani warga, dan hanya sebagai angka unit."),
    ),
    Setting(
        "feedback.minimum_raters",
        Group.FEEDBACK,
        _("Penilai paling sedikit agar nilai kelompok ditampilkan"),
        Whole(3, 50, PEOPLE),
        _("Boleh dinaikkan, tidak boleh di bawah 3."),
    ),
    Setting(
        "feedback.preferred_raters",
        Group.FEEDBACK,
        _("Penilai yang dianjurkan per kelompok"),
        Whole(3, 50, PEOPLE),
    ),
    Setting(
        "feedback.legacy_weights",
        Group.FEEDBACK,
        _("Bobot perilaku aturan lama"),
        Record(
            {
                "superior": Field(_("Pejabat penilai"), _PERCENT),
                "others": Field(_("Rekan dan bawahan"), _PERCENT),
            },
            total=100,
        ),
    ),
)
COMPLAINTS = (
    Setting("complaints.verification_days", Group.COMPLAINTS, _("Verifikasi laporan"), _DAYS),
    Setting("complaints.first_response_days", Group.COMPLAINTS, _("Tanggapan pertama"), _DAYS),
    Setting(
        "complaints.final_days",
        Group.COMPLAINTS,
        _("Penyelesaian menurut klasifikasi"),
        Record(
            {
                "information": Field(_("Permintaan informasi"), _DAYS),
                "ordinary": Field(_("Pengaduan tidak berkadar pengawasan"), _DAYS),
                "oversight": Field(_("Pengaduan berkadar pengawasan"), _DAYS),
            }
        ),
    ),
    Setting("complaints.aspiration_days", Group.COMPLAINTS, _("Penyelesaian aspirasi"), _DAYS),
    Setting(
        "complaints.autoclose_days",
        Group.COMPLAINTS,
        _("Ditutup otomatis bila pelapor diam selama"),
        Whole(1, 365, DAYS),
    ),
    Setting(
        "complaints.completion_days",
        Group.COMPLAINTS,
        _("Waktu pelapor melengkapi laporan"),
        Whole(1, 365, DAYS),
    ),
    Setting(
        "complaints.escalation",
        Group.COMPLAINTS,
        _("Pengingat dan eskalasi"),
        Record(
            {
                "reminder_before": Field(_("Pengingat, sebelum batas"), Whole(0, 60, DAYS)),
                "superior_after": Field(_("Ke atasan, sesudah batas"), Whole(0, 60, DAYS)),
                "secretary_after": Field(
                    _("Ke Sekda/Inspektorat, sesudah batas"), Whole(0, 60, DAYS)
                ),
            }
        ),
    ),
    Setting(
        "complaints.code_bits",
        Group.COMPLAINTS,
        _("Bit acak nomor pelacakan"),
        Whole(80, 512),
        _("Boleh dinaikkan, tidak boleh di bawah 80."),
    ),
    Setting(
        "information.answer_days", Group.COMPLAINTS, _("Jawaban permintaan informasi publik"), _DAYS
    ),
    Setting("information.extension_days", Group.COMPLAINTS, _("Perpanjangan jawaban"), _DAYS),
    Setting("information.objection_days", Group.COMPLAINTS, _("Jawaban atas keberatan"), _DAYS),
)
PRIVACY = (
    Setting(
        "privacy.citizen_floor",
        Group.PRIVACY,
        _("Jawaban warga paling sedikit per angka yang ditampilkan"),
        Whole(10, 1000, PEOPLE),
        _("Boleh dinaikkan, tidak boleh di bawah 10."),
    ),
    Setting(
        "privacy.staff_floor",
        Group.PRIVACY,
        _("Pegawai paling sedikit per angka yang ditampilkan"),
        Whole(5, 1000, PEOPLE),
        _("Boleh dinaikkan, tidak boleh di bawah 5."),
    ),
    Setting(
        "privacy.staff_unit_floor",
        Group.PRIVACY,
        _("Pegawai paling sedikit di unit yang angkanya ditampilkan"),
        Whole(10, 1000, PEOPLE),
        _("Boleh dinaikkan, tidak boleh di bawah 10."),
    ),
    Setting(
        "privacy.snapshot_months",
        Group.PRIVACY,
        _("Angka publik dibekukan setiap"),
        Whole(1, 12, MONTHS),
    ),
    Setting(
        "privacy.request_hours",
        Group.PRIVACY,
        _("Menjawab permintaan akses, salinan, atau koreksi"),
        Whole(1, THREE_DAYS, HOURS),
        _("Boleh dipersingkat, tidak boleh lebih dari 3×24 jam."),
    ),
    Setting(
        "privacy.withdrawal_hours",
        Group.PRIVACY,
        _("Berhenti memproses sesudah persetujuan ditarik"),
        Whole(1, THREE_DAYS, HOURS),
        _("Boleh dipersingkat, tidak boleh lebih dari 3×24 jam."),
    ),
    Setting(
        "privacy.breach_hours",
        Group.PRIVACY,
        _("Memberi tahu kebocoran data"),
        Whole(1, THREE_DAYS, HOURS),
        _("Boleh dipersingkat, tidak boleh lebih dari 3×24 jam."),
    ),
    Setting(
        "consultation.comment_days",
        Group.PRIVACY,
        _("Masa memberi tanggapan atas rancangan kebijakan"),
        Whole(1, 365, DAYS),
    ),
)
