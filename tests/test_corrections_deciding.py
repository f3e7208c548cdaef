"""Deciding about wrong data: move by move, refused moves too, and who must not."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.audit import Entry
from kinerja.errors import DomainError, MissingError
from kinerja.extensions import db
from kinerja.people import queries, services
from kinerja.people.models import Correction, Employee
from kinerja.people.rules import CorrectionStatus, CorrectionTopic, LineKind, LineSource
from kinerja.people.services import CorrectionMovedError, CorrectionRefusedError
from kinerja.people.services.corrections import due_day
from kinerja.rulebook.queries import holidays
from tests import factories
from tests.correcting import (
    Town,
    apply,
    apply_boss,
    ask,
    asked,
    build_town,
    case,
    set_case,
    viewer_of,
)

SignedIn = Callable[[int], FlaskClient]
S, T = CorrectionStatus, CorrectionTopic


@pytest.fixture
def town(app: Flask) -> Town:
    """The town in which the clerk's supervisor is wrong."""
    return build_town(app)


def test_corrected_supervisor_leads_from_the_chosen_day(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk, supervisor_id=town.true_boss)
    with app.app_context():
        apply_boss(case(correction_id), town.office_admin, town.true_boss)
        db.session.commit()
        found, today = case(correction_id), clock.today()
        assert (found.status, found.decided_by_id) == (S.CORRECTED, town.office_admin)
        assert found.applied == {"supervisor_id": town.true_boss}
        assert found.valid_from == today
        clerk = db.session.get_one(Employee, town.clerk)
        assert clerk.supervisor_id == town.true_boss
        yesterday = queries.lines_of(town.clerk, on=today - timedelta(days=1))
        assert yesterday[LineKind.SUPERVISOR].superior_id == town.boss
        noted = db.session.scalars(select(Entry.action)).all()
        assert {"correction.asked", "line.set", "correction.corrected"} <= set(noted)


def test_empty_number_lets_the_supervisor_follow_from_the_unit(app: Flask, town: Town) -> None:
    head = factories.employee(
        app,
        unit_id=town.office,
        position_id=factories.position(app, leads_unit=True),
        name="Kepala Uji",
    )
    correction_id = asked(app, town.clerk)
    with app.app_context():
        apply(
            case(correction_id),
            town.office_admin,
            supervisor_nip="",
            decree="",
            valid_from=clock.today(),
        )
        line = queries.lines_of(town.clerk, on=clock.today())[LineKind.SUPERVISOR]
        assert (line.superior_id, line.source) == (head, LineSource.DERIVED)
        assert case(correction_id).applied == {"supervisor_id": head}
        again = ask(town.clerk)
        with pytest.raises(DomainError) as refused:
            apply(again, town.office_admin, supervisor_nip="", decree="", valid_from=clock.today())
        assert "sudah mengikuti susunan unit" in refused.value.message


@pytest.mark.parametrize(
    ("topic", "proposed"),
    [
        (T.NAME, {"name": "Sari Betul", "title_before": "Dr.", "title_after": "S.E."}),
        (T.GRADE, {"grade": "III/c"}),
        (T.NIP, {"nip": "199203042021051234"[:14] + "2123"}),
        (T.CONTACT, {"email": "sari@contoh.id", "phone": "081234567890"}),
    ],
)
def test_proposed_data_are_taken_over_as_they_stand(
    app: Flask, town: Town, topic: CorrectionTopic, proposed: dict[str, Any]
) -> None:
    correction_id = asked(app, town.clerk, topic, **proposed)
    with app.app_context():
        found = case(correction_id)
        assert found.proposal == proposed
        apply(found, town.office_admin, **found.proposal)
        clerk = db.session.get_one(Employee, town.clerk)
        assert {name: getattr(clerk, name) for name in proposed} == proposed
        assert (clerk.unit_id, clerk.supervisor_id) == (town.desk, town.boss)
        assert found.applied == proposed


def test_corrected_unit_moves_the_person_from_the_day_on(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk, T.UNIT, unit_id=town.office)
    with app.app_context():
        apply(
            case(correction_id),
            town.office_admin,
            unit_id=town.office,
            decree="SK 1",
            valid_from=clock.today(),
        )
        assert db.session.get_one(Employee, town.clerk).unit_id == town.office


def test_corrected_position_keeps_the_supervisor(app: Flask, town: Town) -> None:
    job = factories.position(app, title="Arsiparis Uji")
    correction_id = asked(app, town.clerk, T.POSITION, position_id=job)
    with app.app_context():
        apply(
            case(correction_id),
            town.office_admin,
            position_id=job,
            decree="",
            valid_from=clock.today(),
        )
        clerk = db.session.get_one(Employee, town.clerk)
        assert (clerk.position_id, clerk.supervisor_id) == (job, town.boss)


def test_unit_beyond_ones_reach_is_passed_on_to_whoever_reaches_it(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk, T.UNIT, unit_id=town.other)
    values = {"unit_id": town.other, "decree": ""}
    with app.app_context():
        with pytest.raises(DomainError) as refused:
            apply(case(correction_id), town.office_admin, **values, valid_from=clock.today())
        assert "salah satu unit yang Anda kelola" in refused.value.message
        db.session.rollback()
        services.escalate_correction(case(correction_id), by=viewer_of(town.office_admin))
        holders = queries.handled_by(case(correction_id), on=clock.today())
        assert [one.name for one in holders] == ["Dewi Kepeg", "Wulan Admin"]
        apply(case(correction_id), town.hr, **values, valid_from=clock.today())
        assert db.session.get_one(Employee, town.clerk).unit_id == town.other


