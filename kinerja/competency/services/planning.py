"""Planning a cycle: what is asked of whom, and who verifies. All may change until it opens."""

from dataclasses import asdict
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select

from kinerja import audit
from kinerja.competency.models import Cycle, CycleVerifier
from kinerja.competency.rules import CycleAction, CyclePlan, CycleStatus
from kinerja.competency.services.cycle_moves import follow, require
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.people import queries as people
from kinerja.permissions import Viewer


class CycleNameError(DomainError):
    """A cycle has this name already."""


class PhasesError(DomainError):
    """The days of the phases do not follow one another."""


class VerifierError(DomainError):
    """Nobody with this number may verify."""


def plan_cycle(*, by: Viewer, **facts: Any) -> Cycle:
    """Enter a cycle with the facts of a `CyclePlan`; nobody is asked before it is opened.

    :raises CycleNameError: the name is taken.
    :raises PhasesError: the days are not in order.
    """
    plan = CyclePlan(**facts)
    _check(plan)
    cycle = Cycle(**_columns(plan))
    db.session.add(cycle)
    db.session.flush()
    audit.record("cycle.planned", cycle, by=by.employee_id, after=_noted(cycle))
    return cycle


def edit_cycle(cycle: Cycle, *, by: Viewer, **facts: Any) -> None:
    """Change a planned cycle to the facts of a `CyclePlan`.

    :raises CycleMovedError: it has been opened already.
    :raises CycleNameError: another cycle has this name.
    :raises PhasesError: the days are not in order.
    """
    follow(cycle, CycleAction.EDIT)
    plan = CyclePlan(**facts)
    _check(plan, besides=cycle.id)
    before = _noted(cycle)
    for name, value in _columns(plan).items():
        setattr(cycle, name, value)
    db.session.flush()
    if before != _noted(cycle):
        audit.record("cycle.changed", cycle, by=by.employee_id, before=before, after=_noted(cycle))


def cancel_cycle(cycle: Cycle, *, by: Viewer) -> None:
    """Remove a planned cycle with its verifiers; the audit trail keeps that there was one.

    :raises CycleMovedError: it has been opened already.
    """
    require(cycle, CycleStatus.PLANNED)
    audit.record("cycle.cancelled", cycle, by=by.employee_id, before=_noted(cycle))
    db.session.execute(delete(CycleVerifier).where(CycleVerifier.cycle_id == cycle.id))
    db.session.delete(cycle)
    db.session.flush()


def name_verifier(cycle: Cycle, *, unit_id: int, nip: str, by: Viewer) -> CycleVerifier:
    """Let the person with the number verify the unit and what lies under it, instead of whoever
    was named for it before.

    :raises CycleMovedError: the cycle has been opened already.
    :raises VerifierError: nobody has the number, or works now.
    """
    require(cycle, CycleStatus.PLANNED)
    person = people.employee_by_nip("".join(nip.split()))
    if person is None or not person.is_active:
        raise VerifierError(_("Tidak ada pegawai aktif dengan NIP ini. Periksa angkanya."))
    row = db.session.scalar(
        select(CycleVerifier).where(
            CycleVerifier.cycle_id == cycle.id, CycleVerifier.unit_id == unit_id
        )
    )
    before = {"verifier_id": row.verifier_id} if row else None
    if row is None:
        row = CycleVerifier(cycle_id=cycle.id, unit_id=unit_id)
        db.session.add(row)
    row.verifier_id = person.id
    db.session.flush()
    after = {"unit_id": unit_id, "verifier_id": person.id}
    audit.record(
        "cycle.verifier_named",
        cycle,
        by=by.employee_id,
        before=before,
        after=after,
        about=person.id,
    )
    return row


def drop_verifier(cycle: Cycle, *, unit_id: int, by: Viewer) -> None:
    """From now on the unit's people are verified by their supervisors, as everywhere.

    :raises CycleMovedError: the cycle has been opened already.
    """
    require(cycle, CycleStatus.PLANNED)
    row = db.session.scalar(
        select(CycleVerifier).where(
            CycleVerifier.cycle_id == cycle.id, CycleVerifier.unit_id == unit_id
        )
    )
    if row is not None:
        before = {"unit_id": unit_id, "verifier_id": row.verifier_id}
        db.session.delete(row)
        audit.record(
            "cycle.verifier_dropped",
            cycle,
            by=by.employee_id,
            before=before,
            about=row.verifier_id,
        )
    db.session.flush()


def _check(plan: CyclePlan, besides: int | None = None) -> None:
    taken = select(Cycle.id).where(Cycle.name == plan.name, Cycle.id != (besides or 0))
    if db.session.scalar(taken) is not None:
        raise CycleNameError(_("Sudah ada siklus dengan nama ini. Pilih nama lain."))
    if not plan.is_in_order:
        raise PhasesError(
            _("Urutkan tanggal tahapnya: setiap tahap berakhir sesudah tahap sebelumnya.")
        )


def _columns(plan: CyclePlan) -> dict[str, Any]:
    facts = asdict(plan) | {"asks": plan.population.as_json()}
    del facts["population"]
    return facts


def _noted(cycle: Cycle) -> dict[str, Any]:
    """The cycle's plan as the audit trail notes it."""
    names = (*CyclePlan.__dataclass_fields__, "asks")
    return {name: getattr(cycle, name) for name in names if name != "population"}
