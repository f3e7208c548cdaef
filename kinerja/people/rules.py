"""Job levels, kinds of employment, how a NIP is read, and when a sign-in has to wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

DIGITS = 18
OLD_DIGITS = 9
YOUNGEST_AT_APPOINTMENT = 17
OLDEST_AT_APPOINTMENT = 40


class JobLevel(StrEnum):
    """Job levels of UU 20/2023: managerial, executors, and the two functional ladders."""

    JPT_UTAMA = "jpt_utama"
    JPT_MADYA = "jpt_madya"
    JPT_PRATAMA = "jpt_pratama"
    ADMINISTRATOR = "administrator"
    PENGAWAS = "pengawas"
    PELAKSANA = "pelaksana"
    AHLI_UTAMA = "ahli_utama"
    AHLI_MADYA = "ahli_madya"
    AHLI_MUDA = "ahli_muda"
    AHLI_PERTAMA = "ahli_pertama"
    PENYELIA = "penyelia"
    MAHIR = "mahir"
    TERAMPIL = "terampil"
    PEMULA = "pemula"

    @property
    def label(self) -> LazyString:
        """The level's name for people."""
        return _JOB_LEVEL_LABELS[self]


class EmployeeKind(StrEnum):
    """How somebody is employed."""

    PNS = "pns"
    CPNS = "cpns"
    PPPK = "pppk"
    PPPK_PART_TIME = "pppk_part_time"

    @property
    def label(self) -> LazyString:
        """The kind's name for people."""
        return _KIND_LABELS[self]

    @property
    def is_contract(self) -> bool:
        """PPPK of both kinds: their number has a code where a NIP has the month."""
        return self in {EmployeeKind.PPPK, EmployeeKind.PPPK_PART_TIME}


_JOB_LEVEL_LABELS = {
    JobLevel.JPT_UTAMA: _("JPT Utama"),
    JobLevel.JPT_MADYA: _("JPT Madya"),
    JobLevel.JPT_PRATAMA: _("JPT Pratama"),
    JobLevel.ADMINISTRATOR: _("Administrator"),
    JobLevel.PENGAWAS: _("Pengawas"),
    JobLevel.PELAKSANA: _("Pelaksana"),
    JobLevel.AHLI_UTAMA: _("Fungsional Ahli Utama"),
    JobLevel.AHLI_MADYA: _("Fungsional Ahli Madya"),
    JobLevel.AHLI_MUDA: _("Fungsional Ahli Muda"),
    JobLevel.AHLI_PERTAMA: _("Fungsional Ahli Pertama"),
    JobLevel.PENYELIA: _("Fungsional Penyelia"),
    JobLevel.MAHIR: _("Fungsional Mahir"),
    JobLevel.TERAMPIL: _("Fungsional Terampil"),
    JobLevel.PEMULA: _("Fungsional Pemula"),
}

_KIND_LABELS = {
    EmployeeKind.PNS: _("PNS"),
    EmployeeKind.CPNS: _("CPNS"),
    EmployeeKind.PPPK: _("PPPK"),
    EmployeeKind.PPPK_PART_TIME: _("PPPK paruh waktu"),
}


@dataclass(frozen=True)
class NipReading:
    """What an employee number says; errors block, warnings are shown only."""

    nip: str
    born: date | None = None
    errors: tuple[LazyString, ...] = field(default=())
    warnings: tuple[LazyString, ...] = field(default=())


def digits(typed: str) -> str:
    """The number as stored: without the spaces people print it with."""
    return "".join(typed.split())


def spaced(nip: str, kind: EmployeeKind) -> str:
    """The number as printed: 19900101 202001 1 001, or 19900101 2023 21 1 999 for PPPK."""
    if len(nip) != DIGITS:
        return nip
    middle = f"{nip[8:12]} {nip[12:14]}" if kind.is_contract else nip[8:14]
    return f"{nip[:8]} {middle} {nip[14]} {nip[15:]}"


