"""Own standards of four positions: one has just been replaced while the cycle is open, one is
about to be.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import (
    Competency,
    JobRequirement,
    JobStandard,
    JobStandardItem,
)
from kinerja.competency.queries.job_standards import default_needs
from kinerja.competency.rules import Necessity, Need, Requirement, RequirementKind
from kinerja.extensions import db
from kinerja.people.models import Position

K = RequirementKind
N = Necessity
DAYS_IN_FORCE = 4
DAYS_TO_COME = 40
GROUP = "Jabatan Administrasi Contoh"
SUMMARIES = {
    "Petugas Loket": "Menerima, memeriksa, dan meneruskan berkas permohonan warga di loket.",
    "Arsiparis Terampil": "Menata, memelihara, dan menyajikan arsip instansi.",
    "Penata Layanan Ahli Muda": "Merancang dan mengendalikan alur layanan kepada warga.",
    "Kepala Bidang Pelayanan": "Memimpin penyelenggaraan layanan dan mengembangkan petugasnya.",
}
WEIGHTY = {"PP", "INT"}


def load(*, on: date) -> None:
    """Add the editions; the first of each asks for the default's levels."""
    titles = select(Position).where(Position.title.in_(SUMMARIES))
    for position in db.session.scalars(titles.order_by(Position.title)):
        needs = weighed(default_needs(position.job_level, on=on))
        add(position, needs, start=date(on.year - 1, 1, 2), number=11)
        if position.title == "Petugas Loket":
            add(position, raised(needs), start=on - timedelta(days=DAYS_IN_FORCE), number=48)
        elif position.title == "Penata Layanan Ahli Muda":
            add(position, raised(needs), start=on + timedelta(days=DAYS_TO_COME), number=52)


def add(position: Position, needs: dict[int, Need], *, start: date, number: int) -> None:
    """One edition with its requirements."""
    db.session.add(
        JobStandard(
            position_id=position.id,
            valid_from=start,
            decree=f"Keputusan Wali Kota Contoh {number} Tahun {start.year}",
            job_code=position.code or "",
            job_group=GROUP,
            urusan="",
            summary=SUMMARIES[position.title],
            created_at=clock.now(),
            items=[
                JobStandardItem(
                    competency_id=competency_id,
                    level=need.level,
                    max_level=need.max_level,
                    relevance=need.relevance,
                    necessity=need.necessity,
                )
                for competency_id, need in needs.items()
            ],
            requirements=[
                JobRequirement(rank=rank, kind=one.kind, text=one.text, necessity=one.necessity)
                for rank, one in enumerate(requirements(), start=1)
            ],
        )
    )
    db.session.flush()


def weighed(needs: dict[int, Need]) -> dict[int, Need]:
    """Service and integrity count most in these positions."""
    weighty = set(db.session.scalars(select(Competency.id).where(Competency.code.in_(WEIGHTY))))
    return {
        number: replace(need, relevance=3, necessity=N.ABSOLUTE) if number in weighty else need
        for number, need in needs.items()
    }


def raised(needs: dict[int, Need]) -> dict[int, Need]:
    """Communication a level higher, and no decisions any more."""
    rows = db.session.execute(
        select(Competency.code, Competency.id).where(Competency.id.in_(needs))
    )
    codes: dict[str, int] = dict(iter(rows))
    later = {number: need for number, need in needs.items() if number != codes["PK"]}
    spoken = codes["KOM"]
    return later | {spoken: replace(needs[spoken], level=needs[spoken].level + 1, relevance=3)}


def requirements() -> Iterable[Requirement]:
    """What each of them requires besides competencies."""
    yield Requirement(K.EDUCATION, "Paling rendah D-3 atau sederajat", N.ABSOLUTE)
    yield Requirement(K.FIELD, "Administrasi, hukum, atau bidang lain yang sesuai", N.IMPORTANT)
    yield Requirement(K.TECHNICAL_TRAINING, "Pelatihan pelayanan prima", N.IMPORTANT)
    yield Requirement(K.EXPERIENCE, "Satu tahun melayani warga", N.NEEDED)
    yield Requirement(K.PERFORMANCE, "Berkas selesai tepat waktu paling sedikit 95%", N.IMPORTANT)
