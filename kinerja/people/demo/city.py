"""The tables that the city is made from."""

from datetime import date
from typing import NamedTuple

from kinerja.people.rules import JobLevel
from kinerja.permissions import Role

AGENCY = "Pemerintah Kota Contoh"
# Unit, the unit above, which kind of staffing it has.
UNITS = (
    (AGENCY, None, "puncak"),
    ("Sekretariat Daerah", AGENCY, "sekretariat"),
    ("Bagian Organisasi", "Sekretariat Daerah", "bagian"),
    ("Inspektorat Daerah", AGENCY, "pengawasan"),
    ("Badan Kepegawaian dan Pengembangan SDM", AGENCY, "kepegawaian"),
    ("Dinas Penanaman Modal dan PTSP", AGENCY, "dinas"),
    ("Dinas Kependudukan dan Pencatatan Sipil", AGENCY, "dinas"),
    ("Dinas Pendidikan", AGENCY, "dinas"),
    ("Dinas Perhubungan", AGENCY, "dinas"),
    ("Dinas Sosial", AGENCY, "dinas"),
    ("Dinas Perumahan dan Permukiman", AGENCY, "dinas"),
    ("Dinas Kesehatan", AGENCY, "dinas"),
    ("Puskesmas Contoh Barat", "Dinas Kesehatan", "puskesmas"),
    ("Puskesmas Contoh Timur", "Dinas Kesehatan", "puskesmas"),
    ("Kecamatan Contoh Barat", AGENCY, "kecamatan"),
    ("Kelurahan Contoh Indah", "Kecamatan Contoh Barat", "kelurahan"),
    ("Kelurahan Contoh Jaya", "Kecamatan Contoh Barat", "kelurahan"),
    ("Kecamatan Contoh Timur", AGENCY, "kecamatan"),
    ("Kelurahan Contoh Makmur", "Kecamatan Contoh Timur", "kelurahan"),
    ("Kelurahan Contoh Damai", "Kecamatan Contoh Timur", "kelurahan"),
    ("Kecamatan Contoh Tengah", AGENCY, "kecamatan"),
    ("Kelurahan Contoh Asri", "Kecamatan Contoh Tengah", "kelurahan"),
    ("Kelurahan Contoh Mulia", "Kecamatan Contoh Tengah", "kelurahan"),
)
# Title, level, how many, and the title (in the same unit) that leads them; the first leads all.
STAFFING: dict[str, tuple[tuple[str, JobLevel, int, str | None], ...]] = {
    "puncak": (
        ("Pembina Utama Contoh", JobLevel.JPT_UTAMA, 1, None),
        ("Pembina Wilayah Contoh", JobLevel.JPT_MADYA, 1, "Pembina Utama Contoh"),
        ("Sekretaris Daerah", JobLevel.JPT_PRATAMA, 1, "Pembina Wilayah Contoh"),
        ("Staf Ahli Wali Kota", JobLevel.JPT_PRATAMA, 2, "Sekretaris Daerah"),
    ),
    "dinas": (
        ("Kepala Perangkat Daerah", JobLevel.JPT_PRATAMA, 1, None),
        ("Sekretaris Perangkat Daerah", JobLevel.ADMINISTRATOR, 1, None),
        ("Kepala Subbagian Umum", JobLevel.PENGAWAS, 1, "Sekretaris Perangkat Daerah"),
        ("Pengadministrasi Umum", JobLevel.PELAKSANA, 4, "Kepala Subbagian Umum"),
        ("Arsiparis Terampil", JobLevel.TERAMPIL, 1, "Kepala Subbagian Umum"),
        ("Arsiparis Pemula", JobLevel.PEMULA, 1, "Kepala Subbagian Umum"),
        ("Kepala Bidang Pelayanan", JobLevel.ADMINISTRATOR, 1, None),
        ("Analis Kebijakan Ahli Madya", JobLevel.AHLI_MADYA, 1, "Kepala Bidang Pelayanan"),
        ("Penata Layanan Ahli Muda", JobLevel.AHLI_MUDA, 2, "Kepala Bidang Pelayanan"),
        ("Penata Layanan Ahli Pertama", JobLevel.AHLI_PERTAMA, 3, "Kepala Bidang Pelayanan"),
        ("Petugas Loket", JobLevel.PELAKSANA, 5, "Kepala Bidang Pelayanan"),
        ("Pranata Komputer Mahir", JobLevel.MAHIR, 1, "Kepala Bidang Pelayanan"),
    ),
    "sekretariat": (
        ("Asisten Administrasi Umum", JobLevel.JPT_PRATAMA, 1, None),
        ("Kepala Bagian Umum", JobLevel.ADMINISTRATOR, 1, None),
        ("Kepala Subbagian Umum", JobLevel.PENGAWAS, 1, "Kepala Bagian Umum"),
        ("Pengadministrasi Umum", JobLevel.PELAKSANA, 5, "Kepala Subbagian Umum"),
        ("Arsiparis Terampil", JobLevel.TERAMPIL, 2, "Kepala Subbagian Umum"),
        ("Arsiparis Pemula", JobLevel.PEMULA, 1, "Kepala Subbagian Umum"),
    ),
    "bagian": (
        ("Kepala Bagian", JobLevel.ADMINISTRATOR, 1, None),
        ("Analis Kebijakan Ahli Muda", JobLevel.AHLI_MUDA, 2, None),
        ("Analis Kebijakan Ahli Pertama", JobLevel.AHLI_PERTAMA, 3, None),
        ("Pengolah Data", JobLevel.PELAKSANA, 3, None),
    ),
    "pengawasan": (
        ("Inspektur", JobLevel.JPT_PRATAMA, 1, None),
        ("Auditor Ahli Utama", JobLevel.AHLI_UTAMA, 1, None),
        ("Auditor Ahli Madya", JobLevel.AHLI_MADYA, 3, None),
        ("Auditor Ahli Muda", JobLevel.AHLI_MUDA, 4, "Auditor Ahli Utama"),
        ("Auditor Ahli Pertama", JobLevel.AHLI_PERTAMA, 3, "Auditor Ahli Utama"),
    ),
    "kepegawaian": (
        ("Kepala Badan", JobLevel.JPT_PRATAMA, 1, None),
        ("Kepala Bidang Pengembangan", JobLevel.ADMINISTRATOR, 1, None),
        ("Widyaiswara Ahli Utama", JobLevel.AHLI_UTAMA, 1, None),
        ("Widyaiswara Ahli Madya", JobLevel.AHLI_MADYA, 2, "Kepala Bidang Pengembangan"),
        ("Analis SDM Aparatur Ahli Muda", JobLevel.AHLI_MUDA, 3, "Kepala Bidang Pengembangan"),
        (
            "Analis SDM Aparatur Ahli Pertama",
            JobLevel.AHLI_PERTAMA,
            4,
            "Kepala Bidang Pengembangan",
        ),
        ("Pengolah Data", JobLevel.PELAKSANA, 4, "Kepala Bidang Pengembangan"),
    ),
    "puskesmas": (
        ("Kepala Puskesmas", JobLevel.AHLI_MADYA, 1, None),
        ("Dokter Ahli Muda", JobLevel.AHLI_MUDA, 2, None),
        ("Dokter Ahli Pertama", JobLevel.AHLI_PERTAMA, 2, None),
        ("Perawat Penyelia", JobLevel.PENYELIA, 2, None),
        ("Perawat Mahir", JobLevel.MAHIR, 4, "Perawat Penyelia"),
        ("Perawat Terampil", JobLevel.TERAMPIL, 5, "Perawat Penyelia"),
        ("Bidan Penyelia", JobLevel.PENYELIA, 1, None),
        ("Bidan Terampil", JobLevel.TERAMPIL, 3, "Bidan Penyelia"),
        ("Petugas Pendaftaran", JobLevel.PELAKSANA, 3, None),
    ),
    "kecamatan": (
        ("Camat", JobLevel.ADMINISTRATOR, 1, None),
        ("Sekretaris Kecamatan", JobLevel.PENGAWAS, 1, None),
        ("Kepala Seksi Pelayanan", JobLevel.PENGAWAS, 1, None),
        ("Penata Layanan Ahli Muda", JobLevel.AHLI_MUDA, 2, "Kepala Seksi Pelayanan"),
        ("Penata Layanan Ahli Pertama", JobLevel.AHLI_PERTAMA, 3, "Kepala Seksi Pelayanan"),
        ("Petugas Loket", JobLevel.PELAKSANA, 4, "Kepala Seksi Pelayanan"),
        ("Pengadministrasi Umum", JobLevel.PELAKSANA, 3, "Sekretaris Kecamatan"),
    ),
    "kelurahan": (
        ("Lurah", JobLevel.PENGAWAS, 1, None),
        ("Penata Layanan Ahli Pertama", JobLevel.AHLI_PERTAMA, 1, None),
        ("Petugas Loket", JobLevel.PELAKSANA, 4, None),
    ),
}


