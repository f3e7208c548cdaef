"""Somebody's inbox."""

from flask_babel import format_date, gettext
from sqlalchemy import Select, func, select

from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import unpack
from kinerja.permissions import Viewer

MOST_COUNTED = 100  # beyond, the exact number says nothing more


def notices(*, to: Viewer, unread: bool = False) -> Select[Notice]:
    """The viewer's notices, the newest first."""
    statement = select(Notice).where(Notice.employee_id == to.employee_id)
    if unread:
        statement = statement.where(Notice.read_at.is_(None))
    return statement.order_by(Notice.at.desc(), Notice.id.desc())


def own_notice(notice_id: int, *, to: Viewer) -> Notice:
    """One of the viewer's notices.

    :raises MissingError: there is none, or it is somebody else's.
    """
    found = db.session.get(Notice, notice_id)
    if found is None or found.employee_id != to.employee_id:
        raise MissingError()
    return found


def unread_count(employee_id: int) -> int:
    """How many notices wait to be opened, counted up to a hundred. One query over an index.

    What else the session holds is left as it is: error pages ask this too.
    """
    unread = (
        select(Notice.id)
        .where(Notice.employee_id == employee_id, Notice.read_at.is_(None))
        .limit(MOST_COUNTED)
        .subquery()
    )
    with db.session.no_autoflush:
        return db.session.scalar(select(func.count()).select_from(unread)) or 0


def title(notice: Notice) -> str:
    """What the notice says, in the language of this answer."""
    params = unpack(notice.params, write=lambda day: str(format_date(day, "long")))
    return str(gettext(notice.title, **params))
