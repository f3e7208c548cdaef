"""An admin, a clerk and their position; the form for a new edition of its standard."""

from datetime import date
from typing import NamedTuple

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kinerja import clock
from kinerja.people.rules import JobLevel
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import held


class World(NamedTuple):
    admin: int
    clerk: int
    job: int
    codes: dict[str, int]
    today: date

    @property
    def path(self) -> str:
        """The position's record."""
        return f"/kompetensi/standar/jabatan/{self.job}"


def build(app: Flask) -> World:
    """An admin, a clerk, and their position."""
    root = factories.unit(app)
    job = factories.position(app, JobLevel.AHLI_MUDA, "Arsiparis Uji")
    admin = factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    clerk = factories.employee(app, unit_id=root, position_id=job)
    codes = factories.dictionary(app)
    with app.app_context():
        today = clock.today()
    return World(admin, clerk, job, codes, today)


def post(client: FlaskClient, world: World, **typed: object) -> TestResponse:
    """Fill in the form for a new edition and send it."""
    path = f"{world.path}/tambah"
    (form,) = [one for one in soup(client.get(path)).select("main form") if one["method"] == "post"]
    kom, pp = world.codes["KOM"], world.codes["PP"]
    changed = {
        f"level_{kom}": "5",
        f"max_{kom}": "5",
        f"relevance_{kom}": "3",
        f"necessity_{kom}": "mutlak",
        f"level_{pp}": "",
        "kind_1": "education",
        "text_1": "S-1 Kearsipan",
        "need_1": "mutlak",
    }
    return client.post(path, data={**held(form), **changed, **typed})
