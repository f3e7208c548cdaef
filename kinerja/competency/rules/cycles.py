"""Whom a cycle asks, its phases, and what becomes of whoever is unfinished at its end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from kinerja.people.rules import EmployeeKind, JobLevel


class Phase(StrEnum):
    """The parts of a cycle, in the order in which their last days follow one another."""

    SELF = "self"
    PEERS = "peers"
    VERIFICATION = "verification"
    ASSESSORS = "assessors"
    ACKNOWLEDGEMENT = "acknowledgement"

    @property
    def label(self) -> LazyString:
        """The phase's name for people."""
        return _PHASE_LABELS[self]


class LeftOut(StrEnum):
    """Why somebody who works is not asked: the population does not reach so far."""

    UNIT = "unit"
    JOB_LEVEL = "job_level"
    KIND = "kind"

    @property
    def label(self) -> LazyString:
        """The reason for people."""
        return _LEFT_OUT_LABELS[self]


class ClosedAs(StrEnum):
    """What was decided at the end of a cycle about somebody unfinished."""

    INCOMPLETE = "incomplete"
    EXCLUDED = "excluded"

    @property
    def label(self) -> LazyString:
        """The decision for people."""
        return _CLOSED_AS_LABELS[self]


_PHASE_LABELS = {
    Phase.SELF: _("Penilaian mandiri"),
    Phase.PEERS: _("Penilaian rekan"),
    Phase.VERIFICATION: _("Verifikasi atasan"),
    Phase.ASSESSORS: _("Penilaian asesor"),
    Phase.ACKNOWLEDGEMENT: _("Pegawai membaca hasil"),
}
_LEFT_OUT_LABELS = {
    LeftOut.UNIT: _("Unitnya tidak termasuk"),
    LeftOut.JOB_LEVEL: _("Jenjang jabatannya tidak termasuk"),
    LeftOut.KIND: _("Jenis kepegawaiannya tidak termasuk"),
}
_CLOSED_AS_LABELS = {
    ClosedAs.INCOMPLETE: _("Tidak selesai"),
    ClosedAs.EXCLUDED: _("Dikecualikan"),
}


@dataclass(frozen=True)
class Population:
    """Whom a cycle asks: units with what lies under them, job levels, kinds of employment.
    What is empty narrows nothing.
    """

    unit_ids: tuple[int, ...] = ()
    job_levels: tuple[JobLevel, ...] = ()
    kinds: tuple[EmployeeKind, ...] = ()

    @property
    def is_everybody(self) -> bool:
        """Whether it narrows nothing."""
        return not (self.unit_ids or self.job_levels or self.kinds)

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "unit_ids": list(self.unit_ids),
            "job_levels": [level.value for level in self.job_levels],
            "kinds": [kind.value for kind in self.kinds],
        }

    @classmethod
    def from_json(cls, facts: Mapping[str, Any]) -> "Population":
        """From what is kept; nothing kept is everybody."""
        return cls(
            unit_ids=tuple(facts.get("unit_ids", ())),
            job_levels=tuple(JobLevel(one) for one in facts.get("job_levels", ())),
            kinds=tuple(EmployeeKind(one) for one in facts.get("kinds", ())),
        )


@dataclass(frozen=True)
class CyclePlan:
    """What is decided about a cycle before it is opened. Days are the phases' last ones; the
    optional ones are None where the phase has no day of its own.
    """

    name: str
    starts_on: date
    self_due_on: date
    verify_due_on: date
    period: str = ""
    peers_due_on: date | None = None
    assessors_due_on: date | None = None
    acknowledge_due_on: date | None = None
    with_peers: bool = False
    with_assessors: bool = False
    verifier_first: bool = False
    population: Population = Population()

    @property
    def is_in_order(self) -> bool:
        """Whether its days follow one another in the order of the phases."""
        return phases_in_order(
            self.starts_on,
            self.self_due_on,
            self.peers_due_on,
            self.verify_due_on,
            self.assessors_due_on,
            self.acknowledge_due_on,
        )


def phases_in_order(*days: date | None) -> bool:
    """Whether the days that are there follow one another; two may fall together."""
    given = [day for day in days if day is not None]
    return given == sorted(given)


def phase_on(phases: Iterable[tuple[Phase, date]], day: date) -> Phase | None:
    """The first phase that is not over on the day; none once all are."""
    return next((phase for phase, last in phases if day <= last), None)
