"""The job standards that the agency sets itself."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from kinerja import audit, clock
from kinerja.competency.models import Competency, Standard
from kinerja.competency.queries import standards, starting_standards
from kinerja.competency.rules import Cluster
from kinerja.competency.services.tallies import refresh_job_level
from kinerja.extensions import db
from kinerja.people.rules import JobLevel
from kinerja.permissions import Viewer


def set_standards(job_level: JobLevel, *, levels: Mapping[int, int | None], by: Viewer) -> int:
    """Set the job level's standard for each competency given; None takes it away. Cycles that
    are open keep the standards of their opening.

    :returns: how many have changed.
    """
    rows = {
        row.competency_id: row
        for row in db.session.scalars(select(Standard).where(Standard.job_level == job_level))
    }
    before = {number: rows[number].level if number in rows else None for number in levels}
    changes = {
        competency_id: level
        for competency_id, level in levels.items()
        if level != before[competency_id]
    }
    for competency_id, level in changes.items():
        _set(rows.get(competency_id), job_level, competency_id, level)
    if changes:
        db.session.flush()
        codes = {
            row.id: row.code for row in db.session.execute(select(Competency.id, Competency.code))
        }
        audit.record(
            "standard.changed",
            f"{Standard.__tablename__}:{job_level}",
            by=by.employee_id,
            before={codes[number]: before[number] for number in changes},
            after={codes[number]: level for number, level in changes.items()},
        )
        refresh_job_level(job_level)
    return len(changes)


def _set(row: Standard | None, job_level: JobLevel, competency_id: int, level: int | None) -> None:
    if level is None:
        db.session.delete(row)
    elif row is None:
        db.session.add(Standard(job_level=job_level, competency_id=competency_id, level=level))
    else:
        row.level = level


def carry_standards(followed: Mapping[int, int]) -> None:
    """Give competencies of a new edition the standards of those that they follow (former id to
    new id), for each job level that they have none for.
    """
    present = standards()
    db.session.add_all(
        Standard(job_level=job_level, competency_id=followed[competency_id], level=level)
        for (job_level, competency_id), level in present.items()
        if competency_id in followed and (job_level, followed[competency_id]) not in present
    )
    db.session.flush()


def add_default_standards(*, but: Collection[int] = ()) -> None:
    """Enter the starting standards where the agency has none yet, but not for these ids;
    technical competencies have standards only where the agency sets them.
    """
    present = set(standards())
    general = db.session.scalars(
        select(Competency.id).where(Competency.cluster != Cluster.TECHNICAL)
    )
    db.session.add_all(
        Standard(job_level=job_level, competency_id=competency_id, level=level)
        for competency_id in general
        for job_level, level in starting_standards(on=clock.today()).items()
        if (job_level, competency_id) not in present and competency_id not in but
    )
    db.session.flush()
