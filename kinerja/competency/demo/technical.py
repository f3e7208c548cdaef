"""A technical dictionary of one urusan: the edition in force, and the one that follows it."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from kinerja.competency.rules import HIGHEST_LEVEL, LEVEL_LABELS, LOWEST_LEVEL
from kinerja.competency.rules.dictionary_files import read_content
from kinerja.competency.services.dictionary import Head, take
from kinerja.competency.services.dictionary_imports import upload_dictionary
from kinerja.sheets import Cell, Sheet

URUSAN = "Kependudukan dan pencatatan sipil"
HEADINGS = (
    "code",
    "name_id",
    "name_en",
    "cluster",
    "definition_id",
    "level",
    "level_name",
    "description_id",
    "indicator_1_id",
    "indicator_2_id",
)
# Code, name, name in English, meaning, and of each level: description and two behaviours.
Technical = tuple[str, str, str, str, tuple[tuple[str, str, str], ...]]
DATA_KEEPING: Technical = (
    "DUK-DATA",
    "Pengelolaan data kependudukan",
    "Population data management",
    "Kecakapan merekam, memeriksa, dan menyajikan data penduduk secara tepat dan aman.",
    (
        (
            "Merekam data penduduk menurut petunjuk dan contoh berkas.",
            "Mengisi formulir perekaman tanpa kolom wajib yang kosong.",
            "Menjaga agar layar data tidak terbaca oleh orang lain.",
        ),
        (
            "Memeriksa kesesuaian data dengan dokumen sumber dan memperbaiki kesalahan biasa.",
            "Menemukan data ganda sebelum disimpan.",
            "Mencatat setiap perbaikan data beserta alasannya.",
        ),
        (
            "Mengolah data wilayah menjadi keterangan yang dipakai unit lain.",
            "Menyusun tabel penduduk yang cocok dengan sumbernya.",
            "Menjelaskan batas pemakaian data kepada peminta.",
        ),
        (
            "Menetapkan cara pengendalian mutu dan keamanan data di tingkat instansi.",
            "Merancang pemeriksaan mutu berkala beserta tindak lanjutnya.",
            "Mengatur hak akses menurut tugas setiap petugas.",
        ),
        (
            "Merumuskan kebijakan pemanfaatan data kependudukan lintas instansi.",
            "Menyepakati pertukaran data yang melindungi hak penduduk.",
            "Menggerakkan instansi lain memakai satu sumber data penduduk.",
        ),
    ),
)
REGISTRATION: Technical = (
    "DUK-AKTA",
    "Pencatatan peristiwa penting",
    "Registration of vital events",
    "Kecakapan mencatat kelahiran, perkawinan, dan kematian sampai aktanya terbit.",
    (
        (
            "Menerima dan memeriksa kelengkapan permohonan akta.",
            "Menyebutkan syarat setiap jenis akta tanpa keliru.",
            "Mengembalikan berkas yang kurang beserta penjelasan tertulis.",
        ),
        (
            "Memproses akta yang lazim sampai selesai sesuai tenggat.",
            "Menerbitkan akta kelahiran pada hari yang dijanjikan.",
            "Mencocokkan ejaan nama dengan dokumen pemohon.",
        ),
        (
            "Menyelesaikan permohonan yang tidak biasa dengan dasar hukum yang tepat.",
            "Menangani pencatatan terlambat menurut aturannya.",
            "Menuliskan pertimbangan hukum pada berkas yang rumit.",
        ),
        (
            "Menyusun prosedur pencatatan dan membina petugas di semua loket.",
            "Memperbarui prosedur begitu peraturan berubah.",
            "Menguji pemahaman petugas loket secara berkala.",
        ),
        (
            "Mengembangkan kebijakan pencatatan yang menjangkau seluruh penduduk.",
            "Merancang layanan bagi penduduk yang belum pernah tercatat.",
            "Menilai dampak kebijakan terhadap cakupan kepemilikan akta.",
        ),
    ),
)
MOBILE_SERVICE: Technical = (
    "DUK-KELILING",
    "Pelayanan jemput bola",
    "Mobile registration service",
    "Kecakapan membawa layanan kependudukan kepada warga yang sulit datang ke kantor.",
    (
        (
            "Membantu pelaksanaan layanan keliling menurut daftar tugas.",
            "Menyiapkan perangkat perekaman sebelum berangkat.",
            "Menyambut warga lanjut usia dan penyandang disabilitas lebih dulu.",
        ),
        (
            "Melayani sendiri di lokasi dan mengatasi gangguan perangkat sederhana.",
            "Memakai cara luring ketika jaringan terputus.",
            "Mencocokkan hasil perekaman keliling pada hari yang sama.",
        ),
        (
            "Menyusun jadwal dan lokasi menurut kebutuhan warga.",
            "Memilih lokasi dari data warga yang belum merekam.",
            "Menyepakati tempat dan waktu dengan pengurus kampung.",
        ),
        (
            "Mengelola layanan keliling seluruh wilayah beserta sumber dayanya.",
            "Membagi petugas dan kendaraan menurut sasaran cakupan.",
            "Mengevaluasi biaya dan hasil setiap putaran layanan.",
        ),
        (
            "Merumuskan cara baru menjangkau warga yang tertinggal dari layanan.",
            "Menggalang kerja sama dengan sekolah, rumah sakit, dan lembaga sosial.",
            "Menjadikan cara yang berhasil sebagai acuan daerah lain.",
        ),
    ),
)
NOW = (DATA_KEEPING, REGISTRATION, MOBILE_SERVICE)
DIGITAL: Technical = (
    "DUK-DIGITAL",
    "Layanan kependudukan digital",
    "Digital population service",
    "Kecakapan mendampingi warga memakai identitas dan layanan kependudukan digital.",
    tuple(
        (f"{does} layanan kependudukan digital.", first, second)
        for does, first, second in (
            (
                "Membantu warga mendaftar pada",
                "Menuntun warga sampai akunnya aktif.",
                "Menjelaskan cara menjaga kata sandi.",
            ),
            (
                "Mengatasi kendala warga dalam memakai",
                "Memulihkan akun menurut prosedur keamanan.",
                "Mencatat kendala yang sering muncul.",
            ),
            (
                "Memperbaiki alur",
                "Menghapus langkah yang tidak diperlukan warga.",
                "Menguji alur bersama warga sebelum dipakai.",
            ),
            (
                "Mengelola mutu dan keamanan",
                "Menetapkan ukuran keberhasilan layanan.",
                "Menindaklanjuti temuan keamanan pada hari yang sama.",
            ),
            (
                "Merumuskan arah pengembangan",
                "Menyepakati keterpaduan dengan layanan instansi lain.",
                "Memastikan warga tanpa gawai tetap terlayani.",
            ),
        )
    ),
)
CLEARER = (
    "Kecakapan merekam, memeriksa, melindungi, dan menyajikan data penduduk menurut asas "
    "pelindungan data pribadi."
)
NEXT = ((*DATA_KEEPING[:3], CLEARER, DATA_KEEPING[4]), REGISTRATION, DIGITAL)


def rows(entries: tuple[Technical, ...]) -> Iterator[list[str]]:
    """The entries as the rows of a file."""
    for code, name, name_en, definition, levels in entries:
        for (level, label), texts in zip(LEVEL_LABELS.items(), levels, strict=True):
            head = [code, name, name_en, "teknis", definition, str(level), str(label)]
            yield [*head, *texts]


def load(*, on: date) -> None:
    """Add the edition in force, one of next year, and a file of another urusan that waits."""
    year = on.year
    for begins, entries in ((date(year - 1, 1, 1), NOW), (date(year + 1, 1, 1), NEXT)):
        lines: list[list[Cell]] = [list(HEADINGS)]
        lines += [list(row) for row in rows(entries)]
        sheet = Sheet("", list(enumerate(lines, start=1)))
        head = Head(
            name=f"Kamus kompetensi teknis kependudukan {begins.year}",
            urusan=URUSAN,
            legal_basis="Keputusan contoh tentang standar kompetensi teknis",
            valid_from=begins,
        )
        take(read_content(sheet), head, filename="contoh.csv", by=None)
    upload_dictionary(
        filename="kamus-kearsipan-contoh.csv",
        content=unfinished().encode(),
        name=f"Kamus kompetensi teknis kearsipan {year + 1}",
        urusan="Kearsipan",
        legal_basis="Keputusan contoh tentang standar kompetensi teknis",
        valid_from=date(year + 1, 1, 1),
    )


def unfinished() -> str:
    """A file in which two cells are still empty."""
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(HEADINGS)
    for level, label in LEVEL_LABELS.items():
        told = f"Menata arsip pada tingkat {label}." if level != HIGHEST_LEVEL else ""
        shown = f"Arsip tingkat {level} mudah ditemukan." if level != LOWEST_LEVEL else ""
        head = ["ARSIP-TATA", "Penataan arsip", "", "teknis", "Kecakapan menata arsip."]
        lines.writerow([*head, level, label, told, shown, ""])
    return file.getvalue()
