"""Rows about one person in every table that can hold any, a mark of its own in each text."""

from itertools import chain, count
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy import JSON, Enum, String, inspect, select

from kinerja import audit, clock
from kinerja.extensions import Base, db
from kinerja.people.models import (
    Account,
    ActingLeader,
    Employee,
    Posting,
    ReportingLine,
    StandingPeriod,
)
from tests import factories
from tests.canary_rows import histories, of_account, of_messages, of_rights, of_work

marks = count(1)
# Texts that are nobody's to read, or too short for a mark.
NOT_SHOWN = {
    "documents_issued.content_hash": "a digest of what is shown",
    "documents_issued.figures_hash": "a digest of what is shown",
    "documents_issued.subject": "a code of the application's",
    "competency_peer_comment.reason": "why the subject does not read it: an officer's words",
    "people_account.password_hash": "a secret's hash",
    "people_account.language": "two letters, shown as they are",
    "people_account_code.code_hash": "a secret's hash",
    "people_identity_change.digest": "proves the row to the audit trail",
    "people_identity_change.salt": "proves the row to the audit trail",
    "people_login_attempt.nip_hash": "a hash",
    "people_login_session.sid_hash": "a secret's hash",
    "people_recovery_code.code_hash": "a secret's hash",
    "people_second_factor.seed": "a secret",
    "notifications_feed.token_hash": "a secret's hash",
    "mail_outbox.to": "the person's own address, marked there",
    "mail_outbox.kind": "a code of the application's",
    "mail_outbox.text": "may hold a secret link; emptied after a week",
    "mail_outbox.unsubscribe": "a secret link",
}


class Planted(NamedTuple):
    """Whose rows they are, who else is named in them, and the mark in each column."""

    person: int
    colleague: int
    stranger: int
    marks: dict[str, str]


def plant(app: Flask) -> Planted:
    """Somebody with a row in every table that can be about a person."""
    unit = factories.unit(app, "Dinas Burung")
    person, colleague, stranger = (factories.employee(app, unit_id=unit) for _turn in range(3))
    training = factories.training(app, factories.dictionary(app)["KOM"])
    with app.app_context():
        found: dict[str, str] = {}
        employee = db.session.get_one(Employee, person)
        mark(employee, found)
        account = Account(employee_id=person, password_hash="-", signed_in_at=clock.now())
        db.session.add_all([account, *histories(employee, colleague)])
        db.session.flush()
        for row in chain(  # one after the other: later rows refer to earlier ones
            of_account(account, colleague),
            of_rights(person, colleague),
            of_work(person, colleague, training),
            of_messages(employee, colleague),
        ):
            mark(row, found)
            db.session.add(row)
            db.session.flush()
        for model in (Posting, ReportingLine, StandingPeriod, ActingLeader):
            for row in db.session.scalars(select(model).where(model.employee_id == person)):
                mark(row, found)
        audit.record("assessment.read", "competency_assessment:1", by=colleague, about=person)
        db.session.commit()
    return Planted(person, colleague, stranger, found)


def mark(row: Base, found: dict[str, str]) -> None:
    """Put a mark of its own into every text of the row."""
    for attribute in inspect(type(row)).column_attrs:
        (column,) = attribute.columns
        name = f"{row.__tablename__}.{column.name}"
        if name in NOT_SHOWN or isinstance(column.type, Enum) or is_of_the_file(name):
            continue
        if isinstance(column.type, String | JSON):
            text = found.setdefault(name, f"Q{next(marks):04}")
            setattr(row, attribute.key, as_held(name, column.type, text))


def is_of_the_file(column: str) -> bool:
    """What is told of an imported file as a whole, but its name."""
    return column.startswith("people_import.") and column != "people_import.filename"


def as_held(name: str, kind: Any, text: str) -> Any:
    """The mark in the shape that the column holds."""
    if not isinstance(kind, JSON):
        return text
    if name in ("people_import_row.changes", "people_import_row.faults"):
        return [["nama", text, text]]
    return {"name": text}
