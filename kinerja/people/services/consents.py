"""Agreeing to a purpose and taking it back."""

from flask_babel import gettext as _
from sqlalchemy import select

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Consent, Employee
from kinerja.people.rules import ConsentAction, Purpose, consent_state, next_consent
from kinerja.permissions import Viewer


class ConsentRepeatedError(DomainError):
    """It has been given already, or taken back already."""


def give_consent(purpose: Purpose, *, by: Viewer) -> Consent:
    """Note that the actor agrees, with the words shown to them (UU 27/2022 Pasal 22–24).

    :raises ConsentRepeatedError: they have agreed to these words already.
    """
    return _answer(purpose, ConsentAction.GIVE, by=by)


def withdraw_consent(purpose: Purpose, *, by: Viewer) -> Consent:
    """Take the actor's consent back; it counts no more from this moment on.

    The law leaves 3 × 24 hours (UU 27/2022); nothing here waits.

    :raises ConsentRepeatedError: there is nothing to take back.
    """
    return _answer(purpose, ConsentAction.WITHDRAW, by=by)


def _answer(purpose: Purpose, action: ConsentAction, *, by: Viewer) -> Consent:
    # One answer at a time: both of two clicks would else find the state as it was.
    holder = select(Employee.id).where(Employee.id == by.employee_id)
    db.session.execute(holder.with_for_update())
    _refuse_repetition(purpose, action, by=by)
    answer = Consent(
        employee_id=by.employee_id,
        purpose=purpose,
        given=action is ConsentAction.GIVE,
        at=clock.now(),
        by_id=by.employee_id,
        version=purpose.version,
        wording=str(purpose.wording),
    )
    db.session.add(answer)
    db.session.flush()
    audit.record(
        f"consent.{'given' if answer.given else 'withdrawn'}",
        answer,
        by=by.employee_id,
        purpose=purpose,
        version=answer.version,
    )
    return answer


def _refuse_repetition(purpose: Purpose, action: ConsentAction, *, by: Viewer) -> None:
    latest = queries.latest_consent(by.employee_id, purpose)
    state = consent_state(
        purpose,
        given=latest.given if latest else None,
        version=latest.version if latest else None,
    )
    if next_consent(state, action) is not None:
        return
    if action is ConsentAction.GIVE:
        raise ConsentRepeatedError(_("Anda sudah menyetujui ini. Tidak ada yang perlu dilakukan."))
    raise ConsentRepeatedError(
        _("Persetujuan ini memang tidak berlaku, jadi tidak ada yang dapat dicabut.")
    )