def read_nip(typed: str, kind: EmployeeKind, *, on: date) -> NipReading:
    """Read a NIP (PNS, CPNS) or an NI PPPK: refuse the impossible, warn about the unusual.

    Only a warning, since corrections in the national record may leave odd numbers valid.
    """
    nip = digits(typed)
    if not (nip.isascii() and nip.isdigit() and len(nip) == DIGITS):
        return NipReading(nip, errors=(_length_error(nip),))
    born = _birth_date(nip)
    errors = tuple(_errors(nip, kind, born, on))
    warnings = () if errors or born is None else tuple(_warnings(nip, kind, born, on))
    return NipReading(nip, born=born, errors=errors, warnings=warnings)


def _length_error(nip: str) -> LazyString:
    if not nip:
        return _("Isi NIP, 18 digit.")
    if not (nip.isascii() and nip.isdigit()):
        return _("NIP hanya berisi angka. Hapus huruf atau tanda baca.")
    if len(nip) == OLD_DIGITS:
        return _("Ini NIP lama (9 digit). Isi NIP baru, 18 digit.")
    return _("NIP %(count)s digit, seharusnya 18.", count=len(nip))


def _birth_date(nip: str) -> date | None:
    try:
        return date(int(nip[:4]), int(nip[4:6]), int(nip[6:8]))
    except ValueError:
        return None


def _errors(nip: str, kind: EmployeeKind, born: date | None, on: date) -> Iterable[LazyString]:
    if born is None or born > on:
        yield _("Delapan digit pertama NIP bukan tanggal lahir yang mungkin (TTTTBBHH).")
    if not kind.is_contract and not 1 <= int(nip[12:14]) <= 12:
        yield _("Digit 13–14 NIP harus bulan 01–12. Jika pegawai ini PPPK, pilih status PPPK.")
    if nip[14] not in "12":
        yield _("Digit ke-15 NIP harus 1 (pria) atau 2 (wanita).")
    if nip[15:] == "000":
        yield _("Tiga digit terakhir NIP harus nomor urut 001–999.")


def _warnings(nip: str, kind: EmployeeKind, born: date, on: date) -> Iterable[LazyString]:
    year, code = int(nip[8:12]), int(nip[12:14])
    if kind.is_contract:
        age = year - born.year
        oldest = None
        if 1 <= code <= 12:
            yield _("Digit 13–14 tampak seperti bulan. Periksa apakah pegawai ini PNS.")
    else:
        age = year - born.year - (code < born.month)
        oldest = OLDEST_AT_APPOINTMENT
    if age < YOUNGEST_AT_APPOINTMENT or (oldest is not None and age > oldest):
        yield _("Menurut NIP, usia saat diangkat %(age)s tahun. Periksa lagi.", age=age)
    if year > on.year or (not kind.is_contract and (year, code) > (on.year, on.month)):
        yield _("Menurut NIP, pengangkatan belum terjadi. Periksa lagi.")


def closes_circle(employee_id: int, superiors_of_supervisor: Iterable[int]) -> bool:
    """Whether a supervisor whose own line upward is given would make the line a circle."""
    return employee_id in superiors_of_supervisor


def seconds_to_wait(
    wrong_at: Sequence[datetime], *, now: datetime, limit: int, window: timedelta
) -> int:
    """Whole seconds until another try is allowed; 0 below `limit` wrong tries within `window`.

    The window slides, so a stranger can delay but never lock an account.
    """
    recent = sorted(at for at in wrong_at if at > now - window)
    if len(recent) < limit:
        return 0
    frees_at = recent[len(recent) - limit] + window
    return max(1, -int(-(frees_at - now).total_seconds() // 1))


def is_over(
    *, now: datetime, created: datetime, seen: datetime, idle: timedelta, absolute: timedelta
) -> bool:
    """Whether a session has ended: unused for `idle`, or begun `absolute` ago."""
    return now - seen >= idle or now - created >= absolute


def address_group(address: str | None) -> str:
    """What counts as one address: an IPv6 customer holds a whole /64."""
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ip_network((parsed, 64), strict=False))
    return str(parsed)
