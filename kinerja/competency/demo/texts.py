"""What the demo's people write."""

EXAMPLES = {
    "INT": (
        "Saat seorang pemohon menitipkan uang agar berkasnya didahulukan, saya menolaknya dengan "
        "sopan dan menjelaskan urutan layanan. Berkasnya selesai hari itu juga sesuai antrean.",
        "Saya melaporkan selisih stok blangko kepada atasan pada hari itu juga dan ikut menelusuri "
        "penyebabnya sampai ketemu.",
    ),
    "KS": (
        "Saat antrean KTP-el menumpuk pada bulan Agustus, saya membuat jadwal bantu loket bersama "
        "dua rekan. Waktu tunggu turun dari 50 menjadi 25 menit.",
        "Saya mengajak bagian keuangan menyusun daftar periksa bersama sehingga berkas tidak lagi "
        "bolak-balik.",
    ),
    "KOM": (
        "Saya menyusun lembar penjelasan satu halaman tentang syarat pindah datang. Pertanyaan "
        "yang sama di loket berkurang.",
        "Dalam rapat kelurahan saya merangkum keberatan warga lalu membacakannya kembali sebelum "
        "menjawab.",
    ),
    "OPH": (
        "Target 40 berkas sepekan tercapai setelah saya membagi pemeriksaan menjadi dua tahap.",
        "Saya menutup tunggakan laporan bulanan dengan membuat templat yang langsung terisi.",
    ),
    "PP": (
        "Saya mendatangi warga lanjut usia yang tidak bisa ke kantor untuk perekaman data.",
        "Saya membuat nomor antrean khusus bagi penyandang disabilitas bersama petugas loket.",
    ),
    "PDO": (
        "Saya mengajarkan aplikasi persuratan kepada tiga rekan baru selama dua pekan.",
        "Saya mengikuti dua kelas daring dan membagikan ringkasannya pada apel Senin.",
    ),
    "MP": (
        "Saat aplikasi antrean diganti, saya mencoba lebih dulu dan menulis panduan singkat.",
        "Saya masih menunggu arahan ketika aplikasi antrean diganti bulan Agustus.",
    ),
    "PK": (
        "Saya memilih menunda pencetakan ketika data ganda ditemukan, lalu melapor ke dinas.",
        "Saya menimbang dua penyedia dengan tabel perbandingan sebelum mengusulkan satu.",
    ),
    "PB": (
        "Saya menjadi penengah ketika dua kelompok warga memperebutkan jadwal balai.",
        "Saya memastikan jadwal kerja menghormati hari besar semua agama di tim.",
    ),
}
DOUBT = (
    "Sudah baik dalam tugas sendiri, tetapi belum terlihat membimbing rekan.",
    "Masih perlu didampingi saat menghadapi keadaan yang tidak biasa.",
)
PRAISE = (
    "Dalam enam bulan terakhir ia menangani kasus lintas unit dengan hasil nyata.",
    "Hasil kerjanya tahun ini melampaui yang ia nilai sendiri.",
)
UNSEEN = "Tugasnya tahun ini belum memberi kesempatan untuk melihatnya."
RETURN_NOTE = (
    "Contoh pada Komunikasi dan Mengelola Perubahan masih terlalu umum. Tulis satu kejadian "
    "nyata untuk masing-masing, lalu kirim lagi."
)
REMARKS = (
    "Saya setuju. Untuk Komunikasi saya ingin mendampingi rapat RW tahun depan.",
    "Di lapangan saya sudah dua kali menjadi penengah; boleh kita bahas contohnya.",
    "Terima kasih. Pelatihan yang disarankan sudah saya masukkan ke rencana.",
)
PHRASES = (
    ("reason", "Sudah memimpin rapat pelayanan mingguan tanpa pendampingan."),
    ("reason", "Laporannya masih perlu saya perbaiki sebelum dikirim."),
    ("return", "Sebutkan bulan dan kegiatannya pada setiap contoh."),
)
EVIDENCE = "https://berkas.kotacontoh.example/bukti/{code}-{number}"
