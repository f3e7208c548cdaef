"""From a row's cells to what it says of somebody, with what is wrong in each cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kinerja.people.rules.employment import EmployeeKind, read_grade
from kinerja.people.rules.imports.closeness import Closest
from kinerja.people.rules.imports.columns import Column
from kinerja.people.rules.imports.faults import Fault, FaultKind
from kinerja.people.rules.imports.values import (
    EMAIL,
    EXAMPLE,
    GARBLED,
    KIND_NAMES,
    PHONE,
    SHORTENED,
    Cell,
    fold,
    number_text,
    read_day,
    read_kind,
    read_phone,
    tidy_row,
)
from kinerja.people.rules.nip import digits, is_possible

Longest = Mapping[Column, int]
LONGEST: Longest = {
    Column.NAME: 200,
    Column.TITLE_BEFORE: 40,
    Column.TITLE_AFTER: 80,
    Column.EMAIL: 254,
}
LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Draft:
    """What a row says. Empty where nothing is said, or where the cell is at fault."""

    number: int
    texts: dict[Column, str]
    nip: str = ""
    kind: EmployeeKind | None = None
    grade: str | None = None
    supervisor_nip: str = ""
    valid_from: date | None = None
    faults: list[Fault] = field(default_factory=list)

    def text(self, column: Column) -> str | None:
        """The column's text; None where it is empty or not in the file."""
        return self.texts.get(column) or None

    def is_wrong(self, *columns: Column) -> bool:
        """Whether one of the columns is at fault."""
        return any(fault.column in columns for fault in self.faults)


