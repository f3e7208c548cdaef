"""An OpenID Connect provider that can be told to lie in one thing."""

import base64
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey


def part(document: dict[str, Any]) -> str:
    """A part of a token."""
    return base64.urlsafe_b64encode(json.dumps(document).encode()).rstrip(b"=").decode()


class HostileProvider:
    """Serves discovery, keys and tokens; `answer` leads back to the client as a browser would."""

    def __init__(self, *, client_id: str, client_secret: str, nip: str) -> None:
        self.client_id, self.client_secret, self.nip = client_id, client_secret, nip
        self.key = RSAKey.generate_key(2048, {"kid": "satu"})
        self.other = RSAKey.generate_key(2048, {"kid": "satu"})
        self.tokens: dict[str, str] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> "HostileProvider":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def handler(self) -> type[BaseHTTPRequestHandler]:
        """What answers the client's requests."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.say(provider.documents()[self.path])

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                code = parse_qs(self.rfile.read(length).decode())["code"][0]
                self.say(
                    {
                        "access_token": "a",
                        "token_type": "Bearer",
                        "id_token": provider.tokens.pop(code),
                    }
                )

            def say(self, document: dict[str, Any]) -> None:
                body = json.dumps(document).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_line: object) -> None:
                """Quiet."""

        return Handler

    def documents(self) -> dict[str, dict[str, Any]]:
        """Discovery and keys. It offers every weak signature there is."""
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            },
            "/keys": {"keys": [self.key.as_dict(private=False)]},
        }

    def answer(self, asked: str, *, lie: str) -> str:
        """The address back to the client, with a code for a token that lies in this one thing."""
        sent = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        code = f"kode-{len(self.tokens)}-{lie}"
        self.tokens[code] = self.token(sent["nonce"], lie)
        state = "lain" if lie == "state" else sent["state"]
        return f"{sent['redirect_uri']}?{urlencode({'code': code, 'state': state})}"

    def token(self, nonce: str, lie: str) -> str:
        """The identity token."""
        now = int(time.time())
        age = 7200 if lie == "old" else 0
        claims: dict[str, Any] = {
            "iss": "https://lain.contoh" if lie == "iss" else self.issuer,
            "aud": "klien-lain" if lie == "aud" else self.client_id,
            "sub": "sari",
            "nip": self.nip,
            "nonce": "lain" if lie == "nonce" else nonce,
            "iat": now - age,
            "exp": now - age + 600,
        }
        if lie == "no-sub":
            del claims["sub"]
        if lie == "none":
            return f"{part({'alg': 'none'})}.{part(claims)}."
        if lie == "shared-secret":
            secret = OctKey.import_key(self.client_secret, {"kid": "satu"})
            return jwt.encode({"alg": "HS256", "kid": "satu"}, claims, secret)
        key = self.other if lie == "another-key" else self.key
        return jwt.encode({"alg": "RS256", "kid": "satu"}, claims, key)
