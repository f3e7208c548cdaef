"""The survey's elements with their official texts (PermenPANRB 14/2017).

The texts stand here verbatim in Bahasa: they are the measured instrument, not interface words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Element(StrEnum):
    """One of the nine service elements, in the order of the Lampiran (complaints 8th)."""

    PERSYARATAN = "persyaratan"
    PROSEDUR = "prosedur"
    WAKTU = "waktu"
    BIAYA = "biaya"
    PRODUK = "produk"
    KOMPETENSI = "kompetensi"
    PERILAKU = "perilaku"
    PENGADUAN = "pengaduan"
    SARANA = "sarana"

    @property
    def label(self) -> str:
        """The official name."""
        return WORDING[self].name


@dataclass(frozen=True)
class Wording:
    """The official name, the question and the four answer labels, 1 to 4."""

    name: str
    question: str
    labels: tuple[str, str, str, str]


LAMPIRAN_ORDER = tuple(Element)
QUESTIONNAIRE_ORDER = (*LAMPIRAN_ORDER[:7], Element.SARANA, Element.PENGADUAN)


class Order(StrEnum):
    """Which element U8 is: the sample questionnaire asks facilities before complaints."""

    QUESTIONNAIRE = "questionnaire"
    LAMPIRAN = "lampiran"

    @property
    def elements(self) -> tuple[Element, ...]:
        """The elements from U1 to U9."""
        return LAMPIRAN_ORDER if self is Order.LAMPIRAN else QUESTIONNAIRE_ORDER


def _asked(name: str, about: str, *labels: str) -> Wording:
    one, two, three, four = labels
    question = f"Bagaimana pendapat Saudara tentang {about}?"
    return Wording(name, question, (one, two, three, four))


WORDING: Mapping[Element, Wording] = {
    Element.PERSYARATAN: _asked(
        "Persyaratan",
        "kesesuaian persyaratan dengan jenis pelayanannya",
        *("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element.PROSEDUR: _asked(
        "Sistem, Mekanisme, dan Prosedur",
        "kemudahan prosedur pelayanan di unit ini",
        *("Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"),
    ),
    Element.WAKTU: _asked(
        "Waktu Penyelesaian",
        "kecepatan waktu pelayanan",
        *("Tidak cepat", "Kurang cepat", "Cepat", "Sangat cepat"),
    ),
    Element.BIAYA: _asked(
        "Biaya/Tarif",
        "kewajaran biaya/tarif",
        *("Sangat mahal", "Cukup mahal", "Murah", "Gratis"),
    ),
    Element.PRODUK: _asked(
        "Produk Spesifikasi Jenis Pelayanan",
        "kesesuaian hasil dengan yang tercantum dalam standar pelayanan",
        *("Tidak sesuai", "Kurang sesuai", "Sesuai", "Sangat sesuai"),
    ),
    Element.KOMPETENSI: _asked(
        "Kompetensi Pelaksana",
        "kompetensi/kemampuan petugas",
        *("Tidak kompeten", "Kurang kompeten", "Kompeten", "Sangat kompeten"),
    ),
    Element.PERILAKU: _asked(
        "Perilaku Pelaksana",
        "kesopanan dan keramahan petugas",
        *("Tidak sopan dan ramah", "Kurang sopan dan ramah"),
        *("Sopan dan ramah", "Sangat sopan dan ramah"),
    ),
    Element.PENGADUAN: _asked(
        "Penanganan Pengaduan, Saran dan Masukan",
        "penanganan pengaduan pengguna layanan",
        *("Tidak ada", "Ada tetapi tidak berfungsi"),
        *("Berfungsi kurang maksimal", "Dikelola dengan baik"),
    ),
    Element.SARANA: _asked(
        "Sarana dan Prasarana",
        "kualitas sarana dan prasarana",
        *("Buruk", "Cukup", "Baik", "Sangat baik"),
    ),
}
