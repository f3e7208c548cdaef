"""An office that learns: its people, their trainers, and what they do on the pages."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.development.models import PlanItem
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.people import queries as people_queries
from kinerja.people.models import Account
from kinerja.people.rules import EmployeeKind, JobLevel
from kinerja.permissions import Role, Viewer
from tests import factories
from tests.pages import soup
from tests.visits import held

SignedIn = Callable[[int], FlaskClient]
PROOF = "https://berkas.contoh.go.id/sertifikat-7"
WIZARD = "/pengembangan/penugasan"
PEOPLE, ACTIVITY, CHECK = (f"{WIZARD}/{step}" for step in ("orang", "kegiatan", "periksa"))
LIST = "/pengembangan/pelatihan"


class House(NamedTuple):
    """An office with its people, a trainer for it and one for another office."""

    office: int
    clerk: int
    contract: int
    boss: int
    colleague: int
    trainer: int
    foreign: int
    codes: dict[str, int]

    @property
    def competency(self) -> int:
        """One of the dictionary."""
        return self.codes["KOM"]


def build_house(app: Flask) -> House:
    """The office."""
    office, other = factories.unit(app), factories.unit(app)
    boss = factories.employee(app, unit_id=office, name="Bagas Uji")
    clerk = factories.employee(app, unit_id=office, supervisor_id=boss, name="Sari Uji")
    contract = factories.employee(app, unit_id=office, kind=EmployeeKind.PPPK, name="Made Uji")
    colleague = factories.employee(app, unit_id=office, name="Dewi Uji")
    trainer = factories.employee(app, unit_id=office, name="Ratna Uji")
    foreign = factories.employee(app, unit_id=other, name="Togar Uji")
    factories.grant(app, trainer, Role.TRAINER, office)
    factories.grant(app, foreign, Role.TRAINER, other)
    codes = factories.dictionary(app)
    return House(office, clerk, contract, boss, colleague, trainer, foreign, codes)


def build_item(app: Flask, house: House) -> int:
    """A training of 10 JP that the trainer gave to the clerk."""
    training = factories.training(app, house.competency, title="Menulis surat")
    return factories.plan_item(app, house.clerk, training, chosen_by_id=house.trainer)


def state(app: Flask, item_id: int) -> PlanItemStatus:
    with app.app_context():
        return db.session.get_one(PlanItem, item_id).status


def put(app: Flask, item_id: int, **facts: object) -> None:
    with app.app_context():
        found = db.session.get_one(PlanItem, item_id)
        for name, value in facts.items():
            setattr(found, name, value)
        db.session.commit()


def as_viewer(employee_id: int) -> Viewer:
    account = db.session.scalar(select(Account).where(Account.employee_id == employee_id))
    assert account is not None
    return people_queries.viewer(account)


def here(item_id: int) -> str:
    return f"/pengembangan/kegiatan/{item_id}"


def give(app: Flask, house: House, employee_id: int, *, confirmed: int, planned: int) -> None:
    """JP of this year."""
    for status, jp in ((PlanItemStatus.CONFIRMED, confirmed), (PlanItemStatus.ASSIGNED, planned)):
        if jp:
            training = factories.training(app, house.competency, jp=jp)
            factories.plan_item(
                app,
                employee_id,
                training,
                status=status,
                year=clock.now().year,
                confirmed_by_id=house.trainer,
            )


def token(client: FlaskClient) -> dict[str, str]:
    """What a form carries that is not on the page."""
    found = soup(client.get("/pengembangan")).select_one("[name=csrf_token]")
    assert found is not None
    return {"csrf_token": str(found["value"])}


class Agency(NamedTuple):
    """Two offices under a root; a trainer for the first one and what is under it."""

    office: int
    desk: int
    elsewhere: int
    trainer: int
    kom: int
    ks: int


def build_agency(app: Flask) -> Agency:
    """The offices."""
    root = factories.unit(app, "Kota Uji")
    office = factories.unit(app, "Dinas Uji", parent=root)
    desk = factories.unit(app, "Loket Uji", parent=office)
    elsewhere = factories.unit(app, "Dinas Lain", parent=root)
    trainer = factories.employee(app, unit_id=office, name="Ratna Pelatih")
    factories.grant(app, trainer, Role.TRAINER, office)
    codes = factories.dictionary(app)
    return Agency(office, desk, elsewhere, trainer, codes["KOM"], codes["KS"])


def build_crowd(app: Flask, agency: Agency) -> dict[str, int]:
    """People with gaps of 1 and 2 in communication, at two places, and one foreigner."""
    boss_job = factories.position(app, JobLevel.PENGAWAS)
    people = {
        "Ani": factories.employee(app, unit_id=agency.office, name="Ani"),
        "Budi": factories.employee(app, unit_id=agency.desk, name="Budi", position_id=boss_job),
        "Citra": factories.employee(app, unit_id=agency.desk, name="Citra"),
        "Dedi": factories.employee(app, unit_id=agency.office, name="Dedi"),
        "Eka": factories.employee(app, unit_id=agency.office, name="Eka"),
        "Asing": factories.employee(app, unit_id=agency.elsewhere, name="Asing"),
    }
    wide = [people[name] for name in ("Citra", "Asing")]
    narrow = [people[name] for name in ("Ani", "Budi", "Dedi")]
    factories.verified(app, wide, agency.kom, level=1, standard=3)
    factories.verified(app, narrow, agency.kom, level=2, standard=3)
    factories.verified(app, [people["Eka"]], agency.kom, level=3, standard=3)
    return people


def listed(client: FlaskClient, **args: object) -> list[str]:
    page = soup(client.get(PEOPLE, query_string=args))
    return [str(label.select_one("span").contents[0]) for label in page.select("tbody label")]


def check(client: FlaskClient, agency: Agency, training: int, **args: object) -> TestResponse:
    known = {"kompetensi": agency.kom, "selisih": 1, "pelatihan": training}
    return client.get(CHECK, query_string=known | args)


def assign(client: FlaskClient, page: TestResponse, **typed: str) -> TestResponse:
    """Press the button of the check page."""
    form = soup(page).select_one('main form[method="post"]')
    assert form is not None
    return client.post(str(form["action"]), data=held(form) | typed)


def items(app: Flask) -> list[int]:
    """Whose plans have got something, in order of the rows."""
    with app.app_context():
        statement = select(PlanItem.employee_id).where(PlanItem.status != PlanItemStatus.CANCELLED)
        return list(db.session.scalars(statement.order_by(PlanItem.id)))


def titles(client: FlaskClient, **args: object) -> list[str]:
    page = soup(client.get(LIST, query_string=args))
    return [link.get_text(strip=True) for link in page.select("tbody th a")]
