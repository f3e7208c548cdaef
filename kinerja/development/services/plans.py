"""One person's plan item: chosen, started, finished, confirmed, returned, cancelled."""

from datetime import timedelta
from typing import cast

from flask_babel import lazy_gettext as _
from sqlalchemy import CursorResult, update

from kinerja import audit, clock
from kinerja.development.models import PlanItem, Training
from kinerja.development.queries.plans import jp_standing, living_item, party
from kinerja.development.queries.trainings import hold, seats_left
from kinerja.development.rules import (
    MOVES,
    Action,
    Party,
    PlanItemStatus,
    next_status,
)
from kinerja.development.services.notices import take_back, tell_moved
from kinerja.errors import DeniedError, DomainError, StaleError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.people.queries import employee
from kinerja.permissions import Viewer
from kinerja.rulebook.queries import rule


class TrainingClosedError(DomainError):
    """Not offered any longer, or too late to join."""


class TrainingFilledError(DomainError):
    """No seat is left."""


class ActivityRepeatedError(DomainError):
    """The plan of the year has the activity already."""


class CeilingExceededError(DomainError):
    """The JP would exceed what PPPK may use in a year."""


class MoveRefusedError(DomainError):
    """The item's state does not allow this."""


class EvidenceMissingError(DomainError):
    """Nothing is finished without a link to its evidence."""


class NoteMissingError(DomainError):
    """Nothing is returned without a note."""


def hold_training(training: Training) -> None:
    """Lock the training, so that its last seat is given once, and see that it can be joined.

    :raises TrainingClosedError: it is not offered, or its last day to join has passed.
    """
    hold(training)
    if not training.is_active:
        raise TrainingClosedError(_("Pelatihan ini tidak ditawarkan lagi. Pilih yang lain."))
    if training.joinable_until < clock.today():
        raise TrainingClosedError(
            _("Pelatihan ini sudah dimulai, jadi tidak bisa diikuti lagi. Pilih jadwal lain.")
        )


def choose_training(training: Training, *, by: Viewer) -> PlanItem:
    """Put a training of one's own choice into one's plan of the year in which it ends.

    :raises TrainingClosedError: it cannot be joined any longer.
    :raises ActivityRepeatedError: it is in the plan already.
    :raises TrainingFilledError: every seat is taken.
    :raises CeilingExceededError: PPPK beyond 24 JP of the year (PP 49/2018).
    """
    hold_training(training)
    if living_item(by.employee_id, training):
        raise ActivityRepeatedError(_("Pelatihan ini sudah ada dalam rencana Anda."))
    if seats_left(training) < 1:
        raise TrainingFilledError(
            _("Semua kursi sudah terisi. Pilih pelatihan lain atau jadwal berikutnya.")
        )
    standing = jp_standing(employee(by.employee_id), year=training.year)
    if not standing.admits(training.jp):
        raise CeilingExceededError(
            _(
                "Rencana Anda sudah %(planned)s JP. PPPK paling banyak %(limit)s JP setahun, "
                "jadi %(jp)s JP ini tidak bisa ditambahkan.",
                planned=standing.expected,
                limit=standing.limit,
                jp=training.jp,
            )
        )
    item = PlanItem(
        employee_id=by.employee_id,
        training_id=training.id,
        year=training.year,
        jp=training.jp,
        since=clock.now(),
        chosen_by_id=by.employee_id,
    )
    db.session.add(item)
    db.session.flush()
    audit.record(
        "plan_item.chosen",
        item,
        by=by.employee_id,
        after={"status": item.status},
        training=training.id,
    )
    return item


def start_item(item: PlanItem, *, by: Viewer) -> PlanItem:
    """The holder begins the activity.

    :raises DeniedError: by somebody else.
    :raises MoveRefusedError: it has begun already, or is over.
    """
    return _move(item, Action.START, by=by)


