"""Positions' own standards and technical dictionaries."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask import Flask

from kinerja import clock
from kinerja.competency.models import (
    Competency,
    Edition,
    JobRequirement,
    JobStandard,
    JobStandardItem,
    Level,
)
from kinerja.competency.rules import LEVELS, Cluster, Necessity, Need, RequirementKind
from kinerja.extensions import db
from tests.factories.base import save


def job_standard(
    app: Flask,
    position_id: int,
    needs: Mapping[int, int | Need],
    *,
    on: date,
    requirements: Iterable[str] = (),
) -> int:
    """An edition that begins on the day, with levels (or whole needs) by competency."""
    standard = JobStandard(
        position_id=position_id,
        valid_from=on,
        decree="Keputusan Uji 1",
        created_at=clock.now(),
    )
    for number, need in needs.items():
        whole = need if isinstance(need, Need) else Need(need)
        standard.items.append(
            JobStandardItem(
                competency_id=number,
                level=whole.level,
                max_level=whole.max_level,
                relevance=whole.relevance,
                necessity=whole.necessity,
            )
        )
    for rank, text in enumerate(requirements, start=1):
        standard.requirements.append(
            JobRequirement(
                rank=rank,
                kind=RequirementKind.EDUCATION,
                text=text,
                necessity=Necessity.ABSOLUTE,
            )
        )
    return save(app, standard)


def technical(
    app: Flask, urusan: str, codes: Iterable[str], *, on: date = date(2020, 1, 1)
) -> dict[str, int]:
    """A technical dictionary of the urusan from the day on; competencies' ids by code."""
    with app.app_context():
        edition = Edition(
            name=f"Kamus {urusan}", urusan=urusan, legal_basis="Aturan uji", valid_from=on
        )
        db.session.add(edition)
        db.session.flush()
        made = [
            Competency(
                edition_id=edition.id,
                code=code,
                cluster=Cluster.TECHNICAL,
                rank=rank,
                name=f"Teknis {code}",
                name_en=f"Technical {code}",
                definition="",
                definition_en="",
                levels=[
                    Level(level=level, name="Tingkat", description="Uraian", description_en="Text")
                    for level in LEVELS
                ],
            )
            for rank, code in enumerate(codes, start=1)
        ]
        db.session.add_all(made)
        db.session.commit()
        return {one.code: one.id for one in made}


def succeed(app: Flask, successors: Mapping[int, int]) -> None:
    """Name the competencies that carry older ones on."""
    with app.app_context():
        for old, new in successors.items():
            db.session.get_one(Competency, old).successor_id = new
        db.session.commit()
