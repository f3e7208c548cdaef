"""What people choose about mails: on their page, and by the link in a mail."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from kinerja.audit import Entry
from kinerja.extensions import db
from kinerja.notifications import queries, services
from kinerja.notifications.rules import MailChoice, NoticeKind, Rhythm
from kinerja.people.models import Employee
from kinerja.permissions import Role
from tests import factories
from tests.pages import soup
from tests.visits import send

SignedIn = Callable[[int], FlaskClient]
PAGE = "/pemberitahuan/pengaturan"
N, D, X = MailChoice.NOW, MailChoice.DIGEST, MailChoice.NEVER


@pytest.fixture
def person(app: Flask) -> int:
    return factories.employee(app)


def chosen(app: Flask, employee_id: int) -> queries.Choices:
    with app.app_context():
        return queries.choices(employee_id)


def asked(client: FlaskClient) -> set[str]:
    radios = soup(client.get(PAGE)).select("main input[type=radio]")
    return {str(radio["name"]) for radio in radios}


def test_without_a_choice_the_digest_comes_weekly(app: Flask, person: int) -> None:
    own = chosen(app, person)
    assert own.rhythm is Rhythm.WEEKLY
    assert own.by_kind[NoticeKind.PLAN] is D
    assert own.by_kind[NoticeKind.SECURITY] is N


def test_choice_is_kept_and_changed(app: Flask, person: int, signed_in: SignedIn) -> None:
    client = signed_in(person)
    for plan, rhythm in (("now", "daily"), ("never", "weekly")):
        assert send(client, PAGE, plan=plan, rhythm=rhythm).status_code == 303
        own = chosen(app, person)
        assert own.by_kind[NoticeKind.PLAN] is MailChoice(plan)
        assert own.by_kind[NoticeKind.CYCLE] is D
        assert own.rhythm is Rhythm(rhythm)
        page = soup(client.get(PAGE))
        assert page.select_one(f"input[name=plan][value={plan}][checked]")
        assert page.select_one(f"input[name=rhythm][value={rhythm}][checked]")
    with app.app_context():
        assert (
            len(db.session.scalars(select(Entry).where(Entry.action == "mail.chosen")).all()) == 2
        )


def test_security_is_not_asked_and_cannot_be_sent(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    client = signed_in(person)
    assert "security" not in asked(client)
    assert send(client, PAGE, security="never").status_code == 303
    assert chosen(app, person).by_kind[NoticeKind.SECURITY] is N
    with app.app_context():
        services.choose(person, by_kind={NoticeKind.SECURITY: X}, rhythm=Rhythm.DAILY)
        assert queries.choices(person).by_kind[NoticeKind.SECURITY] is N


def test_only_those_are_asked_who_can_hear_of_it(
    app: Flask, person: int, signed_in: SignedIn
) -> None:
    trainer, boss = factories.employee(app), factories.employee(app)
    factories.grant(app, trainer, Role.TRAINER, factories.unit(app))
    factories.employee(app, supervisor_id=boss)
    own = asked(signed_in(person))
    assert own == {"cycle", "assessment", "peer", "plan", "data", "reminder", "rhythm"}
    assert asked(signed_in(trainer)) - own == {"confirm"}
    assert asked(signed_in(boss)) - own == {"verify"}


def test_what_cannot_be_is_refused(app: Flask, person: int, signed_in: SignedIn) -> None:
    answer = send(signed_in(person), PAGE, plan="kadang-kadang")
    assert answer.status_code == 422
    assert chosen(app, person).by_kind[NoticeKind.PLAN] is D


def test_page_says_where_mails_go(app: Flask, person: int, signed_in: SignedIn) -> None:
    client = signed_in(person)
    assert "belum tercatat" in client.get(PAGE).text
    with app.app_context():
        db.session.get_one(Employee, person).email = "sari@contoh.go.id"
        db.session.commit()
    assert "sari@contoh.go.id" in client.get(PAGE).text


# the link in a mail


def link(app: Flask, person: int, kind: NoticeKind | None) -> str:
    with app.app_context():
        return f"/berhenti-surel/{services.stop_token(person, kind)}"


def test_link_ends_one_kind_without_signing_in(
    app: Flask, person: int, client: FlaskClient
) -> None:
    path = link(app, person, NoticeKind.PLAN)
    page = client.get(path)
    assert "Rencana pengembangan Anda" in page.text
    assert chosen(app, person).by_kind[NoticeKind.PLAN] is D  # looking changes nothing
    assert "Surel dihentikan" in send(client, path).text
    own = chosen(app, person)
    assert own.by_kind[NoticeKind.PLAN] is X
    assert own.by_kind[NoticeKind.CYCLE] is D
    with app.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.action == "mail.stopped")).one()
    assert entry.actor_id == person


def test_digests_link_ends_whatever_the_digest_tells(
    app: Flask, person: int, client: FlaskClient
) -> None:
    with app.app_context():
        services.choose(person, by_kind={NoticeKind.DATA: N}, rhythm=Rhythm.DAILY)
        db.session.commit()
    assert send(client, link(app, person, None)).status_code == 200
    own = chosen(app, person).by_kind
    assert {kind for kind, choice in own.items() if choice is N} == {
        NoticeKind.DATA,
        NoticeKind.REMINDER,
        NoticeKind.SECURITY,
    }
    assert D not in own.values()


def test_mail_program_presses_the_link_itself(app: Flask, person: int, client: FlaskClient) -> None:
    """RFC 8058: a POST without cookies or a token, as providers send it."""
    path = link(app, person, NoticeKind.CYCLE)
    data = {"List-Unsubscribe": "One-Click"}
    for _number in range(2):
        assert client.post(path, data=data).status_code == 200
    assert chosen(app, person).by_kind[NoticeKind.CYCLE] is X


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_link_of_somebody_elses_making_is_missing(
    app: Flask, person: int, client: FlaskClient, method: str
) -> None:
    path = link(app, person, NoticeKind.PLAN)
    for wrong in (path[:-1], f"{path}x", "/berhenti-surel/tidak-ada", path.replace("12", "13")):
        if wrong != path:
            assert client.open(wrong, method=method).status_code == 404
    assert chosen(app, person).by_kind[NoticeKind.PLAN] is D
