"""One small agency in which every role has somebody and something near, beside and above.

    root → parent unit → own unit
                       → other unit

Whoever holds a role holds it over the own unit and works there. Relations of things to them:
o own; s of somebody in the same unit; t of somebody in the other unit; p of somebody in the
parent unit; r of a direct report (the supervisor's only); x: of nobody in particular.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from kinerja.extensions import db
from kinerja.people.models import (
    Account,
)
from kinerja.people.rules import (
    JobLevel,
)
from kinerja.people.services import begin_session
from kinerja.permissions import GRANTABLE, Role
from tests import factories

OWN, SAME, OTHER, PARENT, REPORT, NOBODYS = "o", "s", "t", "p", "r", "x"
ORDER = "osrtpx"
# Names that nothing else bears: where one stands on a page, that person is shown.
NAMES = {
    SAME: "Kenari Serekan",
    OTHER: "Kenari Seberang",
    PARENT: "Kenari Induk",
    REPORT: "Kenari Bawahan",
}
SOON = timedelta(days=30)


@dataclass
class World:
    """The agency: units and people by relation, who holds each role, and what was made so far.

    The bystander leads everybody but the report, and is whatever else somebody has to be.
    """

    app: Flask
    units: dict[str, int] = field(default_factory=dict)
    people: dict[str, int] = field(default_factory=dict)
    viewers: dict[str, int] = field(default_factory=dict)
    made: dict[tuple[object, int | None], Any] = field(default_factory=dict)
    bystander: int = 0
    cycle: int = 0
    competency: int = 0
    training: int = 0

    def person(self, relation: str, role: str) -> int:
        """Who stands in the relation to the role's holder."""
        return self.viewers[role] if relation == OWN else self.people[relation]


def build_world(app: Flask) -> World:
    """The agency with its people, in an open cycle."""
    world = World(app)
    root = factories.unit(app, "Kota Lingkup")
    parent = factories.unit(app, "Dinas Induk", parent=root)
    world.units = {
        PARENT: parent,
        SAME: factories.unit(app, "Bidang Sendiri", parent=parent),
        OTHER: factories.unit(app, "Bidang Seberang", parent=parent),
    }
    job = factories.position(app, JobLevel.AHLI_MUDA, "Penata Lingkup")

    def person(unit: str, name: str, **facts: Any) -> int:
        made = factories.employee(
            app, unit_id=world.units[unit], position_id=job, name=name, **facts
        )
        factories.save(app, Account(employee_id=made, password_hash="-", is_active=True))
        return made

    world.bystander = person(PARENT, "Orang Netral")
    for role in Role:
        name = f"Pemegang {role.value.replace('_', ' ')}"
        world.viewers[role.value] = person(SAME, name, supervisor_id=world.bystander)
    for role in GRANTABLE:
        factories.grant(app, world.viewers[role.value], role, world.units[SAME])
    supervisor = world.viewers[Role.SUPERVISOR.value]
    world.people = {
        relation: person(
            relation if relation in world.units else SAME,
            name,
            supervisor_id=supervisor if relation == REPORT else world.bystander,
        )
        for relation, name in NAMES.items()
    }
    world.cycle = factories.with_peers(app, factories.open_cycle(app))
    world.competency = next(iter(factories.dictionary(app).values()))
    world.training = factories.training(app, world.competency)
    return world


def browser(world: World, role: str) -> Any:
    """A browser in which the role's holder is signed in."""
    client = world.app.test_client()
    with world.app.app_context():
        account = select(Account.id).where(Account.employee_id == world.viewers[role])
        sid = begin_session(db.session.scalars(account).one())
        db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = sid
    return client
