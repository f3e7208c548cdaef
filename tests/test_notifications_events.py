"""Who is told of what: each event of the features, and each signal of the feature below."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja import clock
from kinerja.competency.models import Cycle
from kinerja.development.rules import PlanItemStatus
from kinerja.extensions import db
from kinerja.notifications.models import Notice
from kinerja.notifications.queries import title
from kinerja.notifications.rules import NoticeKind
from kinerja.people import signals
from kinerja.people.models import ActingLeader
from kinerja.people.rules import ActingKind
from kinerja.people.signals import AccountChange
from kinerja.permissions import Role
from tests import factories
from tests.assessing import answer_all, build_desk, build_team, filled, path_of, verdicts
from tests.learning import assign, build_agency, build_crowd, build_house, build_item, check, here
from tests.learning import put as put_item
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]


def told(app: Flask, employee_id: int, *, unread: bool = True) -> list[tuple[str, str, str]]:
    """What stands in the inbox: kind, sentence and page, the oldest first."""
    with app.test_request_context():
        statement = select(Notice).where(Notice.employee_id == employee_id).order_by(Notice.id)
        return [
            (row.kind.value, title(row), row.place)
            for row in db.session.scalars(statement)
            if not (unread and row.is_read)
        ]


# competency


def test_opened_cycle_is_told_to_everybody_in_one_statement(
    app: Flask, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    desk = build_desk(app)
    root = factories.unit(app)
    admin = factories.employee(app, unit_id=root)
    factories.grant(app, admin, Role.AGENCY_ADMIN, root)
    client = signed_in(admin)
    with app.app_context():
        factories.decide_unfinished(db.session.get_one(Cycle, desk.cycle))
        db.session.commit()
    close = f"/kompetensi/siklus/{desk.cycle}/tutup"
    assert send(client, close, close).status_code == 303
    send(
        client,
        "/kompetensi/siklus",
        name="Penilaian 2027",
        starts_on="2027-01-04",
        self_due_on="2027-01-29",
        verify_due_on="2027-02-12",
    )
    with count_queries() as statements:
        opened = send(client, f"/kompetensi/siklus/{desk.cycle + 1}/buka")
    assert opened.status_code == 303
    assert len([s for s in statements if s.startswith("INSERT INTO notifications_notice")]) == 1
    sentence = "Penilaian 2027 dibuka. Isi penilaian mandiri Anda sampai 29 Januari 2027"
    for person in (desk.clerk, desk.boss, admin):
        of_cycle = [notice for notice in told(app, person) if notice[0] == "cycle"]
        assert of_cycle == [("cycle", sentence, "competency.overview")]


def test_sent_assessment_is_told_to_the_verifier_and_the_deputy(
    app: Flask, signed_in: SignedIn
) -> None:
    desk = build_desk(app)
    deputy = factories.employee(app)
    with app.app_context():
        today = clock.today()
    factories.save(
        app,
        ActingLeader(
            kind=ActingKind.PLH,
            employee_id=deputy,
            absent_id=desk.boss,
            valid_from=today,
            valid_to=today,
        ),
    )
    client = signed_in(desk.clerk)
    answer_all(client, app, desk.clerk)
    assert send(client, "/kompetensi/periksa", declared="y").status_code == 303
    for person in (desk.boss, deputy):
        ((kind, sentence, place),) = told(app, person)
        assert kind == "verify"
        assert sentence.endswith("mengirim penilaian mandirinya")
        assert place.startswith("competency.show_verification?assessment_id=")
        found = signed_in(person).get("/pemberitahuan")
        assert "mengirim penilaian mandirinya" in found.text
    assert told(app, desk.clerk) == []


def test_returned_and_verified_are_told_to_the_person_and_close_the_desk(
    app: Flask, signed_in: SignedIn
) -> None:
    team = build_team(app)
    place = f"competency.show_verification?assessment_id={team.assessment}"
    factories.notice(app, team.boss, kind=NoticeKind.VERIFY, place=place)
    boss = signed_in(team.boss)
    data = filled(boss, team, note="Lengkapi contohnya.")
    assert boss.post(path_of(team, "/kembalikan"), data=data).status_code == 303
    assert told(app, team.clerk) == [
        (
            "assessment",
            "Penilaian mandiri Anda dikembalikan untuk diperbaiki",
            "competency.overview",
        )
    ]
    assert told(app, team.boss) == []
    assert len(told(app, team.boss, unread=False)) == 1


def test_verified_is_told_and_taken_back_with_the_decision(app: Flask, signed_in: SignedIn) -> None:
    team = build_team(app)
    boss = signed_in(team.boss)
    data = filled(boss, team, **verdicts(app, team))
    assert boss.post(path_of(team, "/selesai"), data=data).status_code == 303
    assert told(app, team.clerk) == [
        ("assessment", "Penilaian kompetensi Anda sudah diverifikasi", "competency.own_result")
    ]
    assert "sudah diverifikasi" in signed_in(team.clerk).get("/pemberitahuan").text
    form = {"csrf_token": data["csrf_token"]}
    assert boss.post(path_of(team, "/urungkan"), data=form).status_code == 303
    assert told(app, team.clerk) == []


# development


def test_training_for_many_is_told_to_each_in_one_statement(
    app: Flask, signed_in: SignedIn, count_queries: factories.Counting
) -> None:
    agency = build_agency(app)
    people = build_crowd(app, agency)
    training = factories.training(app, agency.kom, title="Menulis surat")
    client = signed_in(agency.trainer)
    page = check(client, agency, training, semua=1)
    with count_queries() as statements:
        assert assign(client, page).status_code == 303
    assert len([s for s in statements if s.startswith("INSERT INTO notifications_notice")]) == 1
    ((kind, sentence, place),) = told(app, people["Citra"])
    assert kind == "plan"
    assert sentence.startswith("Anda ditugaskan mengikuti “Menulis surat” mulai ")
    assert place.startswith("development.own_plan?tahun=")
    assert told(app, people["Asing"]) == []
    assert told(app, agency.trainer) == []


@pytest.mark.parametrize(
    ("step", "status", "typed", "sentence"),
    [
        (
            "konfirmasi",
            PlanItemStatus.FINISHED,
            {},
            "“Menulis surat” dikonfirmasi pelatih",
        ),
        (
            "kembalikan",
            PlanItemStatus.FINISHED,
            {"note": "Unggah sertifikatnya."},
            "Bukti “Menulis surat” dikembalikan untuk dilengkapi",
        ),
        ("batal", PlanItemStatus.ASSIGNED, {}, "“Menulis surat” dibatalkan pelatih"),
    ],
)
def test_what_a_trainer_does_to_an_activity_is_told_to_its_holder(
    app: Flask,
    signed_in: SignedIn,
    step: str,
    status: PlanItemStatus,
    typed: dict[str, str],
    sentence: str,
) -> None:
    house = build_house(app)
    item = build_item(app, house)
    put_item(app, item, status=status, evidence_url="https://bukti.contoh.go.id/1")
    trainer = signed_in(house.trainer)
    token = trainer.get(here(item))
    assert token.status_code == 200
    page = f"{here(item)}/{step}" if step != "konfirmasi" else here(item)
    answer = send(trainer, page, f"{here(item)}/{step}", **typed)
    assert answer.status_code == 303, answer.text
    assert told(app, house.clerk) == [("plan", sentence, f"development.show_item?item_id={item}")]
    assert told(app, house.trainer) == []


def test_ones_own_steps_are_told_to_nobody(app: Flask, signed_in: SignedIn) -> None:
    house = build_house(app)
    item = build_item(app, house)
    client = signed_in(house.clerk)
    assert send(client, here(item), f"{here(item)}/mulai").status_code == 303
    for person in (house.clerk, house.trainer, house.boss):
        assert told(app, person) == []


# signals of the feature below


def announce(app: Flask, signal: object, **facts: object) -> None:
    with app.app_context():
        signal.send("people", **facts)  # type: ignore[attr-defined]
        db.session.commit()


@pytest.mark.parametrize("change", list(AccountChange))
def test_every_change_of_an_account_is_told_to_its_owner(app: Flask, change: AccountChange) -> None:
    person = factories.employee(app)
    announce(app, signals.account_changed, employee_id=person, change=change)
    ((kind, sentence, place),) = told(app, person)
    assert (kind, place) == ("security", "notifications.inbox")
    assert sentence


def test_role_given_and_taken_is_told_to_its_holder(app: Flask) -> None:
    person = factories.employee(app)
    facts = {"employee_id": person, "role": Role.TRAINER, "unit": "Dinas Uji"}
    announce(app, signals.role_granted, **facts)
    announce(app, signals.role_granted, **facts, ended=True)
    assert [sentence for _kind, sentence, _place in told(app, person)] == [
        "Anda menjadi Pelatih di Dinas Uji",
        "Peran Pelatih di Dinas Uji tidak berlaku lagi",
    ]


def test_correction_is_told_to_who_decides_and_its_answer_to_who_asked(app: Flask) -> None:
    asker, first, second = (factories.employee(app) for _number in range(3))
    announce(
        app,
        signals.correction_asked,
        holder_ids=[first, second],
        name="Sari Uji",
        endpoint="home.start",
        values={"correction_id": 7},
    )
    for holder in (first, second):
        assert told(app, holder) == [
            ("data_case", "Sari Uji meminta perbaikan data", "home.start?correction_id=7")
        ]
    for accepted, word in ((True, "dikabulkan"), (False, "tidak dikabulkan")):
        announce(
            app,
            signals.correction_decided,
            employee_id=asker,
            accepted=accepted,
            endpoint="home.start",
            values={"correction_id": 7},
        )
        assert told(app, asker)[-1][1] == f"Permintaan perbaikan data Anda {word}"
    assert told(app, first) == []  # nothing waits for them any more


def test_what_is_announced_in_vain_is_not_told(app: Flask) -> None:
    person = factories.employee(app)
    with app.app_context():
        signals.account_changed.send("people", employee_id=person, change=AccountChange.PASSWORD)
        db.session.rollback()
    assert told(app, person) == []
