"""Adding and voiding competency records, and keeping the present levels beside them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update

from kinerja import audit, clock
from kinerja.competency.models import Answer, Assessment, OfficialItem, Present, Record
from kinerja.competency.queries import present as queries
from kinerja.competency.rules import FINISHED, LEVELS, SENT, RecordKind, is_link, valid_until
from kinerja.competency.services.tallies import rebuild_tallies, refresh_units
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Permission, Viewer

BATCH = 500  # people in one transaction of the daily job
FROM_ASSESSMENTS = (RecordKind.SELF, RecordKind.SUPERVISOR)
# Reasons of records that the application itself voids.
RETURNED = _("Dikembalikan atasan untuk diperbaiki")
UNDONE = _("Verifikasi diurungkan")


class RecordError(DomainError):
    """Such a record cannot be."""


class RecordVoidedError(DomainError):
    """It has been voided before."""


def add_record(
    employee: Employee,
    *,
    competency_id: int,
    kind: RecordKind,
    level: int,
    on: date,
    by: Viewer,
    author_name: str = "",
    evidence: str = "",
    note: str = "",
    until: date | None = None,
) -> Record:
    """Add one record by hand: what an assessor found, a training, prior learning. It holds until
    `until`, else for the months that the rulebook gives its kind.

    :raises MissingError: the person is in none of the units where the actor keeps records.
    :raises RecordError: it is about the actor, begins in the future, ends before it begins, has
        an unknown level, or is of a kind that only an assessment gives.
    """
    _check_place(employee, by)
    if kind in (RecordKind.SELF, RecordKind.SUPERVISOR, RecordKind.PEER):
        raise RecordError(_("Catatan jenis ini hanya berasal dari penilaian. Pilih jenis lain."))
    if level not in LEVELS:
        raise RecordError(_("Pilih tingkat 1 sampai 5."))
    if on > clock.today():
        raise RecordError(_("Tanggalnya belum tiba. Isi hari ini atau sebelumnya."))
    if evidence and not is_link(evidence):
        raise RecordError(_("Isi tautan bukti lengkap, contoh https://contoh.go.id/berkas."))
    last = until or valid_until(on, queries.validity_months(kind, on=on))
    if last < on:
        raise RecordError(_("Akhir masa berlaku mendahului tanggalnya. Perbaiki salah satunya."))
    made = Record(
        employee_id=employee.id,
        competency_id=competency_id,
        kind=kind,
        level=level,
        on=on,
        valid_until=last,
        author_id=by.employee_id,
        author_name=author_name,
        evidence=evidence,
        note=note,
        created_at=clock.now(),
    )
    db.session.add(made)
    db.session.flush()
    audit.record("record.added", made, by=by.employee_id, after=_facts(made))
    refresh([employee.id])
    return made


def void_record(record: Record, *, reason: str, by: Viewer) -> None:
    """Take a record back for good, with the reason; it stays to be read, struck through.

    :raises MissingError: the person is in none of the units where the actor keeps records.
    :raises RecordError: it is about the actor, no reason is given, or it is part of an official
        result, which is voided as a whole.
    :raises RecordVoidedError: it has been voided before.
    """
    _check_place(record.employee, by)
    if not reason.strip():
        raise RecordError(_("Tulis alasannya; pegawai membacanya."))
    part = select(OfficialItem.id).where(OfficialItem.record_id == record.id)
    if db.session.scalar(part) is not None:
        raise RecordError(_("Ini bagian dari hasil uji kompetensi. Batalkan hasil itu seluruhnya."))
    db.session.refresh(record, with_for_update=True)
    if record.voided_at is not None:
        raise RecordVoidedError(_("Catatan ini sudah dibatalkan. Muat ulang halamannya."))
    _void([record], reason, by=by.employee_id)
    audit.record("record.voided", record, by=by.employee_id, before=_facts(record))
    refresh([record.employee_id])


def void_where(which: ColumnElement[bool], *, reason: str, by: int) -> None:
    """Void the records that the condition means and that still count, in one statement; whoever
    asks draws the present levels anew.
    """
    facts = {"voided_at": clock.now(), "voided_by_id": by, "void_reason": reason}
    theirs = update(Record).where(which, Record.voided_at.is_(None)).values(**facts)
    db.session.execute(theirs.execution_options(synchronize_session=False))


def note_records_read(*, employee_id: int, by: int) -> None:
    """Note that somebody read another person's records."""
    subject = f"{Employee.__tablename__}:{employee_id}"
    audit.record("record.read", subject, by=by, about=employee_id)


def of_assessments(
    which: ColumnElement[bool], *, kinds: Collection[RecordKind] = FROM_ASSESSMENTS
) -> None:
    """Add the records of these kinds that follow from assessments: own levels of those sent, the
    verifier's of those finished. What they gave already is left as it is; the same statements
    whatever their number.
    """
    known = _known(which)
    drawn = (row for found in _answered(which) for row in _drawn(found, kinds))
    rows = [row for row in drawn if _key(row) not in known]
    if rows:
        db.session.execute(insert(Record), rows)
    refresh(select(Assessment.employee_id).where(which))


def of_peers(found: Sequence[tuple[Assessment, int, int, int]]) -> None:
    """Add what groups of peers said: assessment, competency, level, and from how many. Nobody is
    its author. What was given already is left as it is; the same statements whatever their number.
    """
    known = _known(Assessment.id.in_([one.id for one, *_rest in found]))
    drawn = [_of_group(*one) for one in found]
    rows = [row for row in drawn if _key(row) not in known]
    if rows:
        db.session.execute(insert(Record), rows)
    refresh(sorted({one.employee_id for one, *_rest in found}))


