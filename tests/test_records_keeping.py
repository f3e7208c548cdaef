"""Records are only added to: what adds them, what voids them, and what the database refuses."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from kinerja import audit, clock
from kinerja.competency import queries, services
from kinerja.competency.models import Answer, Competency, Present, Record
from kinerja.competency.rules import RecordKind
from kinerja.competency.services import RecordError, RecordVoidedError
from kinerja.competency.services.records import settle_levels
from kinerja.competency.services.retention import forget_people
from kinerja.errors import MissingError
from kinerja.extensions import db
from kinerja.people.models import Employee
from kinerja.permissions import Viewer
from kinerja.rulebook.models import Rule
from tests.assessing import SignedIn, Team, build_team, filled, path_of, verdicts
from tests.recording import keeper, level_now, recorded, summary

K = RecordKind


@pytest.fixture
def team(app: Flask) -> Team:
    return build_team(app)


def given(app: Flask, person: int) -> list[tuple[str, int, bool]]:
    """Kind, level and whether it was voided, of one competency's records, the oldest first."""
    with app.app_context():
        statement = select(Record).join(Record.competency).where(Competency.code == "KOM")
        rows = db.session.scalars(statement.where(Record.employee_id == person).order_by(Record.id))
        return [(row.kind.value, row.level, row.voided_at is not None) for row in rows]


def test_sending_and_verifying_add_records_and_undoing_voids_them(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    boss = signed_in(team.boss)
    assert given(app, team.clerk) == [("self", 2, False)]
    assert level_now(app, team.clerk) == (2, "self")
    data = filled(boss, team, **verdicts(app, team))
    assert boss.post(path_of(team, "/selesai"), data=data).status_code == 303
    assert given(app, team.clerk) == [("self", 2, False), ("supervisor", 2, False)]
    assert level_now(app, team.clerk) == (2, "supervisor")
    with app.app_context():
        record = db.session.scalars(select(Record).where(Record.kind == K.SUPERVISOR)).first()
        assert record is not None
        assert (record.author_id, record.assessment_id) == (team.boss, team.assessment)
        assert record.on == clock.today()
        assert record.valid_until is not None
    page = boss.get(path_of(team)).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    undone = boss.post(path_of(team, "/urungkan"), data={"csrf_token": token})
    assert undone.status_code == 303
    assert given(app, team.clerk) == [("self", 2, False), ("supervisor", 2, True)]
    assert level_now(app, team.clerk) == (2, "self")


def test_returning_voids_the_own_view_with_a_reason(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    boss = signed_in(team.boss)
    data = filled(boss, team, note="Tambahkan contoh.")
    assert boss.post(path_of(team, "/kembalikan"), data=data).status_code == 303
    assert given(app, team.clerk) == [("self", 2, True)]
    assert level_now(app, team.clerk) is None
    with app.app_context():
        record = db.session.scalars(select(Record)).first()
        assert record is not None
        assert record.void_reason == "Dikembalikan atasan untuk diperbaiki"
        assert record.voided_by_id == team.boss


def test_what_an_assessor_found_is_added_and_counts_first(app: Flask, team: Team) -> None:
    with app.app_context():
        person = db.session.get_one(Employee, team.clerk)
        competency = db.session.scalars(select(Competency).where(Competency.code == "KOM")).one()
        made = services.add_record(
            person,
            competency_id=competency.id,
            kind=K.ASSESSOR,
            level=5,
            on=clock.today() - timedelta(days=3),
            by=keeper(team.boss, person.unit_id),
            author_name="Pusat Penilaian Contoh",
        )
        months = (made.valid_until - made.on).days // 30 if made.valid_until else 0
        assert months == 36
        db.session.commit()
        entry = db.session.scalars(
            select(audit.Entry).where(audit.Entry.action == "record.added")
        ).one()
        assert (entry.actor_id, entry.about_id) == (team.boss, team.clerk)
        assert '"level"' not in entry.details
    assert level_now(app, team.clerk) == (5, "assessor")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": K.SUPERVISOR}, "hanya berasal dari penilaian"),
        ({"kind": K.SELF}, "hanya berasal dari penilaian"),
        ({"level": 6}, "1 sampai 5"),
        ({"ago": -1}, "belum tiba"),
        ({"until": -9}, "mendahului"),
        ({"evidence": "javascript:alert(1)"}, "tautan bukti lengkap"),
    ],
)
def test_what_cannot_be_is_refused(
    app: Flask, team: Team, change: dict[str, object], said: str
) -> None:
    facts = {"kind": K.TRAINING, "level": 3, "ago": 2, "until": None, "evidence": ""} | change
    with app.app_context():
        person, today = db.session.get_one(Employee, team.clerk), clock.today()
        competency = db.session.scalars(select(Competency)).first()
        assert competency is not None
        ends = facts.pop("until")
        with pytest.raises(RecordError, match=said):
            services.add_record(
                person,
                competency_id=competency.id,
                kind=facts["kind"],
                level=facts["level"],
                on=today - timedelta(days=int(str(facts["ago"]))),
                until=None if ends is None else today + timedelta(days=int(str(ends))),
                evidence=str(facts["evidence"]),
                by=keeper(team.boss, person.unit_id),
            )


