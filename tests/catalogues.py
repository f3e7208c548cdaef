"""Are the catalogues complete and fresh? `python -m tests.catalogues` says what is not.

`--update` brings the English catalogue up to date: new words without a translation, words that
nobody uses any more taken out. Babel's own statistics are not asked: they miscount plurals.
"""

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "translations"
KEYWORDS = DEFAULT_KEYWORDS | {"_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLURALS = {"en": 2, "id": 1, "su": 1}
HEADER = """\
# English. Update with `make catalogue`, then fill what is empty.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: en\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def own_words() -> Catalog:
    """Every word of ours that is wrapped for translation."""
    with (TRANSLATIONS / "babel.cfg").open() as settings:
        methods, options = parse_mapping_cfg(settings)
    return gathered(extract_from_dir(str(ROOT), methods, options, keywords=KEYWORDS))


def library_words() -> Catalog:
    """Every message that WTForms and Flask-WTF can show."""
    words = Catalog()
    for name in ("wtforms", "flask_wtf"):
        spec = find_spec(name)
        folder = Path(spec.origin).parent if spec and spec.origin else Path()
        found = extract_from_dir(str(folder), [("**.py", "python")], {})
        for message in gathered(found):
            words.add(message.id)
    return words


def gathered(found: Iterator[tuple]) -> Catalog:
    """The extracted messages as a catalogue."""
    words = Catalog()
    for _file, _line, message, _comments, context in found:
        words.add(message, context=context)
    return words


def read(path: Path) -> Catalog:
    """The catalogue in the file; an empty one where there is none."""
    if not path.exists():
        return Catalog()
    with path.open("rb") as file:
        return read_po(file)


def faults(words: Catalog, path: Path, locale: str) -> list[str]:
    """What is wrong with the catalogue, a line for each point."""
    catalogue = read(path)
    found = []
    if catalogue.num_plurals != PLURALS[locale]:
        found.append(f"nplurals={catalogue.num_plurals}, bukan {PLURALS[locale]}")
    for message in real(words):
        if catalogue.get(message.id, message.context) is None:
            found.append(f"belum ada: {message.id!r}")
    for message in real(catalogue):
        found += [f"{fault}: {message.id!r}" for fault in message_faults(message, words, catalogue)]
    return found


def message_faults(message: Message, words: Catalog, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
    if words.get(message.id, message.context) is None:
        yield "tidak dipakai lagi"
    if message.fuzzy:
        yield "masih fuzzy"
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    if not all(strings):
        yield "kosong"
        return
    for error in message.check(catalogue):
        yield str(error)
    source = message.id[-1] if message.pluralizable else message.id
    if any(braces(source) != braces(text) for text in strings):
        yield "isian {…} berbeda"


def braces(text: str) -> list[str]:
    """The `{name}` placeholders of the text."""
    return sorted(re.findall(r"\{\w*\}", text))


def real(catalogue: Catalog) -> Iterator[Message]:
    """The catalogue's messages without its header."""
    return (message for message in catalogue if message.id)


def update(path: Path) -> None:
    """Write the English catalogue again: what is used now, with the translations it has."""
    old, new = read(path), Catalog()
    for message in real(own_words()):
        known = old.get(message.id, message.context)
        kept = known.string if known and known.pluralizable == message.pluralizable else None
        new.add(message.id, kept, context=message.context)
    body = BytesIO()
    write_po(body, new, no_location=True, omit_header=True, sort_output=True, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + body.getvalue().decode())


ENGLISH = TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po"
LIBRARY = TRANSLATIONS / "id" / "LC_MESSAGES" / "wtforms.po"


def all_faults() -> list[str]:
    """What is wrong with any catalogue of ours."""
    return [
        f"{path.relative_to(ROOT)}: {fault}"
        for words, path, locale in (
            (own_words(), ENGLISH, "en"),
            (library_words(), LIBRARY, "id"),
        )
        for fault in faults(words, path, locale)
    ]


def main(arguments: list[str]) -> int:
    """Update or check; the exit status."""
    if "--update" in arguments:
        update(ENGLISH)
    found = all_faults()
    for line in found:
        sys.stderr.write(line + "\n")
    sys.stderr.write(f"Katalog: {len(found)} kekurangan.\n" if found else "Katalog lengkap.\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
