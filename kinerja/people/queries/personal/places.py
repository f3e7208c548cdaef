"""Where somebody worked, who was set above them, whom they stood in for, and times away."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _
from sqlalchemy import or_
from sqlalchemy.orm import aliased

from kinerja.people.models import (
    ActingLeader,
    Employee,
    Position,
    Posting,
    ReportingLine,
    StandingPeriod,
    Unit,
)
from kinerja.people.queries.personal.words import FROM_RECORDS, STAFF, period
from kinerja.personal import Columns, Group, Section, picked


def places(employee_id: int) -> Iterator[Section]:
    """The histories, each with all that is known."""
    yield postings(employee_id)
    yield superiors_set(employee_id)
    yield acting(employee_id)
    columns: Columns = {
        "standing": (StandingPeriod.standing, _("Keadaan")),
        **period(StandingPeriod),
        "decree": (StandingPeriod.decree, _("SK")),
    }
    yield Section(
        key="keadaan",
        group=Group.PLACE,
        title=_("Masa tidak aktif"),
        source=FROM_RECORDS,
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .where(StandingPeriod.employee_id == employee_id)
        .order_by(StandingPeriod.valid_from.desc()),
        covers=(StandingPeriod.employee_id,),
        correctable=True,
    )


def postings(employee_id: int) -> Section:
    """Units and positions."""
    columns: Columns = {
        **period(Posting),
        "unit": (Unit.name, _("Unit kerja")),
        "position": (Position.title, _("Jabatan")),
        "decree": (Posting.decree, _("SK")),
    }
    return Section(
        key="penempatan",
        group=Group.PLACE,
        title=_("Riwayat penempatan"),
        source=FROM_RECORDS,
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(Posting)
        .join(Posting.unit)
        .join(Posting.position)
        .where(Posting.employee_id == employee_id)
        .order_by(Posting.valid_from.desc()),
        brief=("position", "unit", "valid_from", "valid_to"),
        covers=(Posting.employee_id,),
        correctable=True,
    )


def superiors_set(employee_id: int) -> Section:
    """Superiors that were set by hand; the others follow from the unit."""
    superior = aliased(Employee)
    columns: Columns = {
        "kind": (ReportingLine.kind, _("Sebagai")),
        "superior": (superior.name, _("Nama")),
        **period(ReportingLine),
        "reason": (ReportingLine.reason, _("Alasan")),
    }
    return Section(
        key="atasan",
        group=Group.PLACE,
        title=_("Atasan yang ditetapkan"),
        source=_("Dicatat pengelola kepegawaian dan admin unit; selain itu mengikuti unit kerja"),
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(ReportingLine)
        .join(superior, superior.id == ReportingLine.superior_id)
        .where(ReportingLine.employee_id == employee_id)
        .order_by(ReportingLine.valid_from.desc(), ReportingLine.id.desc()),
        brief=("superior", "kind", "valid_from", "valid_to"),
        covers=(ReportingLine.employee_id,),
        correctable=True,
    )


def acting(employee_id: int) -> Section:
    """When somebody led in another's place, or was stood in for."""
    leader, absent = aliased(Employee), aliased(Employee)
    columns: Columns = {
        "kind": (ActingLeader.kind, _("Jenis")),
        "leader": (leader.name, _("Pelaksana")),
        "unit": (Unit.name, _("Unit kerja")),
        "absent": (absent.name, _("Menggantikan")),
        **period(ActingLeader),
        "decree": (ActingLeader.decree, _("SK")),
    }
    return Section(
        key="pelaksana-tugas",
        group=Group.PLACE,
        title=_("Pelaksana tugas dan pelaksana harian"),
        source=FROM_RECORDS,
        kept=STAFF,
        columns=columns,
        rows=picked(columns)
        .select_from(ActingLeader)
        .join(leader, leader.id == ActingLeader.employee_id)
        .outerjoin(absent, absent.id == ActingLeader.absent_id)
        .outerjoin(Unit, Unit.id == ActingLeader.unit_id)
        .where(or_(ActingLeader.employee_id == employee_id, ActingLeader.absent_id == employee_id))
        .order_by(ActingLeader.valid_from.desc(), ActingLeader.id.desc()),
        brief=("leader", "kind", "valid_from", "valid_to"),
        covers=(ActingLeader.employee_id, ActingLeader.absent_id),
    )
