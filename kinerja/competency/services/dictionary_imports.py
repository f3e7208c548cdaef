"""A dictionary's file is sent, looked at, and applied or thrown away."""

from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, select

from kinerja import audit, clock
from kinerja.competency.models import DictionaryImport, Edition
from kinerja.competency.queries import dictionary_imports as queries
from kinerja.competency.rules.dictionary_files import Content, missing_columns
from kinerja.competency.services.dictionary import (
    DictionaryError,
    EditionTakenError,
    EditionUsedError,
    Head,
    read_file,
    refuse_rewriting,
    take,
)
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer
from kinerja.sheets import SheetRefusedError

KEPT = timedelta(days=7)
MOST_ROWS = 2500  # five hundred competencies
LONGEST_NAME = 200


class ImportAppliedError(DomainError):
    """The file has been applied already."""


class NothingChangesError(DomainError):
    """The edition says already what the file says."""


# Why a file is not applied, as its preview shows it.
NOT_APPLIED = (DictionaryError, EditionTakenError, EditionUsedError, NothingChangesError)


def upload_dictionary(
    *, filename: str, content: bytes, name: str, urusan: str, legal_basis: str, valid_from: date
) -> DictionaryImport:
    """Take a file in for the edition; nothing of the dictionary changes yet.

    :raises SheetRefusedError: it cannot be read, lacks a needed column, or is too long.
    """
    read = read_file(content, filename=filename)
    missing = missing_columns(read)
    if missing:
        names = ", ".join(fault.column for fault in missing)
        raise SheetRefusedError(
            _("Kolom ini tidak ada: %(names)s. Pakai judul kolom pada templat.", names=names)
        )
    if not read.rows:
        raise SheetRefusedError(
            _("Belum ada baris kompetensi di bawah judul kolom. Isi dulu, lalu unggah lagi.")
        )
    if len(read.rows) > MOST_ROWS:
        raise SheetRefusedError(
            _("Berkas ini lebih dari %(most)s baris. Bagi menurut urusan.", most=MOST_ROWS)
        )
    row = DictionaryImport(
        filename=filename[-LONGEST_NAME:],
        name=name,
        urusan=queries.spelled(urusan),
        legal_basis=legal_basis,
        valid_from=valid_from,
        content=read.as_json(),
        uploaded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    return row


def apply_dictionary(import_id: int, *, by: Viewer) -> Edition:
    """Write all that the file says, and forget what was read of it.

    :raises MissingError: it was thrown away.
    :raises ImportAppliedError: it was applied before.
    :raises NothingChangesError: there is nothing to write.
    :raises DictionaryError: cells are wrong.
    :raises EditionUsedError: texts of an edition would change that people were assessed with.
    """
    row = _locked(import_id)
    plan = queries.plan_of(row)
    if plan.does_nothing:
        raise NothingChangesError(
            _("Isi berkas sama dengan edisi yang sudah ada. Tidak ada yang perlu diterapkan.")
        )
    head = Head(row.name, row.urusan, row.legal_basis, row.valid_from)
    content = Content.from_json(row.content)
    edition, _count = take(content, head, filename=row.filename, by=by.employee_id)
    row.applied_at, row.edition_id, row.content = clock.now(), edition.id, {}
    db.session.flush()
    return edition


def refusal(plan: queries.Plan) -> DomainError | None:
    """Why the plan cannot be applied as things are now, but for wrong cells; None if it can."""
    try:
        refuse_rewriting(plan)
    except DomainError as error:
        return error
    return None


def discard_dictionary(import_id: int, *, by: Viewer) -> None:
    """Throw a file away that was not applied.

    :raises MissingError: it was thrown away before.
    :raises ImportAppliedError: it was applied.
    """
    row = _locked(import_id)
    audit.record(
        "dictionary.import_discarded",
        f"{DictionaryImport.__tablename__}:{row.id}",
        by=by.employee_id,
        filename=row.filename,
        urusan=row.urusan,
        valid_from=row.valid_from,
    )
    db.session.delete(row)
    db.session.flush()


def forget_dictionary_imports() -> None:
    """Throw the files away that nobody has applied for a week."""
    db.session.execute(
        delete(DictionaryImport).where(
            DictionaryImport.applied_at.is_(None),
            DictionaryImport.uploaded_at < clock.now() - KEPT,
        )
    )


def _locked(import_id: int) -> DictionaryImport:
    row = db.session.scalar(
        select(DictionaryImport)
        .where(DictionaryImport.id == import_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise MissingError()
    if row.applied_at is not None:
        raise ImportAppliedError(_("Berkas ini sudah diterapkan. Buka edisi yang dibuatnya."))
    return row
