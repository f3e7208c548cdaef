"""What an import writes, in bulk, and the record from which it can be undone exactly."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, delete, func, insert, select

from kinerja.bulk import insert_rows, plain, update_rows
from kinerja.extensions import Base, db
from kinerja.people.models import Employee, ImportWrite, Position, Posting, ReportingLine
from kinerja.people.rules.imports import Place, SetLine, Writes

Item = TypeVar("Item")
Row = dict[str, Any]
PORTION = 500  # rows kept together
ASKED = 5000  # ids in one statement
TABLES: dict[str, Table] = {
    model.__tablename__: Base.metadata.tables[model.__tablename__]
    for model in (Position, Employee, Posting, ReportingLine)
}
# Where somebody works, and whether, follows from the histories: written for whoever is new only.
FOLLOWING = ("unit_id", "position_id", "standing")


def write_all(writes: Writes, *, import_id: int) -> None:
    """Write everything, and keep what was there before and after."""
    writer = Writer(import_id)
    offered = {"code": None, "leads_unit": False, "is_active": True}
    posts = [
        {"title": title, "job_level": level.value, **offered}
        for _made, title, level in writes.posts
    ]
    ids = writer.add(Position, posts)
    post_ids = {made: post_id for (made, _, _), post_id in zip(writes.posts, ids, strict=True)}
    refs = write_people(writer, writes, post_ids)
    write_places(writer, writes, post_ids, refs)
    write_lines(writer, writes, refs)
    writer.keep()


def write_people(writer: "Writer", writes: Writes, post_ids: dict[int, int]) -> dict[int, int]:
    """Write the people; the ids of those who are new by the refs they had.

    Whoever leads is written before whoever is led, so that the superior can be written at once.
    """
    added: dict[int, Row] = {}
    changed: list[Row] = []
    for before, person in writes.people:
        facts = person._asdict()
        facts["kind"] = person.kind.value
        if before is None:
            facts["standing"] = person.standing.value
            facts["position_id"] = post_ids.get(person.position_id, person.position_id)
            added[person.id] = facts
        else:
            for name in FOLLOWING:
                del facts[name]
            changed.append(facts)
    refs = downward(list(added), writes.above)
    ids = dict(zip(refs, writer.reserve(Employee, len(refs)), strict=True))
    for ref, row_id in ids.items():
        superior = writes.above.get(ref)
        added[ref]["id"] = row_id
        added[ref]["supervisor_id"] = superior and ids.get(superior, superior)
    writer.add(Employee, [added[ref] for ref in refs])
    writer.change(Employee, changed)
    return ids


def downward(refs: list[int], above: dict[int, int | None]) -> list[int]:
    """Those who lead before those whom they lead. There are no circles in `above`."""
    depths: dict[int, int] = {}
    for ref in refs:
        line: list[int] = []
        person: int | None = ref
        while person is not None and person not in depths:
            line.append(person)
            person = above.get(person)
        depth = -1 if person is None else depths[person]
        for step, one in enumerate(reversed(line), start=1):
            depths[one] = depth + step
    return sorted(refs, key=depths.__getitem__)


def write_places(
    writer: "Writer", writes: Writes, post_ids: dict[int, int], refs: dict[int, int]
) -> None:
    """Write the postings: first those that end, since a day begins only one."""
    changed: list[Row] = []
    added: list[Row] = []
    for ref, before, after in writes.places:
        facts = _entry(after, refs.get(ref, ref))
        facts["position_id"] = post_ids.get(after.position_id, after.position_id)
        (changed if before else added).append(facts)
    writer.change(Posting, changed)
    writer.add(Posting, added)


def write_lines(writer: "Writer", writes: Writes, refs: dict[int, int]) -> None:
    """Write the set superiors, those first that end."""
    changed: list[Row] = []
    added: list[Row] = []
    dropped: list[int] = []
    for ref, before, after in writes.lines:
        if after is None:
            dropped += [before.id] if before else []
            continue
        facts = _entry(after, refs.get(ref, ref))
        facts["superior_id"] = refs.get(after.superior_id, after.superior_id)
        facts["kind"] = after.kind.value
        (changed if before else added).append(facts)
    writer.drop(ReportingLine, dropped)
    writer.change(ReportingLine, changed)
    writer.add(ReportingLine, added)


def _entry(entry: Place | SetLine, employee_id: int) -> Row:
    facts = entry._asdict()
    facts["employee_id"] = employee_id
    for name in ("valid_from", "valid_to", "cut_until"):
        if facts[name] is not None:
            facts[name] = facts[name].isoformat()
    if not entry.id:
        del facts["id"]
    return facts


class Writer:
    """Writes rows of the import's tables in bulk and notes each with before and after."""

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id
        self.noted: list[tuple[str, list[Any]]] = []

    def add(self, model: type[Base], rows: list[Row]) -> list[int]:
        """Insert the rows, under the ids that they bring or new ones; their ids."""
        table = TABLES[model.__tablename__]
        if rows and "id" not in rows[0]:
            for row, row_id in zip(rows, self.reserve(model, len(rows)), strict=True):
                row["id"] = row_id
        insert_rows(table, rows)
        self.noted += [(table.name, [row["id"], None, row]) for row in rows]
        return [row["id"] for row in rows]

    def reserve(self, model: type[Base], how_many: int) -> list[int]:
        """As many ids as are wanted that nobody else gets."""
        table = TABLES[model.__tablename__]
        if db.engine.dialect.name == "postgresql":
            series = func.generate_series(1, how_many).table_valued("n")
            sequence = func.pg_get_serial_sequence(table.name, "id")
            wanted = select(func.nextval(sequence)).select_from(series)
            return list(db.session.scalars(wanted))
        last = db.session.scalar(select(func.max(table.c.id))) or 0
        return list(range(last + 1, last + how_many + 1))

    def change(self, model: type[Base], rows: list[Row]) -> None:
        """Update the rows by their ids; all have the same columns."""
        if not rows:
            return
        table = TABLES[model.__tablename__]
        ids = [row["id"] for row in rows]
        before = stored(table, ids)
        update_rows(table, rows)
        after = stored(table, ids)
        self.noted += [(table.name, [key, before[key], after[key]]) for key in before]

    def drop(self, model: type[Base], ids: list[int]) -> None:
        """Delete the rows."""
        table = TABLES[model.__tablename__]
        before = stored(table, ids) if ids else {}
        for some in portions(ids, ASKED):
            db.session.execute(delete(table).where(table.c.id.in_(some)))
        self.noted += [(table.name, [key, row, None]) for key, row in before.items()]

    def keep(self) -> None:
        """Store what was noted, portion by portion."""
        parts: list[Row] = []
        for name in TABLES:
            rows = [row for table, row in self.noted if table == name]
            parts += [{"table": name, "rows": list(some)} for some in portions(rows, PORTION)]
        if parts:
            db.session.execute(
                insert(ImportWrite),
                [part | {"import_id": self.import_id, "part": n} for n, part in enumerate(parts)],
            )


def stored(table: Table, ids: list[int]) -> dict[int, Row]:
    """The rows with these ids, as JSON carries them."""
    found: dict[int, Row] = {}
    for some in portions(ids, ASKED):
        for row in db.session.execute(select(table).where(table.c.id.in_(some))):
            found[row.id] = {name: plain(value) for name, value in row._mapping.items()}
    return found


def portions(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    """The items in groups of the size."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
