"""What somebody typed into a form whose session had ended: kept, sealed, until they are back in.

A view that is `resumable` says which page shows its form. The page's address then carries the
token of what was typed through signing in, second step and single sign-on; nothing of it stands
in a cookie, and only the account whose session it was reads it.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import current_app, request, url_for
from sqlalchemy import String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict

from kinerja import clock
from kinerja.database import remember
from kinerja.errors import SECRETS
from kinerja.extensions import Base, db
from kinerja.sealing import SealBrokenError, seal, unseal

View = TypeVar("View", bound=Callable[..., Any])
PARAMETER = "isian"
KEPT = timedelta(hours=1)
LONGEST = 64 * 1024  # letters; more than any form of ours takes


class KeptForm(Base):
    """A form that waits for its account to sign in again."""

    __tablename__ = "form_kept"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int]
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(index=True)


def resumable(endpoint: str) -> Callable[[View], View]:
    """Declare that what is sent to the view is kept when the session has ended; the endpoint, with
    the same arguments, is the page whose form gets it back. Only declares.
    """

    def declare(view: View) -> View:
        view.resumes = endpoint  # type: ignore[attr-defined]  # a mark on a plain function
        return view

    return declare


def resumes() -> str | None:
    """The endpoint of the page to which this request's form belongs, where it may be kept."""
    if request.method != "POST" or request.endpoint is None:
        return None
    return getattr(current_app.view_functions[request.endpoint], "resumes", None)


def keep_typed(account_id: int) -> str | None:
    """The path of the page that will show what was typed; nothing where it is not to be kept."""
    endpoint = resumes()
    typed = {name: texts for name, texts in request.form.lists() if name not in SECRETS}
    text = json.dumps(typed)
    if endpoint is None or len(text) > LONGEST:
        return None
    token = secrets.token_urlsafe(24)
    remember(_store, token=token, account_id=account_id, sealed=seal(text))
    place: dict[str, Any] = {**(request.view_args or {}), PARAMETER: token}
    return url_for(endpoint, **place)


def typed_before(account_id: int) -> MultiDict[str, str] | None:
    """What was kept under the token in this page's address, for its account; else nothing."""
    token = request.args.get(PARAMETER, "")
    if not token or request.method != "GET":
        return None
    sealed = db.session.scalar(
        select(KeptForm.sealed).where(
            KeptForm.token_hash == _digest(token),
            KeptForm.account_id == account_id,
            KeptForm.at > clock.now() - KEPT,
        )
    )
    try:
        return MultiDict(json.loads(unseal(sealed))) if sealed else None
    except SealBrokenError:  # the key was replaced and dropped meanwhile
        return None


def forget_kept() -> None:
    """Delete what nobody came back for."""
    db.session.execute(delete(KeptForm).where(KeptForm.at <= clock.now() - KEPT))


def _store(*, token: str, account_id: int, sealed: str) -> None:
    forget_kept()
    db.session.execute(delete(KeptForm).where(KeptForm.account_id == account_id))
    kept = KeptForm(token_hash=_digest(token), account_id=account_id, sealed=sealed, at=clock.now())
    db.session.add(kept)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
