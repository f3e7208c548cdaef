"""Asking for a correction of one's own data, and deciding it."""

from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import inspect, select

from kinerja import audit, clock
from kinerja.errors import MissingError, StaleError
from kinerja.extensions import db
from kinerja.people import queries, signals
from kinerja.people.models import Correction, Employee
from kinerja.people.rules import (
    FIELDS,
    CorrectionAction,
    CorrectionParty,
    CorrectionStatus,
    CorrectionTopic,
    next_correction_status,
)
from kinerja.people.services.applying import apply_values
from kinerja.people.services.proposals import CorrectionRefusedError, checked_proposal
from kinerja.permissions import Permission, Viewer
from kinerja.rulebook.queries import holidays, rule

ASKERS_PAGE, HANDLERS_PAGE = "people.show_correction", "people.handle_correction"


class CorrectionMovedError(StaleError):
    """The case is not where this can be done: somebody else was faster."""


def ask_correction(*, topic: CorrectionTopic, note: str, by: Viewer, **proposed: Any) -> Correction:
    """Open a case about one's own data; `proposed` are the topic's fields, empty: not known.

    The unit's data admin has the rulebook's working days.

    :raises CorrectionRefusedError: a case about the topic is open already, the proposal cannot
        be, or there is neither a proposal nor a word about what is wrong.
    """
    person = db.session.get_one(Employee, by.employee_id, with_for_update=True)
    _refuse_second(person, topic)
    before = {name: getattr(person, name) for name in FIELDS[topic]}
    after = {name: proposed.get(name) or None for name in FIELDS[topic]}
    proposal = (
        {} if after == before or not any(after.values()) else checked_proposal(person, topic, after)
    )
    if not proposal and not note.strip():
        raise CorrectionRefusedError(
            _("Usulkan yang benar, atau jelaskan apa yang salah."), field="note"
        )
    now = clock.now()
    asked = Correction(
        employee=person,
        topic=topic,
        before=before,
        proposal=proposal,
        note=note,
        status=CorrectionStatus.ASKED,
        asked_at=now,
        since=now,
        due_on=due_day(topic, at=now),
    )
    db.session.add(asked)
    db.session.flush()
    audit.record("correction.asked", asked, by=by.employee_id, topic=topic, proposed=bool(proposal))
    _tell_handlers(asked)
    return asked


def due_day(topic: CorrectionTopic, *, at: datetime) -> date:
    """The last day for deciding what is asked at the moment.

    Places and superiors: the rulebook's working days. Data on the person: UU 27/2022 Pasal 30,
    within 3 × 24 hours.
    """
    on = clock.local(at).date()
    if topic.is_chosen:
        return clock.add_working_days(on, rule("correction.working_days", on=on), holidays())
    return clock.local(at + timedelta(hours=rule("privacy.request_hours", on=on))).date()


def withdraw_correction(asked: Correction, *, by: Viewer) -> None:
    """The asker takes it back.

    :raises CorrectionMovedError: it is decided already.
    """
    _move(asked, CorrectionAction.WITHDRAW, CorrectionParty.ASKER, by=by)
    audit.record("correction.withdrawn", asked, by=by.employee_id)
    db.session.flush()


def apply_correction(
    asked: Correction, *, answer: str, by: Viewer, valid_from: date | None = None, **values: Any
) -> None:
    """Change the person's data as proposed or otherwise, from the day on, and tell them.

    `values` are the fields of the topic as `services.applying` takes them; without a day: today.

    :raises CorrectionMovedError: it is decided already.
    :raises DomainError: the data cannot be changed like that; `field` names the parameter.
    """
    _move(asked, CorrectionAction.CORRECT, CorrectionParty.HANDLER, by=by)
    asked.valid_from = valid_from or clock.today()
    asked.applied = apply_values(asked, valid_from=asked.valid_from, by=by, **values)
    _decide(asked, answer=answer, by=by)


