"""The demo's cycles: everybody somewhere, gaps everywhere, the demo accounts where they work."""

from flask import Flask
from sqlalchemy import func, select

from kinerja.competency import queries
from kinerja.competency.models import Answer, Archive, Assessment, Cycle, Present
from kinerja.competency.rules import AssessmentStatus, CycleStatus
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from kinerja.people.demo.city import STARS
from kinerja.people.models import Employee
from kinerja.permissions import Role
from tests.roles import demo_account


def star(role: Role) -> Employee:
    name = next(found.name for found in STARS if found.role is role)
    return db.session.scalars(select(Employee).where(Employee.name == name)).one()


def test_the_open_cycle_has_people_in_every_state_and_last_years_is_all_verified(
    demo_app: Flask,
) -> None:
    with demo_app.app_context():
        cycles = {row.status: row for row in db.session.scalars(select(Cycle))}
        assert set(cycles) == {CycleStatus.PLANNED, CycleStatus.OPEN, CycleStatus.ARCHIVED}
        counts = queries.status_counts(cycles[CycleStatus.OPEN])
        assert set(counts) == set(AssessmentStatus)
        assert sum(counts.values()) >= 300
        over = select(Cycle).where(Cycle.status == CycleStatus.ARCHIVED).order_by(Cycle.starts_on)
        trial, past = (queries.status_counts(cycle) for cycle in db.session.scalars(over))
        assert set(past) == set(trial) == {AssessmentStatus.ACKNOWLEDGED}
        copies = db.session.scalar(select(func.count(Archive.id)))
        assert copies == sum(past.values()) + sum(trial.values())


def test_everybody_has_present_levels_and_every_competency_has_gaps(
    demo_app: Flask,
) -> None:
    with demo_app.app_context():
        people = select(func.count(func.distinct(Assessment.employee_id)))
        current = select(func.count(func.distinct(Present.employee_id)))
        assert db.session.scalar(people) == db.session.scalar(current)
        gaps = queries.gap_select().subquery()
        short = select(gaps.c.competency_id, func.count()).where(gaps.c.gap > 0)
        found = dict(iter(db.session.execute(short.group_by(gaps.c.competency_id))))
        assert len(found) == 9
        assert min(found.values()) >= 10


def test_rows_are_what_the_services_would_have_made(demo_app: Flask) -> None:
    with demo_app.app_context():
        rows = db.session.execute(
            select(
                Assessment.status, Answer.self_level, Answer.verdict, Answer.verified_level
            ).join(Answer, Answer.assessment_id == Assessment.id)
        )
        for status, own, verdict, verified in rows:
            if status is AssessmentStatus.NOT_STARTED:
                assert own is None
            if status in (AssessmentStatus.VERIFIED, AssessmentStatus.ACKNOWLEDGED):
                assert own
                assert (verdict == "not_observed") is (verified is None)
                assert (verdict == "agree") is (verified == own)


def test_the_demo_shows_what_was_opened_remarks_and_own_sentences(demo_app: Flask) -> None:
    with demo_app.app_context():
        boss = star(Role.SUPERVISOR).id
        begun = select(Assessment).where(
            Assessment.verifier_id == boss,
            Assessment.status == AssessmentStatus.UNDER_VERIFICATION,
        )
        found = db.session.scalars(begun).first()
        assert found is not None
        assert sum(answer.may_agree_in_batch(boss) for answer in found.answers) == 2
        judged = select(Answer).where(Answer.verdict.is_not(None), Answer.opened_at.is_(None))
        assert db.session.scalar(judged) is None
        assert len(queries.own_phrases(boss)) == 3
        said = select(func.count()).select_from(Assessment).where(Assessment.remark != "")
        assert (db.session.scalar(said) or 0) >= 5


def test_the_demo_employee_is_midway_and_reports_to_the_demo_supervisor(
    demo_app: Flask,
) -> None:
    with demo_app.app_context():
        employee, supervisor = star(Role.EMPLOYEE), star(Role.SUPERVISOR)
        assert employee.supervisor_id == supervisor.id
        own = queries.own_assessment(employee.id)
        assert own is not None
        assert (own.status, own.answered, len(own.answers)) == ("self_in_progress", 4, 9)
        team = people_queries.viewer(demo_account(demo_app, "supervisor"))
        assert queries.inbox("", to=team, page=1).counts[""] >= 3
        assert queries.own_result(employee.id) is not None
