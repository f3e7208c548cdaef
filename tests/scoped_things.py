"""How a thing of each kind is made, of a person, a unit or nobody, for `tests/test_scopes.py`."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Edition, StandardImport
from kinerja.competency.services import upload_dictionary
from kinerja.extensions import db
from kinerja.mail import Mail
from kinerja.people.models import (
    Posting,
    UnitVersion,
)
from kinerja.people.services.imports import upload_staff
from kinerja.permissions import Role, Viewer
from kinerja.rulebook.models import Rule
from kinerja.rulebook.rules import Confidence
from tests import factories
from tests.scoped_persons import (
    acting,
    assignment,
    correction,
    document,
    entry,
    evidence,
    factor_reset,
    hold,
    item,
    keep,
    line,
    login_session,
    moment,
    newest,
    peer_comment,
    peers_of,
    record,
    standing,
    to_rate,
    today,
)
from tests.scoped_world import SOON, World


def planned_unit(world: World, unit_id: int) -> int:
    """The unit, with a new name planned for it."""
    day = today(world) + SOON
    with world.app.app_context():
        version = db.session.scalars(
            select(UnitVersion)
            .where(UnitVersion.unit_id == unit_id)
            .order_by(UnitVersion.valid_from.desc())
        ).first()
        assert version is not None
        if version.valid_from != day:
            version.valid_to = day - timedelta(days=1)
            db.session.add(
                UnitVersion(
                    unit_id=unit_id,
                    name=f"{version.name} Baru",
                    parent_id=version.parent_id,
                    valid_from=day,
                    reason="Perda contoh",
                )
            )
            db.session.commit()
    return unit_id


def holder_elsewhere(world: World, unit_id: int) -> int:
    """A grant over the unit."""
    return factories.grant(world.app, world.bystander, Role.LEADER, unit_id)


def holiday(world: World) -> int:
    """A day off, long hence."""
    day = date(2040, 1, 1) + timedelta(days=next(factories.numbers))
    return factories.holiday(world.app, day)


def mail(world: World) -> int:
    """A message that nobody would take."""
    return keep(
        world,
        Mail(
            kind="digest",
            to="nama@contoh.id",
            subject="Contoh",
            text="Contoh",
            queued_at=moment(world),
            failure="ditolak",
        ),
    )


def rule_to_come(world: World) -> int:
    """A value of a setting from a day to come."""
    return keep(
        world,
        Rule(
            key="correction.working_days",
            value=2,
            valid_from=today(world) + SOON,
            legal_basis="Contoh",
            confidence=Confidence.PROPOSAL,
            set_by="Orang Netral",
            set_at=moment(world),
            reason="Contoh",
        ),
    )


def staff_import(world: World, unit_id: int) -> int:
    """A file of staff, read by somebody who keeps the staff of the unit alone."""
    keeper = Viewer(
        employee_id=world.bystander,
        account_id=0,
        unit_id=unit_id,
        grants=((Role.HR, frozenset({unit_id})),),
    )
    content = b"NIP;Nama\n199001012020011001;Orang Contoh\n"
    with world.app.app_context():
        imported = upload_staff(filename="pegawai.csv", content=content, by=keeper)
        db.session.commit()
        return imported.id


def edition(world: World) -> int:
    """An edition of a dictionary that follows another."""
    urusan = f"Urusan {next(factories.numbers)}"
    with world.app.app_context():
        made = [
            Edition(name="Kamus", urusan=urusan, legal_basis="Contoh", valid_from=date(year, 1, 1))
            for year in (2001, 2002)
        ]
        db.session.add_all(made)
        db.session.commit()
        return made[-1].id


def dictionary_file(world: World) -> int:
    """A dictionary's file that waits for being applied."""
    head = "code,name_id,cluster,level,level_name,description_id,indicator_1_id\n"
    rows = "".join(f"UJI,Uji,teknis,{level},Dasar,Uraian,Perilaku\n" for level in range(1, 6))
    with world.app.app_context():
        made = upload_dictionary(
            filename="kamus.csv",
            content=(head + rows).encode(),
            name="Kamus",
            urusan="Urusan berkas",
            legal_basis="Contoh",
            valid_from=date(2003, 1, 1),
        )
        db.session.commit()
        return made.id


def coming_standard(world: World) -> int:
    """An edition of a position's standard that does not hold yet."""
    codes = factories.dictionary(world.app)
    job = factories.position(world.app)
    return factories.job_standard(world.app, job, {codes["INT"]: 3}, on=today(world) + SOON)


def standards_file(world: World) -> int:
    """A file of job standards that was read."""
    with world.app.app_context():
        moment_now = clock.now()
    row = StandardImport(filename="standar.csv", lines=[], uploaded_at=moment_now)
    return factories.save(world.app, row)


# By the argument in the address, or by the endpoint where the same word means something else.
PERSONAL: dict[str, Callable[[World, int], Any]] = {
    "employee_id": lambda _world, person: person,
    "assessment_id": lambda world, person: factories.assessed(world.app, person, [2] * 9),
    **dict.fromkeys(("competency.approve_peers", "competency.draw_peers"), peers_of),
    "competency.rate_peer": to_rate,
    "competency.save_rating": to_rate,
    "competency.save_rating_draft": to_rate,
    "competency.send_rating": to_rate,
    "comment_id": peer_comment,
    "item_id": item,
    "evidence_id": evidence,
    "record_id": record,
    "document_id": document,
    "assignment_id": assignment,
    "correction_id": correction,
    "reset_id": factor_reset,
    "session_id": login_session,
    "posting_id": newest(Posting),
    "line_id": line,
    "period_id": standing,
    "acting_id": acting,
    "hold_id": hold,
    "seq": entry,
    "notice_id": lambda world, person: factories.notice(world.app, person),
}
OF_UNITS: dict[str, Callable[[World, int], Any]] = {
    "unit_id": lambda _world, unit_id: unit_id,
    "people.withdraw_plan": planned_unit,
    "service_id": lambda world, unit_id: factories.service(world.app, unit_id=unit_id),
    "counter_id": lambda world, unit_id: factories.counter(
        world.app, service_id=factories.service(world.app, unit_id=unit_id)
    ),
    "grant_id": holder_elsewhere,
    "import_id": staff_import,
}
NOBODYS_OWN: dict[str, Callable[[World], Any]] = {
    "training_id": lambda world: world.training,
    "cycle_id": lambda world: world.cycle,
    "edition_id": edition,
    "upload_id": dictionary_file,
    "standard_id": coming_standard,
    "standard_file_id": standards_file,
    "position_id": lambda world: factories.position(world.app),
    "holiday_id": holiday,
    "mail_id": mail,
    "rule_id": rule_to_come,
}


def stock(world: World) -> None:
    """One of each kind for everybody near, beside and above, so that lists have what to show."""
    for make in PERSONAL.values():
        world.made |= {(make, person): make(world, person) for person in world.people.values()}
    for owned in OF_UNITS.values():
        world.made |= {(owned, unit_id): owned(world, unit_id) for unit_id in world.units.values()}