def finish_item(item: PlanItem, *, by: Viewer, evidence_url: str) -> PlanItem:
    """The holder says that the activity is done, with a link to the evidence.

    :raises DeniedError: by somebody else.
    :raises EvidenceMissingError: without a link.
    :raises MoveRefusedError: it is not running.
    """
    if not evidence_url:
        raise EvidenceMissingError(_("Isi tautan bukti, misalnya sertifikat di penyimpanan awan."))
    return _move(item, Action.FINISH, by=by, evidence_url=evidence_url)


def confirm_item(item: PlanItem, *, by: Viewer) -> PlanItem:
    """A trainer of the holder's unit accepts the evidence: from now on the JP count.

    :raises DeniedError: by the holder, or by somebody who is no trainer of the unit.
    :raises MoveRefusedError: it is not finished, or confirmed already.
    """
    return _move(item, Action.CONFIRM, by=by, confirmed_by_id=by.employee_id)


def return_item(item: PlanItem, *, by: Viewer, note: str) -> PlanItem:
    """A trainer of the holder's unit gives a finished item back with a note on what is missing.

    :raises DeniedError: by the holder, or by somebody who is no trainer of the unit.
    :raises NoteMissingError: without a note.
    :raises MoveRefusedError: it is not finished.
    """
    if not note:
        raise NoteMissingError(_("Tulis apa yang perlu dilengkapi."))
    return _move(item, Action.RETURN, by=by, note=note)


def undo_decision(item: PlanItem, *, by: Viewer) -> PlanItem:
    """The trainer takes a confirmation or a return back, within the minutes of the rulebook.

    :raises DeniedError: by the holder, or by somebody who is no trainer of the unit.
    :raises MoveRefusedError: nothing was confirmed or returned, or it was too long ago.
    """
    minutes = rule("inbox.undo_minutes", on=clock.today())
    decided = item.status is PlanItemStatus.CONFIRMED or item.is_returned
    if not decided or clock.now() - item.since > timedelta(minutes=minutes):
        raise MoveRefusedError(_("Hanya bisa diurungkan dalam %(minutes)s menit.", minutes=minutes))
    take_back(item)
    return _move(item, Action.UNDO, by=by, confirmed_by_id=None, note="")


def cancel_item(item: PlanItem, *, by: Viewer) -> PlanItem:
    """Take an item out of the plan; its seat is free again. The holder may only take out what
    the holder chose.

    :raises DeniedError: by somebody who is neither holder nor trainer of the unit.
    :raises MoveRefusedError: assigned by a trainer, or too late.
    """
    if party(item, by) is Party.HOLDER and not item.is_own_choice:
        raise MoveRefusedError(
            _("Kegiatan ini ditugaskan pelatih. Minta pelatih yang membatalkannya.")
        )
    return _move(item, Action.CANCEL, by=by)


def _move(item: PlanItem, action: Action, *, by: Viewer, **changes: object) -> PlanItem:
    """One move of the table, only from the state in which the item was read."""
    part = party(item, by)
    if part is None or not any(key[1:] == (action, part) for key in MOVES):
        raise DeniedError()
    status = next_status(item.status, action, part)
    if status is None:
        raise MoveRefusedError(_refusal(item.status))
    before = item.status
    moved = db.session.execute(
        update(PlanItem)
        .where(PlanItem.id == item.id, PlanItem.status == item.status)
        .values(status=status, since=clock.now(), **changes)
    )
    if cast("CursorResult[object]", moved).rowcount != 1:
        raise StaleError(_("Kegiatan ini baru saja diubah orang lain. Buka lagi halamannya."))
    audit.record(
        f"plan_item.{action}",
        item,
        by=by.employee_id,
        before={"status": before},
        after={"status": status},
    )
    tell_moved(item, action, by=by.employee_id)
    return item


def _refusal(status: PlanItemStatus) -> object:
    return _(
        "Kegiatan ini berstatus “%(status)s”, jadi langkah itu tidak bisa dilakukan lagi.",
        status=status.label,
    )


def note_reading(*, employee_id: int, by: int) -> None:
    """Note that somebody read another person's plan."""
    subject = f"{Employee.__tablename__}:{employee_id}"
    audit.record("plan.read", subject, by=by, about=employee_id)
