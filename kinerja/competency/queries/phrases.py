"""The ready sentences that a verifier may pick from."""

from collections.abc import Sequence

from sqlalchemy import select

from kinerja.competency.models import Phrase
from kinerja.competency.rules import HOUSE_PHRASES, PhraseKind
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer


def own_phrases(employee_id: int) -> Sequence[Phrase]:
    """The person's own sentences, the newest first."""
    statement = select(Phrase).where(Phrase.employee_id == employee_id)
    return db.session.scalars(statement.order_by(Phrase.id.desc())).all()


def own_phrase(phrase_id: int, *, to: Viewer) -> Phrase:
    """One of the viewer's own sentences.

    :raises MissingError: there is none, or it is somebody else's.
    """
    found = db.session.get(Phrase, phrase_id)
    if found is None or found.employee_id != to.employee_id:
        raise MissingError()
    return found


def choosable_phrases(employee_id: int) -> dict[PhraseKind, list[str]]:
    """What may be picked for each purpose: the own sentences, then the house's. One query."""
    own = own_phrases(employee_id)
    return {
        kind: [one.text for one in own if one.kind is kind] + [str(text) for text in house]
        for kind, house in HOUSE_PHRASES.items()
    }
