"""The XML of a worksheet: where its formulas stand, without building a tree."""

import re
from typing import Any
from xml.parsers import expat

from .archive import Refusal

MARKS = 5000  # formulas that are told
ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def elements(part: bytes, wanted: dict[str, Any]) -> None:
    """Call for each element with one of the names, namespaces left aside; no entities."""
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        heard = wanted.get(name.rpartition(":")[2])
        if heard:
            heard(attributes)

    def declared(*_facts: object) -> None:
        raise Refusal("entities")

    parser.StartElementHandler = start
    parser.EntityDeclHandler = parser.StartDoctypeDeclHandler = declared
    text = re.sub(rb"^(\xef\xbb\xbf)?<\?xml[^>]*\?>", b"", part[:500]) + part[500:]
    parser.Parse(text, True)  # noqa: FBT003  # that it is all of it


def part_of(parts: dict[str, bytes], title: str) -> bytes:
    """The XML of the sheet with this title."""
    wanted: list[str] = []
    targets: dict[str, str] = {}

    def sheet(attributes: dict[str, str]) -> None:
        if attributes.get("name") == title:
            wanted.extend(v for k, v in attributes.items() if k.rpartition(":")[2] == "id")

    def relation(attributes: dict[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    elements(parts.get("xl/workbook.xml", b""), {"sheet": sheet})
    elements(parts.get("xl/_rels/workbook.xml.rels", b""), {"Relationship": relation})
    target = targets.get(wanted[0], "") if wanted else ""
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts.get(path, b"")


def may_hold_formula(part: bytes) -> bool:
    """Whether an element named f may begin somewhere; asked first, for the parser is slow."""
    for beginning in (b"<f", b":f"):
        at = part.find(beginning)
        while at >= 0:
            if part[at + 2 : at + 3] in (b">", b"/", b" ", b"\t", b"\r", b"\n"):
                return True
            at = part.find(beginning, at + 2)
    return False


def formulas(part: bytes) -> list[tuple[int, int]]:
    """Where formulas stand, as (row from 1, column from 0)."""
    if not may_hold_formula(part):
        return []
    found: list[tuple[int, int]] = []
    row, column = 0, -1

    def in_row(attributes: dict[str, str]) -> None:
        nonlocal row, column
        row, column = int(attributes.get("r") or row + 1), -1

    def in_cell(attributes: dict[str, str]) -> None:
        nonlocal column
        address = ADDRESS.fullmatch(attributes.get("r", ""))
        column = column_index(address[1]) if address else column + 1

    def formula(_attributes: dict[str, str]) -> None:
        if len(found) < MARKS:
            found.append((row, column))

    elements(part, {"row": in_row, "c": in_cell, "f": formula})
    return found


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