def refuse_correction(asked: Correction, *, answer: str, by: Viewer) -> None:
    """Leave the data as they are, and tell the person why.

    :raises CorrectionMovedError: it is decided already.
    :raises CorrectionRefusedError: no reason is given.
    """
    if not answer.strip():
        raise CorrectionRefusedError(
            _("Tulis alasannya, agar yang mengajukan tahu apa dasarnya."), field="answer"
        )
    _move(asked, CorrectionAction.REFUSE, CorrectionParty.HANDLER, by=by)
    _decide(asked, answer=answer, by=by)


def escalate_correction(asked: Correction, *, by: Viewer) -> None:
    """Pass the case on to the highest desk, for what is not within one's own reach.

    :raises CorrectionMovedError: it is decided, lies there already, or there is no higher desk.
    """
    _move(asked, CorrectionAction.ESCALATE, CorrectionParty.HANDLER, by=by)
    higher = queries.handled_by(asked, on=clock.today())
    if by.employee_id in {one.employee_id for one in higher}:
        raise CorrectionMovedError(_("Tidak ada admin di atas Anda. Putuskan permintaan ini."))
    audit.record("correction.escalated", asked, by=by.employee_id, late=False)
    db.session.flush()
    _tell_handlers(asked)


def escalate_late() -> None:
    """What nobody has decided in time goes to the highest desk: a job."""
    late = select(Correction).where(
        Correction.status == CorrectionStatus.ASKED, Correction.due_on < clock.today()
    )
    for asked in db.session.scalars(late.with_for_update(skip_locked=True)).all():
        asked.status, asked.since = CorrectionStatus.ESCALATED, clock.now()
        audit.record("correction.escalated", asked, by=None, late=True)
        db.session.flush()
        _tell_handlers(asked)


def _move(
    asked: Correction, action: CorrectionAction, party: CorrectionParty, *, by: Viewer
) -> None:
    """Take the locked case to the state that follows, if the actor is that party."""
    own = asked.employee_id == by.employee_id
    keeps = asked.employee.unit_id in by.units(Permission.HANDLE_CORRECTIONS)
    if own is not (party is CorrectionParty.ASKER) or not (own or keeps):
        raise MissingError()
    columns = [attribute.key for attribute in inspect(Correction).column_attrs]
    db.session.refresh(asked, attribute_names=columns, with_for_update=True)
    following = next_correction_status(asked.status, action, party)
    if following is None:
        raise CorrectionMovedError(
            _(
                "Permintaan ini sudah %(state)s pada %(day)s. Buka lagi untuk melihatnya.",
                state=str(asked.status.label).lower(),
                day=format_date(clock.local(asked.since), "long"),
            )
        )
    asked.status, asked.since = following, clock.now()


def _decide(asked: Correction, *, answer: str, by: Viewer) -> None:
    asked.decided_by_id, asked.answer = by.employee_id, answer
    accepted = asked.status is CorrectionStatus.CORRECTED
    audit.record(
        f"correction.{asked.status}",
        asked,
        by=by.employee_id,
        topic=asked.topic,
        valid_from=asked.valid_from,
        why=answer,
    )
    db.session.flush()
    signals.correction_decided.send(
        "people",
        employee_id=asked.employee_id,
        accepted=accepted,
        endpoint=ASKERS_PAGE,
        values={"correction_id": asked.id},
    )


def _tell_handlers(asked: Correction) -> None:
    signals.correction_asked.send(
        "people",
        holder_ids=[one.employee_id for one in queries.handled_by(asked, on=clock.today())],
        name=asked.employee.name,
        endpoint=HANDLERS_PAGE,
        values={"correction_id": asked.id},
    )


def _refuse_second(person: Employee, topic: CorrectionTopic) -> None:
    known = queries.open_correction(person.id, topic)
    if known is not None:
        raise CorrectionRefusedError(
            _(
                "Permintaan Anda tentang hal ini sejak %(day)s masih berjalan. Tunggu jawabannya, "
                "atau tarik dulu yang itu.",
                day=format_date(clock.local(known.asked_at), "long"),
            ),
            field="note",
        )
