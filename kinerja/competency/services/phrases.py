"""A verifier's own list of ready sentences."""

from flask_babel import lazy_gettext as _

from kinerja import clock
from kinerja.competency import queries
from kinerja.competency.models import Phrase
from kinerja.competency.rules import HOUSE_PHRASES, MOST_PHRASES, PHRASE_LONGEST, PhraseKind
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class PhraseError(DomainError):
    """Such a sentence is not kept."""


def add_phrase(*, kind: PhraseKind, text: str, by: Viewer) -> Phrase:
    """Keep a sentence for later.

    :raises PhraseError: it is empty, too long, there already, or there are too many.
    """
    own = queries.own_phrases(by.employee_id)
    known = {one.text for one in own if one.kind is kind} | {
        str(one) for one in HOUSE_PHRASES[kind]
    }
    if not text or len(text) > PHRASE_LONGEST:
        raise PhraseError(_("Tulis satu kalimat, paling banyak %(n)s huruf.", n=PHRASE_LONGEST))
    if text in known:
        raise PhraseError(_("Kalimat ini sudah ada di daftar."))
    if len(own) >= MOST_PHRASES:
        raise PhraseError(
            _(
                "Paling banyak %(n)s kalimat sendiri. Hapus dulu yang jarang dipakai.",
                n=MOST_PHRASES,
            )
        )
    made = Phrase(employee_id=by.employee_id, kind=kind, text=text, added_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made


def remove_phrase(phrase: Phrase, *, by: Viewer) -> None:
    """Take a sentence out of one's own list; texts in which it was used stay.

    :raises MissingError: it is somebody else's.
    """
    if phrase.employee_id != by.employee_id:
        raise MissingError()
    db.session.delete(phrase)
    db.session.flush()
