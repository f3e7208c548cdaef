"""Whether what somebody proposes for their own data could be."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from kinerja import clock
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Unit
from kinerja.people.rules import CorrectionTopic, read_grade, read_nip

Proposal = dict[str, Any]


class CorrectionRefusedError(DomainError):
    """The case cannot be asked or decided like this; `field` names the parameter it is about."""

    status = 422

    def __init__(self, message: object, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def checked_proposal(person: Employee, topic: CorrectionTopic, proposal: Proposal) -> Proposal:
    """The proposal as stored: numbers without spaces, grades in their one spelling.

    :raises CorrectionRefusedError: it cannot be.
    """
    check = CHECKS.get(topic)
    return proposal if check is None else proposal | check(person, proposal)


def _supervisor(person: Employee, proposal: Proposal) -> Proposal:
    found = db.session.get(Employee, proposal["supervisor_id"])
    if found is None or not found.is_active or found.id == person.id:
        raise CorrectionRefusedError(_("Pilih atasan dari hasil pencarian."), field="supervisor_id")
    return {}


def _unit(_person: Employee, proposal: Proposal) -> Proposal:
    found = db.session.get(Unit, proposal["unit_id"])
    if found is None or not found.is_active:
        raise CorrectionRefusedError(_("Pilih unit dari hasil pencarian."), field="unit_id")
    return {}


def _position(_person: Employee, proposal: Proposal) -> Proposal:
    found = db.session.get(Position, proposal["position_id"])
    if found is None or not found.is_active:
        raise CorrectionRefusedError(_("Pilih jabatan dari hasil pencarian."), field="position_id")
    return {}


def _name(_person: Employee, proposal: Proposal) -> Proposal:
    if not proposal["name"]:
        raise CorrectionRefusedError(_("Isi nama tanpa gelar."), field="name")
    return {}


def _grade(person: Employee, proposal: Proposal) -> Proposal:
    read = read_grade(proposal["grade"], person.kind)
    if read is None:
        raise CorrectionRefusedError(
            _("Golongan ini tidak ada untuk status kepegawaian Anda."), field="grade"
        )
    return {"grade": read}


def _nip(person: Employee, proposal: Proposal) -> Proposal:
    reading = read_nip(proposal["nip"], person.kind, on=clock.today())
    if reading.errors:
        raise CorrectionRefusedError(reading.errors[0], field="nip")
    return {"nip": reading.nip}


CHECKS: dict[CorrectionTopic, Callable[[Employee, Proposal], Proposal]] = {
    CorrectionTopic.SUPERVISOR: _supervisor,
    CorrectionTopic.UNIT: _unit,
    CorrectionTopic.POSITION: _position,
    CorrectionTopic.NAME: _name,
    CorrectionTopic.GRADE: _grade,
    CorrectionTopic.NIP: _nip,
}
