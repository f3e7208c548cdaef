"""What nobody has applied is not kept for ever."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from kinerja import clock
from kinerja.extensions import db
from kinerja.people.models import ImportContent, ImportRow, StaffImport
from kinerja.people.rules.imports import ImportState, ImportStep
from kinerja.people.services.imports.importer import locked_import, move_import

KEPT = timedelta(days=7)


def forget_imports() -> None:
    """Give up the imports that nobody has applied for a week, with all that was read of them."""
    waiting = select(StaffImport.id).where(
        StaffImport.state.in_((ImportState.UPLOADED, ImportState.CHECKED)),
        StaffImport.uploaded_at < clock.now() - KEPT,
    )
    for import_id in db.session.scalars(waiting).all():
        imported = locked_import(import_id)
        move_import(imported, ImportStep.FAIL)
        imported.message = _("Isi berkas sudah dihapus karena seminggu tidak diterapkan.")
        for model in (ImportContent, ImportRow):
            db.session.execute(delete(model).where(model.import_id == import_id))
    db.session.flush()
