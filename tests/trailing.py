"""Entries of the audit trail, and how its pages are read."""

from flask import Flask
from sqlalchemy import insert, update
from werkzeug.test import TestResponse

from kinerja import audit, clock
from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup


def note(app: Flask, action: str, subject: str = "uji:1", **facts: object) -> int:
    """One entry; its number."""
    with app.app_context():
        audit.record(action, subject, **({"by": None} | facts))  # type: ignore[arg-type]
        db.session.commit()
        return audit.head().seq


def words(answer: TestResponse) -> str:
    return " ".join(soup(answer).get_text(" ").split())


def seqs(answer: TestResponse) -> list[int]:
    """The numbers of the entries on the page, from top to bottom."""
    links = soup(answer).select("tbody th a")
    return [int(str(link["href"]).rpartition("/")[2]) for link in links]


def many(app: Flask, count: int, by: int) -> None:
    """Entries of a long trail, for reading only: their links are not sealed."""
    with app.app_context():
        first = audit.head().seq
        row = {
            "at": clock.now(),
            "actor_id": by,
            "about_id": by,
            "action": "unit.changed",
            "subject": "people_unit:1",
            "details": "{}",
            "previous": "-",
            "digest": "-",
        }
        db.session.execute(
            insert(Entry), [row | {"seq": first + number} for number in range(1, count + 1)]
        )
        db.session.execute(update(audit.Head).values(seq=first + count))
        db.session.commit()


def watcher(app: Flask, root: int) -> int:
    """Somebody of the inspectorate, who watches over all of it."""
    person = factories.employee(app, unit_id=root, name="Inspektur Contoh")
    factories.grant(app, person, Role.INSPECTOR, root)
    return person


def build_people(app: Flask, root: int) -> tuple[int, int]:
    """Siti and Budi."""
    siti = factories.employee(app, unit_id=root, name="Siti Rekaan", number="199001012020012001")
    return siti, factories.employee(app, unit_id=root, name="Budi Rekaan")
