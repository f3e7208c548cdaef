"""Handing messages to an SMTP server: the address of the server, and what it answered."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

TIMEOUT = 20  # seconds for each step of the conversation
PERMANENT = 500  # from this reply code on, trying again is in vain


@dataclass(frozen=True)
class Server:
    """Where and how to send."""

    host: str
    port: int
    is_tls: bool = False
    starttls: bool = False
    user: str = ""
    password: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of a try. Final: never again. Trouble: the server, not this message."""

    failure: str = ""
    is_final: bool = False
    is_trouble: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether the server has taken the message."""
        return not self.failure


def read_server(url: str) -> Server:
    """The server that an address means: `smtp://user:password@host:587?starttls` or `smtps://…`.

    :raises ValueError: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError(url)
    is_tls = parts.scheme == "smtps"
    starttls = "starttls" in parse_qs(parts.query, keep_blank_values=True)
    usual = 465 if is_tls else (587 if starttls else 25)
    return Server(
        host=parts.hostname,
        port=parts.port or usual,
        is_tls=is_tls,
        starttls=starttls,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


class Office:
    """One conversation with the server for many messages; it begins with the first."""

    def __init__(self, server: Server, *, timeout: float = TIMEOUT) -> None:
        self.server, self.timeout = server, timeout
        self.line: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.hang_up()

    def hang_up(self) -> None:
        """End the conversation, politely where the server still listens."""
        line, self.line = self.line, None
        if line is not None:
            try:
                line.quit()
            except (OSError, smtplib.SMTPException):
                line.close()

    def send(self, message: EmailMessage) -> Outcome:
        """Hand the message over; what the server said to it. Nothing is raised."""
        try:
            if self.line is None:
                self.line = connect(self.server, timeout=self.timeout)
            self.line.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            return Outcome(said(code, words), is_final=code >= PERMANENT)
        except smtplib.SMTPDataError as error:
            return Outcome(
                said(error.smtp_code, error.smtp_error), is_final=error.smtp_code >= PERMANENT
            )
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            return Outcome(f"{type(error).__name__}: {error}", is_final=True)
        except (OSError, smtplib.SMTPException) as error:
            self.hang_up()
            return Outcome(trouble(error), is_trouble=True)
        return Outcome()


def connect(server: Server, *, timeout: float) -> smtplib.SMTP:
    """An open conversation, encrypted and signed in as the address says.

    :raises OSError: the server cannot be reached, or its certificate is not trusted.
    :raises smtplib.SMTPException: it refuses.
    """
    if server.is_tls:
        line: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, timeout=timeout, context=ssl.create_default_context()
        )
    else:
        line = smtplib.SMTP(server.host, server.port, timeout=timeout)
    try:
        if server.starttls:
            line.starttls(context=ssl.create_default_context())
        if server.user:
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def said(code: int, words: bytes | str) -> str:
    """The server's refusal in one line."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return " ".join(f"{code} {text}".split())


def trouble(error: Exception) -> str:
    """Why there was no conversation, in one line."""
    if isinstance(error, smtplib.SMTPResponseException):
        return said(error.smtp_code, error.smtp_error)
    return " ".join(f"{type(error).__name__}: {error}".split())