def test_who_keeps_no_records_there_adds_and_voids_nothing_and_nobody_his_own(
    app: Flask, team: Team
) -> None:
    record_id = recorded(app, team.clerk, K.TRAINING, 3)
    with app.app_context():
        person = db.session.get_one(Employee, team.clerk)
        record = db.session.get_one(Record, record_id)
        reports = frozenset({team.clerk})
        boss = Viewer(team.boss, 0, person.unit_id, direct_reports=reports)
        elsewhere = keeper(team.boss, person.unit_id + 99)
        for somebody in (boss, elsewhere):
            with pytest.raises(MissingError):
                services.void_record(record, reason="Salah", by=somebody)
            with pytest.raises(MissingError):
                services.add_record(
                    person,
                    competency_id=record.competency_id,
                    kind=K.TRAINING,
                    level=1,
                    on=record.on,
                    by=somebody,
                )
        with pytest.raises(RecordError, match="Anda sendiri"):
            services.void_record(record, reason="Salah", by=keeper(team.clerk, person.unit_id))


def test_voiding_needs_a_reason_happens_once_and_the_next_record_counts(
    app: Flask, team: Team
) -> None:
    record_id = recorded(app, team.clerk, K.ASSESSOR, 5)
    assert level_now(app, team.clerk) == (5, "assessor")
    with app.app_context():
        record = db.session.get_one(Record, record_id)
        by = keeper(team.boss, record.employee.unit_id)
        with pytest.raises(RecordError, match="alasan"):
            services.void_record(record, reason=" ", by=by)
        services.void_record(record, reason="Salah pegawai", by=by)
        db.session.commit()
        with pytest.raises(RecordVoidedError):
            services.void_record(record, reason="Lagi", by=by)
        entry = select(audit.Entry).where(audit.Entry.action == "record.voided")
        assert db.session.scalars(entry).one().about_id == team.clerk
    assert level_now(app, team.clerk) == (2, "self")


@pytest.mark.parametrize(
    "statement",
    [
        delete(Record),
        update(Record).values(level=1),
        update(Record).values(kind=K.SELF, competency_id=2),
        update(Record).values(valid_until=None),
        update(Record).values(note="Lain"),
        update(Record).values(void_reason="Tanpa pembatalan"),
        update(Record).where(Record.voided_at.is_not(None)).values(voided_at=None),
        update(Record).where(Record.voided_at.is_not(None)).values(void_reason="Lain"),
    ],
)
def test_the_database_refuses_to_change_or_delete(
    app: Flask, team: Team, statement: object
) -> None:
    facts = {"voided_at": clock.now(), "voided_by_id": team.boss, "void_reason": "Salah"}
    recorded(app, team.clerk, K.TRAINING, 4, note="Asli", **facts)
    with app.app_context():
        db.session.execute(delete(Present))
        with pytest.raises(DatabaseError, match="append-only"):
            db.session.execute(statement)
        db.session.rollback()


