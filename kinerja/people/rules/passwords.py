"""Which passwords are refused: NIST SP 800-63B §5.1.1.2 (length and lists, nothing else)."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator
from datetime import date

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

SERVICE = "kinerja"
ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890" * 2,
    "abcdefghijklmnopqrstuvwxyz" * 2,
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
)
SHORTEST_RUN = 3
MOST_RUNS = 4
LEAST_BESIDE_OWN = 8  # characters that must stay when one's own facts are taken out
SHORTEST_OWN = 3
LOOKALIKES = str.maketrans("01345789@$!", "oieastbgasi")


def composed(password: str) -> str:
    """The password in one Unicode form (NFC), so that every keyboard types the same one."""
    return unicodedata.normalize("NFC", password)


def password_fault(
    password: str,
    *,
    shortest: int,
    longest: int,
    common: Container[str],
    own: Iterable[str] = (),
) -> LazyString | None:
    """Why the password is refused and what to do, or None.

    `common` holds the passwords known to be guessed first, folded; `own` what anybody can know
    of the person. There are no rules on kinds of characters.
    """
    text = composed(password)
    if len(text) < shortest:
        return _(
            "Kata sandi ini %(count)s karakter. Pakai paling sedikit %(shortest)s, misalnya "
            "empat kata acak dengan spasi.",
            count=len(text),
            shortest=shortest,
        )
    if len(text) > longest:
        return _("Kata sandi paling panjang %(longest)s karakter. Pendekkan.", longest=longest)
    folded = text.casefold()
    if _is_pattern(folded, shortest):
        return _(
            "Kata sandi ini hanya pengulangan atau urutan. Pakai beberapa kata acak yang tidak "
            "berurutan."
        )
    if any(form in common for form in _cores(folded)):
        return _(
            "Kata sandi ini ada di daftar yang paling dulu dicoba pembobol. Pakai beberapa kata "
            "acak yang tidak saling berhubungan."
        )
    if _is_own(folded, own):
        return _(
            "Kata sandi ini mudah ditebak dari NIP, nama, tanggal lahir, atau unit Anda. Pakai "
            "kata yang tidak berhubungan dengan Anda."
        )
    return None


def _plain(text: str) -> str:
    """Letters and digits only."""
    return "".join(letter for letter in text if letter.isalnum())


def _period(text: str) -> int:
    """How long the piece is of which the text is a repetition; its length when it is none."""
    return next(n for n in range(1, len(text) + 1) if text[n:] == text[:-n])


def _is_pattern(folded: str, shortest: int) -> bool:
    """Whether a piece shorter than a password is repeated, or rows of keys are run along."""
    text = _plain(folded) or folded
    period = _period(text)
    if period < shortest and 2 * period <= len(text):
        return True
    return _runs(text) <= MOST_RUNS


def _runs(text: str) -> int:
    """Of how many runs along the rows the whole text is made; more than allowed if it is not."""
    rows = [*ROWS, *(row[::-1] for row in ROWS)]
    at = count = 0
    while at < len(text):
        length = max(_shared(text, at, row) for row in rows)
        if length < SHORTEST_RUN or count == MOST_RUNS:
            return MOST_RUNS + 1
        at, count = at + length, count + 1
    return count


def _shared(text: str, at: int, row: str) -> int:
    """How far the text goes along the row from this place on."""
    length = SHORTEST_RUN
    if text[at : at + length] not in row:
        return 0
    while at + length < len(text) and text[at : at + length + 1] in row:
        length += 1
    return min(length, len(text) - at)


def _cores(folded: str) -> Iterator[str]:
    """What is looked up: the whole, and what is left without repetition, digits and signs."""
    yield folded
    yield _plain(folded)
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    for text in (inner, inner.translate(LOOKALIKES), folded.translate(LOOKALIKES)):
        core = _plain(text)
        if core:
            yield core
            yield core[: _period(core)]


def _is_own(folded: str, own: Iterable[str]) -> bool:
    """Whether little is left of the password without what anybody can know of the person."""
    rest = plain = _plain(folded)
    words = {_plain(word.casefold()) for word in (*own, SERVICE)}
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_OWN:
            rest = rest.replace(word, "")
    return rest != plain and len(rest) < LEAST_BESIDE_OWN


def facts_of(
    *, nip: str, born: date | None, names: Iterable[str], contacts: Iterable[str] = ()
) -> list[str]:
    """What anybody can know of a person: number, birth date, names in words, phone and e-mail."""
    dates = [] if born is None else [f"{born:%Y%m%d}", f"{born:%d%m%Y}", f"{born:%d%m%y}"]
    words = [word for name in names for word in re.split(r"\W+", name)]
    reached = [part for contact in contacts for part in re.split(r"[@\s()+-]+", contact)]
    return [nip, nip[:8], nip[8:], *dates, *words, *reached]
