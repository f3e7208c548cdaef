"""What rows of official results are compared with, and the files in which they come."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from sqlalchemy import Select, select

from kinerja import clock
from kinerja.competency.models import (
    Competency,
    Edition,
    JobStandard,
    Official,
    OfficialImport,
    OfficialItem,
    Record,
)
from kinerja.competency.queries.present import validity_months
from kinerja.competency.queries.required import required_levels
from kinerja.competency.rules import RecordKind, valid_until
from kinerja.competency.rules.official_cells import (
    C,
    KnownOfficial,
    KnownOfficials,
    KnownPerson,
    OfficialLine,
    nip_of,
)
from kinerja.competency.rules.standard_files import day_of, folded
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee, Position, Posting
from kinerja.permissions import Permission, Viewer

Levels = dict[int, int]


def known_officials(lines: Iterable[OfficialLine], *, to: Viewer) -> KnownOfficials:
    """What is known of the people, days and positions that the rows name, as far as the viewer
    keeps records. The number of queries grows with the days on which standards changed, not with
    the rows.
    """
    rows = [cells for _number, cells in lines]
    today = clock.today()
    days = {day for cells in rows if (day := day_of(cells.get(C.DAY, ""))) and day <= today}
    people = _people({nip_of(cells) for cells in rows}, to)
    titles = {row.id: row.title for row in db.session.execute(select(Position.id, Position.title))}
    positions = {folded(title): number for number, title in titles.items()}
    named = {positions.get(folded(cells.get(C.POSITION, ""))) for cells in rows}
    held = {post for person in people.values() for post, _first, _last in person.posts}
    own = select(Employee.nip).where(Employee.id == to.employee_id)
    return KnownOfficials(
        people=people,
        positions=positions,
        titles=titles,
        competencies=_competencies(days),
        validity={day: last for day in days if (last := _last_day(day))},
        standards=_standards(days, {one for one in named | held if one}),
        results=_results([person.id for person in people.values()]),
        own_nip=db.session.scalar(own) or "",
        today=today,
    )


def own_import(file_id: int, *, to: Viewer) -> OfficialImport:
    """A file of results that the viewer has sent.

    :raises MissingError: there is none, it was thrown away, or somebody else sent it.
    """
    found = db.session.get(OfficialImport, file_id)
    if found is None or found.by_id != to.employee_id:
        raise MissingError()
    return found


def own_imports(*, to: Viewer) -> Select[OfficialImport]:
    """The viewer's files, the latest first."""
    return (
        select(OfficialImport)
        .where(OfficialImport.by_id == to.employee_id)
        .order_by(OfficialImport.uploaded_at.desc(), OfficialImport.id.desc())
    )


def all_codes() -> list[str]:
    """The codes of every dictionary, whenever it holds."""
    return list(db.session.scalars(select(Competency.code).distinct()))


def _people(nips: set[str], to: Viewer) -> dict[str, KnownPerson]:
    kept = list(
        db.session.scalars(
            select(Employee).where(
                Employee.nip.in_(nips),
                Employee.id != to.employee_id,
                Employee.unit_id.in_(to.units(Permission.KEEP_RECORDS)),
            )
        )
    )
    posts: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    columns = (Posting.employee_id, Posting.position_id, Posting.valid_from, Posting.valid_to)
    theirs = select(*columns).where(Posting.employee_id.in_([one.id for one in kept]))
    for employee_id, post, first, last in db.session.execute(theirs.order_by(Posting.valid_from)):
        posts[employee_id].append((post, first, last))
    return {
        one.nip: KnownPerson(one.id, (one.name, one.full_name), tuple(posts[one.id]))
        for one in kept
    }


def _competencies(days: Iterable[date]) -> dict[date, dict[str, int]]:
    """The competencies of each day by code: of each urusan those of its latest edition by then."""
    rows = db.session.execute(
        select(Competency.code, Competency.id, Edition.urusan, Edition.valid_from).join(
            Edition, Edition.id == Competency.edition_id
        )
    ).all()
    found = {}
    for day in days:
        begun = [row for row in rows if row.valid_from <= day]
        latest: dict[str, date] = {}
        for row in begun:
            latest[row.urusan] = max(row.valid_from, latest.get(row.urusan, row.valid_from))
        found[day] = {
            row.code.upper(): row.id for row in begun if row.valid_from == latest[row.urusan]
        }
    return found


def _last_day(day: date) -> date | None:
    """The last day of validity; none before the first rules."""
    try:
        return valid_until(day, validity_months(RecordKind.ASSESSOR, on=day))
    except MissingError:
        return None


def _standards(days: set[date], position_ids: set[int]) -> dict[tuple[date, int], Levels]:
    """What each position asked for on each day; asked once for all days between two changes."""
    own = select(JobStandard.valid_from).where(JobStandard.position_id.in_(position_ids))
    changes = sorted(set(db.session.scalars(own.union(select(Edition.valid_from)))))
    found: dict[tuple[date, int], Levels] = {}
    ordered = sorted(days)
    for _era, same in groupby(ordered, key=lambda day: bisect_right(changes, day)):
        alike = list(same)
        asked: dict[int, Levels] = defaultdict(dict)
        for row in db.session.execute(required_levels(alike[0], position_ids)):
            if row.level is not None:
                asked[row.position_id][row.competency_id] = row.level
        found |= {(day, number): levels for day in alike for number, levels in asked.items()}
    return found


def _results(employee_ids: list[int]) -> dict[tuple[int, str], KnownOfficial]:
    theirs = (Official.employee_id.in_(employee_ids), Official.voided_at.is_(None))
    levels = _levels(
        select(OfficialItem.official_id, Record.competency_id, Record.level)
        .join(Record, Record.id == OfficialItem.record_id)
        .join(Official, Official.id == OfficialItem.official_id)
        .where(*theirs)
    )
    return {
        (one.employee_id, folded(one.report_number)): KnownOfficial(
            on=one.on,
            provider=one.provider,
            purpose=one.purpose,
            position_id=one.position_id,
            valid_until=one.valid_until,
            printed=one.printed,
            levels=levels[one.id],
        )
        for one in db.session.scalars(select(Official).where(*theirs))
    }


def _levels(statement: Select[int, int, int]) -> Mapping[int, Levels]:
    found: dict[int, Levels] = defaultdict(dict)
    for official_id, competency_id, level in db.session.execute(statement):
        found[official_id][competency_id] = level
    return found
