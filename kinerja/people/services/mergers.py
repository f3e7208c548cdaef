"""People go along when their unit is merged into another, and come back when it is not."""

from datetime import date

from sqlalchemy import delete as sql_delete
from sqlalchemy import func, literal, or_, select, update
from sqlalchemy import insert as sql_insert
from sqlalchemy.orm import aliased

from kinerja import audit, clock
from kinerja.extensions import db
from kinerja.people.models import Posting, Unit, UnitVersion
from kinerja.people.rules import FOREVER, ONE_DAY


def repost(unit_id: int, into_id: int, *, on: date, decree: str | None) -> list[int]:
    """Whoever works in the unit on the day or later works in the other one from the day on.

    In the same position, as long as they would have; ids of these people. Four statements.
    """
    there = Posting.unit_id == unit_id
    begun = there & (Posting.valid_from < on) & _reaches(on)
    later = there & (Posting.valid_from >= on)
    statement = select(Posting.employee_id).where(begun | later).order_by(Posting.employee_id)
    people = list(db.session.scalars(statement))
    continued = select(
        Posting.employee_id,
        literal(into_id),
        Posting.position_id,
        literal(on),
        Posting.valid_to,
        func.coalesce(Posting.valid_to, literal(FOREVER)),
        literal(decree),
    ).where(begun)
    columns = ["employee_id", "unit_id", "position_id", "valid_from", "valid_to", "cut_until"]
    db.session.execute(sql_insert(Posting).from_select([*columns, "decree"], continued))
    db.session.execute(update(Posting).where(begun).values(valid_to=on - ONE_DAY))
    db.session.execute(update(Posting).where(later).values(unit_id=into_id))
    db.session.expire_all()
    return people


def _reaches(day: date) -> object:
    return or_(Posting.valid_to.is_(None), Posting.valid_to >= day)


def take_back(unit_id: int, into_id: int, *, on: date, decree: str | None) -> list[int]:
    """Whoever went along from the day on stays in the unit after all; ids of these people.

    Whoever has been given another position since then stays where that is.
    """
    before, after = aliased(Posting), aliased(Posting)
    rows = db.session.execute(
        select(before.id, after.id.label("gone"), after.valid_to, after.employee_id)
        .join(after, after.employee_id == before.employee_id)
        .where(
            before.unit_id == unit_id,
            before.valid_to == on - ONE_DAY,
            after.unit_id == into_id,
            after.valid_from == on,
            after.position_id == before.position_id,
            after.decree == decree,
        )
        .order_by(after.employee_id)
    ).all()
    if rows:
        db.session.execute(sql_delete(Posting).where(Posting.id.in_([row.gone for row in rows])))
        kept = [{"id": row.id, "valid_to": row.valid_to} for row in rows]
        db.session.execute(update(Posting), kept)
        db.session.expire_all()
    return [row.employee_id for row in rows]


def follow_mergers() -> None:
    """Whoever was placed in a unit after its merger had been planned goes along when it comes."""
    while left := _left_behind():
        for unit_id, into_id, last, reason in left:
            people = repost(unit_id, into_id, on=last + ONE_DAY, decree=reason)
            audit.record("unit.followed", f"people_unit:{into_id}", by=None, people=people)


def _left_behind() -> list[tuple[int, int, date, str | None]]:
    """Merged units in which people still work: into which, their last day, and why."""
    other = aliased(UnitVersion)
    newest = select(func.max(other.valid_from)).where(other.unit_id == Unit.id).scalar_subquery()
    stays = or_(Posting.valid_to.is_(None), Posting.valid_to > UnitVersion.valid_to)
    statement = (
        select(Unit.id, Unit.merged_into_id, UnitVersion.valid_to, UnitVersion.end_reason)
        .join(UnitVersion, (UnitVersion.unit_id == Unit.id) & (UnitVersion.valid_from == newest))
        .where(
            Unit.merged_into_id.is_not(None),
            UnitVersion.valid_to < clock.today(),
            select(Posting.id).where(Posting.unit_id == Unit.id, stays).exists(),
        )
        .order_by(UnitVersion.valid_to, Unit.id)
    )
    rows = db.session.execute(statement)
    return [(unit_id, into, last, why) for unit_id, into, last, why in rows if into and last]
