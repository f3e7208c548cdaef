"""`/healthz`: the process lives. `/readyz`: the database answers and its migrations are at head."""

from functools import cache

from alembic.script import ScriptDirectory
from flask import Blueprint, Response, make_response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from kinerja.config import ROOT
from kinerja.extensions import db
from kinerja.permissions import public

bp = Blueprint("health", __name__)


@cache
def head() -> str | None:
    """The newest migration of this code."""
    return ScriptDirectory(str(ROOT / "migrations")).get_current_head()


def is_ready() -> bool:
    """Whether the database answers and has been migrated to this code's head."""
    try:
        current = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return False
    return bool(current == head())


def plain(body: str, status: int = 200) -> Response:
    """A short answer for machines."""
    return make_response(body, status, {"Content-Type": "text/plain; charset=utf-8"})


@bp.get("/healthz")
@public
def live() -> Response:
    """The process answers."""
    return plain("ok")


@bp.get("/readyz")
@public
def ready() -> Response:
    """Whether requests can be served; 503 when not."""
    return plain("ok") if is_ready() else plain("not ready", 503)
