"""Cells of a sheet that are not read: they hold a formula or belong to a merged area."""

from collections.abc import Collection, Iterable

from kinerja.people.rules.imports.columns import Column
from kinerja.people.rules.imports.faults import Fault, FaultKind
from kinerja.sheets import column_letter

MOST = 100_000  # cells that are told one by one


def blocked_cells(
    formulas: Iterable[tuple[int, int]],
    merged: Iterable[tuple[int, int, int, int]],
    *,
    rows: Collection[int],
    columns: Collection[int],
) -> dict[tuple[int, int], Fault]:
    """The fault of each such cell, as (row, column), in these rows and columns of the sheet."""
    known = set(rows)
    found = {
        (row, at): Fault(Column.NIP, FaultKind.FORMULA)
        for row, at in formulas
        if row in known and at in columns
    }
    for first, left, last, right in merged:
        fault = Fault(Column.NIP, FaultKind.MERGED, "", {"area": area(first, left, last, right)})
        for row in sorted(known & set(range(first, last + 1))):
            for at in columns:
                if left <= at <= right and len(found) < MOST:
                    found[row, at] = fault
    return found


def area(first: int, left: int, last: int, right: int) -> str:
    """The area's address: A5:B6."""
    return f"{column_letter(left)}{first}:{column_letter(right)}{last}"
