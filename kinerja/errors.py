"""Every refusal is an exception with a sentence for the user, and becomes a page here."""

from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from kinerja.logs import request_code

TITLES = {
    400: _l("Permintaan tidak dapat dibaca"),
    403: _l("Halaman ini bukan untuk peran Anda"),
    404: _l("Halaman tidak ditemukan"),
    405: _l("Halaman ini tidak menerima kiriman"),
    409: _l("Belum bisa dilakukan"),
    413: _l("Kiriman terlalu besar"),
    429: _l("Terlalu banyak percobaan"),
    500: _l("Maaf, terjadi gangguan di pihak kami"),
    503: _l("Sedang sibuk, coba sebentar lagi"),
}
SENTENCES = {
    400: _l("Buka lagi halamannya, lalu kirim sekali lagi."),
    403: _l("Jika Anda seharusnya bisa membukanya, hubungi admin unit Anda."),
    404: _l("Alamatnya mungkin salah ketik, atau halamannya sudah dipindah."),
    405: _l("Buka halamannya dari menu, lalu ulangi."),
    409: _l("Keadaannya sudah berubah. Buka lagi halamannya untuk melihat yang terbaru."),
    413: _l("Paling besar 10 MB. Kecilkan dulu, lalu kirim lagi."),
    429: _l("Tunggu beberapa menit, lalu coba lagi."),
    500: _l("Isian terakhir yang tersimpan tidak hilang. Muat ulang halaman ini."),
    503: _l("Isian Anda belum tersimpan. Tunggu beberapa detik, lalu kirim lagi."),
}
# Fields whose text no page repeats.
SECRETS = frozenset(
    {"csrf_token", "key", "password", "repeat", "current", "confirm_password", "code"}
)
RETRY_AFTER = 5  # seconds that a busy database asks for
LOCK_STATES = frozenset({"40001", "40P01", "55P03", "57014", "57P01", "57P03"})
# Pages that must not ask the database or build addresses: it may be down, or the host be foreign.
BARE = frozenset({400, 500, 503})


class DomainError(Exception):
    """A refusal. Its message is a whole sentence that says what to do."""

    status = 409

    def __init__(self, message: object = "") -> None:
        super().__init__(message)

    @property
    def message(self) -> str:
        """The sentence for the user, in the language of this request."""
        return str(self.args[0]) if self.args else ""


class MissingError(DomainError):
    """It does not exist, or it is not the visitor's: nobody can tell which."""

    status = 404


class DeniedError(DomainError):
    """The visitor's roles do not allow this kind of thing at all."""

    status = 403


class StaleError(DomainError):
    """It was changed by someone else, or in another tab, in the meantime."""


class ThrottledError(DomainError):
    """Too many tries; `retry_after` seconds until the next."""

    status = 429

    def __init__(self, message: object, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def is_busy(error: BaseException) -> bool:
    """Whether the database was locked or out of reach: a later try may succeed."""
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return error.connection_invalidated or state in LOCK_STATES or "locked" in str(error.orig)


def error_page(
    status: int,
    message: str = "",
    retry_after: int | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    """The page for a refusal. For htmx it takes the place of the whole content."""
    facts = {
        "status": status,
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "message": message or SENTENCES.get(status, ""),
        "code": request_code(),
    }
    if status in BARE:  # without Flask's context, which would ask the database who is signed in
        text = current_app.jinja_env.get_template("bare.html").render(facts, typed=typed or {})
    else:
        text = render_template("error.html", **facts)
    answer = make_response(text, status)
    if retry_after is not None:
        answer.headers["Retry-After"] = str(retry_after)
    if request.headers.get("HX-Request") and status in (404, 409):
        answer.headers.update(
            {"HX-Retarget": "#isi", "HX-Reselect": "#isi", "HX-Reswap": "outerHTML show:top"}
        )
    return answer


def answer_refusal(error: DomainError) -> Response:
    """The page for a refusal of our own."""
    return error_page(error.status, error.message, getattr(error, "retry_after", None))


def answer_http(error: HTTPException) -> Response | HTTPException:
    """The page for a refusal of Flask or Werkzeug; redirects pass."""
    if error.code is None or error.code < 400:
        return error
    if isinstance(error, CSRFError):
        return lost_form()
    if isinstance(error, SecurityError):
        return error_page(400)
    answer = error_page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            answer.headers[name] = value
    return answer


def lost_form() -> Response:
    """The page for a form without a living token: what was typed can be copied from it."""
    typed = {
        name: text for name, text in request.form.items() if name not in SECRETS and len(text) > 20
    }
    message = _("Formulir ini sudah terlalu lama terbuka. Buka lagi halamannya, lalu isi ulang.")
    return error_page(400, message, typed=typed)


def answer_fault(error: Exception) -> Response:
    """503 for a busy database, else 500; logged with the request's code."""
    if is_busy(error):
        current_app.logger.warning("database busy: %s", error)
        return error_page(503, retry_after=RETRY_AFTER)
    current_app.logger.error("unhandled", exc_info=error)
    return error_page(500)


def init_app(app: Flask) -> None:
    """Register the pages. With TESTING on, faults other than a busy database are raised."""
    app.register_error_handler(DomainError, answer_refusal)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(OperationalError, answer_fault)
    if not app.testing:
        app.register_error_handler(Exception, answer_fault)