def test_forgetting_empties_the_words_and_keeps_the_levels(app: Flask, team: Team) -> None:
    facts = {"note": "Rahasia", "evidence": "https://a.id", "author_name": "Asesor"}
    record_id = recorded(app, team.clerk, K.TRAINING, 4, **facts)
    with app.app_context():
        forget_people([team.clerk])
        db.session.commit()
        record = db.session.get_one(Record, record_id)
        assert (record.note, record.evidence, record.author_name, record.level) == ("", "", "", 4)


def test_what_has_expired_gives_way_when_the_day_begins(app: Flask, team: Team) -> None:
    recorded(app, team.clerk, K.ASSESSOR, 5, left=-1)
    assert level_now(app, team.clerk) == (2, "self")
    recorded(app, team.other, K.TRAINING, 4)
    with app.app_context():
        record = select(Record.id).where(Record.kind == K.ASSESSOR)
        stale = update(Present).where(Present.employee_id == team.clerk)
        db.session.execute(stale.values(level=5, record_id=record.scalar_subquery()))
        db.session.commit()
        assert settle_levels() == 1
        assert settle_levels() == 0
    assert level_now(app, team.clerk) == (2, "self")


def test_a_new_order_of_the_kinds_takes_effect_with_the_daily_job(app: Flask, team: Team) -> None:
    recorded(app, team.clerk, K.TRAINING, 4)
    assert level_now(app, team.clerk) == (4, "training")
    with app.app_context():
        order = {"assessor": 2, "supervisor": 3, "peer": 4, "training": 5, "prior": 6, "self": 1}
        db.session.add(
            Rule(
                key="competency.record_priority",
                value=order,
                valid_from=clock.today(),
                legal_basis="SK uji",
            )
        )
        db.session.commit()
    with app.app_context():
        assert settle_levels() == 1
    assert level_now(app, team.clerk) == (2, "self")


def test_the_command_draws_everything_anew(app: Flask, team: Team) -> None:
    recorded(app, team.other, K.PRIOR, 1)
    with app.app_context():
        right = summary()
        assert right
        db.session.execute(delete(Present))
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["competencies", "rebuild"])
    assert result.exit_code == 0, result.output
    assert f"{len(right)}" in result.output
    with app.app_context():
        assert summary() == right


def test_sending_again_after_a_return_adds_the_new_view(
    app: Flask, team: Team, signed_in: SignedIn
) -> None:
    boss = signed_in(team.boss)
    boss.post(path_of(team, "/kembalikan"), data=filled(boss, team, note="Perbaiki."))
    with app.app_context():
        db.session.execute(update(Answer).values(self_level=3, override_note="Cukup"))
        own = queries.own_assessment(team.clerk)
        assert own is not None
        services.submit_assessment(own, by=Viewer(team.clerk, 0, own.employee.unit_id))
        db.session.commit()
    assert given(app, team.clerk) == [("self", 2, True), ("self", 3, False)]
    assert level_now(app, team.clerk) == (3, "self")


def test_levels_of_a_competency_count_for_its_successor(app: Flask, team: Team) -> None:
    recorded(app, team.clerk, K.TRAINING, 4)
    with app.app_context():
        old, new = db.session.scalars(
            select(Competency).where(Competency.code.in_(("KOM", "MP"))).order_by(Competency.code)
        )
        old.successor_id = new.id
        db.session.flush()
        services.rebuild()
        found = dict(
            db.session.execute(
                select(Present.competency_id, Present.level).where(
                    Present.employee_id == team.clerk,
                    Present.competency_id.in_((old.id, new.id)),
                )
            ).all()
        )
        assert found == {old.id: 4, new.id: 4}
