"""One JSON line for each event, with the request's code in it."""

import json
import logging
import secrets
from datetime import UTC, datetime

from flask import Flask, g, has_request_context, request

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON, so that nobody's text can fake a second one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time in UTC, level, logger, message, request code and route."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if has_request_context():
            line |= {"request": request_code(), "method": request.method, "route": request.endpoint}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def request_code() -> str:
    """The short code of this request, the same in its log lines and on its error page."""
    if "request_code" not in g:
        g.request_code = "K-" + "".join(secrets.choice(CODE_LETTERS) for _ in range(6))
    code: str = g.request_code
    return code


def init_app(app: Flask) -> None:
    """Send the application's log lines to standard error as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    app.logger.handlers[:] = [handler]
    app.logger.setLevel(logging.INFO)
    app.logger.propagate = False
