"""Which known name somebody may have meant: shared groups of three letters, then the order."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Generic, TypeVar

Key = TypeVar("Key")
# How offices are shortened in lists.
SHORT = {
    "bag": "bagian",
    "bid": "bidang",
    "din": "dinas",
    "dis": "dinas",
    "ds": "desa",
    "kab": "kabupaten",
    "kasi": "kepala seksi",
    "kec": "kecamatan",
    "kel": "kelurahan",
    "ka": "kepala",
    "pkm": "puskesmas",
    "sek": "sekretaris",
    "sekda": "sekretariat daerah",
    "setda": "sekretariat daerah",
    "subbag": "subbagian",
}
CANDIDATES = 8
ALIKE = 0.62
MOST_ASKED = 300  # distinct values for which a suggestion is looked for


class Closest(Generic[Key]):
    """Finds the name nearest to a text; each text is looked for once."""

    def __init__(self, names: Iterable[tuple[Key, str]]) -> None:
        self.names = list(names)
        self.spelled = [spelled_out(name) for _key, name in self.names]
        self.groups = [triples(name) for name in self.spelled]
        self.index: dict[str, list[int]] = defaultdict(list)
        for place, group in enumerate(self.groups):
            for triple in group:
                self.index[triple].append(place)
        self.known: dict[str, tuple[Key, str] | None] = {}

    def to(self, text: str) -> tuple[Key, str] | None:
        """The key and the name; None when nothing is alike, or too much was asked."""
        if text not in self.known:
            if len(self.known) >= MOST_ASKED:
                return None
            self.known[text] = self._find(spelled_out(text))
        return self.known[text]

    def _find(self, text: str) -> tuple[Key, str] | None:
        wanted = triples(text)
        shared = Counter(place for triple in wanted for place in self.index.get(triple, ()))
        ranked = sorted(
            shared,
            key=lambda place: (
                -2 * shared[place] / (len(wanted) + len(self.groups[place])),
                self.spelled[place],
            ),
        )
        best, nearest = ALIKE, None
        matcher = SequenceMatcher(b=text, autojunk=False)
        for place in ranked[:CANDIDATES]:
            matcher.set_seq1(self.spelled[place])
            likeness = matcher.ratio()
            if likeness > best:
                best, nearest = likeness, self.names[place]
        return nearest


def spelled_out(text: str) -> str:
    """Lower case, common shortenings written out."""
    words = text.casefold().replace(".", " ").replace("/", " ").split()
    return " ".join(SHORT.get(word, word) for word in words)


def triples(text: str) -> frozenset[str]:
    """The groups of three letters of each word, its beginning and end marked."""
    padded = [f" {word} " for word in text.split()]
    return frozenset(word[at : at + 3] for word in padded for at in range(len(word) - 2))
