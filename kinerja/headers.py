"""The headers of every answer, and which forwarded ones are believed."""

from flask import Flask, Response, current_app, request
from werkzeug.middleware.proxy_fix import ProxyFix

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
HSTS = "max-age=31536000"
STATIC_AGE = "public, max-age=31536000, immutable"


def add_headers(answer: Response) -> Response:
    """The security headers of every answer, and what caches may keep of it."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if current_app.config["PRODUCTION"]:
        answer.headers.setdefault("Strict-Transport-Security", HSTS)
    is_static = (request.endpoint or "").endswith("static")
    if not is_static:
        answer.headers.setdefault("Cache-Control", "no-store")
    elif answer.status_code == 200 and "v" in request.args:  # the address changes with the content
        answer.headers["Cache-Control"] = STATIC_AGE
    return answer


def init_app(app: Flask) -> None:
    """Register the headers; believe as many proxies as `PROXY_HOPS` says."""
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # how Flask documents it
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.after_request(add_headers)
