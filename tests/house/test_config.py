"""Settings from the environment; production refuses to start with anything missing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kinerja import config
from kinerja.config import ROOT, ConfigError, database_url, flag, from_environment, stored_secret

PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": "s" * 40,
    "AUDIT_KEY": "a" * 40,
    "DATABASE_URL": "postgresql://kinerja@db/kinerja",
    "TRUSTED_HOSTS": "kinerja.contoh.go.id api.contoh.go.id",
}


def test_complete_production_starts() -> None:
    settings = from_environment(PRODUCTION)
    assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://kinerja@db/kinerja"
    assert settings["TRUSTED_HOSTS"] == ["kinerja.contoh.go.id", "api.contoh.go.id"]
    assert settings["SESSION_COOKIE_NAME"] == "__Host-kinerja"
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["WTF_CSRF_TIME_LIMIT"] is None


@pytest.mark.parametrize("missing", ["SECRET_KEY", "AUDIT_KEY", "DATABASE_URL", "TRUSTED_HOSTS"])
def test_production_refuses_to_start_without(missing: str) -> None:
    env = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ConfigError, match=missing):
        from_environment(env)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SECRET_KEY", "pendek"),
        ("AUDIT_KEY", "pendek"),
        ("SECRET_KEY", "a" * 40),
        ("DEMO", "1"),
        ("FLASK_DEBUG", "true"),
    ],
)
def test_production_refuses_to_start_with(setting: str, value: str) -> None:
    with pytest.raises(ConfigError, match=setting):
        from_environment({**PRODUCTION, setting: value})


def test_production_names_every_fault_at_once() -> None:
    with pytest.raises(ConfigError) as refused:
        from_environment({"PRODUCTION": "1", "DEMO": "1"})
    for name in ("SECRET_KEY", "AUDIT_KEY", "DATABASE_URL", "TRUSTED_HOSTS", "DEMO"):
        assert name in str(refused.value)


def test_server_itself_does_not_start_with_a_fault() -> None:
    command = [sys.executable, "-c", "import wsgi"]
    env = {"PATH": os.environ["PATH"], "PRODUCTION": "1"}
    ended = subprocess.run(
        command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False
    )
    assert ended.returncode != 0
    assert "SECRET_KEY kosong" in ended.stderr


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PROXY_HOPS", "satu"),
        ("PROXY_HOPS", "-1"),
        ("TIMEZONE", "Asia/Medan"),
        ("TIMEZONE", "../x"),
        ("SECOND_FACTOR", "kadang"),
    ],
)
def test_setting_that_cannot_be_used_is_named(setting: str, value: str) -> None:
    with pytest.raises(ConfigError, match=setting):
        from_environment({setting: value})


def test_number_and_flag() -> None:
    assert from_environment({"PROXY_HOPS": " 2 "})["PROXY_HOPS"] == 2
    assert [flag({"X": text}, "X") for text in ("1", " YA ", "0", "")] == [True, True, False, False]


def test_demo_and_development_trust_every_host() -> None:
    settings = from_environment({})
    assert settings["TRUSTED_HOSTS"] is None
    assert not settings["SESSION_COOKIE_SECURE"]


def test_postgresql_always_goes_through_psycopg_3() -> None:
    assert database_url("postgres://a@b/c") == "postgresql+psycopg://a@b/c"
    assert database_url("postgresql+psycopg://a@b/c") == "postgresql+psycopg://a@b/c"
    assert database_url("sqlite:///x") == "sqlite:///x"


def test_secret_of_an_installation_is_made_once_and_kept_to_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "baru")
    settings = from_environment({})
    assert len(settings["SECRET_KEY"]) == 64
    assert settings["SECRET_KEY"] != settings["AUDIT_KEY"]
    assert stored_secret("secret-key") == settings["SECRET_KEY"]
    mode = stat.S_IMODE((tmp_path / "baru" / "secret-key").stat().st_mode)
    assert mode == 0o600


def test_unwritable_folder_for_the_secret_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "berkas").touch()
    monkeypatch.setattr(config, "INSTANCE", tmp_path / "berkas" / "folder")
    with pytest.raises(ConfigError, match="tidak dapat ditulis"):
        from_environment({})


def test_public_address_is_given_or_follows_from_the_host() -> None:
    assert from_environment({})["PUBLIC_URL"] == "http://127.0.0.1:8000"
    assert (
        from_environment({"HOST": "10.1.2.3", "PORT": "81"})["PUBLIC_URL"] == "http://10.1.2.3:81"
    )
    assert from_environment(PRODUCTION)["PUBLIC_URL"] == "https://kinerja.contoh.go.id"
    given = {"PUBLIC_URL": "https://contoh.go.id/kinerja/"}
    assert from_environment(given)["PUBLIC_URL"] == "https://contoh.go.id/kinerja"
    with pytest.raises(ConfigError, match="PUBLIC_URL"):
        from_environment({"PUBLIC_URL": "contoh.go.id"})


def test_mail_server_is_checked_without_telling_its_password() -> None:
    url = "smtp://kinerja:rahasia@surel.contoh.go.id:587?starttls"
    sender = {"MAIL_FROM": "Kinerja <kinerja@contoh.go.id>"}
    assert from_environment(PRODUCTION | sender | {"SMTP_URL": url})["SMTP_URL"] == url
    with pytest.raises(ConfigError, match="MAIL_FROM"):
        from_environment(PRODUCTION | {"SMTP_URL": url})
    with pytest.raises(ConfigError) as refused:
        from_environment({"SMTP_URL": "http://kinerja:rahasia@surel"})
    assert "SMTP_URL" in str(refused.value)
    assert "rahasia" not in str(refused.value)


def test_old_keys_are_still_read_after_a_rotation() -> None:
    env = {"SECRET_KEY_FALLBACKS": "lama lebih-lama"}
    assert from_environment(env)["SECRET_KEY_FALLBACKS"] == ["lama", "lebih-lama"]


def test_admins_sign_in_with_two_steps_in_production_unless_it_is_said() -> None:
    assert from_environment(PRODUCTION)["SECOND_FACTOR"] == "admin"
    assert from_environment(PRODUCTION | {"SECOND_FACTOR": "ALL"})["SECOND_FACTOR"] == "all"
    assert from_environment({})["SECOND_FACTOR"] == "optional"
