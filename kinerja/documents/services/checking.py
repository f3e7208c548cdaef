"""Whether a document holds still: asked by its code, by anybody, and by who issued it."""

from dataclasses import dataclass

from kinerja import clock, database
from kinerja.documents import queries
from kinerja.documents.models import IssuedDocument
from kinerja.documents.rules import DocumentState, document_state, initials
from kinerja.documents.signals import NOT_MINE, figures_asked
from kinerja.errors import MissingError
from kinerja.people.queries import has_consented
from kinerja.people.rules import Purpose
from kinerja.people.rules.accounts import read_code
from kinerja.people.rules.signin import TryKind
from kinerja.people.services.sessions import Caller
from kinerja.people.services.throttle import note_try, refuse_when_throttled


@dataclass(frozen=True)
class Checked:
    """What anybody may know of a document: never a figure, never a number of the person."""

    document: IssuedDocument
    state: DocumentState
    holder: str
    is_named: bool


def check_document(code: str, *, caller: Caller) -> Checked:
    """What anybody may know of the document with this code; unknown codes are counted.

    :raises ThrottledError: too many unknown codes from this address.
    :raises MissingError: no document has this code.
    """
    now, read = clock.now(), read_code(code)
    refuse_when_throttled(TryKind.DOCUMENT, read, caller.group, now=now)
    found = queries.document_by_code(read)
    if found is None:
        facts = {"kind": TryKind.DOCUMENT, "subject": read, "address": caller.group, "at": now}
        database.remember(note_try, **facts)
        raise MissingError()
    return checked(found)


def checked(document: IssuedDocument) -> Checked:
    """What the public page says: initials, or the name where its holder has consented to that
    (UU 27/2022 Pasal 20 ayat (2) huruf a).
    """
    if document.is_forgotten:
        return Checked(document, DocumentState.FORGOTTEN, "", is_named=False)
    person = document.employee
    named = has_consented(person.id, Purpose.CERTIFICATE, on=clock.today())
    holder = person.full_name if named else initials(person.name)
    return Checked(document, state_of(document), holder, is_named=named)


def state_of(document: IssuedDocument) -> DocumentState:
    """Where the document stands now; asks the feature that issued it for the present figures."""
    told = (answer for _one, answer in figures_asked.send("documents", document=document))
    now = next((answer for answer in told if answer is not NOT_MINE), None)
    return document_state(
        forgotten=document.is_forgotten,
        withdrawn=document.is_withdrawn,
        same=now == document.figures_hash,
    )
