"""Outgoing mail against real SMTP servers: refusals, deadlocks, crashes, two senders at once."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from kinerja import clock, mail
from kinerja.extensions import db
from kinerja.mail import Mail
from tests.postman import Postman, free_port, serving

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
At = Callable[[timedelta], None]


@pytest.fixture
def postman(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Postman]:
    """A mail server of our own, and the application set up to send through it."""
    found = Postman()
    with serving(found) as port:
        monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
        monkeypatch.setitem(app.config, "MAIL_FROM", "Kinerja Kota <kinerja@contoh.go.id>")
        yield found


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets the clock to so long after noon."""

    def set_clock(later: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOON + later)

    set_clock(timedelta())
    return set_clock


def queue(app: Flask, to: str = "sari@contoh.go.id", **facts: str) -> int:
    with app.app_context():
        usual = {"kind": "digest", "subject": "[Kinerja] Ringkasan", "text": "Ada 3 hal – buka."}
        mail.queue(to, **(usual | facts))
        db.session.commit()
        return max(db.session.scalars(select(Mail.id)))


def deliver(app: Flask) -> int:
    with app.app_context():
        return mail.deliver_due()


def outbox(app: Flask) -> list[Mail]:
    with app.app_context():
        return list(db.session.scalars(select(Mail).order_by(Mail.id)))


# sending


def test_mail_arrives_once_with_its_headers(app: Flask, postman: Postman, at: At) -> None:
    queue(app, unsubscribe="https://kinerja.contoh.go.id/berhenti-surel/abc")
    assert deliver(app) == 1
    assert deliver(app) == 0
    (letter,) = postman.taken
    assert letter["To"] == "sari@contoh.go.id"
    assert letter["From"] == "Kinerja Kota <kinerja@contoh.go.id>"
    assert letter["Subject"] == "[Kinerja] Ringkasan"
    assert letter["Date"].datetime == NOON
    assert letter["Message-ID"].endswith("@contoh.go.id>")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] == "<https://kinerja.contoh.go.id/berhenti-surel/abc>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().strip() == "Ada 3 hal – buka."
    (row,) = outbox(app)
    assert (row.sent_at, row.next_try_at, row.failure, row.tries) == (NOON, None, None, 1)


def test_many_mails_share_one_conversation(app: Flask, postman: Postman, at: At) -> None:
    for number in range(5):
        queue(app, f"orang{number}@contoh.go.id")
    assert deliver(app) == 5
    assert postman.calls == 1
    assert [letter["To"] for letter in postman.taken] == [
        f"orang{number}@contoh.go.id" for number in range(5)
    ]


def test_without_a_server_mails_stay_queued(app: Flask, at: At) -> None:
    queue(app)
    assert deliver(app) == 0
    (row,) = outbox(app)
    assert (row.tries, row.sent_at, row.next_try_at) == (0, None, NOON)


# header injection


@pytest.mark.parametrize("subject", ["Ringkasan\r\nBcc: mata@jahat.id", "Ringkasan\nX: y"])
def test_no_header_can_be_smuggled_in_by_a_subject(
    app: Flask, postman: Postman, at: At, subject: str
) -> None:
    queue(app, subject=subject)
    assert deliver(app) == 0
    assert postman.taken == []
    (row,) = outbox(app)
    assert row.next_try_at is None
    assert row.failure.startswith("ValueError")


@pytest.mark.parametrize(
    "address", ["sari@contoh.go.id\r\nBcc: mata@jahat.id", "bukan alamat", "", "a@b, c@d"]
)
def test_address_that_nobody_can_have_is_given_up_and_holds_nothing_up(
    app: Flask, postman: Postman, at: At, address: str
) -> None:
    queue(app, address)
    queue(app)
    assert deliver(app) == 1
    assert [letter["To"] for letter in postman.taken] == ["sari@contoh.go.id"]
    assert postman.taken[0]["Bcc"] is None
    assert outbox(app)[0].next_try_at is None


# refusals and trouble


def test_recipient_that_the_server_refuses_for_good_is_given_up(
    app: Flask, postman: Postman, at: At
) -> None:
    postman.at_recipient = ["550 5.1.1 no such user"]
    queue(app)
    queue(app, "lain@contoh.go.id")
    assert deliver(app) == 1
    row, other = outbox(app)
    assert (row.next_try_at, row.sent_at, row.failure) == (None, None, "550 5.1.1 no such user")
    assert other.sent_at == NOON


