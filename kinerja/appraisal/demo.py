"""Demo rows: predicates of the last two years for most of the staff, as from e-Kinerja."""

from datetime import date
from random import Random

from sqlalchemy import insert, select

from kinerja.appraisal.models import PredicateRow
from kinerja.appraisal.rules import Predicate, PredicateSource
from kinerja.extensions import db
from kinerja.people.models import Employee, RoleGrant
from kinerja.permissions import Permission
from kinerja.permissions.grants import GRANTS

# Of a hundred people, how many have which predicate; the rest has none yet.
SHARES = {
    Predicate.VERY_GOOD: 14,
    Predicate.GOOD: 60,
    Predicate.NEEDS_IMPROVEMENT: 14,
    Predicate.POOR: 4,
    Predicate.VERY_POOR: 2,
}
NONE_YET = 6
YEARS = 2


def load(*, on: date, random: Random) -> None:
    """Write the predicates, in the name of somebody who keeps them."""
    keepers = [role for role, held in GRANTS.items() if Permission.KEEP_PREDICATES in held]
    keeper = db.session.scalar(
        select(RoleGrant.employee_id).where(RoleGrant.role.in_(keepers)).order_by(RoleGrant.id)
    )
    staff = list(db.session.scalars(select(Employee.id).order_by(Employee.id)))
    choices = [*SHARES, None]
    weights = [*SHARES.values(), NONE_YET]
    rows = [
        {
            "employee_id": person,
            "year": year,
            "predicate": predicate,
            "source": PredicateSource.E_KINERJA,
            "recorded_by_id": keeper,
            "recorded_on": date(year + 1, 1, 20),
        }
        for year in range(on.year - YEARS, on.year)
        for person in staff
        if (predicate := random.choices(choices, weights)[0])
    ]
    db.session.execute(insert(PredicateRow), rows)
