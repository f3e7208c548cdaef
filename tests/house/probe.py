"""Small pages that misbehave on purpose, so that the house can be watched doing its part."""

import threading
from datetime import UTC, date, datetime
from typing import Any

from flask import Blueprint, Flask, Response, current_app, make_response, request
from flask.testing import FlaskClient
from flask_babel import lazy_gettext as _l
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import func, select
from wtforms.validators import InputRequired

from kinerja import audit, database
from kinerja.errors import (
    DeniedError,
    DomainError,
    MissingError,
    StaleError,
    ThrottledError,
)
from kinerja.extensions import db
from kinerja.forms import Form, LongTextField, TextField
from kinerja.permissions import Permission, public, requires, viewer
from kinerja.rulebook.models import Rule
from kinerja.web import page, page_number, see_other, spreadsheet
from tests.pages import soup

THINGS = """\
{% extends "base.html" %}
{% block title %}Benda{% endblock %}
{% block content %}
{% from "components.html" import field, error_summary, hidden with context %}
<h1>Benda</h1>
<form method="post" action="/uji/benda">
{{ error_summary(form) }}{{ hidden(form) }}{{ field(form.name) }}{{ field(form.story) }}
<button>Simpan</button></form>
{% block things %}<ul id="things">{% for name in names %}<li>{{ name }}</li>{% endfor %}</ul>
{% endblock %}
{% endblock %}
"""
REFUSALS: dict[str, DomainError] = {
    "bentrok": StaleError("Data ini baru saja diubah."),
    "belum": DomainError("Belum waktunya."),
    "tiada": MissingError(),
    "bukan-hak": DeniedError("Hanya untuk admin."),
    "sering": ThrottledError("Tunggu sebentar.", retry_after=90),
}
HOSTILE = (
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "https://contoh.go.id",
    "\t=1",
    "00123",
)

bp = Blueprint("probe", __name__)
# Views that stand here keep their transaction open until a test lets them go on.
barrier = threading.Barrier(2, timeout=5)


class ThingForm(Form):
    name = TextField("Nama", [InputRequired("Isi nama benda.")])
    story = LongTextField("Cerita")


def keep(name: str) -> None:
    """One row that can be counted."""
    count = db.session.scalar(select(func.count()).select_from(Rule)) or 0
    day = date(2020, 1, 1)
    db.session.add(Rule(key=f"uji.{name}.{count}", value=name, valid_from=day, legal_basis="uji"))
    db.session.flush()


def names() -> list[str]:
    """The names of the rows that are kept, in order."""
    kept_rows = select(Rule.value).where(Rule.legal_basis == "uji").order_by(Rule.id)
    return list(db.session.scalars(kept_rows))


@bp.get("/uji/benda")
@public
def show_things() -> Response:
    return page("uji/benda.html", form=ThingForm(), names=names())


@bp.post("/uji/benda")
@requires(Permission.HOME)
def add_thing() -> Response:
    form = ThingForm()
    if not form.validate_on_submit():
        return page("uji/benda.html", form=form, names=names())
    keep(form.values()["name"])
    audit.record("thing.added", "uji:benda", by=viewer().employee_id)
    return see_other("probe.show_things", setelah=form.values()["name"])


@bp.post("/uji/tolak/<kind>")
@requires(Permission.HOME)
def refuse(kind: str) -> Response:
    """Changes rows, notes an act, asks to remember a try, then refuses."""
    keep("ditolak")
    audit.record("thing.refused", "uji:benda", by=viewer().employee_id)
    database.remember(keep, name="percobaan")
    raise REFUSALS[kind]


@bp.get("/uji/tulis")
@public
def write_in_safe_request() -> Response:
    keep("diam-diam")
    database.remember(keep, name="dicatat")
    return make_response("ok", {"Content-Type": "text/plain"})


@bp.post("/uji/baca")
@requires(Permission.HOME)
def read_then_write() -> Response:
    with database.reading():
        keep("di dalam bacaan")
    keep("sesudah bacaan")
    return see_other("probe.show_things")


@bp.post("/uji/gagal-simpan")
@requires(Permission.HOME)
def fail_at_commit() -> Response:
    keep("separuh")
    answer = see_other("probe.show_things")
    db.session.add(Rule(key="uji.kosong", value="x", valid_from=None, legal_basis="uji"))
    return answer


def break_down(**facts: object) -> None:
    raise RuntimeError(f"catatan tidak tersimpan: {facts}")


@bp.post("/uji/simpan-lalu-catat")
@requires(Permission.HOME)
def save_then_note() -> Response:
    """Saves, and asks to remember what cannot be kept."""
    keep("tersimpan")
    database.remember(break_down, name="catatan")
    return see_other("probe.show_things")


@bp.route("/uji/rusak", methods=["GET", "POST"])
@public
def crash() -> Response:
    raise RuntimeError("rusak di dalam")


@bp.post("/uji/terbuka")
@public
def take_anything() -> Response:
    return make_response(str(len(request.form)), {"Content-Type": "text/plain"})


@bp.get("/uji/tak-bertanda")
def undeclared() -> Response:
    return make_response("tidak boleh terlihat")


@bp.get("/uji/khusus")
@requires(Permission.EDIT_STANDARDS)
def for_agency_admins() -> Response:
    return make_response("khusus", {"Content-Type": "text/plain"})


@bp.get("/uji/asal")
@public
def tell_origin() -> dict[str, Any]:
    current_app.logger.info("asal: %s", request.args.get("teks", ""))
    return {
        "address": request.remote_addr,
        "host": request.host,
        "scheme": request.scheme,
        "page": page_number(),
    }


@bp.get("/uji/berkas")
@public
def download() -> Response:
    noon = datetime(2026, 11, 21, 6, 5, tzinfo=UTC)
    rows = [[text, 3, date(2026, 11, 21), noon, _l("Simpan")] for text in HOSTILE]
    return spreadsheet("uji", ["=judul", "angka", "hari", "saat", _l("Nama")], rows)


def add_to(app: Flask) -> Flask:
    """The application with these pages in it."""
    app.register_blueprint(bp)
    own = DictLoader({"uji/benda.html": THINGS})
    app.jinja_env.loader = ChoiceLoader([own, app.jinja_env.loader])
    return app


def hidden_fields(client: FlaskClient, path: str = "/uji/benda") -> dict[str, str]:
    """The hidden fields of the page's form: token and receipt key."""
    form = soup(client.get(path)).select_one(f'form[action="{path}"]')
    assert form is not None
    return {str(tag["name"]): str(tag["value"]) for tag in form.select("input[type=hidden]")}


def kept(app: Flask) -> list[str]:
    """The names of the rows in the database, read from outside of any request."""
    with app.app_context():
        return names()
