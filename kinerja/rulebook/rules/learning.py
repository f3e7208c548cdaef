"""Settings of competency development: hours (JP), forms and their conversion, evaluation."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Choice, Field, Grid, Number, Record, Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import JP, MINUTES, MONTHS, PERCENT, TIMES

FORMS = {
    "A1": _("A1 Tugas belajar"),
    "A2": _("A2 Izin belajar"),
    "B1": _("B1 Pelatihan struktural kepemimpinan"),
    "B2": _("B2 Pelatihan manajerial"),
    "B3": _("B3 Pelatihan teknis"),
    "B4": _("B4 Pelatihan fungsional"),
    "B5": _("B5 Pelatihan sosial kultural"),
    "B6": _("B6 Seminar/konferensi/sarasehan"),
    "B7": _("B7 Workshop/lokakarya"),
    "B8": _("B8 Kursus"),
    "B9": _("B9 Penataran"),
    "B10": _("B10 Bimbingan teknis"),
    "B11": _("B11 Sosialisasi"),
    "C1": _("C1 Coaching"),
    "C2": _("C2 Mentoring"),
    "C3": _("C3 E-learning"),
    "C4": _("C4 Pelatihan jarak jauh"),
    "C5": _("C5 Detasering"),
    "C6": _("C6 Pembelajaran alam terbuka"),
    "C7": _("C7 Patok banding"),
    "C8": _("C8 Pertukaran PNS dengan swasta/BUMN/BUMD"),
    "C9": _("C9 Belajar mandiri"),
    "C10": _("C10 Komunitas belajar"),
    "C11": _("C11 Magang/praktik kerja"),
}
BASES = {
    "actual": _("JP sebenarnya"),
    "semester": _("per semester"),
    "day": _("per hari"),
    "time": _("per kali"),
    "none": _("tidak diakui"),
}
_CONVERSION = Grid(
    _("Bentuk"),
    FORMS,
    {
        "basis": Field(_("Dihitung"), Choice(BASES)),
        "jp": Field("JP", Whole(1, 100, JP, optional=True)),
        "day_cap": Field(_("JP sehari, paling banyak"), Whole(1, 24, JP, optional=True)),
        "month_times": Field(_("Kali sebulan, paling banyak"), Whole(1, 31, TIMES, optional=True)),
        "extra": Field(_("Tambahan (%)"), Whole(1, 100, PERCENT, optional=True)),
    },
)
LEARNING = (
    Setting(
        "jp.pns_target",
        Group.LEARNING,
        _("Hak JP PNS setahun, paling sedikit"),
        Whole(1, 500, JP),
    ),
    Setting(
        "jp.pppk_ceiling",
        Group.LEARNING,
        _("JP PPPK per tahun kontrak, paling banyak"),
        Whole(1, 500, JP),
    ),
    Setting("jp.minutes", Group.LEARNING, _("Lama satu JP"), Whole(1, 120, MINUTES)),
    Setting(
        "jp.carry_over",
        Group.LEARNING,
        _("JP yang boleh dibawa ke tahun berikutnya"),
        Whole(0, 500, JP),
    ),
    Setting(
        "jp.mix",
        Group.LEARNING,
        _("Bauran pembelajaran"),
        Record(
            {
                "workplace": Field(_("Di tempat kerja"), Whole(0, 100, PERCENT)),
                "social": Field(_("Bersama orang lain"), Whole(0, 100, PERCENT)),
                "classical": Field(_("Klasikal"), Whole(0, 100, PERCENT)),
            },
            total=100,
        ),
    ),
    Setting("jp.national", Group.LEARNING, _("Konversi JP, kegiatan dalam negeri"), _CONVERSION),
    Setting(
        "jp.international",
        Group.LEARNING,
        _("Konversi JP, kegiatan internasional"),
        _CONVERSION,
        _("“20%” di sumbernya dibaca sebagai tambahan 20%."),
    ),
    Setting(
        "jp.workplace_guidance",
        Group.LEARNING,
        _("Bimbingan di tempat kerja dihitung seperti"),
        Choice(FORMS),
    ),
    Setting(
        "training.gain_bands",
        Group.LEARNING,
        _("Kategori N-gain (tes awal dan akhir)"),
        Record(
            {
                "high": Field(_("Tinggi, mulai"), Number(2, "0", "1")),
                "medium": Field(_("Sedang, mulai"), Number(2, "0", "1")),
            },
            descending=True,
        ),
    ),
    Setting(
        "training.behaviour_months",
        Group.LEARNING,
        _("Evaluasi perilaku sesudah pelatihan"),
        Record(
            {
                "until": Field(_("Paling lambat"), Whole(1, 36, MONTHS)),
                "from": Field(_("Paling cepat"), Whole(0, 35, MONTHS)),
            },
            descending=True,
        ),
    ),
)
