"""People who left long ago: nobody can tell who they were, and the counts stay as they were."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kinerja import audit, clock, retention
from kinerja.audit import broken_link
from kinerja.competency.models import Answer, Assessment
from kinerja.development.models import PlanItem
from kinerja.extensions import Base, db
from kinerja.people import queries
from kinerja.people.models import Account, Employee, IdentityChange, StandingPeriod
from kinerja.people.queries.audit_trail import detail
from kinerja.people.rules import Standing, identity_digest
from kinerja.people.services import change_employee
from kinerja.permissions import Role
from kinerja.rulebook.models import Rule
from tests import factories
from tests.canaries import NOT_SHOWN, Planted, plant

SignedIn = Callable[[int], FlaskClient]
# What stays, with its reason.
KEPT = {
    "people_employee.grade": "a grade names nobody, and counts need it",
    "documents_issued.code": "names nobody, and who checks a paper must find it",
    "people_consent.wording": "the agency's words, not the person's; the history is append-only",
    "people_import.filename": "the file's name; goes with the file after its own time",
}


@pytest.fixture
def planted(app: Flask) -> Planted:
    """Somebody with marked rows in every table."""
    return plant(app)


def leave(app: Flask, person: int, *, years: int) -> None:
    """The person retired so many years ago."""
    with app.app_context():
        since = clock.today() - timedelta(days=366 * years)
        facts = {"employee_id": person, "standing": Standing.RETIRED, "valid_from": since}
        db.session.add(StandingPeriod(**facts))
        db.session.get_one(Employee, person).standing = Standing.RETIRED
        db.session.commit()


def dump(app: Flask, *, without: tuple[str, ...] = ()) -> str:
    """Everything that the database holds, as one text."""
    with app.app_context():
        return "\n".join(
            f"{table.name} {row!r}"
            for table in Base.metadata.sorted_tables
            if table.name not in without
            for row in db.session.execute(select(table))
        )


def test_no_mark_is_left_in_the_whole_database(app: Flask, planted: Planted) -> None:
    leave(app, planted.person, years=6)
    text = dump(app)
    assert all(mark in text for mark in planted.marks.values())
    with app.app_context():
        name, nip = db.session.execute(
            select(Employee.name, Employee.nip).where(Employee.id == planted.person)
        ).one()
        db.session.add(
            Rule(
                key="uji.nama",
                value=1,
                valid_from=clock.today(),
                legal_basis="SK uji",
                set_by=name,
            )
        )
        db.session.commit()
        retention.run()
        # Who set a rule signs it, as on a decree: the book keeps its past.
        assert name in db.session.scalars(select(Rule.set_by)).all()
    text = dump(app, without=("rulebook_rule",))
    left = {column for column, mark in planted.marks.items() if mark in text}
    assert left == set(KEPT)
    assert not any(f"'{fact}'" in text for fact in (name, nip))


def test_secrets_and_account_are_gone_too(app: Flask, planted: Planted) -> None:
    leave(app, planted.person, years=6)
    with app.app_context():
        retention.run()
        assert db.session.scalars(select(Account)).all() == []
        hanging = {name.partition(".")[0] for name in NOT_SHOWN if "import" not in name}
        for name in hanging & {"people_recovery_code", "people_second_factor", "mail_outbox"}:
            table = Base.metadata.tables[name]
            assert db.session.scalar(select(func.count()).select_from(table)) == 0, name


def test_levels_unit_and_hours_stay_for_the_counts(app: Flask, planted: Planted) -> None:
    leave(app, planted.person, years=6)
    with app.app_context():
        before = db.session.get_one(Employee, planted.person)
        unit, position = before.unit_id, before.position_id
        retention.run()
        person = db.session.get_one(Employee, planted.person)
        assert (person.unit_id, person.position_id) == (unit, position)
        assert person.name == "Pegawai (data dihapus)"
        assert person.nip.startswith("anonim-")
        assert person.forgotten_at is not None
        answer = db.session.scalars(select(Answer)).one()
        assert (answer.self_level, answer.verified_level, answer.example) == (2, 3, "")
        assessment = db.session.scalars(select(Assessment)).one()
        assert (assessment.employee_id, assessment.job_title) == (planted.person, "")
        assert db.session.scalars(select(PlanItem.jp)).one() == 3


def test_two_people_get_two_markers(app: Flask) -> None:
    people = [factories.employee(app) for _turn in range(3)]
    for person in people:
        leave(app, person, years=6)
    with app.app_context():
        retention.run()
        markers = set(db.session.scalars(select(Employee.nip).where(Employee.id.in_(people))))
        assert len(markers) == 3
        assert not any(marker.isdigit() for marker in markers)
        entries = select(audit.Entry.about_id).where(audit.Entry.action == "employee.forgotten")
        assert set(db.session.scalars(entries)) == set(people)


def test_who_left_lately_is_still_known(app: Flask, planted: Planted) -> None:
    leave(app, planted.person, years=1)
    with app.app_context():
        retention.run()
        person = db.session.get_one(Employee, planted.person)
        assert person.name == planted.marks["people_employee.name"]


# the audit trail


def test_trail_tells_that_the_name_changed_and_holds_no_name(app: Flask) -> None:
    """The decision: digests in the trail, the names beside it, where they can be forgotten."""
    person = change_name(app)
    with app.app_context():
        entries = db.session.scalars(select(audit.Entry)).all()
        (entry,) = [one for one in entries if one.action == "employee.changed"]
        details = json.loads(entry.details)
        assert details["identity"] == ["name", "title_after"]
        assert not any(word in one.details for one in entries for word in ("Lama", "Baru", "S.H."))
        noted = db.session.scalars(select(IdentityChange)).one()
        assert (noted.before["name"], noted.after["name"]) == ("Sari Lama", "Sari Baru")
        assert noted.digest == details["identity_digest"]
        assert noted.digest == identity_digest(noted.salt, noted.before, noted.after)
        assert noted.digest != identity_digest(noted.salt, noted.before, {"name": "Lain"})
        changes = {name: (old, new) for name, old, new in detail(entry).changes}
        assert changes["name"] == ("Sari Lama", "Sari Baru")
        noted.before = noted.before | {"name": "Sari Palsu"}
        db.session.flush()
        assert "name" not in [name for name, _old, _new in detail(entry).changes]
    leave(app, person, years=6)
    with app.app_context():
        retention.run()
        assert db.session.scalars(select(IdentityChange)).all() == []
        assert broken_link() is None
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "employee.changed")
        ).one()
        assert ("identity", ["name", "title_after"]) in detail(entry).others
    assert "Sari" not in dump(app)


def test_change_that_leaves_the_name_alone_notes_no_identity(app: Flask) -> None:
    change_name(app, name="Sari Lama", title_after="")
    with app.app_context():
        assert db.session.scalars(select(IdentityChange)).all() == []


def test_trail_keeps_no_number_that_was_searched_for(app: Flask, signed_in: SignedIn) -> None:
    """What was typed besides stays, as the act of whoever searched."""
    unit = factories.unit(app)
    admin = factories.employee(app, unit_id=unit)
    factories.grant(app, admin, Role.HR, unit)
    client = signed_in(admin)
    for typed in ("199001012020011001", "19900101 202001 1 001", "Sari"):
        assert client.get("/pegawai/xlsx", query_string={"cari": typed}).status_code == 200
    with app.app_context():
        statement = select(audit.Entry).where(audit.Entry.action == "employee.exported")
        noted = [
            json.loads(entry.details)["filter"]["cari"]
            for entry in db.session.scalars(statement.order_by(audit.Entry.seq))
        ]
    assert noted == ["…", "…", "Sari"]


def change_name(app: Flask, *, name: str = "Sari Baru", title_after: str = "S.H.") -> int:
    """An admin corrects somebody's name; the person's id."""
    unit = factories.unit(app)
    person = factories.employee(app, unit_id=unit, name="Sari Lama")
    admin = factories.employee(app, unit_id=unit)
    factories.grant(app, admin, Role.UNIT_ADMIN, unit)
    with app.app_context():
        account = Account(employee_id=admin, password_hash="-", is_active=True)
        db.session.add(account)
        db.session.flush()
        held = db.session.get_one(Employee, person)
        change_employee(
            held,
            nip=held.nip,
            kind=held.kind,
            name=name,
            title_after=title_after,
            unit_id=held.unit_id,
            position_id=held.position_id,
            valid_from=clock.today(),
            by=queries.viewer(account),
        )
        db.session.commit()
    return person
