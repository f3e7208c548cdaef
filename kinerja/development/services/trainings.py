"""The catalogue's rows."""

from datetime import date
from typing import TypedDict, Unpack

from flask_babel import lazy_gettext as _

from kinerja import audit
from kinerja.development.models import Training
from kinerja.development.queries.trainings import hold, seats_left
from kinerja.development.rules import DevelopmentForm
from kinerja.errors import DomainError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class TrainingFacts(TypedDict):
    """What is told of a training. `jp` are hours of 45 minutes, `level` is the one it leads to."""

    title: str
    form: DevelopmentForm
    jp: int
    competency_id: int
    level: int
    starts_on: date
    ends_on: date
    seats: int
    provider: str
    place: str
    link: str
    description: str
    is_active: bool


class TrainingRefusedError(DomainError):
    """A training's facts contradict each other, or what people were given; `field` says where."""

    field = "title"


class DatesReversedError(TrainingRefusedError):
    """It would end before it begins."""

    field = "ends_on"


class SeatsHeldError(TrainingRefusedError):
    """More people have a seat than there would be."""

    field = "seats"


class TrainingUsedError(TrainingRefusedError):
    """What stands in people's plans must not turn into something else."""

    field = "competency_id"


def create_training(*, by: Viewer, **facts: Unpack[TrainingFacts]) -> Training:
    """Add a training to the catalogue.

    :raises DatesReversedError: the last day lies before the first.
    """
    _check_dates(facts)
    training = Training(**facts)
    db.session.add(training)
    db.session.flush()
    audit.record("training.created", training, by=by.employee_id, after=dict(facts))
    return training


def edit_training(training: Training, *, by: Viewer, **facts: Unpack[TrainingFacts]) -> Training:
    """Change a training. Items that stand in plans keep the JP they were given with.

    :raises DatesReversedError: the last day lies before the first.
    :raises SeatsHeldError: fewer seats than are taken.
    :raises TrainingUsedError: another competency or year, though it stands in plans.
    """
    _check_dates(facts)
    hold(training)
    held = training.seats - seats_left(training)
    if facts["seats"] < held:
        raise SeatsHeldError(
            _("Sudah ada %(held)s peserta. Isi kursi paling sedikit %(held)s.", held=held)
        )
    moved = facts["ends_on"].year != training.year
    if held and (moved or facts["competency_id"] != training.competency_id):
        raise TrainingUsedError(
            _(
                "Sudah ada %(held)s peserta, jadi kompetensi dan tahun selesainya tidak bisa "
                "diubah. Buat pelatihan baru.",
                held=held,
            )
        )
    before = {name: getattr(training, name) for name in facts}
    for name, value in facts.items():
        setattr(training, name, value)
    db.session.flush()
    audit.record("training.changed", training, by=by.employee_id, before=before, after=dict(facts))
    return training


def _check_dates(facts: TrainingFacts) -> None:
    if facts["ends_on"] < facts["starts_on"]:
        raise DatesReversedError(
            _("Tanggal selesai sebelum tanggal mulai. Isi hari yang sama atau sesudahnya.")
        )
