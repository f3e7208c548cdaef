"""Unknown names of a file are settled: they mean a known one, or a position that is new."""

from typing import Any

from flask_babel import gettext as _

from kinerja import database
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.people.models import Position
from kinerja.people.queries import imports as queries
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.people.rules.imports import Column, ImportStep, Matches
from kinerja.people.services.imports.checking import Reading, finish_check, plan_at_once
from kinerja.people.services.imports.importer import Importer, locked_import, move_import
from kinerja.permissions import Permission, Viewer, may
from kinerja.sheets import fold

NEW_POSITION = "new_position"


class MatchRefusedError(DomainError):
    """The name cannot mean this."""

    status = 422
    field = "target"


def match_name(
    import_id: int,
    *,
    column: Column,
    value: str,
    target: str = "",
    job_level: JobLevel | None = None,
    by: Viewer,
) -> None:
    """All rows with this value mean the unit, position or kind `target`; then check again.

    With `job_level` a position of that level and title is made when the import is applied.

    :raises MatchRefusedError: there is no such thing, or it is not the viewer's to choose.
    :raises ImportStepError: the import is past that.
    """
    with database.reading():
        queries.visible_import(import_id, to=by)
        if job_level is None:
            found = {column.value: {fold(value): read_target(column, target, by=by)}}
        else:
            refuse_new_position(value, by=by)
            found = {NEW_POSITION: {fold(value): job_level.value}}
    _match(import_id, found, by=by)


def match_suggested(import_id: int, *, by: Viewer) -> None:
    """Every unknown name means the known one that was suggested for it; then check again."""
    found: dict[str, dict[str, Any]] = {}
    with database.reading():
        queries.visible_import(import_id, to=by)
        for fault, _rows in queries.unknown_names(import_id):
            if fault.meant:
                named = found.setdefault(fault.column.value, {})
                named[fold(fault.value)] = fault.facts["target"]
    _match(import_id, found, by=by)


def _match(import_id: int, found: dict[str, dict[str, Any]], *, by: Viewer) -> None:
    importer = Importer.of(by)
    with database.reading():
        known = queries.visible_import(import_id, to=by)
        matches = {name: {**named} for name, named in known.matches.items()}
        for name, named in found.items():
            matches[name] = matches.get(name, {}) | named
        known_reading = Reading.of(known, queries.sheet_of(import_id))
    reading = Reading(
        known_reading.sheet,
        known_reading.header,
        known_reading.mapping,
        Matches.from_json(matches),
    )
    plan = plan_at_once(reading, importer)
    imported = locked_import(import_id)
    move_import(imported, ImportStep.REVISE)
    imported.matches = matches
    finish_check(imported, plan, importer)


def read_target(column: Column, target: str, *, by: Viewer) -> int | str:
    """What was chosen, as an import keeps it.

    :raises MatchRefusedError: there is no such thing to choose.
    """
    if column is Column.KIND and target in set(EmployeeKind):
        return target
    key = int(target) if target.isdecimal() and len(target) < 10 else 0
    if column is Column.UNIT:
        units = people.units_by_name(by.units(Permission.IMPORT_STAFF) & {key})
        if units:
            return units[0].id
    elif column is Column.POSITION:
        position = db.session.get(Position, key)
        if position is not None and position.is_active:
            return position.id
    raise MatchRefusedError(_("Pilih salah satu dari daftar."))


def refuse_new_position(title: str, *, by: Viewer) -> None:
    """Refuse a position that the actor may not make, or that there is.

    :raises MissingError: making positions is for others.
    :raises MatchRefusedError: there is one of this title.
    """
    if not may(by, Permission.EDIT_UNITS):
        raise MissingError()
    if people.position_taken(title=title) is not None:
        raise MatchRefusedError(
            _("Jabatan ini sudah ada, tetapi tidak ditawarkan lagi. Aktifkan dulu di Jabatan.")
        )
