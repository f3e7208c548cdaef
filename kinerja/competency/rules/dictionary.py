"""A dictionary's entries as plain texts: what two of them have in common, and what differs."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from kinerja.competency.rules.figures import LEVELS
from kinerja.competency.rules.states import Cluster
from kinerja.sheets import Outcome

INDICATORS_MOST = 5  # for which a file has columns
Key = tuple[int, str, int]  # level (0 for the competency's own texts), what, which of them
Texts = dict[Key, str]


@dataclass(frozen=True)
class Scale:
    """One level's texts; indicators in Bahasa and English."""

    name: str
    description: str
    description_en: str = ""
    indicators: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Entry:
    """One competency's texts, with its levels by their number."""

    code: str
    cluster: Cluster
    name: str
    name_en: str
    definition: str
    definition_en: str
    levels: Mapping[int, Scale]

    def own_texts(self) -> Texts:
        """The texts that are not of one level."""
        return {
            (0, "cluster", 0): self.cluster.value,
            (0, "name", 0): self.name,
            (0, "name_en", 0): self.name_en,
            (0, "definition", 0): self.definition,
            (0, "definition_en", 0): self.definition_en,
        }

    def level_texts(self, level: int) -> Texts:
        """The texts of one level; none where it has no such level."""
        scale = self.levels.get(level)
        if scale is None:
            return {}
        texts: Texts = {
            (level, "level_name", 0): scale.name,
            (level, "description", 0): scale.description,
            (level, "description_en", 0): scale.description_en,
        }
        for number, (text, text_en) in enumerate(scale.indicators, start=1):
            texts[level, "indicator", number] = text
            texts[level, "indicator_en", number] = text_en
        return texts

    def texts(self) -> Texts:
        """All its texts."""
        found = self.own_texts()
        for level in LEVELS:
            found |= self.level_texts(level)
        return found


@dataclass(frozen=True)
class Change:
    """A text that differs between two editions; empty where it is missing."""

    level: int
    what: str
    number: int
    before: str
    after: str

    @property
    def label(self) -> str:
        """Which text it is: "Tingkat 2 · indikator 1"."""
        what = str(_WHAT[self.what])
        if self.number:
            what = f"{what} {self.number}"
        if self.level:
            return str(_("Tingkat %(level)s · %(what)s", level=self.level, what=what))
        return what[:1].upper() + what[1:]


_WHAT = {
    "cluster": _("kelompok"),
    "name": _("nama"),
    "name_en": _("nama (Inggris)"),
    "definition": _("definisi"),
    "definition_en": _("definisi (Inggris)"),
    "level_name": _("nama tingkat"),
    "description": _("uraian"),
    "description_en": _("uraian (Inggris)"),
    "indicator": _("indikator"),
    "indicator_en": _("indikator (Inggris)"),
}


def outcomes(after: Entry, before: Entry | None) -> dict[int, Outcome]:
    """What happens to each level; a change of the competency's own texts changes them all."""
    if before is None:
        return dict.fromkeys(LEVELS, Outcome.NEW)
    is_changed = after.own_texts() != before.own_texts()
    found = {}
    for level in LEVELS:
        if level not in before.levels:
            found[level] = Outcome.NEW
        elif is_changed or after.level_texts(level) != before.level_texts(level):
            found[level] = Outcome.CHANGED
        else:
            found[level] = Outcome.SAME
    return found


def changes(after: Entry, before: Entry) -> list[Change]:
    """The texts that differ, in the order of an entry."""
    old, new = before.texts(), after.texts()
    return [
        Change(*key, before=old.get(key, ""), after=new.get(key, ""))
        for key in sorted(old.keys() | new.keys())
        if old.get(key, "") != new.get(key, "")
    ]


def rewrites(after: Entry, before: Entry) -> bool:
    """Whether a text that people may have read is altered; filling an empty one alters none."""
    return any(change.before for change in changes(after, before))


@dataclass(frozen=True)
class Pair:
    """A competency in two editions: only in the later it is new, only in the former gone."""

    code: str
    name: str
    before: Entry | None
    after: Entry | None

    @property
    def changes(self) -> list[Change]:
        """The texts that differ; none where it is in one edition only."""
        if self.before is None or self.after is None:
            return []
        return changes(self.after, self.before)


def pairs(
    after: Mapping[str, Entry], before: Mapping[str, Entry], successors: Mapping[str, str]
) -> list[Pair]:
    """Each competency with what it was before, by its successor (former code to later code)
    and else by its code; those that are gone come last.
    """
    origin = {later: former for former, later in successors.items() if former in before}
    spoken_for = set(successors) & set(before)
    found, used = [], set()
    for code, entry in after.items():
        former = origin.get(code, code if code not in spoken_for else "")
        used.add(former)
        found.append(Pair(code, entry.name, before.get(former), entry))
    gone = [Pair(code, one.name, one, None) for code, one in before.items() if code not in used]
    return found + gone
