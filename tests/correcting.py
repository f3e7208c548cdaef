"""A town in which data are wrong: who asks, who decides, and how both are called in tests."""

from typing import Any, NamedTuple

from flask import Flask

from kinerja import clock
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Account, Correction, Employee
from kinerja.people.rules import CorrectionTopic, JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories


class Town(NamedTuple):
    """root → office → desk, another office beside; who keeps data where; a clerk and a boss."""

    root: int
    office: int
    desk: int
    other: int
    job: int
    clerk: int
    boss: int
    true_boss: int
    office_admin: int
    other_admin: int
    hr: int
    agency_admin: int


def build_town(app: Flask) -> Town:
    """The clerk at the desk, led by the wrong boss."""
    root = factories.unit(app, "Kota Uji")
    office = factories.unit(app, "Dinas Uji", parent=root)
    desk = factories.unit(app, "Loket Uji", parent=office)
    other = factories.unit(app, "Dinas Lain", parent=root)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Penata Uji")

    def person(unit_id: int, name: str, **facts: Any) -> int:
        return factories.employee(app, unit_id=unit_id, position_id=job, name=name, **facts)

    def keeper(unit_id: int, name: str, role: Role) -> int:
        holder = person(unit_id, name)
        factories.grant(app, holder, role, unit_id)
        return holder

    boss, true_boss = person(office, "Bagas Keliru"), person(office, "Ratna Benar")
    return Town(
        root,
        office,
        desk,
        other,
        job,
        person(desk, "Sari Uji", supervisor_id=boss),
        boss,
        true_boss,
        keeper(office, "Made Admin", Role.UNIT_ADMIN),
        keeper(other, "Togar Admin", Role.UNIT_ADMIN),
        keeper(root, "Dewi Kepeg", Role.HR),
        keeper(root, "Wulan Admin", Role.AGENCY_ADMIN),
    )


def viewer_of(employee_id: int) -> Viewer:
    """Who is asking. Inside of a context."""
    return queries.viewer(Account(employee=queries.employee(employee_id)))


def ask(
    by: int, topic: CorrectionTopic = CorrectionTopic.SUPERVISOR, *, note: str = "", **proposed: Any
) -> Correction:
    """Ask, as the person. Inside of a context."""
    if not proposed and not note:
        note = "Ini tidak benar"
    return services.ask_correction(topic=topic, note=note, by=viewer_of(by), **proposed)


def asked(
    app: Flask,
    by: int,
    topic: CorrectionTopic = CorrectionTopic.SUPERVISOR,
    *,
    note: str = "",
    **proposed: Any,
) -> int:
    """Ask and keep it; the case's id."""
    with app.app_context():
        found = ask(by, topic, note=note, **proposed)
        db.session.commit()
        return found.id


def case(correction_id: int) -> Correction:
    """The case as it is. Inside of a context."""
    return db.session.get_one(Correction, correction_id)


def set_case(app: Flask, correction_id: int, **facts: Any) -> None:
    """Put the case into a state."""
    with app.app_context():
        for name, value in facts.items():
            setattr(case(correction_id), name, value)
        db.session.commit()


def nip(employee_id: int) -> str:
    return db.session.get_one(Employee, employee_id).nip


def apply(found: Correction, by: int, **values: Any) -> None:
    services.apply_correction(found, answer="Sudah.", by=viewer_of(by), **values)


def apply_boss(found: Correction, by: int, boss: int) -> None:
    apply(found, by, supervisor_nip=nip(boss), decree="", valid_from=clock.today())
