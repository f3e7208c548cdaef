"""Units and positions found by the names in a file, exactly or as somebody has matched them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kinerja.people.rules.employment import EmployeeKind, JobLevel
from kinerja.people.rules.imports.closeness import Closest
from kinerja.people.rules.imports.columns import Column
from kinerja.people.rules.imports.faults import Fault, FaultKind
from kinerja.people.rules.imports.known import Known
from kinerja.people.rules.imports.rows import Draft
from kinerja.people.rules.imports.values import fold

NO_KEYS: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Matches:
    """Which folded name of the file means which known one, for all of its rows."""

    units: Mapping[str, int] = field(default_factory=dict)
    posts: Mapping[str, int] = field(default_factory=dict)
    new_posts: Mapping[str, JobLevel] = field(default_factory=dict)
    kinds: Mapping[str, EmployeeKind] = field(default_factory=dict)

    @classmethod
    def from_json(cls, stored: Mapping[str, Mapping[str, Any]]) -> "Matches":
        """The matches as an import keeps them: column, folded name, what it means."""
        new = stored.get("new_position", NO_KEYS)
        kinds = stored.get(Column.KIND, NO_KEYS)
        return cls(
            units=dict(stored.get(Column.UNIT, NO_KEYS)),
            posts=dict(stored.get(Column.POSITION, NO_KEYS)),
            new_posts={name: JobLevel(level) for name, level in new.items()},
            kinds={name: EmployeeKind(kind) for name, kind in kinds.items()},
        )


class NameFinder:
    """Finds what the rows name; each distinct name is looked for once.

    `new_posts` are the positions to be made, under negative ids, as far as rows name them.
    """

    def __init__(self, known: Known, matches: Matches) -> None:
        self.known = known
        self.matches = matches
        open_posts = [(key, post.title) for key, post in known.posts.items() if post.is_active]
        theirs = [(key, known.units[key]) for key in known.scope if key in known.units]
        self.units_by_name = {fold(name): key for key, name in known.units.items()}
        self.posts_by_title = {fold(title): key for key, title in open_posts}
        self.near_units = Closest(sorted(theirs, key=second))
        self.near_posts = Closest(sorted(open_posts, key=second))
        self.found: dict[tuple[Column, str], int | Fault] = {}
        self.new_posts: list[tuple[int, str, JobLevel]] = []

    def unit(self, draft: Draft) -> int | None:
        """The unit's id; where there is none, the draft gets the fault."""
        return self._ask(draft, Column.UNIT)

    def post(self, draft: Draft) -> int | None:
        """The position's id, negative where it is to be made; else the draft gets the fault."""
        return self._ask(draft, Column.POSITION)

    def _ask(self, draft: Draft, column: Column) -> int | None:
        text = draft.texts.get(column, "")
        asked = column, text
        if asked not in self.found:
            find = self._unit if column is Column.UNIT else self._post
            self.found[asked] = find(text)
        found = self.found[asked]
        if isinstance(found, int):
            return found
        if not draft.is_wrong(column):
            draft.faults.append(found)
        return None

    def _unit(self, text: str) -> int | Fault:
        if not text:
            return Fault(Column.UNIT, FaultKind.UNIT_MISSING)
        name = fold(text)
        unit_id = self.matches.units.get(name) or self.units_by_name.get(name)
        if unit_id is None or unit_id not in self.known.units:
            return meant(Column.UNIT, FaultKind.UNIT_UNKNOWN, text, self.near_units.to(name))
        if unit_id not in self.known.scope:
            return Fault(Column.UNIT, FaultKind.UNIT_FOREIGN, text)
        return unit_id

    def _post(self, text: str) -> int | Fault:
        if not text:
            return Fault(Column.POSITION, FaultKind.POSITION_MISSING)
        name = fold(text)
        position_id = self.matches.posts.get(name) or self.posts_by_title.get(name)
        if position_id is not None and position_id in self.known.posts:
            return position_id
        if name in self.matches.new_posts:
            made = -len(self.new_posts) - 1
            self.new_posts.append((made, text, self.matches.new_posts[name]))
            self.posts_by_title[name] = made
            return made
        near = self.near_posts.to(name)
        return meant(Column.POSITION, FaultKind.POSITION_UNKNOWN, text, near)

    def unit_name(self, unit_id: int) -> str:
        """The unit's name; empty for one that is closed."""
        return self.known.units.get(unit_id, "")

    def post_title(self, position_id: int) -> str:
        """The position's title, also of one that is to be made."""
        if position_id < 0:
            return self.new_posts[-position_id - 1][1]
        return self.known.posts[position_id].title


def meant(column: Column, kind: FaultKind, text: str, near: tuple[Any, str] | None) -> Fault:
    """The fault of an unknown name, with the known one that may have been meant."""
    facts = {"target": near[0], "meant": near[1]} if near else {}
    return Fault(column, kind, text, facts)


def second(pair: tuple[int, str]) -> str:
    """What the names are sorted by."""
    return pair[1]


def distinct_unknown(faults: Iterable[Fault]) -> list[tuple[Fault, int]]:
    """Each unknown name once, with how many rows have it, the most frequent first."""
    counts: dict[tuple[Column, str], tuple[Fault, int]] = {}
    for fault in faults:
        key = fault.column, fold(fault.value)
        counts[key] = (fault, counts[key][1] + 1 if key in counts else 1)
    return sorted(counts.values(), key=lambda pair: (-pair[1], pair[0].value))
