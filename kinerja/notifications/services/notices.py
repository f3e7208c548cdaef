"""Telling people, and noting what they have read."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from flask_babel import LazyString
from sqlalchemy import Select, delete, insert, literal, select, update

from kinerja import clock
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.notifications.rules import NoticeKind, pack, place

Values: TypeAlias = Mapping[str, str | int]


def notify(
    employee_ids: Iterable[int],
    *,
    kind: NoticeKind,
    title: LazyString | str,
    endpoint: str,
    values: Values | None = None,
    message: str | None = None,
) -> int:
    """Put a notice into these inboxes, in one statement; how many.

    `title` is a sentence by `lazy_gettext`, so that each reader gets it in the reader's language;
    days in its gaps stay days. `endpoint` and `values` are the page that it leads to. Mails follow
    from the jobs, as each reader has chosen.
    """
    facts = _facts(kind, title, endpoint, values, message)
    rows = [facts | {"employee_id": employee_id} for employee_id in employee_ids]
    if rows:
        db.session.execute(insert(Notice), rows)
    return len(rows)


def notify_each(
    who: Select[int],
    *,
    kind: NoticeKind,
    title: LazyString | str,
    endpoint: str,
    values: Values | None = None,
) -> None:
    """The same for everybody whom the statement selects, in one statement whatever their number."""
    facts = _facts(kind, title, endpoint, values, None)
    table = Notice.__table__
    chosen = who.subquery()
    columns = [literal(value, table.c[name].type) for name, value in facts.items()]
    db.session.execute(
        insert(Notice).from_select(["employee_id", *facts], select(chosen.c[0], *columns))
    )


def _facts(
    kind: NoticeKind,
    title: LazyString | str,
    endpoint: str,
    values: Values | None,
    message: str | None,
) -> dict[str, Any]:
    sentence, params = pack(title)
    return {
        "kind": kind,
        "title": sentence,
        "params": params,
        "message": message,
        "place": place(endpoint, values),
        "at": clock.now(),
    }


def mark_read(*, notice_id: int) -> None:
    """Note that the notice was opened."""
    db.session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )


def mark_all_read(*, by: int) -> None:
    """Note that the person has seen all that waited."""
    db.session.execute(
        update(Notice)
        .where(Notice.employee_id == by, Notice.read_at.is_(None))
        .values(read_at=clock.now())
    )


def withdraw(
    employee_id: int, *, kind: NoticeKind, endpoint: str, values: Values | None = None
) -> None:
    """Forget the person's unopened notices about the page: what they tell was taken back."""
    db.session.execute(
        delete(Notice).where(
            Notice.employee_id == employee_id,
            Notice.place == place(endpoint, values),
            Notice.kind == kind,
            Notice.read_at.is_(None),
        )
    )


def close(*, kind: NoticeKind, values: Values, endpoint: str | None = None) -> None:
    """What waited at the page is done: whoever was told of it needs not open it any more.

    Without an endpoint: at whichever page with these values in its address.
    """
    where = place(endpoint or "", values)
    at_page = Notice.place == where if endpoint else Notice.place.endswith(where, autoescape=True)
    db.session.execute(
        update(Notice)
        .where(
            at_page,
            Notice.kind == kind,
            Notice.read_at.is_(None),
        )
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )
