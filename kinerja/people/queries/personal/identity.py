"""Who somebody is, how they are reached, and what they were called before."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import aliased

from kinerja.people.models import Employee, IdentityChange, Position, Unit
from kinerja.people.queries.personal.words import FROM_RECORDS, STAFF
from kinerja.personal import Columns, Group, Section, picked


def identity(employee_id: int) -> Iterator[Section]:
    """Number, name, contact and today's place; then number and name before corrections."""
    superior = aliased(Employee)
    columns: Columns = {
        "nip": (Employee.nip, _("NIP atau NI PPPK")),
        "kind": (Employee.kind, _("Status kepegawaian")),
        "grade": (Employee.grade, _("Golongan")),
        "title_before": (Employee.title_before, _("Gelar depan")),
        "name": (Employee.name, _("Nama")),
        "title_after": (Employee.title_after, _("Gelar belakang")),
        "email": (Employee.email, _("Surel")),
        "phone": (Employee.phone, _("Nomor ponsel")),
        "standing": (Employee.standing, _("Keadaan")),
        "unit": (Unit.name, _("Unit kerja")),
        "position": (Position.title, _("Jabatan")),
        "supervisor": (superior.name, _("Atasan langsung")),
    }
    yield Section(
        key="identitas",
        group=Group.IDENTITY,
        title=_("Identitas dan kontak"),
        source=FROM_RECORDS,
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(Employee)
        .join(Employee.unit)
        .join(Employee.position)
        .outerjoin(superior, superior.id == Employee.supervisor_id)
        .where(Employee.id == employee_id),
        covers=(Employee.supervisor_id,),
        correctable=True,
    )
    yield identity_changes(employee_id)


def identity_changes(employee_id: int) -> Section:
    """Number and name before and after each correction."""
    changer = aliased(Employee)
    columns: Columns = {
        "at": (IdentityChange.at, _("Pada")),
        "by": (changer.name, _("Oleh")),
        "before": (IdentityChange.before, _("Sebelum")),
        "after": (IdentityChange.after, _("Sesudah")),
    }
    return Section(
        key="perubahan-identitas",
        group=Group.IDENTITY,
        title=_("Perubahan NIP, nama, dan gelar"),
        source=_("Dicatat sistem saat data Anda diperbaiki"),
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(IdentityChange)
        .outerjoin(changer, changer.id == IdentityChange.by_id)
        .where(IdentityChange.employee_id == employee_id)
        .order_by(IdentityChange.id.desc()),
        covers=(IdentityChange.employee_id,),
    )