def test_refused_case_changes_nothing_and_says_why(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk, supervisor_id=town.true_boss)
    with app.app_context():
        with pytest.raises(CorrectionRefusedError) as refused:
            services.refuse_correction(
                case(correction_id), answer=" ", by=viewer_of(town.office_admin)
            )
        assert refused.value.field == "answer"
        services.refuse_correction(
            case(correction_id), answer="Menurut SK tetap.", by=viewer_of(town.office_admin)
        )
        found = case(correction_id)
        assert (found.status, found.answer) == (S.REFUSED, "Menurut SK tetap.")
        assert db.session.get_one(Employee, town.clerk).supervisor_id == town.boss


MOVES: dict[str, Callable[[Correction, Town], None]] = {
    "correct": lambda found, town: apply_boss(found, town.office_admin, town.true_boss),
    "refuse": lambda found, town: services.refuse_correction(
        found, answer="Tetap", by=viewer_of(town.office_admin)
    ),
    "escalate": lambda found, town: services.escalate_correction(
        found, by=viewer_of(town.office_admin)
    ),
    "withdraw": lambda found, town: services.withdraw_correction(found, by=viewer_of(town.clerk)),
}


@pytest.mark.parametrize("action", MOVES)
@pytest.mark.parametrize("status", S)
def test_services_move_only_as_the_table_says(
    app: Flask, town: Town, status: CorrectionStatus, action: str
) -> None:
    correction_id = asked(app, town.clerk)
    set_case(app, correction_id, status=status)
    allowed = status is S.ASKED or (status is S.ESCALATED and action != "escalate")
    with app.app_context():
        if allowed:
            MOVES[action](case(correction_id), town)
            assert case(correction_id).status is not status
            return
        with pytest.raises(CorrectionMovedError):
            MOVES[action](case(correction_id), town)
        db.session.rollback()
        assert case(correction_id).status is status


@pytest.mark.parametrize("action", ["correct", "refuse", "escalate"])
def test_only_the_units_admins_decide_and_nobody_his_own(
    app: Flask, town: Town, action: str
) -> None:
    theirs, own = asked(app, town.clerk), asked(app, town.office_admin)
    with app.app_context():
        for person in (town.other_admin, town.clerk, town.boss):
            with pytest.raises(MissingError):
                MOVES[action](case(theirs), town._replace(office_admin=person))
            with pytest.raises(MissingError):
                queries.handled_correction(theirs, to=viewer_of(person))
        with pytest.raises(MissingError):
            MOVES[action](case(own), town)
        with pytest.raises(MissingError):
            queries.handled_correction(own, to=viewer_of(town.office_admin))


def test_admins_own_case_goes_to_the_next_admin_up(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.office_admin)
    with app.app_context():
        holders = queries.handled_by(case(correction_id), on=clock.today())
        assert [one.name for one in holders] == ["Dewi Kepeg", "Wulan Admin"]
        apply_boss(case(correction_id), town.hr, town.boss)


def test_nobody_else_takes_a_case_back(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk)
    with app.app_context():
        for person in (town.boss, town.office_admin):
            with pytest.raises(MissingError):
                services.withdraw_correction(case(correction_id), by=viewer_of(person))


def test_highest_desk_passes_nothing_on(app: Flask, town: Town) -> None:
    correction_id = asked(app, town.clerk)
    with app.app_context(), pytest.raises(CorrectionMovedError) as refused:
        services.escalate_correction(case(correction_id), by=viewer_of(town.hr))
    assert "Tidak ada admin di atas Anda" in refused.value.message


def test_late_case_goes_to_the_highest_desk_once(app: Flask, town: Town) -> None:
    late, punctual = asked(app, town.clerk), asked(app, town.boss)
    with app.app_context():
        today = clock.today()
    set_case(app, late, due_on=today - timedelta(days=1))
    set_case(app, punctual, due_on=today)
    for _again in range(2):
        with app.app_context():
            services.escalate_late()
            db.session.commit()
    with app.app_context():
        assert case(punctual).status is S.ASKED
        assert case(late).status is S.ESCALATED
        holders = queries.handled_by(case(late), on=today)
        assert [one.name for one in holders] == ["Dewi Kepeg", "Wulan Admin"]
        entries = db.session.scalars(
            select(Entry).where(Entry.action == "correction.escalated")
        ).all()
        assert len(entries) == 1
        assert '"late": true' in entries[0].details


def test_case_without_any_admin_waits_and_says_so(app: Flask, signed_in: SignedIn) -> None:
    alone = factories.employee(app)
    correction_id = asked(app, alone)
    page = signed_in(alone).get(f"/perbaikan-data/saya/{correction_id}")
    assert "Belum ada admin untuk unit ini" in page.text


@pytest.mark.parametrize(
    ("asked_on", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 26)),  # Monday to Thursday
        (date(2026, 11, 20), date(2026, 11, 25)),  # Friday to Wednesday
        (date(2026, 11, 21), date(2026, 11, 25)),  # Saturday
        (date(2026, 12, 23), date(2026, 12, 30)),  # over two days off and a weekend
    ],
)
def test_due_day_of_places_lies_after_the_rulebooks_working_days(
    app: Flask, asked_on: date, due: date
) -> None:
    with app.app_context():
        assert {date(2026, 12, 24), date(2026, 12, 25)} <= set(holidays())
        assert due_day(T.SUPERVISOR, at=noon(asked_on)) == due


def test_personal_data_are_decided_within_the_hours_of_the_law(app: Flask) -> None:
    with app.app_context():
        for topic in (T.NAME, T.GRADE, T.NIP, T.CONTACT):
            assert due_day(topic, at=noon(date(2026, 11, 20))) == date(2026, 11, 23)


def noon(day: date) -> datetime:
    """Midday on the agency's clocks. Inside of a context."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=clock.zone())
