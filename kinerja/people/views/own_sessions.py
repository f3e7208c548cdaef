"""One's own living sessions: where one is signed in, and ending that."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from kinerja.people.queries.sessions import own_sessions
from kinerja.people.rules.accounts import device
from kinerja.people.services import end_sessions
from kinerja.people.services.own import end_one_session as end_session_of
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import forget_visitor, has_ended
from kinerja.permissions import Permission, requires, viewer
from kinerja.web import page, see_other


@dataclass(frozen=True)
class Place:
    """Where somebody is signed in, in plain words."""

    id: int
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    is_this: bool


def places() -> list[Place]:
    """The visitor's living sessions, the last used first."""
    return [
        Place(
            id=each.id,
            device=str(device(each.user_agent)),
            address=each.address,
            created_at=each.created_at,
            seen_at=each.seen_at,
            is_this=each.id == current_user.session_id,
        )
        for each in own_sessions(viewer().account_id)
        if not has_ended(each, viewer())
    ]


@bp.get("/akun/sesi")
@requires(Permission.OWN_ACCOUNT)
def list_sessions() -> Response:
    """Where one is signed in."""
    return page("people/sessions.html", places=places())


@bp.post("/akun/sesi/<int:session_id>/akhiri")
@requires(Permission.OWN_ACCOUNT)
def end_one_session(session_id: int) -> Response:
    """End one of them."""
    end_session_of(session_id, account_id=viewer().account_id, by=viewer().employee_id)
    if session_id == current_user.session_id:
        return forget_visitor()
    flash(_("Sesi itu diakhiri."))
    return see_other("people.list_sessions")


@bp.post("/akun/sesi/akhiri-semua")
@requires(Permission.OWN_ACCOUNT)
def end_all_sessions() -> Response:
    """End all of them, this one too."""
    end_sessions(viewer().employee_id)
    return forget_visitor()
