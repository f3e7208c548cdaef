"""How an employee number is read and printed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.people.rules.employment import EmployeeKind

DIGITS = 18
OLD_DIGITS = 9
YOUNGEST_AT_APPOINTMENT = 17
OLDEST_AT_APPOINTMENT = 40


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


def is_possible(nip: str, kind: EmployeeKind, *, on: date) -> bool:
    """Whether reading the stored number finds no error: quicker, for thousands of them."""
    if not (len(nip) == DIGITS and nip.isascii() and nip.isdigit()):
        return False
    return not any(True for _error in _errors(nip, kind, _birth_date(nip), on))


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
