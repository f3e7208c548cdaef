"""Keeping official results: one by hand, voiding one, telling whom it is about."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.exc import IntegrityError

from kinerja import audit, clock
from kinerja.competency.models import Official, OfficialItem, Record
from kinerja.competency.queries.official_files import known_officials
from kinerja.competency.rules import RecordKind
from kinerja.competency.rules.official_cells import OfficialFault
from kinerja.competency.rules.official_files import PlannedOfficial, plan_officials
from kinerja.competency.services.moves import lock
from kinerja.competency.services.records import refresh, void_where
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.notifications import services as notifications
from kinerja.notifications.rules import NoticeKind
from kinerja.people.models import Position
from kinerja.permissions import Permission, Viewer

OWN_PAGE = "competency.own_officials"


class OfficialRefusedError(DomainError):
    """Such a result cannot be; `faults` tell what is wrong in which cell."""

    status = 422

    def __init__(self, message: str, faults: Iterable[OfficialFault] = ()) -> None:
        super().__init__(message)
        self.faults = tuple(faults)


class OfficialVoidedError(DomainError):
    """It has been voided before."""


def add_official(cells: Mapping[str, str], *, by: Viewer) -> Official:
    """Keep one result typed by hand; `cells` are those of a file's row, by heading and code.

    :raises OfficialRefusedError: a cell is at fault, or the result is there already.
    """
    line = (1, cells)
    plan = plan_officials([line], known_officials([line], to=by))
    if plan.faults:
        raise OfficialRefusedError(_("Ada isian yang perlu diperbaiki."), plan.faults)
    if not plan.new:
        raise OfficialRefusedError(_("Hasil ini sudah tercatat dengan isi yang sama."))
    (made,) = keep_officials(plan.new, by=by)
    _tell(Official.id == made.id, TOLD)
    return made


def keep_officials(
    planned: Iterable[PlannedOfficial], *, by: Viewer, import_id: int | None = None
) -> list[Official]:
    """Add the results with their records, and draw the present levels anew. Whoever is concerned
    is not told by this.

    :raises OfficialRefusedError: somebody else has just added one of them.
    """
    wanted = list(planned)
    ids = {one.position_id for one in wanted}
    positions = {
        one.id: one for one in db.session.scalars(select(Position).where(Position.id.in_(ids)))
    }
    made = [_official(one, positions[one.position_id], by.employee_id, import_id) for one in wanted]
    db.session.add_all(made)
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError:
        message = _("Salah satu laporan baru saja dicatat pengelola lain. Periksa lagi.")
        raise OfficialRefusedError(message) from None
    for official in made:
        audit.record("official.added", official, by=by.employee_id, after=_facts(official))
    refresh([one.employee_id for one in made])
    return made


def void_official(official: Official, *, reason: str, by: Viewer) -> None:
    """Take a result and its records back for good, with the reason; both stay to be read.

    :raises MissingError: the person is in none of the units where the actor keeps records.
    :raises OfficialRefusedError: it is about the actor, or no reason is given.
    :raises OfficialVoidedError: it has been voided before.
    """
    if official.employee.unit_id not in by.units(Permission.KEEP_RECORDS):
        raise MissingError()
    if official.employee_id == by.employee_id:
        raise OfficialRefusedError(_("Hasil tentang Anda sendiri diurus pengelola lain."))
    if not reason.strip():
        raise OfficialRefusedError(_("Tulis alasannya; pegawai membacanya."))
    lock(official)
    if official.voided_at is not None:
        raise OfficialVoidedError(_("Hasil ini sudah dibatalkan. Muat ulang halamannya."))
    void_officials(Official.id == official.id, reason=reason, by=by)
    audit.record("official.voided", official, by=by.employee_id, before=_facts(official))


def void_officials(which: ColumnElement[bool], *, reason: str, by: Viewer) -> None:
    """Void the results that the condition means and that still count, with their records; tell
    the people. The same statements whatever their number.
    """
    counting = (which, Official.voided_at.is_(None))
    people = list(db.session.scalars(select(Official.employee_id).where(*counting).distinct()))
    _tell(which & Official.voided_at.is_(None), TAKEN_BACK)
    records = (
        select(OfficialItem.record_id)
        .join(Official, Official.id == OfficialItem.official_id)
        .where(*counting)
    )
    void_where(Record.id.in_(records), reason=reason, by=by.employee_id)
    facts = {
        "voided_at": clock.now(),
        "voided_by_id": by.employee_id,
        "void_reason": reason,
    }
    theirs = update(Official).where(*counting).values(**facts)
    db.session.execute(theirs.execution_options(synchronize_session=False))
    db.session.expire_all()
    refresh(people)


def tell_import(import_id: int) -> None:
    """Whoever has got a result by the file hears it, in one statement."""
    _tell(Official.import_id == import_id, TOLD)


def note_official_read(*, official_id: int, about: int, by: int) -> None:
    """Note that somebody read another person's official result."""
    audit.record("official.read", f"{Official.__tablename__}:{official_id}", by=by, about=about)


TOLD = lazy_gettext("Hasil uji kompetensi Anda sudah tercatat")
TAKEN_BACK = lazy_gettext("Hasil uji kompetensi Anda dibatalkan; baca alasannya")


def _tell(which: ColumnElement[bool], title: Any) -> None:
    notifications.notify_each(
        select(Official.employee_id).where(which).distinct(),
        kind=NoticeKind.ASSESSMENT,
        title=title,
        endpoint=OWN_PAGE,
    )


def _official(
    planned: PlannedOfficial, position: Position, by: int, import_id: int | None
) -> Official:
    figure = planned.jpm
    made = Official(
        employee_id=planned.employee_id,
        on=planned.on,
        valid_until=planned.valid_until,
        provider=planned.provider,
        report_number=planned.report_number,
        purpose=planned.purpose,
        position_id=position.id,
        job_level=position.job_level,
        job_title=position.title,
        achieved=figure.achieved,
        capped=figure.capped,
        required=figure.required,
        printed=planned.printed,
        import_id=import_id,
        entered_by_id=by,
        entered_at=clock.now(),
    )
    for number, level in planned.levels.items():
        record = found_by_assessors(
            planned.employee_id,
            number,
            level,
            on=planned.on,
            until=planned.valid_until,
            by=by,
            source=planned.provider,
        )
        made.items.append(OfficialItem(record=record, standard_level=planned.standards[number]))
    return made


def _facts(official: Official) -> dict[str, date | str]:
    """What the trail may tell: never a level or the figure."""
    return {
        "provider": official.provider,
        "day": official.on,
        "valid_to": official.valid_until,
    }


def found_by_assessors(
    employee_id: int, competency_id: int, level: int, *, on: date, until: date, by: int, source: str
) -> Record:
    """A record of what an official result says of one competency; whoever keeps the result adds
    it and draws the present levels anew.
    """
    return Record(
        employee_id=employee_id,
        competency_id=competency_id,
        kind=RecordKind.ASSESSOR,
        level=level,
        on=on,
        valid_until=until,
        author_id=by,
        author_name=source,
        created_at=clock.now(),
    )
