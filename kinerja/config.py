"""Settings from the environment, and what production refuses to start without."""

import os
import secrets
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from click import ClickException

from kinerja.post import read_server

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
TRUE = frozenset({"1", "true", "yes", "on", "ya"})
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")
SECOND_FACTOR = ("admin", "all", "optional")


class ConfigError(ClickException):
    """What the application cannot start with; `flask` prints its sentence in one line."""


def flag(env: Mapping[str, str], name: str) -> bool:
    """Whether the environment variable says yes (1, true, yes, on, ya)."""
    return env.get(name, "").strip().lower() in TRUE


def number(env: Mapping[str, str], name: str, default: int) -> int:
    """The variable as a whole number from 0 on.

    :raises ConfigError: it is something else.
    """
    text = env.get(name, "").strip() or str(default)
    if not text.isdecimal():
        raise ConfigError(f"{name} harus bilangan bulat 0 atau lebih, bukan {text!r}.")
    return int(text)


def choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    """The variable, which must be one of the words allowed.

    :raises ConfigError: it is something else.
    """
    text = env.get(name, "").strip().lower() or default
    if text not in allowed:
        raise ConfigError(f"{name} harus salah satu dari: {', '.join(allowed)}; bukan {text!r}.")
    return text


def database_url(url: str) -> str:
    """The address for SQLAlchemy: PostgreSQL always goes through psycopg 3."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def public_url(env: Mapping[str, str]) -> str:
    """Under which address people reach the application, for links in mails; without end slash."""
    given = env.get("PUBLIC_URL", "").strip()
    if not given:
        trusted = env.get("TRUSTED_HOSTS", "").split()
        local = f"http://{env.get('HOST', '127.0.0.1')}:{env.get('PORT', '8000')}"
        return f"https://{trusted[0].lstrip('.')}" if trusted else local
    if not given.startswith(("http://", "https://")):
        raise ConfigError(f"PUBLIC_URL {given!r} harus diawali https://.")
    return given.rstrip("/")


def smtp_url(url: str) -> str:
    """The mail server's address as it was given; empty when mails are only queued.

    :raises ConfigError: nobody can be reached under it.
    """
    try:
        if url:
            read_server(url)
    except ValueError as error:
        raise ConfigError(
            "SMTP_URL tidak dikenal. Contoh: smtp://pengguna:sandi@host:587?starttls"
            " atau smtps://pengguna:sandi@host."
        ) from error
    return url


def single_sign_on(env: Mapping[str, str]) -> dict[str, Any]:
    """The agency's OpenID Connect provider; without an issuer there is no single sign-on.

    :raises ConfigError: the issuer is given and the client is not, or the extra is not installed.
    """
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    found: dict[str, Any] = {name: env.get(name, "").strip() for name in names}
    if found["OIDC_ISSUER"]:
        missing = [name for name in names if not found[name]]
        if missing:
            raise ConfigError(f"OIDC_ISSUER terisi, tetapi {', '.join(missing)} belum.")
        if find_spec("authlib") is None:
            raise ConfigError(
                "OIDC_ISSUER terisi, tetapi tambahan sso belum dipasang: kinerja[sso]."
            )
    return found | {
        "OIDC_NAME": env.get("OIDC_NAME", "").strip() or "SSO ASN",
        "OIDC_NIP_CLAIM": env.get("OIDC_NIP_CLAIM", "").strip() or "nip",
        "OIDC_SCOPE": env.get("OIDC_SCOPE", "").strip() or "openid",
        # Passwords then open the accounts of agency admins only, for when the provider is down.
        "OIDC_ONLY": flag(env, "OIDC_ONLY") and bool(found["OIDC_ISSUER"]),
    }


def stored_secret(name: str) -> str:
    """A secret of this installation, made at first use and kept in the instance folder.

    :raises ConfigError: the folder cannot be written to.
    """
    path = INSTANCE / name
    try:
        if not path.exists():
            INSTANCE.mkdir(parents=True, exist_ok=True)
            with open(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"Folder {INSTANCE} tidak dapat ditulis ({error.strerror}). Ubah izinnya, lalu ulangi."
        ) from error


def from_environment(env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Flask's settings, read from the environment.

    :raises ConfigError: a value cannot be used; in production also when a needed one is missing.
    """
    production = flag(env, "PRODUCTION")
    settings: dict[str, Any] = {
        "PRODUCTION": production,
        "SECRET_KEY": env.get("SECRET_KEY")
        or (None if production else stored_secret("secret-key")),
        "SECRET_KEY_FALLBACKS": env.get("SECRET_KEY_FALLBACKS", "").split() or None,
        "AUDIT_KEY": env.get("AUDIT_KEY") or (None if production else stored_secret("audit-key")),
        "SQLALCHEMY_DATABASE_URI": database_url(
            env.get("DATABASE_URL") or f"sqlite:///{INSTANCE / 'kinerja.sqlite3'}"
        ),
        "AGENCY": env.get("AGENCY", "Pemerintah Kota Contoh"),
        # Shown in the notice about personal data; empty ones are told in general words.
        "AGENCY_ADDRESS": env.get("AGENCY_ADDRESS", "").strip(),
        "PPID_CONTACT": env.get("PPID_CONTACT", "").strip(),
        "DPO_CONTACT": env.get("DPO_CONTACT", "").strip(),
        "TIMEZONE": env.get("TIMEZONE", ZONES[0]),
        "TRUSTED_HOSTS": env.get("TRUSTED_HOSTS", "").split() or None,
        "PROXY_HOPS": number(env, "PROXY_HOPS", 0),
        # Whom signing in takes two steps; people may always choose it for themselves.
        "SECOND_FACTOR": choice(
            env, "SECOND_FACTOR", SECOND_FACTOR, "admin" if production else "optional"
        ),
        "PUBLIC_URL": public_url(env),
        "SMTP_URL": smtp_url(env.get("SMTP_URL", "").strip()),
        "MAIL_FROM": env.get("MAIL_FROM", "").strip() or "Kinerja <kinerja@localhost>",
    }
    settings |= single_sign_on(env)
    check_zone(settings["TIMEZONE"])
    if production:
        check_production(settings, env)
    return settings | fixed(secure=production)


