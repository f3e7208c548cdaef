"""The demo's trainings: invented titles, places and providers."""

from typing import NamedTuple

from kinerja.development.rules import DevelopmentForm as F


class Course(NamedTuple):
    """A training without its dates: `days` is how long it runs, in calendar days."""

    title: str
    form: F
    jp: int
    level: int
    days: int


# By competency code; six each, over all levels.
COURSES: dict[str, tuple[Course, ...]] = {
    "INT": (
        Course("Berani menolak gratifikasi di loket", F.BRIEFING, 4, 2, 1),
        Course("Menjaga integritas saat mengambil keputusan", F.WORKSHOP, 10, 3, 2),
        Course("Kelas daring: kode etik dalam pekerjaan sehari-hari", F.E_LEARNING, 6, 2, 21),
        Course("Membangun unit bebas konflik kepentingan", F.TECHNICAL_GUIDANCE, 16, 4, 3),
        Course("Klinik dilema etika bersama auditor", F.LEARNING_COMMUNITY, 4, 3, 28),
        Course("Merancang sistem integritas organisasi", F.MANAGERIAL_TRAINING, 24, 5, 5),
    ),
    "KS": (
        Course("Bekerja bersama lintas bidang", F.WORKSHOP, 10, 2, 2),
        Course("Memimpin rapat singkat yang berhasil", F.COURSE, 6, 3, 2),
        Course("Menyelesaikan perbedaan dalam tim", F.COACHING, 4, 3, 30),
        Course("Kelas daring: kerja sama tim jarak jauh", F.E_LEARNING, 6, 2, 21),
        Course("Kunjungan belajar layanan terpadu kota tetangga", F.BENCHMARKING, 10, 4, 3),
        Course("Menggalang kemitraan antarinstansi", F.SEMINAR, 4, 5, 1),
    ),
    "KOM": (
        Course("Komunikasi pelayanan yang empatik", F.WORKSHOP, 10, 2, 2),
        Course("Menulis surat yang mudah dipahami", F.E_LEARNING, 6, 2, 14),
        Course("Berbicara di depan warga", F.COURSE, 12, 3, 3),
        Course("Menyampaikan kabar sulit dengan tenang", F.MENTORING, 4, 3, 30),
        Course("Menyusun paparan untuk pimpinan", F.TECHNICAL_GUIDANCE, 8, 4, 2),
        Course("Komunikasi krisis pemerintah daerah", F.SEMINAR, 4, 5, 1),
    ),
    "OPH": (
        Course("Menyusun target yang terukur", F.TECHNICAL_GUIDANCE, 12, 2, 2),
        Course("Mengelola pekerjaan dengan papan tugas", F.E_LEARNING, 6, 2, 14),
        Course("Dari data ke perbaikan mutu", F.TECHNICAL_TRAINING, 16, 3, 4),
        Course("Magang pengendalian mutu layanan", F.INTERNSHIP, 20, 4, 20),
        Course("Belajar mandiri: membaca laporan kinerja", F.SELF_STUDY, 4, 2, 30),
        Course("Kepemimpinan berorientasi hasil", F.LEADERSHIP_TRAINING, 30, 5, 10),
    ),
    "PP": (
        Course("Melayani warga berkebutuhan khusus", F.TECHNICAL_GUIDANCE, 8, 2, 2),
        Course("Standar pelayanan dan survei kepuasan", F.BRIEFING, 4, 2, 1),
        Course("Merancang ulang alur layanan", F.WORKSHOP, 10, 3, 2),
        Course("Menangani keluhan sampai tuntas", F.COURSE, 12, 3, 3),
        Course("Pertukaran petugas dengan rumah sakit contoh", F.SECTOR_EXCHANGE, 20, 4, 14),
        Course("Kebijakan pelayanan publik yang berpihak", F.SEMINAR, 4, 5, 1),
    ),
    "PDO": (
        Course("Menyusun rencana belajar pribadi", F.E_LEARNING, 4, 2, 14),
        Course("Atasan sebagai pembimbing", F.WORKSHOP, 10, 3, 2),
        Course("Memberi umpan balik yang berguna", F.COURSE, 6, 3, 2),
        Course("Mendampingi pegawai baru di loket", F.MENTORING, 4, 2, 60),
        Course("Pelatihan pelatih internal", F.FUNCTIONAL_TRAINING, 20, 4, 5),
        Course("Merancang organisasi pembelajar", F.DISTANCE_TRAINING, 12, 5, 14),
    ),
    "MP": (
        Course("Bimtek aplikasi antrean baru", F.TECHNICAL_GUIDANCE, 9, 2, 2),
        Course("Tenang menghadapi perubahan", F.COACHING, 4, 2, 30),
        Course("Mengelola perubahan di unit kerja", F.MANAGERIAL_TRAINING, 24, 3, 4),
        Course("Komunitas belajar pengguna layanan digital", F.LEARNING_COMMUNITY, 4, 2, 45),
        Course("Memimpin proyek perubahan", F.LEADERSHIP_TRAINING, 30, 4, 10),
        Course("Detasering ke kantor layanan digital", F.SECONDMENT, 20, 5, 30),
    ),
    "PK": (
        Course("Memecahkan masalah di meja layanan", F.WORKSHOP, 5, 2, 1),
        Course("Mengambil keputusan berdasarkan data", F.DISTANCE_TRAINING, 12, 3, 10),
        Course("Menimbang risiko sebelum memutuskan", F.TECHNICAL_TRAINING, 16, 3, 4),
        Course("Kelas daring: membaca angka untuk memutuskan", F.E_LEARNING, 6, 2, 21),
        Course("Menyusun pilihan kebijakan", F.FUNCTIONAL_TRAINING, 20, 4, 5),
        Course("Keputusan strategis dalam keadaan darurat", F.SEMINAR, 4, 5, 1),
    ),
    "PB": (
        Course("Melayani warga yang beragam", F.SOCIAL_CULTURAL_TRAINING, 12, 2, 3),
        Course("Belajar bahasa daerah untuk loket", F.COURSE, 12, 2, 30),
        Course("Meredakan ketegangan antarwarga", F.WORKSHOP, 10, 3, 2),
        Course("Kelas alam terbuka: satu tim, banyak latar", F.OUTDOOR_LEARNING, 8, 3, 2),
        Course("Dialog lintas iman dan budaya", F.SEMINAR, 4, 4, 1),
        Course("Merawat persatuan dalam kebijakan", F.SOCIAL_CULTURAL_TRAINING, 20, 5, 5),
    ),
}
PROVIDERS = (
    "Balai Pelatihan Kota Contoh",
    "Lembaga Belajar Umpama",
    "Pusat Pembelajaran Teladan",
    "Komunitas Belajar Misal",
    "Politeknik Rekaan",
)
PLACES = ("Aula Contoh Lantai 2", "Ruang Kelas Teladan", "Gedung Serbaguna Umpama")
DESCRIPTION = (
    "Peserta berlatih dengan contoh dari pekerjaannya sendiri, lalu menyusun satu langkah yang "
    "dicoba di unitnya.\nBawalah satu kejadian nyata yang ingin dibahas."
)
NOTE = "Sertifikat belum memuat tanggal dan jumlah JP. Kirim tautan ke halaman lengkapnya."
EVIDENCE = "https://berkas.contoh.go.id/bukti/{number}"