class RowReader:
    """Reads the rows of one sheet: `mapping` says where each column stands.

    `blocked` are cells, as (row, column of the sheet), that hold a formula or are merged.
    """

    def __init__(
        self,
        mapping: Mapping[Column, int],
        *,
        on: date,
        kinds: Mapping[str, EmployeeKind] | None = None,
        blocked: Mapping[tuple[int, int], Fault] | None = None,
    ) -> None:
        self.places = list(mapping.items())
        self.nip_at = mapping[Column.NIP]
        self.on = on
        self.kinds = kinds or {}
        self.blocked = blocked or {}
        self.near_kinds = Closest(KIND_NAMES)
        self.grades: dict[tuple[str, EmployeeKind], str | None] = {}
        self.others: list[tuple[Column, int, Callable[[Draft, Cell], None]]] = [
            (column, mapping[column], read)
            for column, read in (
                (Column.NAME, self._name),
                (Column.GRADE, self._grade),
                (Column.SUPERVISOR, self._supervisor),
                (Column.VALID_FROM, self._day),
                (Column.EMAIL, self._email),
                (Column.PHONE, self._phone),
            )
            if column in mapping
        ]
        self.longest = [(c, most) for c, most in LONGEST.items() if c in mapping]

    def read(self, number: int, cells: list[Cell]) -> Draft | None:
        """The row; None when it says nothing, or is the template's example."""
        width = len(cells)
        tidied, is_ascii = tidy_row(cells)
        draft = Draft(number, {column: tidied[at] for column, at in self.places if at < width})
        if not any(draft.texts.values()) and not self.blocked:
            return None
        if EXAMPLE.match(draft.texts.get(Column.NIP, "")):
            return None
        if self.blocked:
            self._block(draft)
        self._check_letters(draft, is_ascii=is_ascii)
        self._kind(draft)
        self._nip(draft, cells)
        for column, at, read in self.others:
            if not draft.faults or not draft.is_wrong(column):
                read(draft, cells[at] if at < width else None)
        return draft

    def _block(self, draft: Draft) -> None:
        for column, at in self.places:
            fault = self.blocked.get((draft.number, at))
            if fault:
                draft.faults.append(
                    Fault(column, fault.kind, draft.texts.pop(column, ""), fault.facts)
                )

    def _check_letters(self, draft: Draft, *, is_ascii: bool) -> None:
        texts = draft.texts
        for column, most in self.longest:
            if len(texts.get(column, "")) > most:
                facts = {"most": most}
                draft.faults.append(Fault(column, FaultKind.TOO_LONG, texts[column], facts))
        if is_ascii:
            return
        for column, text in texts.items():
            if GARBLED.search(text):
                draft.faults.append(Fault(column, FaultKind.GARBLED, text))

    def _kind(self, draft: Draft) -> None:
        text = draft.texts.get(Column.KIND, "")
        draft.kind = read_kind(text, self.kinds)
        if draft.kind is not None or draft.is_wrong(Column.KIND):
            return
        if not text:
            draft.faults.append(Fault(Column.KIND, FaultKind.KIND_MISSING))
            return
        near = self.near_kinds.to(fold(text))
        facts = {"target": near[0], "meant": near[1]} if near else {}
        draft.faults.append(Fault(Column.KIND, FaultKind.KIND_UNKNOWN, text, facts))

    def _nip(self, draft: Draft, cells: list[Cell]) -> None:
        if draft.faults and draft.is_wrong(Column.NIP):
            return
        at = self.nip_at
        cell = cells[at] if at < len(cells) else None
        draft.nip = self._number(draft, Column.NIP, cell, draft.kind)

    def _number(self, draft: Draft, column: Column, cell: Cell, kind: EmployeeKind | None) -> str:
        """The number, empty when it is at fault."""
        text = draft.texts.get(column, "")
        if not text.isdecimal():
            text = text.lstrip("'")
            if isinstance(cell, int | float) or SHORTENED.fullmatch(text):
                draft.faults.append(Fault(column, FaultKind.NIP_NUMBER, number_text(cell)))
                return ""
        elif isinstance(cell, int):
            draft.faults.append(Fault(column, FaultKind.NIP_NUMBER, number_text(cell)))
            return ""
        # The form for contracts asks less, so it serves where the kind is not known.
        asked = kind or EmployeeKind.PPPK
        nip = digits(text)
        if is_possible(nip, asked, on=self.on):
            return nip
        wrong = FaultKind.NIP_WRONG if column is Column.NIP else FaultKind.SUPERVISOR_WRONG
        facts = {"kind": asked.value, "on": self.on.isoformat()}
        draft.faults.append(Fault(column, wrong, text, facts))
        return ""

    def _name(self, draft: Draft, _cell: Cell) -> None:
        text = draft.texts.get(Column.NAME, "")
        if not text:
            draft.faults.append(Fault(Column.NAME, FaultKind.NAME_MISSING))
        elif not LETTER.search(text):
            draft.faults.append(Fault(Column.NAME, FaultKind.NAME_STRANGE, text))

    def _grade(self, draft: Draft, _cell: Cell) -> None:
        text = draft.texts.get(Column.GRADE, "")
        if not text or draft.kind is None:
            return
        asked = text, draft.kind
        if asked not in self.grades:
            self.grades[asked] = read_grade(text, draft.kind)
        draft.grade = self.grades[asked]
        if draft.grade is None:
            wrong = FaultKind.GRADE_CONTRACT if draft.kind.is_contract else FaultKind.GRADE_UNKNOWN
            draft.faults.append(Fault(Column.GRADE, wrong, text))

    def _supervisor(self, draft: Draft, cell: Cell) -> None:
        text = draft.texts.get(Column.SUPERVISOR, "")
        if not text:
            return
        if type(cell) is str and len(digits(text)) == 18 and digits(text).isdecimal():
            draft.supervisor_nip = digits(text)  # whether there is such a person is asked later
        else:
            draft.supervisor_nip = self._number(draft, Column.SUPERVISOR, cell, None)

    def _day(self, draft: Draft, cell: Cell) -> None:
        text = draft.texts.get(Column.VALID_FROM, "")
        if not text:
            return
        read = read_day(cell, text, on=self.on)
        if isinstance(read, date):
            draft.valid_from = read
        else:
            draft.faults.append(Fault(Column.VALID_FROM, read, text))

    def _email(self, draft: Draft, _cell: Cell) -> None:
        text = draft.texts.get(Column.EMAIL, "")
        if text and not EMAIL.fullmatch(text):
            draft.faults.append(Fault(Column.EMAIL, FaultKind.EMAIL_WRONG, text))

    def _phone(self, draft: Draft, cell: Cell) -> None:
        text = draft.texts.get(Column.PHONE, "")
        if not text:
            return
        draft.texts[Column.PHONE] = read_phone(cell, text)
        if not PHONE.fullmatch(draft.texts[Column.PHONE]):
            draft.faults.append(Fault(Column.PHONE, FaultKind.PHONE_WRONG, text))
