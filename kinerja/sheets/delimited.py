"""CSV as people save it: several encodings, three delimiters, every fault with its row."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from flask_babel import gettext as _

from kinerja.sheets.sheet import Cell, Sheet, SheetRefusedError

DELIMITERS = ",;\t"
ROWS = 50_000
COLUMNS = 100
CELL = 2000
LONGEST_FIELD = 100_000
TOLD = re.compile(r"sep=([;,\t])\r?\n", re.IGNORECASE)
WIDE = (b"\xff\xfe", b"\xfe\xff")
# UTF-8 that was read as Windows-1252 somewhere on its way, and letters that were lost already.
GARBLED = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|\ufffd")


def read_delimited(content: bytes) -> Sheet:
    """The rows that hold anything, each with the number of the line on which it begins.

    :raises SheetRefusedError: letters or quotes cannot be read, or there is too much of it.
    """
    text = decoded(content)
    csv.field_size_limit(LONGEST_FIELD)
    told = TOLD.match(text)
    mark = told[1] if told else delimiter(text)
    rows = list(islice(filled(text, mark, skip=1 if told else 0), ROWS + 1))
    if not rows:
        raise SheetRefusedError(_("Berkas ini kosong. Isi templatnya, lalu unggah lagi."))
    if len(rows) > ROWS:
        raise SheetRefusedError(
            _("Berkas ini lebih dari 50.000 baris. Bagi menjadi beberapa berkas.")
        )
    return Sheet("", rows)


def filled(text: str, mark: str, *, skip: int) -> Iterator[tuple[int, list[Cell]]]:
    """The rows that hold anything, without the first `skip` lines.

    :raises SheetRefusedError: quotes do not match, or a row is too wide.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    begins = 1
    try:
        for cells in lines:
            if any(cells) and begins > skip:
                if len(cells) > COLUMNS:
                    raise SheetRefusedError(
                        _(
                            "Baris %(row)s lebih dari %(most)s kolom. Periksa tanda pemisah "
                            "kolomnya.",
                            row=begins,
                            most=COLUMNS,
                        )
                    )
                whole = len(max(cells, key=len)) <= CELL
                yield begins, list(cells) if whole else [cell[:CELL] for cell in cells]
            begins = lines.line_num + 1
    except csv.Error as error:
        raise SheetRefusedError(
            _(
                "Tanda kutip di baris %(row)s tidak berpasangan. Perbaiki baris itu, atau simpan "
                "lagi dari Excel sebagai CSV UTF-8.",
                row=begins,
            )
        ) from error


def decoded(content: bytes) -> str:
    """The text: UTF-8 with or without a mark, UTF-16 with one, else Windows-1252 if that reads.

    :raises SheetRefusedError: the letters would come out wrong.
    """
    if content.startswith(WIDE):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as error:
            raise unreadable(1) from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = old_western(content, error)
    if "\0" in text:
        raise unreadable(text.count("\n", 0, text.index("\0")) + 1)
    garbled = None if text.isascii() else GARBLED.search(text)
    if garbled:
        raise unreadable(text.count("\n", 0, garbled.start()) + 1)
    return text


def old_western(content: bytes, error: UnicodeDecodeError) -> str:
    """The text as older Excel saves it.

    :raises SheetRefusedError: it is not that either.
    """
    row = content.count(b"\n", 0, error.start) + 1
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as failed:
        raise unreadable(row) from failed
    strange = [c for c in text if ord(c) > 127 and not (c.isalpha() or c in "‘’“”–—…°·\xa0")]
    if strange or any(ord(c) < 32 and c not in "\t\r\n" for c in text):
        raise unreadable(row)
    return text


def unreadable(row: int) -> SheetRefusedError:
    """The refusal of letters that come out wrong."""
    return SheetRefusedError(
        _(
            "Huruf di baris %(row)s tidak terbaca. Di Excel, simpan sebagai “CSV UTF-8” atau "
            "sebagai .xlsx, lalu unggah lagi.",
            row=row,
        )
    )


def delimiter(text: str) -> str:
    """Which of the three parts the columns: the one that the first filled lines hold most of."""
    sample = [line for line in text[:20_000].splitlines() if line.strip()][:20]
    counts = {mark: [outside(line, mark) for line in sample] for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: (min(counts[mark], default=0), sum(counts[mark])))


def outside(line: str, mark: str) -> int:
    """How often the mark stands outside of quotes."""
    return sum(part.count(mark) for part in line.split('"')[::2])
