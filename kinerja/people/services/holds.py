"""Keeping somebody's data from being forgotten while a case needs them."""

from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _

from kinerja import audit, clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries
from kinerja.people.models import Employee, LegalHold
from kinerja.permissions import Permission, Viewer


class HoldRefusedError(DomainError):
    """The hold cannot be; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


class HoldEndedError(DomainError):
    """The hold has ended already."""


def place_hold(
    *, nip: str, reason: str, valid_from: date, valid_to: date | None = None, by: Viewer
) -> LegalHold:
    """Nothing of the person's data is forgotten from the day on (UU 27/2022 Pasal 44).

    :raises HoldRefusedError: nobody of the actor's units has the number, the days are in disorder,
        or the data are held already.
    """
    person = queries.employee_by_nip(nip)
    if person is None or person.unit_id not in by.units(Permission.RUN_RETENTION):
        raise HoldRefusedError(
            _("Tidak ada pegawai dengan NIP ini di unit Anda. Periksa lagi 18 digitnya."),
            field="nip",
        )
    if valid_to is not None and valid_to < valid_from:
        raise HoldRefusedError(
            _("Tanggal berakhir tidak boleh sebelum tanggal mulai. Periksa keduanya."),
            field="valid_to",
        )
    _refuse_second(person, valid_from)
    placed = LegalHold(
        employee_id=person.id,
        reason=reason,
        valid_from=valid_from,
        valid_to=valid_to,
        placed_by_id=by.employee_id,
    )
    db.session.add(placed)
    db.session.flush()
    audit.record("hold.placed", placed, by=by.employee_id, valid_from=valid_from, valid_to=valid_to)
    return placed


def end_hold(hold: LegalHold, *, by: Viewer) -> LegalHold:
    """Today is the hold's last day; a hold that has not begun ends on its first.

    :raises HoldEndedError: it has ended already.
    """
    last = max(clock.today(), hold.valid_from)
    if hold.valid_to is not None and hold.valid_to <= last:
        raise HoldEndedError(_("Penahanan ini sudah berakhir. Muat ulang daftarnya."))
    before, hold.valid_to, hold.ended_by_id = hold.valid_to, last, by.employee_id
    db.session.flush()
    audit.record(
        "hold.ended",
        hold,
        by=by.employee_id,
        before={"valid_to": before},
        after={"valid_to": last},
    )
    return hold


def _refuse_second(person: Employee, valid_from: date) -> None:
    known = queries.open_hold(person.id, on=valid_from)
    if known is not None:
        raise HoldRefusedError(
            _(
                "Data %(name)s sudah ditahan sejak %(day)s. Akhiri penahanan itu dulu, atau "
                "biarkan.",
                name=person.name,
                day=format_date(known.valid_from, "long"),
            ),
            field="nip",
        )
