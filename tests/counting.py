"""Somebody who is counted in every place where people are counted."""

from flask import Flask

from kinerja.competency.models import Answer, Assessment, Cycle
from kinerja.competency.rules import AssessmentStatus
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.offices import Office


class Counted:
    """An office in an open cycle in which the clerk has done everything that is counted."""

    def __init__(self, app: Flask, office: Office) -> None:
        self.office = office
        codes = factories.dictionary(app)
        self.competency_id = codes[sorted(codes)[0]]
        self.cycle_id = factories.open_cycle(app)
        factories.assessed(
            app, office.clerk, [2] * 9, status=AssessmentStatus.VERIFIED, verified=[1] * 9
        )
        with app.app_context():
            db.session.execute(db.update(Assessment).values(verifier_id=office.foreman))
            db.session.execute(db.update(Answer).values(standard_level=3))
            factories.ask([office.clerk], self.competency_id, 3)
            db.session.commit()
        self.training_id = factories.training(app, self.competency_id)
        self.done_id = factories.training(app, self.competency_id)
        factories.plan_item(app, office.clerk, self.training_id)
        factories.plan_item(app, office.clerk, self.done_id, status=PlanItemStatus.FINISHED)
        units = frozenset({office.root, office.office, office.desk, office.other})
        roles = (Role.HR, Role.TRAINER, Role.AGENCY_ADMIN, Role.LEADER)
        self.to = Viewer(
            office.mayor, 0, office.root, grants=tuple((role, units) for role in roles)
        )
        factories.grant(app, office.mayor, Role.TRAINER, office.root)

    @property
    def cycle(self) -> Cycle:
        """Ask inside of a context."""
        return db.session.get_one(Cycle, self.cycle_id)
