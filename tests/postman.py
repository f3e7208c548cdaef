"""A real mail server for tests: takes mails, or answers what it is told to."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Postman:
    """What has been handed over, and what to answer instead, first in first out."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.at_recipient: list[str] = []
        self.at_data: list[str] = []
        self.calls = 0

    async def handle_RCPT(  # noqa: N802  # the library's names
        self, _server: object, _session: object, envelope: Envelope, address: str, _options: object
    ) -> str:
        if self.at_recipient:
            return self.at_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802
        if self.at_data:
            return self.at_data.pop(0)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"

    async def handle_EHLO(  # noqa: N802
        self, _server: object, session: object, _envelope: object, name: str, answers: list[str]
    ) -> list[str]:
        self.calls += 1
        session.host_name = name  # type: ignore[attr-defined]
        return answers


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(postman: Postman, **options: object) -> Iterator[int]:
    """The port on which the postman listens meanwhile."""
    port = free_port()
    controller = Controller(postman, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
