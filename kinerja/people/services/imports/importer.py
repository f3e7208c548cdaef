"""On whose behalf staff are imported, and where an import stands."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people.models import StaffImport, Unit
from kinerja.people.rules.imports import ImportState, ImportStep, next_import_state
from kinerja.permissions import Permission, Viewer

AT_ONCE = 2000  # rows that are checked and applied within the request


class ImportStepError(DomainError):
    """The step cannot follow where the import stands."""


@dataclass(frozen=True)
class Importer:
    """The units whose staff may be imported, and by whom; nobody: the installation's owner."""

    scope: frozenset[int]
    employee_id: int | None = None

    @classmethod
    def of(cls, viewer: Viewer) -> "Importer":
        """Somebody with the units of their grants."""
        return cls(viewer.units(Permission.IMPORT_STAFF), viewer.employee_id)

    @classmethod
    def owner(cls) -> "Importer":
        """Whoever has the command line has the whole agency."""
        return cls(frozenset(db.session.scalars(select(Unit.id))))

    @classmethod
    def again(cls, scope: Iterable[int], employee_id: int | None) -> "Importer":
        """Who handed the work over."""
        return cls(frozenset(scope), employee_id)


def locked_import(import_id: int) -> StaffImport:
    """The import as it is now; nobody else moves it before this transaction ends.

    :raises MissingError: it was deleted.
    """
    found = db.session.scalar(
        select(StaffImport)
        .where(StaffImport.id == import_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise MissingError()
    return found


def move_import(imported: StaffImport, step: ImportStep) -> None:
    """Take the step.

    :raises ImportStepError: it cannot follow.
    """
    state = next_import_state(imported.state, step)
    if state is None:
        raise ImportStepError(_SENTENCES[imported.state]())
    imported.state = state


_SENTENCES = {
    ImportState.UPLOADED: lambda: _("Berkas ini belum selesai diperiksa. Tunggu sebentar."),
    ImportState.CHECKED: lambda: _("Impor ini belum diterapkan. Buka lagi pratinjaunya."),
    ImportState.APPLYING: lambda: _("Impor ini sedang diterapkan. Tunggu sampai selesai."),
    ImportState.APPLIED: lambda: _("Impor ini sudah diterapkan. Buka lagi halamannya."),
    ImportState.UNDOING: lambda: _("Impor ini sedang dibatalkan. Tunggu sampai selesai."),
    ImportState.UNDONE: lambda: _("Impor ini sudah dibatalkan. Unggah lagi bila diperlukan."),
    ImportState.FAILED: lambda: _("Impor ini gagal. Unggah lagi berkasnya."),
}
