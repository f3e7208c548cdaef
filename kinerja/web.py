"""The web's shapes: a page or one of its blocks, 303 after a POST, spreadsheets, addresses."""

import hashlib
import io
import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    has_request_context,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import Domain, format_date, get_locale
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, Map

from kinerja import audit, clock
from kinerja.database import SAFE, remember
from kinerja.extensions import babel
from kinerja.forms import Form, claim, fill_receipt
from kinerja.sheets.workbook import SPREADSHEET, XLSX, Part, cell, written

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
LARGEST = 2**31 - 1  # that an INTEGER column holds
NIP = re.compile(r"\d[\d ]{6,}\d")
ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}


def page(template: str, /, *, status: int | None = None, **context: Any) -> Response:
    """The page, or only the block that htmx asks for by HX-Target.

    Without `status`, a form in the context that has errors makes it 422. A target that the page
    does not have makes the browser load the whole page.
    """
    form = context.get("form")
    if status is None:
        status = 422 if isinstance(form, Form) and form.errors else 200
    target = request.headers.get("HX-Target")
    if not target:
        return with_vary(make_response(render_template(template, **context), status))
    source = current_app.jinja_env.get_template(template)
    if target not in source.blocks:
        return with_vary(make_response("", {"HX-Redirect": request.full_path}))
    current_app.update_template_context(context)
    text = "".join(source.blocks[target](source.new_context(context)))
    return with_vary(make_response(text, status))


def with_vary(answer: Response) -> Response:
    """One address has two bodies, the page and its block: caches must tell them apart."""
    answer.vary.add("HX-Target")
    return answer


def see_other(endpoint: str, /, **values: Any) -> Response:
    """303 to the endpoint; the form's receipt remembers it."""
    location = url_for(endpoint, **values)
    if "claimed" in g:
        fill_receipt(g.claimed, location)
    return go(location)


def flash_undo(message: str, endpoint: str, /, **values: Any) -> None:
    """Say on the next page what was done, with a button that takes it back."""
    said = {"text": str(message), "undo": url_for(endpoint, **values)}
    flash(said, "success")  # type: ignore[arg-type]  # the template takes both a text and this


def go(location: str) -> Response:
    """303 to a path of our own."""
    return make_response(redirect(location, code=303))


def leads_to(endpoint: str, /, **values: Any) -> None:
    """Say where the same form leads when it is sent again, for a view that answers with a page.

    What such a page shows, it shows once: reloading it does nothing twice.
    """
    if "claimed" in g:
        fill_receipt(g.claimed, url_for(endpoint, **values))


def answer_repeat(name: str = "key") -> Response | None:
    """Before each unsafe view of a signed-in visitor: a form sent again is not done again.

    `name` is the field that holds the form's key.
    """
    sent = None if request.method in SAFE else request.form.get(name)
    if not sent or not current_user.is_authenticated:
        return None
    try:
        key = uuid.UUID(sent)
    except ValueError:
        return None
    location = claim(key, account_id=current_user.viewer.account_id)
    if location:
        return go(location)
    g.claimed = key
    return None


def whole_number(text: str) -> int:
    """The text as a whole number, for `request.args.get(…, type=whole_number)`.

    :raises ValueError: it is none, or one that no INTEGER column could hold.
    """
    value = int(text)
    if abs(value) > LARGEST:
        raise ValueError(text)
    return value


def page_number() -> int:
    """The page of a list that is asked for (`hal`), from 1 on."""
    return max(1, request.args.get("hal", 1, type=whole_number))


def spreadsheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """The rows as an XLSX file to save. Texts stay texts: nothing becomes a formula or a link."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {**SPREADSHEET, "in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        sheet.write_row(0, 0, map(cell, headings), book.add_format({"bold": True}))
        for index, row in enumerate(rows, start=1):
            sheet.write_row(index, 0, map(cell, row))
        sheet.autofit()
    answer = make_response(file.getvalue())
    answer.mimetype = XLSX
    filename = f"{name}-{clock.today().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def workbook(name: str, parts: Iterable[Part]) -> Response:
    """The sheets as one XLSX file to save, sent from outside of memory."""
    size, chunks = written(parts)
    answer = Response(chunks, mimetype=XLSX)
    answer.content_length = size
    filename = f"{name}-{clock.today().isoformat()}.xlsx"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def personal_spreadsheet(
    name: str,
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    action: str,
    subject: str,
) -> Response:
    """A spreadsheet of personal data: that it was taken is recorded, with rows and filter."""
    kept = list(rows)
    note_list_reading(action, subject, len(kept))
    return spreadsheet(name, headings, kept)


def note_list_reading(action: str, subject: str, rows: int) -> None:
    """Record, after this request, that the visitor read or took so many rows about others.

    Of a number that was searched for only that there was one: the trail could never forget it.
    """
    remember(
        audit.record,
        action=action,
        subject=subject,
        by=current_user.viewer.employee_id,
        rows=rows,
        filter={key: NIP.sub("…", text) for key, text in request.args.items() if text},
    )


@cache
def asset_version(path: Path) -> str:
    """Eight letters that change with the file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]


def asset(filename: str, endpoint: str = "static") -> str:
    """The address of a static file with its content's hash, so that it may be cached for ever."""
    return asset_address(request.script_root, filename, endpoint)


@cache
def asset_address(_root: str, filename: str, endpoint: str) -> str:
    """The address, worked out once under each root: a page asks for dozens of icons."""
    if endpoint == "static":
        folder = current_app.static_folder
    else:
        folder = current_app.blueprints[endpoint.removesuffix(".static")].static_folder
    return url_for(endpoint, filename=filename, v=asset_version(Path(folder or "") / filename))


class Words(Domain):
    """The catalogues, read once: Flask-Babel's own domain lives and reads for one request."""

    def get_translations(self) -> Any:
        """The catalogue of this answer's language."""
        if "words" not in g:
            g.words = super().get_translations()
        return g.words


WORDS = Words()


def locale() -> str:
    """The language of this answer: chosen by the visitor, else Bahasa; commands speak Bahasa."""
    chosen = session.get("language") if has_request_context() else None
    return chosen if chosen in LANGUAGES else "id"


def clock_time(moment: datetime) -> str:
    """The time of day with its zone: "13.05 WIB"."""
    here = clock.local(moment)
    offset = here.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    name = ZONE_NAMES.get(hours, here.tzname() or "")
    return f"{here:%H.%M} {name}"


def day(value: date) -> str:
    """The date in full: "21 November 2026". A moment is taken to the agency's calendar first."""
    if isinstance(value, datetime):
        value = clock.local(value).date()
    return str(format_date(value, "long"))


def days_until(value: date) -> int:
    """Calendar days from today to the day; negative when it is past."""
    return (value - clock.today()).days


def refuse_nul() -> None:
    """Before each view: no address carries the character that no database text can hold."""
    if any("\0" in text for text in (request.path, *request.args.values())):
        abort(400)


class RowNumber(IntegerConverter):
    """A row's number in an address; one that no INTEGER column could hold is nobody's."""

    def __init__(self, url_map: Map, **settings: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST, **settings})


def init_app(app: Flask) -> None:
    """Register the repeat check, the language and what addresses and templates use."""
    app.url_map.converters["int"] = RowNumber
    babel.init_app(app, locale_selector=locale, default_timezone=app.config["TIMEZONE"])
    app.before_request(WORDS.as_default)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # jinja2.ext.i18n adds it
        gettext=lambda text: WORDS.get_translations().ugettext(text),
        ngettext=lambda one, many, n: WORDS.get_translations().ungettext(one, many, n),
        newstyle=True,
    )
    app.before_request(refuse_nul)
    app.before_request(answer_repeat)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.globals.update(
        asset=asset,
        csrf_token=generate_csrf,
        days_until=days_until,
        get_locale=get_locale,
        languages=LANGUAGES,
    )
    app.jinja_env.filters.update(clock_time=clock_time, day=day)
