"""What the documents of people who left lose when they are forgotten."""

from collections.abc import Sequence

from sqlalchemy import update

from kinerja.documents.models import IssuedDocument
from kinerja.extensions import db


def forget_people(employee_ids: Sequence[int]) -> None:
    """Empty what was printed. The code stays, so that a paper is not taken for a forgery."""
    theirs = IssuedDocument.employee_id.in_(employee_ids)
    empty = {"facts": {}, "title": "", "withdraw_reason": ""}
    db.session.execute(update(IssuedDocument).where(theirs).values(**empty))
