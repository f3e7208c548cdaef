"""Rows about one person that come from assessors."""

from collections.abc import Iterator

from kinerja import clock
from kinerja.competency.models import Competency, Official, OfficialItem, Record
from kinerja.competency.rules import RecordKind
from kinerja.competency.rules.jpm import OfficialPurpose
from kinerja.extensions import Base, db
from kinerja.people.models import Employee


def of_assessors(person: int, colleague: int) -> Iterator[Base]:
    """An official result that was taken back, with one competency."""
    now, today = clock.now(), clock.today()
    voided = {"voided_at": now, "voided_by_id": colleague, "void_reason": "-"}
    position = db.session.get_one(Employee, person).position
    official = Official(
        employee_id=person,
        on=today,
        valid_until=today,
        provider="-",
        report_number="-",
        purpose=OfficialPurpose.MAPPING,
        position_id=position.id,
        job_level=position.job_level,
        job_title="-",
        achieved=3,
        capped=2,
        required=2,
        printed="-",
        entered_by_id=colleague,
        entered_at=now,
        **voided,
    )
    yield official
    competency = db.session.query(Competency).first()
    assert competency is not None
    record = Record(
        employee_id=person,
        competency_id=competency.id,
        kind=RecordKind.ASSESSOR,
        level=3,
        on=today,
        author_name="-",
        evidence="-",
        note="-",
        created_at=now,
        **voided,
    )
    yield record
    yield OfficialItem(official_id=official.id, record_id=record.id, standard_level=2)
