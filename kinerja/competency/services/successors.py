"""Which competency of an edition follows each one of the former edition."""

from collections.abc import Mapping

from flask_babel import gettext as _

from kinerja import audit
from kinerja.competency.models import Edition
from kinerja.competency.queries import editions
from kinerja.competency.services.standards import carry_standards
from kinerja.competency.services.tallies import rebuild_tallies
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.permissions import Viewer


class NotInEditionError(DomainError):
    """A follower was chosen that the edition does not have."""

    status = 422


def set_successors(edition: Edition, *, followers: Mapping[int, int | None], by: Viewer) -> int:
    """Say for competencies of the former edition by which of this edition they are followed;
    None: not carried on. A follower without a standard takes over that of the one it follows.

    :returns: how many have changed.
    :raises MissingError: it follows no edition.
    :raises NotInEditionError: a follower is not of this edition.
    """
    former = editions.former_edition(edition)
    if former is None:
        raise MissingError()
    codes = {row.id: row.code for row in editions.competencies_of(edition.id)}
    if not {number for number in followers.values() if number is not None} <= set(codes):
        raise NotInEditionError(_("Pilih kompetensi dari edisi ini. Buka lagi halamannya."))
    before: dict[str, str | None] = {}
    after: dict[str, str | None] = {}
    for row in editions.competencies_of(former.id):
        wanted = followers.get(row.id, row.successor_id)
        if wanted != row.successor_id:
            before[row.code] = codes.get(row.successor_id or 0)
            after[row.code] = codes[wanted] if wanted else None
            row.successor_id = wanted
    if after:
        db.session.flush()
        carry_standards({one: other for one, other in followers.items() if other})
        audit.record("dictionary.mapped", edition, by=by.employee_id, before=before, after=after)
        rebuild_tallies()
    return len(after)
