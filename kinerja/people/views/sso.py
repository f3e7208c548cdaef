"""Signing in through the agency's own OpenID Connect provider, where one is set up."""

from typing import Any

from flask import Response, abort, current_app, flash, g, request, session, url_for
from flask_babel import gettext as _

from kinerja.database import begin_writing
from kinerja.errors import DomainError
from kinerja.people import services
from kinerja.people.services import SsoRefusedError
from kinerja.people.views.blueprint import bp
from kinerja.people.views.sessions import caller, go_on, own_path
from kinerja.permissions import public
from kinerja.web import see_other

# Signatures that prove who signed; a token without one, or with a shared secret, proves nothing.
SIGNATURES = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384"})
SECONDS = 10  # that the provider may take to answer
# What a provider says of somebody who has shown a second factor there (RFC 8176).
SECOND_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "fpt", "sms"})


class ProviderError(DomainError):
    """The provider cannot be used, or its answer does not hold."""

    status = 502


def provider() -> Any:
    """The provider's client, made once for the application; 404 where none is set up.

    :raises ProviderError: it does not answer, or says that it is another one.
    """
    if not current_app.config["OIDC_ISSUER"]:
        abort(404)
    client = current_app.extensions.setdefault("kinerja-sso", {})
    if "app" not in client:
        client["app"] = register(current_app.config)
    found = client["app"]
    try:
        metadata = found.load_server_metadata()
    except Exception as error:  # whatever the network or the provider does wrong
        raise ProviderError(unreachable()) from error
    if metadata.get("issuer") != current_app.config["OIDC_ISSUER"]:
        raise ProviderError(unreachable())
    offered = set(metadata.get("id_token_signing_alg_values_supported") or ["RS256"])
    metadata["id_token_signing_alg_values_supported"] = sorted(offered & SIGNATURES)
    return found


def register(config: Any) -> Any:
    """The library's client for the provider: code flow with PKCE, state and nonce."""
    from authlib.integrations.flask_client import OAuth  # noqa: PLC0415  # extra, slow to load

    return OAuth(current_app).register(
        name="sso",
        client_id=config["OIDC_CLIENT_ID"],
        client_secret=config["OIDC_CLIENT_SECRET"],
        server_metadata_url=f"{config['OIDC_ISSUER'].rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={
            "scope": config["OIDC_SCOPE"],
            "code_challenge_method": "S256",
            "default_timeout": SECONDS,
        },
    )


def unreachable() -> str:
    """What to do when the provider cannot be used."""
    return str(
        _(
            "%(name)s sedang tidak dapat dihubungi. Coba lagi beberapa menit lagi, atau hubungi "
            "admin instansi.",
            name=current_app.config["OIDC_NAME"],
        )
    )


@bp.get("/masuk/sso")
@public
def begin_sso() -> Response:
    """Off to the provider."""
    try:
        away: Response = provider().authorize_redirect(callback())
    except ProviderError as error:
        return refused(error)
    session["sso_onward"] = own_path(request.args.get("lanjut"))
    return away


def callback() -> str:
    """Where the provider leads back to: an address from the settings, never from the request."""
    return f"{current_app.config['PUBLIC_URL']}{url_for('people.end_sso')}"


@bp.get("/masuk/sso/kembali")
@public
def end_sso() -> Response:
    """Back from the provider: enter with the account of the person it vouches for."""
    g.onward = session.pop("sso_onward", None)
    try:
        claims = vouched()
        begin_writing()
        return go_on(services.enter_by_sso(**identity(claims), caller=caller()))
    except (ProviderError, SsoRefusedError) as error:
        return refused(error)


def vouched() -> dict[str, Any]:
    """What the provider vouches for: signature, issuer, audience, nonce and age are checked.

    :raises ProviderError: the answer does not hold, or nobody asked for it.
    """
    config = current_app.config
    expected = {
        "iss": {"essential": True, "value": config["OIDC_ISSUER"]},
        "aud": {"essential": True, "value": config["OIDC_CLIENT_ID"]},
        "sub": {"essential": True},
    }
    client = provider()
    try:
        claims: dict[str, Any] | None = client.authorize_access_token(claims_options=expected).get(
            "userinfo"
        )
    except Exception as error:  # state, code, signature, claims: whichever does not hold
        current_app.logger.warning("sso: %s", type(error).__name__)
        raise ProviderError(unconfirmed()) from error
    if not claims:
        raise ProviderError(unconfirmed())
    return claims


def identity(claims: dict[str, Any]) -> dict[str, Any]:
    """Who came in, as `services.enter_by_sso` takes it; no number is an empty one."""
    return {
        "issuer": claims["iss"],
        "subject": claims["sub"],
        "nip": str(claims.get(current_app.config["OIDC_NIP_CLAIM"]) or ""),
        "two_steps": bool(SECOND_FACTORS.intersection(claims.get("amr") or ())),
    }


def unconfirmed() -> str:
    """What to do when the provider's answer does not hold."""
    return str(_("Jawaban SSO tidak dapat dipastikan. Mulai lagi dari tombol masuk."))


def refused(error: DomainError) -> Response:
    """Back to the sign-in page, which says why."""
    flash(str(error.message), "warning")
    return see_other("people.sign_in")
