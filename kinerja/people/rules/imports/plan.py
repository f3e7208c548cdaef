"""What an import would do, row by row, and all that it would write. Nothing is read here."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kinerja.people.rules.employment import GONE, EmployeeKind, Standing
from kinerja.people.rules.imports.circles import above_after
from kinerja.people.rules.imports.columns import Column
from kinerja.people.rules.imports.faults import Fault, FaultKind
from kinerja.people.rules.imports.known import Known, Person, Place, SetLine, held
from kinerja.people.rules.imports.names import NameFinder
from kinerja.people.rules.imports.places import PlaceMove, ended, move_line, move_place
from kinerja.people.rules.imports.rows import Draft
from kinerja.people.rules.imports.states import Outcome
from kinerja.people.rules.imports.writes import Writes
from kinerja.people.rules.lines import circles

TELL_EVERY = 4000
PERSONAL = (
    Column.KIND,
    Column.GRADE,
    Column.NAME,
    Column.TITLE_BEFORE,
    Column.TITLE_AFTER,
    Column.EMAIL,
    Column.PHONE,
)


class Change(NamedTuple):
    """One cell that differs: what was known, what the file says. Names and days as texts."""

    column: Column
    before: str
    after: str


@dataclass(slots=True)
class RowPlan:
    """What happens with one row."""

    draft: Draft
    outcome: Outcome = Outcome.SAME
    employee_id: int | None = None
    ref: int = 0
    changes: list[Change] = field(default_factory=list)


@dataclass
class Plan:
    """The rows with what happens to each, who is absent from the file, and what is written."""

    rows: list[RowPlan]
    counts: dict[Outcome, int]
    absent: list[int]
    writes: Writes

    @property
    def has_faults(self) -> bool:
        """Whether anything must be put right first."""
        return bool(self.counts[Outcome.FAULTY])

    @property
    def digest(self) -> str:
        """The same for two plans that do the same."""
        seen = hashlib.sha256()
        for row in self.rows:
            if row.outcome is not Outcome.SAME:
                facts = (row.draft.nip, row.outcome.value, row.draft.number, row.changes)
                seen.update(repr(facts).encode())
        return seen.hexdigest()


class Planner:
    """Compares drafts with what is known."""

    def __init__(
        self, known: Known, *, given: frozenset[Column], names: NameFinder, on: date
    ) -> None:
        self.known = known
        self.given = given
        self.names = names
        self.on = on
        self.writes = Writes()
        self.refs = {nip: person.id for nip, person in known.people.items()}
        self.nips = {person.id: nip for nip, person in known.people.items()}
        self.gone = frozenset(p.id for p in known.people.values() if p.standing in GONE)
        self.first_rows: dict[str, int] = {}

    def plan(self, drafts: list[Draft], tell: Callable[[int], None]) -> Plan:
        """The plan; `tell` hears from time to time how many rows are done."""
        for draft in drafts:
            if draft.nip:
                self.refs.setdefault(draft.nip, -len(self.refs) - 1)
        rows = []
        for done, draft in enumerate(drafts):
            if done and not done % TELL_EVERY:
                tell(done)
            rows.append(self._row(draft))
        self._find_circles(rows)
        counts = dict.fromkeys(Outcome, 0)
        for row in rows:
            counts[row.outcome] += 1
        self.writes.posts = self.names.new_posts
        return Plan(rows, counts, self._absent(), self.writes)

    def _absent(self) -> list[int]:
        return sorted(
            person.id
            for nip, person in self.known.people.items()
            if person.unit_id in self.known.scope
            and person.standing not in GONE
            and nip not in self.first_rows
        )

    def _row(self, draft: Draft) -> RowPlan:
        row = RowPlan(draft, ref=self.refs.get(draft.nip, 0))
        known = self.known.people.get(draft.nip)
        if draft.nip:
            self._refuse_twice(draft)
        if known is not None:
            self._refuse_foreign(draft, known)
            row.employee_id = known.id
        unit_id, position_id = self.names.unit(draft), self.names.post(draft)
        if draft.faults or unit_id is None or position_id is None:
            row.outcome = Outcome.FAULTY
            return row
        self._compare(row, known, unit_id, position_id)
        if draft.faults:
            row.outcome = Outcome.FAULTY
        elif known is None:
            row.outcome = Outcome.NEW
        elif row.changes:
            row.outcome = Outcome.CHANGED
        return row

    def _refuse_twice(self, draft: Draft) -> None:
        first = self.first_rows.setdefault(draft.nip, draft.number)
        if first != draft.number:
            draft.faults.append(Fault(Column.NIP, FaultKind.NIP_TWICE, draft.nip, {"row": first}))

    def _refuse_foreign(self, draft: Draft, known: Person) -> None:
        if known.unit_id not in self.known.scope:
            draft.faults.append(Fault(Column.NIP, FaultKind.NIP_ELSEWHERE, draft.nip))
        elif known.standing in GONE:
            facts = {"standing": known.standing.value}
            draft.faults.append(Fault(Column.NIP, FaultKind.NIP_GONE, draft.nip, facts))

    def _compare(self, row: RowPlan, known: Person | None, unit_id: int, position_id: int) -> None:
        """Note in the row what changes, and in the writes how."""
        after = self._person(row, known, unit_id, position_id)
        if known is None:
            self.writes.people.append((None, after))
        elif after != known:
            self.writes.people.append((known, after))
            row.changes += self._personal_changes(known, after)
        entries = self.known.places.get(row.ref, [])
        move = move_place(entries, unit_id, position_id, told=row.draft.valid_from, on=self.on)
        self._place(row, entries, move)
        self._line(row, entries, move)

    def _person(self, row: RowPlan, known: Person | None, unit_id: int, position_id: int) -> Person:
        draft = row.draft
        kind = draft.kind or EmployeeKind.PNS
        if known is None:
            return Person(
                row.ref,
                draft.nip,
                kind,
                draft.grade,
                draft.texts[Column.NAME],
                draft.text(Column.TITLE_BEFORE),
                draft.text(Column.TITLE_AFTER),
                draft.text(Column.EMAIL),
                draft.text(Column.PHONE),
                unit_id,
                position_id,
                Standing.ACTIVE,
            )
        given = self.given
        return Person(
            known.id,
            known.nip,
            kind,
            draft.grade if Column.GRADE in given else known.grade,
            draft.texts[Column.NAME],
            draft.text(Column.TITLE_BEFORE) if Column.TITLE_BEFORE in given else known.title_before,
            draft.text(Column.TITLE_AFTER) if Column.TITLE_AFTER in given else known.title_after,
            draft.text(Column.EMAIL) or known.email,
            draft.text(Column.PHONE) or known.phone,
            known.unit_id,
            known.position_id,
            known.standing,
        )

    def _personal_changes(self, known: Person, after: Person) -> list[Change]:
        return [
            Change(column, str(getattr(known, column) or ""), str(getattr(after, column) or ""))
            for column in PERSONAL
            if getattr(known, column) != getattr(after, column)
        ]

    def _place(self, row: RowPlan, entries: list[Place], move: PlaceMove) -> None:
        if move.fault:
            kind, day = move.fault
            value = row.draft.texts.get(Column.VALID_FROM, "")
            fault = Fault(Column.VALID_FROM, kind, value, {"day": day.isoformat()})
            row.draft.faults.append(fault)
            return
        self.writes.places += [(row.ref, before, after) for before, after in move.writes]
        if not move.writes or row.employee_id is None:
            return
        after = move.writes[-1][1]
        before = move.writes[-1][0] or (entries[-1] if entries else None)
        row.changes += self._place_changes(before, after)

    def _place_changes(self, before: Place | None, after: Place) -> list[Change]:
        names = self.names
        old = ("", "", "")
        if before is not None:
            unit, post = names.unit_name(before.unit_id), names.post_title(before.position_id)
            old = (unit, post, before.valid_from.isoformat())
        unit, post = names.unit_name(after.unit_id), names.post_title(after.position_id)
        new = (unit, post, after.valid_from.isoformat())
        columns = (Column.UNIT, Column.POSITION, Column.VALID_FROM)
        triples = zip(columns, old, new, strict=True)
        return [Change(column, known, told) for column, known, told in triples if known != told]

    def _line(self, row: RowPlan, entries: list[Place], move: PlaceMove) -> None:
        if move.fault:
            return
        moved = any(before is None for before, _after in move.writes)
        left = bool(move.writes and entries) and entries[-1][1] != move.writes[-1][1].unit_id
        lines = self.known.lines.get(row.ref, [])
        if Column.SUPERVISOR in self.given:
            superior = self._superior(row, lines)
        elif left:
            superior = None
        else:
            return
        led = move_line(lines, superior, moved=moved, since=move.since, on=self.on)
        if led.fault:
            kind, day = led.fault
            facts = {"day": day.isoformat()}
            fault = Fault(Column.SUPERVISOR, kind, row.draft.supervisor_nip, facts)
            row.draft.faults.append(fault)
        writes = list(led.writes)
        if left:
            others = self.known.other_lines.get(row.ref, ())
            writes += [ended(line, start=move.since) for line in others]
        self.writes.lines += [(row.ref, before, after) for before, after in writes]
        if led.writes and row.employee_id is not None:
            current = held(lines, max(move.since, self.on))
            before = self.nips.get(current.superior_id, "") if current else ""
            row.changes.append(Change(Column.SUPERVISOR, before, row.draft.supervisor_nip))

    def _superior(self, row: RowPlan, lines: list[SetLine]) -> int | None:
        """Who is to lead; a fault is noted where nobody can."""
        nip = row.draft.supervisor_nip
        if not nip:
            return None
        superior = self.refs.get(nip)
        if superior == row.ref:
            row.draft.faults.append(Fault(Column.SUPERVISOR, FaultKind.SUPERVISOR_SELF, nip))
            return None
        current = held(lines, self.on)
        if superior is None or (
            superior in self.gone and not (current and current.superior_id == superior)
        ):
            row.draft.faults.append(Fault(Column.SUPERVISOR, FaultKind.SUPERVISOR_UNKNOWN, nip))
            return None
        return superior

    def _find_circles(self, rows: list[RowPlan]) -> None:
        by_ref = {row.ref: row for row in rows if row.outcome is not Outcome.FAULTY}
        self.writes.above = above_after(self.known, self.writes, on=self.on)
        for circle in circles(self.writes.above):
            found = [by_ref[ref] for ref in circle if ref in by_ref]
            if all(row.outcome is Outcome.SAME for row in found):
                continue
            names = ", ".join(sorted(row.draft.texts[Column.NAME] for row in found))
            for row in found:
                nip = row.draft.supervisor_nip
                row.outcome = Outcome.FAULTY
                row.draft.faults.append(
                    Fault(Column.SUPERVISOR, FaultKind.SUPERVISOR_CIRCLE, nip, {"names": names})
                )
