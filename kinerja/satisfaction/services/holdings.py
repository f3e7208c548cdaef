"""What this feature keeps in a unit that is to be closed or merged."""

from flask_babel import ngettext

from kinerja.extensions import db
from kinerja.people.models import Unit
from kinerja.people.rules import Holding
from kinerja.people.signals import unit_asked
from kinerja.permissions import Permission
from kinerja.satisfaction import queries


@unit_asked.connect
def running_services(_sender: str, *, unit_id: int) -> list[Holding]:
    """The services that the unit offers, in words; nothing when there are none."""
    names = queries.running_services(unit_id)
    if not names:
        return []
    text = ngettext(
        "%(num)s layanan dengan loketnya masih berjalan: %(names)s.",
        "%(num)s layanan dengan loketnya masih berjalan: %(names)s.",
        len(names),
        names=", ".join(names),
    )
    values = {"cari": db.session.get_one(Unit, unit_id).name}
    return [Holding(text, "satisfaction.list_services", values, Permission.MANAGE_COUNTERS)]