def fixed(*, secure: bool) -> dict[str, Any]:
    """Settings that no installation changes; `secure` when served over HTTPS only."""
    return {
        "BABEL_DEFAULT_LOCALE": "id",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "translations"),
        "MAX_CONTENT_LENGTH": 10 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_NAME": "__Host-kinerja" if secure else "kinerja",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": secure,
        # A form may stay open for days; the token lives as long as its session.
        "WTF_CSRF_TIME_LIMIT": None,
    }


def check_zone(name: str) -> None:
    """:raises ConfigError: the time zone is unknown."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        zones = ", ".join(ZONES)
        raise ConfigError(f"TIMEZONE {name!r} tidak dikenal. Pakai salah satu: {zones}.") from error


def check_production(settings: Mapping[str, Any], env: Mapping[str, str]) -> None:
    """Refuse to start in production with anything a stranger could use.

    :raises ConfigError: one line for every point that is missing or weak.
    """
    faults = [
        (len(settings["SECRET_KEY"] or "") < 32, "SECRET_KEY kosong atau kurang dari 32 huruf."),
        (len(settings["AUDIT_KEY"] or "") < 32, "AUDIT_KEY kosong atau kurang dari 32 huruf."),
        (
            settings["SECRET_KEY"] == settings["AUDIT_KEY"],
            "SECRET_KEY dan AUDIT_KEY harus berbeda.",
        ),
        (not env.get("DATABASE_URL"), "DATABASE_URL belum diisi."),
        (not settings["TRUSTED_HOSTS"], "TRUSTED_HOSTS belum diisi (nama host, dipisah spasi)."),
        (
            bool(settings["SMTP_URL"]) and not env.get("MAIL_FROM"),
            "MAIL_FROM belum diisi, padahal SMTP_URL diisi.",
        ),
        (flag(env, "DEMO"), "DEMO tidak boleh dipakai bersama PRODUCTION."),
        (flag(env, "FLASK_DEBUG"), "FLASK_DEBUG tidak boleh dipakai bersama PRODUCTION."),
    ]
    found = [sentence for wrong, sentence in faults if wrong]
    if found:
        raise ConfigError("Tidak dapat berjalan dalam mode produksi:\n- " + "\n- ".join(found))
