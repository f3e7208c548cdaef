"""Demo records: those of the cycles, and an assessor's and a training's of the demo employee."""

from datetime import date, timedelta

from sqlalchemy import select, true

from kinerja import clock
from kinerja.competency.models import Competency, Record
from kinerja.competency.queries.present import validity_months
from kinerja.competency.rules import RecordKind, valid_until
from kinerja.competency.services.records import of_assessments
from kinerja.extensions import db

# Competency, kind, level, days ago, from whom, note: one of them has expired.
STORY = (
    (
        "MP",
        RecordKind.TRAINING,
        3,
        120,
        "Balai Pelatihan Contoh",
        "Lulus pelatihan mengelola perubahan dengan proyek akhir.",
    ),
    (
        "PK",
        RecordKind.ASSESSOR,
        2,
        1300,
        "Pusat Penilaian Contoh",
        "Uji kompetensi; hasil lengkap ada di BKPSDM.",
    ),
)


def load(employee_id: int, *, on: date) -> None:
    """Add the records that follow from every assessment, and the story's."""
    competencies = {one.code: one.id for one in db.session.scalars(select(Competency))}
    for code, kind, level, ago, author, note in STORY:
        day = on - timedelta(days=ago)
        db.session.add(
            Record(
                employee_id=employee_id,
                competency_id=competencies[code],
                kind=kind,
                level=level,
                on=day,
                valid_until=valid_until(day, validity_months(kind, on=day)),
                author_name=author,
                note=note,
                created_at=clock.now(),
            )
        )
    of_assessments(true())
