"""A real OpenID Connect provider on this machine: Django OAuth Toolkit with one person.

`python -m tests.sso_provider PORT CALLBACK NIP FOLDER` serves until it is ended.
"""

import sys
from pathlib import Path
from typing import Any

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

CLIENT_ID = "kinerja"
CLIENT_SECRET = "rahasia-klien-untuk-pengujian"
USER, PASSWORD = "sari", "sandi-penyedia-contoh"


def configure(folder: Path, issuer: str) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    settings.configure(
        SECRET_KEY="kunci-penyedia-untuk-pengujian-saja",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "p.db"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}
        ],
        LOGIN_URL="/masuk/",
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OIDC_ISS_ENDPOINT": issuer,
            "PKCE_REQUIRED": True,
            "SCOPES": {"openid": "openid"},
            "OAUTH2_VALIDATOR_CLASS": f"{__name__}.Validator",
        },
    )
    django.setup()


def fill(callback: str, nip: str) -> None:
    """One person, who has this number, and one client."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from oauth2_provider.models import get_application_model

    call_command("migrate", verbosity=0)
    person = get_user_model().objects.create_user(USER, password=PASSWORD, first_name=nip)
    get_application_model().objects.create(
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=callback,
        skip_authorization=True,
        algorithm="RS256",
        user=person,
    )


def sign_in(request: Any) -> Any:
    """The provider's own sign-in: number and password in the address, as no real one takes them."""
    from django.contrib.auth import authenticate, login
    from django.http import HttpResponse
    from django.shortcuts import redirect

    person = authenticate(
        request, username=request.GET.get("user"), password=request.GET.get("password")
    )
    if person is None:
        return HttpResponse("Siapa Anda?", status=401)
    login(request, person)
    return redirect(request.GET["next"])


def serve(port: int) -> None:
    from wsgiref.simple_server import make_server

    from django.core.wsgi import get_wsgi_application

    make_server("127.0.0.1", port, get_wsgi_application()).serve_forever()


if __name__ == "__main__":
    PORT, CALLBACK, NIP, FOLDER = int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4])
    sys.modules["tests.sso_provider"] = sys.modules[__name__]
    configure(FOLDER, f"http://127.0.0.1:{PORT}/o")
    fill(CALLBACK, NIP)

if settings.configured:
    from django.urls import include, path
    from oauth2_provider.oauth2_validators import OAuth2Validator

    class Validator(OAuth2Validator):
        """Says the person's number too."""

        oidc_claim_scope = None

        def get_additional_claims(self, request: Any) -> dict[str, str]:
            return {"nip": request.user.first_name}

    urlpatterns = [
        path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
        path("masuk/", sign_in),
    ]

if __name__ == "__main__":
    serve(PORT)