def _of_group(assessment: Assessment, competency_id: int, level: int, n: int) -> dict[str, Any]:
    on = clock.today()
    return {
        "employee_id": assessment.employee_id,
        "competency_id": competency_id,
        "assessment_id": assessment.id,
        "kind": RecordKind.PEER,
        "level": level,
        "on": on,
        "valid_until": valid_until(on, queries.validity_months(RecordKind.PEER, on=on)),
        "note": str(_("n = %(count)s rekan", count=n)),
        "created_at": clock.now(),
    }


def take_back(assessment: Assessment, kind: RecordKind, *, reason: str, by: Viewer) -> None:
    """Void what an assessment gave, where it is returned or its verification undone."""
    given = select(Record).where(
        Record.assessment_id == assessment.id, Record.kind == kind, Record.voided_at.is_(None)
    )
    _void(db.session.scalars(given).all(), str(reason), by=by.employee_id)
    refresh([assessment.employee_id])


def refresh(whose: Sequence[int] | Select[int]) -> None:
    """Draw the present levels of these people anew from their records, and count their units
    anew, in eight statements. Who else changes the records of one of them waits until the commit.
    """
    db.session.flush()
    own = select(Employee.id).where(Employee.id.in_(whose)).order_by(Employee.id)
    db.session.execute(own.with_for_update(key_share=True)).all()
    theirs = delete(Present).where(Present.employee_id.in_(whose))
    db.session.execute(theirs.execution_options(synchronize_session=False))
    rows = queries.derived(on=clock.today(), whose=Record.employee_id.in_(whose))
    db.session.execute(insert(Present).from_select(list(queries.SUMMARY), rows))
    refresh_units(select(Employee.unit_id).where(Employee.id.in_(whose)))


def rebuild() -> int:
    """Draw everybody's present levels anew, and count all units; how many levels there are."""
    db.session.execute(select(Employee.id).with_for_update(key_share=True)).all()
    db.session.execute(delete(Present).execution_options(synchronize_session=False))
    rows = queries.derived(on=clock.today())
    db.session.execute(insert(Present).from_select(list(queries.SUMMARY), rows))
    rebuild_tallies()
    return db.session.scalar(select(func.count()).select_from(Present)) or 0


def settle_levels() -> int:
    """The job of each day: levels that have expired give way to what holds now, and a new order
    of the kinds takes effect. Commits batch by batch; how many people it concerned.
    """
    strayed = queries.strayed(on=clock.today())
    for start in range(0, len(strayed), BATCH):
        refresh(strayed[start : start + BATCH])
        db.session.commit()
    return len(strayed)


def _check_place(employee: Employee, by: Viewer) -> None:
    if employee.unit_id not in by.units(Permission.KEEP_RECORDS):
        raise MissingError()
    if employee.id == by.employee_id:
        raise RecordError(_("Catatan tentang Anda sendiri diurus pengelola lain."))


def _void(records: Sequence[Record], reason: str, *, by: int) -> None:
    if records:
        theirs = update(Record).where(Record.id.in_([one.id for one in records]))
        facts = {"voided_at": clock.now(), "voided_by_id": by, "void_reason": reason}
        db.session.execute(theirs.values(**facts))


def _known(which: ColumnElement[bool]) -> set[tuple[int, int, str]]:
    """Assessment, competency and kind of what assessments gave and nobody voided."""
    rows = db.session.execute(
        select(Record.assessment_id, Record.competency_id, Record.kind)
        .join(Assessment, Assessment.id == Record.assessment_id)
        .where(which, Record.voided_at.is_(None))
    )
    return {(row.assessment_id, row.competency_id, row.kind) for row in rows}


def _key(row: dict[str, Any]) -> tuple[int, int, str]:
    return row["assessment_id"], row["competency_id"], row["kind"]


def _answered(which: ColumnElement[bool]) -> Iterator[Any]:
    statement = (
        select(Assessment, Answer)
        .join(Answer, Answer.assessment_id == Assessment.id)
        .where(which, Assessment.status.in_(SENT))
        .with_only_columns(
            *(Assessment.id, Assessment.employee_id, Assessment.verifier_id, Assessment.status),
            *(Assessment.submitted_at, Assessment.verified_at, Answer.competency_id),
            *(Answer.self_level, Answer.verified_level, Answer.reason),
        )
    )
    yield from db.session.execute(statement)


def _drawn(found: Any, kinds: Collection[RecordKind]) -> Iterator[dict[str, Any]]:
    if RecordKind.SELF in kinds and found.self_level is not None:
        yield _row(found, RecordKind.SELF)
    is_judged = found.status in FINISHED and found.verified_level is not None
    if RecordKind.SUPERVISOR in kinds and is_judged:
        yield _row(found, RecordKind.SUPERVISOR)


def _row(found: Any, kind: RecordKind) -> dict[str, Any]:
    is_own = kind is RecordKind.SELF
    moment = found.submitted_at if is_own else found.verified_at
    on = clock.local(moment or clock.now()).date()
    return {
        "employee_id": found.employee_id,
        "competency_id": found.competency_id,
        "assessment_id": found.id,
        "kind": kind,
        "level": found.self_level if is_own else found.verified_level,
        "on": on,
        "valid_until": valid_until(on, queries.validity_months(kind, on=on)),
        "author_id": found.employee_id if is_own else found.verifier_id,
        "note": "" if is_own else found.reason,
        "created_at": clock.now(),
    }


def _facts(record: Record) -> dict[str, Any]:
    """What the trail may tell: never the level or the words of an evaluation."""
    return {
        "kind": record.kind.value,
        "competency_id": record.competency_id,
        "valid_from": record.on,
        "valid_to": record.valid_until,
    }
