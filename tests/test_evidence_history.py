"""Links of old answers become evidence; evidence is forgotten with its owner; pages stay light."""

import gzip

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import func, select, text

from kinerja.competency.models import (
    AnswerEvidence,
    AnswerIndicator,
    Assessment,
    Evidence,
    EvidenceFile,
    Indicator,
)
from kinerja.competency.rules import kind_of
from kinerja.competency.services.retention import forget_people
from kinerja.extensions import db
from kinerja.home.queries import sections
from tests import factories
from tests.assessing import KOM, Desk, SignedIn, build_desk
from tests.databases import Databases, settle
from tests.pages import HEAVIEST

BEFORE = "20261122_18"


@pytest.fixture
def desk(app: Flask) -> Desk:
    return build_desk(app)


def test_links_of_old_answers_become_links_of_the_library(databases: Databases) -> None:
    app = databases.migrated("bukti")
    desk = build_desk(app)
    made = factories.assessed(app, desk.clerk, [1] * 9)
    with app.app_context():
        downgrade(revision=BEFORE)
        settle(app)
        ids = db.session.execute(
            text("SELECT id FROM competency_answer WHERE assessment_id = :made ORDER BY id"),
            {"made": made},
        )
        first, second, third, *_others = ids.scalars().all()
        for row, url in ((first, "https://a.id/x"), (second, "https://a.id/x"), (third, "b://y")):
            db.session.execute(
                text("UPDATE competency_answer SET evidence_url = :url WHERE id = :row"),
                {"url": url, "row": row},
            )
        db.session.commit()
        settle(app)
        upgrade()
        settle(app)
        links = select(Evidence.employee_id, Evidence.kind, Evidence.url).order_by(Evidence.url)
        assert db.session.execute(links).all() == [
            (desk.clerk, "link", "b://y"),
            (desk.clerk, "link", "https://a.id/x"),
        ]
        uses = select(AnswerEvidence.answer_id, Evidence.url).join(
            Evidence, Evidence.id == AnswerEvidence.evidence_id
        )
        assert sorted(map(tuple, db.session.execute(uses))) == [
            (first, "https://a.id/x"),
            (second, "https://a.id/x"),
            (third, "b://y"),
        ]
        db.session.rollback()
        settle(app)
        downgrade(revision=BEFORE)
        settle(app)
        kept = db.session.execute(
            text("SELECT evidence_url FROM competency_answer WHERE evidence_url <> '' ORDER BY id")
        )
        assert kept.scalars().all() == ["https://a.id/x", "https://a.id/x", "b://y"]
        db.session.remove()
        db.engine.dispose()


def test_library_goes_with_its_owner_and_nobody_elses(app: Flask, desk: Desk) -> None:
    made = factories.assessed(app, desk.clerk, [1] * 9)
    factories.used_evidence(app, desk.clerk, made)
    factories.evidence(app, desk.boss)
    with app.app_context():
        forget_people([desk.clerk])
        db.session.commit()
        assert list(db.session.scalars(select(Evidence.employee_id))) == [desk.boss]
        for model, rows in ((EvidenceFile, 1), (AnswerEvidence, 0)):
            assert db.session.scalar(select(func.count()).select_from(model)) == rows


def test_own_data_tells_the_library_and_what_each_answer_uses(app: Flask, desk: Desk) -> None:
    made = factories.assessed(app, desk.clerk, [1] * 9)
    factories.used_evidence(app, desk.clerk, made, title="Lembar satu")
    with app.app_context():
        found = {section.key: section for section in sections(desk.clerk)}
        library = db.session.execute(found["bukti-kompetensi"].rows).all()
        answers = db.session.execute(found["jawaban-penilaian"].rows).all()
        assert [row.title for row in library] == ["Lembar satu"]
        assert sorted({row.evidence for row in answers}) == ["", "bukti.pdf"]


def test_pages_stay_light_with_every_indicator_ticked(
    app: Flask, desk: Desk, signed_in: SignedIn
) -> None:
    client = signed_in(desk.clerk)
    assert len(gzip.compress(client.get(KOM).data)) <= HEAVIEST
    made = factories.assessed(app, desk.clerk, [5] * 9)
    with app.app_context():
        answers = db.session.get_one(Assessment, made).answers
        ids = db.session.scalars(select(Indicator.id)).all()
        by_competency = {answer.competency_id: answer.id for answer in answers}
        for row in db.session.scalars(select(Indicator).where(Indicator.id.in_(ids))):
            answer_id = by_competency[row.level.competency_id]
            db.session.add(AnswerIndicator(answer_id=answer_id, indicator_id=row.id))
        db.session.commit()
    for person, path in (
        (desk.boss, f"/kompetensi/verifikasi/{made}"),
        (desk.boss, f"/kompetensi/hasil/{made}"),
        (desk.clerk, "/kompetensi/hasil"),
    ):
        answer = signed_in(person).get(path)
        assert answer.status_code == 200
        assert len(gzip.compress(answer.data)) <= HEAVIEST, path


def test_demo_tells_a_story_with_links_files_and_ticks(demo_app: Flask) -> None:
    with demo_app.app_context():
        files = db.session.execute(
            select(Evidence.filename, EvidenceFile.content).join(
                EvidenceFile, EvidenceFile.evidence_id == Evidence.id
            )
        ).all()
        kinds = [kind_of(content, name) for name, content in files]
        assert sorted(kinds) == ["pdf", "pdf", "png", "png"]
        uses = select(func.count()).select_from(AnswerEvidence)
        assert db.session.scalar(uses.where(AnswerEvidence.evidence_id.is_not(None))) > 100
        assert db.session.scalar(select(func.count()).select_from(AnswerIndicator)) > 100