FOUNDED = date(1990, 1, 1)
HEADS = {
    "Sekretaris Daerah",
    "Kepala Perangkat Daerah",
    "Asisten Administrasi Umum",
    "Kepala Bagian",
    "Inspektur",
    "Kepala Badan",
    "Kepala Puskesmas",
    "Camat",
    "Lurah",
}


class Star(NamedTuple):
    """Who shows a role: where, with which title, known by which name, the role granted where."""

    role: Role
    unit: str
    title: str
    name: str
    granted: str | None
    note: str


STARS = (
    Star(
        Role.EMPLOYEE,
        "Kecamatan Contoh Barat",
        "Penata Layanan Ahli Muda",
        "Sari Teladan",
        None,
        "Lanjutkan penilaian mandiri; atasannya adalah akun supervisor.",
    ),
    Star(
        Role.SUPERVISOR,
        "Kecamatan Contoh Barat",
        "Kepala Seksi Pelayanan",
        "Bagas Contoh",
        None,
        "Verifikasi penilaian mandiri bawahan.",
    ),
    Star(
        Role.TRAINER,
        "Badan Kepegawaian dan Pengembangan SDM",
        "Widyaiswara Ahli Madya",
        "Lestari Misal",
        AGENCY,
        "Tugaskan kegiatan pengembangan menurut selisih kompetensi.",
    ),
    Star(
        Role.UNIT_ADMIN,
        "Kecamatan Contoh Barat",
        "Sekretaris Kecamatan",
        "Made Umpama",
        "Kecamatan Contoh Barat",
        "Kelola pegawai kecamatan dan kelurahannya, lihat kemajuan.",
    ),
    Star(
        Role.AGENCY_ADMIN,
        "Bagian Organisasi",
        "Kepala Bagian",
        "Wulan Rekaan",
        AGENCY,
        "Kelola standar jabatan, pegawai, dan kios seluruh instansi.",
    ),
    Star(
        Role.HR,
        "Badan Kepegawaian dan Pengembangan SDM",
        "Analis SDM Aparatur Ahli Muda",
        "Dewi Ibarat",
        AGENCY,
        "Muat data pegawai, susunan unit, dan jalur atasan.",
    ),
    Star(
        Role.SURVEY_ADMIN,
        "Bagian Organisasi",
        "Analis Kebijakan Ahli Muda",
        "Nita Khayali",
        AGENCY,
        "Kelola layanan, loket, dan tautan kios seluruh instansi.",
    ),
    Star(
        Role.COMPLAINT_OFFICER,
        "Sekretariat Daerah",
        "Kepala Subbagian Umum",
        "Hadi Misal",
        AGENCY,
        "Petugas pengaduan; untuk saat ini melihat hal yang sama dengan pegawai.",
    ),
    Star(
        Role.INSPECTOR,
        "Inspektorat Daerah",
        "Auditor Ahli Madya",
        "Ratna Andaian",
        AGENCY,
        "Baca jejak audit dan hak akses, tanpa mengubah apa pun.",
    ),
    Star(
        Role.PPID,
        "Sekretariat Daerah",
        "Kepala Bagian Umum",
        "Yusuf Rekaan",
        AGENCY,
        "Jaga data pribadi: masa simpan dan jejak pembacaannya.",
    ),
    Star(
        Role.LEADER,
        AGENCY,
        "Sekretaris Daerah",
        "Rahmat Andaian",
        AGENCY,
        "Lihat kemajuan dan indeks seluruh unit.",
    ),
)
