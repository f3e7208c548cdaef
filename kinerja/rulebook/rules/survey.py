"""Settings of the satisfaction survey (PermenPANRB 14/2017) and of the one-tap rating."""

from flask_babel import lazy_gettext as _

from kinerja.rulebook.rules.kinds import Choice, Clock, Field, Number, Record, Whole
from kinerja.rulebook.rules.settings import Group, Setting
from kinerja.rulebook.rules.units import DAYS, MONTHS, TIMES

_MUTU = {"A": _("A, Sangat Baik, mulai"), "B": _("B, Baik, mulai"), "C": _("C, Kurang Baik, mulai")}


def _bands(places: int, lowest: str, highest: str, *, padded: bool) -> Record:
    kind = Number(places, lowest, highest, padded=padded)
    return Record({name: Field(label, kind) for name, label in _MUTU.items()}, descending=True)


_HOURS = {
    "morning_from": _("Pagi, mulai"),
    "morning_until": _("Pagi, sampai"),
    "afternoon_from": _("Siang, mulai"),
    "afternoon_until": _("Siang, sampai"),
}
SURVEY = (
    Setting(
        "skm.bands",
        Group.SURVEY,
        _("Batas bawah mutu pelayanan (IKM)"),
        _bands(2, "25", "100", padded=True),
        _("IKM dibulatkan ke dua desimal dulu, baru dibandingkan. Di bawah C berarti D."),
    ),
    Setting(
        "skm.index_bands",
        Group.SURVEY,
        _("Batas bawah mutu pelayanan (nilai indeks)"),
        _bands(4, "1", "4", padded=False),
        _("Skala 1 sampai 4, sebelum dikalikan 25."),
    ),
    Setting(
        "skm.weights",
        Group.SURVEY,
        _("Bobot tiap unsur"),
        Choice({"exact": _("tepat 1/k"), "0.111": "0,111", "0.11": "0,11"}),
        _("k adalah jumlah unsur yang ditanyakan."),
    ),
    Setting(
        "skm.nrr_rounding",
        Group.SURVEY,
        _("Pembulatan nilai rata-rata unsur (NRR)"),
        Choice({"none": _("tidak dibulatkan"), "3": _("3 desimal"), "2": _("2 desimal")}),
    ),
    Setting(
        "skm.sample",
        Group.SURVEY,
        _("Parameter sampel minimum (Krejcie dan Morgan)"),
        Record(
            {
                "chi_square": Field(_("Khi kuadrat"), Number(3, "0.001", "100")),
                "proportion": Field(_("Proporsi"), Number(3, "0.001", "0.999")),
                "error": Field(_("Galat yang diterima"), Number(3, "0.001", "0.5")),
            }
        ),
    ),
    Setting(
        "skm.surveys_per_year",
        Group.SURVEY,
        _("Survei paling sedikit setiap tahun"),
        Whole(1, 12, TIMES),
    ),
    Setting(
        "skm.months", Group.SURVEY, _("Lama periode IKM yang ditampilkan"), Whole(1, 36, MONTHS)
    ),
    Setting(
        "skm.hours",
        Group.SURVEY,
        _("Jam survei"),
        Record({name: Field(label, Clock()) for name, label in _HOURS.items()}),
    ),
    Setting(
        "skm.aggregate",
        Group.SURVEY,
        _("Cara menggabungkan IKM antarunit"),
        Choice(
            {
                "simple": _("rata-rata sederhana antarunit"),
                "respondents": _("tertimbang jumlah responden"),
            }
        ),
    ),
    Setting(
        "skm.follow_up_lowest",
        Group.SURVEY,
        _("Jumlah unsur terendah yang wajib punya rencana tindak lanjut"),
        Whole(1, 9),
    ),
    Setting(
        "skm.follow_up_below",
        Group.SURVEY,
        _("Unsur di bawah nilai ini wajib punya rencana tindak lanjut"),
        Number(2, "25", "100", padded=True),
    ),
    Setting(
        "skm.follow_up_horizon",
        Group.SURVEY,
        _("Jangka rencana tindak lanjut"),
        Record(
            {
                "medium": Field(_("Menengah, sampai"), Whole(2, 60, MONTHS)),
                "short": Field(_("Pendek, kurang dari"), Whole(1, 59, MONTHS)),
            },
            descending=True,
        ),
    ),
    Setting(
        "satisfaction.quick_days",
        Group.SURVEY,
        _("Rentang hari penilaian cepat yang ditampilkan"),
        Whole(1, 366, DAYS),
    ),
)