@pytest.mark.parametrize("where", ["at_recipient", "at_data"])
def test_refusal_for_the_moment_is_tried_again_after_a_minute(
    app: Flask, postman: Postman, at: At, where: str
) -> None:
    setattr(postman, where, ["451 4.7.1 greylisted, come back"])
    queue(app)
    assert deliver(app) == 0
    (row,) = outbox(app)
    assert row.next_try_at == NOON + timedelta(minutes=1)
    assert row.failure == "451 4.7.1 greylisted, come back"
    at(timedelta(seconds=59))
    assert deliver(app) == 0
    assert outbox(app)[0].tries == 1
    at(timedelta(minutes=1))
    assert deliver(app) == 1
    (row,) = outbox(app)
    assert (row.tries, row.failure, len(postman.taken)) == (2, None, 1)


def test_same_message_id_at_each_try(app: Flask, postman: Postman, at: At) -> None:
    queue(app)
    with app.app_context():
        first, again = mail._claim(), None
        db.session.execute(mail.update(Mail).values(next_try_at=NOON))
        db.session.commit()
        again = mail._claim()
        assert first is not None
        assert again is not None
        assert mail.compose(first)["Message-ID"] == mail.compose(again)["Message-ID"]


def test_message_refused_for_good_is_given_up(app: Flask, postman: Postman, at: At) -> None:
    postman.at_data = ["554 5.7.1 looks like spam"]
    queue(app)
    assert deliver(app) == 0
    assert outbox(app)[0].next_try_at is None


def test_server_in_trouble_ends_the_round_after_one_mail(
    app: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "SMTP_URL", f"smtp://127.0.0.1:{free_port()}")
    queue(app)
    queue(app, "lain@contoh.go.id")
    assert deliver(app) == 0
    first, second = outbox(app)
    assert "ConnectionRefused" in first.failure
    assert first.next_try_at == NOON + timedelta(minutes=1)
    assert (second.tries, second.next_try_at) == (0, NOON)


def test_after_the_last_try_it_is_given_up(app: Flask, postman: Postman, at: At) -> None:
    queue(app)
    with app.app_context():
        db.session.execute(mail.update(Mail).values(tries=mail.MOST_TRIES - 1))
        db.session.commit()
    postman.at_data = ["451 later"]
    assert deliver(app) == 0
    (row,) = outbox(app)
    assert (row.tries, row.next_try_at, row.sent_at) == (mail.MOST_TRIES, None, None)


def test_conversation_that_the_server_ends_is_begun_anew(
    app: Flask, postman: Postman, at: At
) -> None:
    queue(app)
    queue(app, "lain@contoh.go.id")
    postman.at_data = ["421 4.3.2 going down"]
    assert deliver(app) <= 1
    at(timedelta(minutes=1))
    deliver(app)
    assert len(postman.taken) == 2


# two at once, and crashes


def test_two_senders_at_once_send_each_mail_once(app: Flask, postman: Postman) -> None:
    for number in range(20):
        queue(app, f"orang{number}@contoh.go.id")
    start = threading.Barrier(2)

    def send() -> None:
        start.wait()
        deliver(app)

    threads = [threading.Thread(target=send) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter["To"] for letter in postman.taken) == sorted(
        f"orang{number}@contoh.go.id" for number in range(20)
    )


def test_mail_whose_sender_died_is_sent_when_the_lease_is_over(
    app: Flask, postman: Postman, at: At
) -> None:
    queue(app)
    with app.app_context():
        assert mail._claim() is not None  # and then the process dies
    at(mail.LEASE - timedelta(seconds=1))
    assert deliver(app) == 0
    at(mail.LEASE)
    assert deliver(app) == 1


def test_no_transaction_is_open_while_the_server_is_spoken_to(
    app: Flask, postman: Postman, at: At
) -> None:
    states = []
    queue(app)

    async def handle_data(server: SMTP, session: Session, envelope: Envelope) -> str:
        with app.app_context():  # another connection writes meanwhile
            mail.queue("lain@contoh.go.id", kind="digest", subject="Lain", text="Lain")
            db.session.commit()
        states.append("written")
        return "250 OK"

    postman.handle_DATA = handle_data  # type: ignore[method-assign]
    with app.app_context():
        assert mail.deliver_due(most=1) == 1
    assert states == ["written"]


# texts


def test_texts_are_emptied_a_week_after_sending(app: Flask, postman: Postman, at: At) -> None:
    queue(app)
    deliver(app)
    at(timedelta(days=7))
    run(app, mail.forget_texts)
    assert outbox(app)[0].text != ""
    at(timedelta(days=7, seconds=1))
    run(app, mail.forget_texts)
    (row,) = outbox(app)
    assert (row.text, row.subject) == ("", "[Kinerja] Ringkasan")


def test_what_waits_for_a_week_is_given_up_and_emptied(app: Flask, at: At) -> None:
    queue(app)
    at(timedelta(days=8))
    run(app, mail.forget_texts)
    (row,) = outbox(app)
    assert (row.next_try_at, row.text, row.failure) == (None, "", mail.TOO_LATE)


def run(app: Flask, job: Callable[[], object]) -> None:
    with app.app_context():
        job()
        db.session.commit()
