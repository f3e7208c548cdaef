"""Staff files are taken in, checked, applied and undone."""

from kinerja.people.services.imports.absent import NobodyChosenError, mark_absent
from kinerja.people.services.imports.applying import ImportFaultyError, apply_import
from kinerja.people.services.imports.direct import ImportReport, import_staff_file
from kinerja.people.services.imports.forgetting import forget_imports
from kinerja.people.services.imports.importer import Importer, ImportStepError, move_import
from kinerja.people.services.imports.intake import (
    MappingRefusedError,
    columns_of_file,
    map_columns,
    upload_staff,
)
from kinerja.people.services.imports.matching import (
    MatchRefusedError,
    match_name,
    match_suggested,
)
from kinerja.people.services.imports.undoing import ChangedSinceError, undo_import

__all__ = [
    "ChangedSinceError",
    "ImportFaultyError",
    "ImportReport",
    "ImportStepError",
    "Importer",
    "MappingRefusedError",
    "MatchRefusedError",
    "NobodyChosenError",
    "apply_import",
    "columns_of_file",
    "forget_imports",
    "import_staff_file",
    "map_columns",
    "mark_absent",
    "match_name",
    "match_suggested",
    "move_import",
    "undo_import",
    "upload_staff",
]
