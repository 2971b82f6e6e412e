"""An OpenID Connect issuer on the loopback address that signs in whoever a test says, and may be told to lie."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "marketplace", "secret-of-the-client"


@dataclass(slots=True)
class Issuer:
    """What the issuer knows and does; ``claims`` go into the next ID token, over what is right."""

    url: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"}))
    signs_with: RSAKey | None = None
    claims: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    now: int = 0
    document: dict[str, Any] = field(default_factory=dict)
    codes: set[str] = field(default_factory=set)


def make_issuer(known: Issuer) -> Flask:
    """Return the issuer's own application."""
    app = Flask("issuer")

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        places = {f"{name}_endpoint": f"{known.url}/{name}" for name in ("authorization", "token")}
        return jsonify({"issuer": known.url, "jwks_uri": f"{known.url}/keys", **places, **known.document})

    @app.get("/keys")
    def keys() -> Response:
        return jsonify({"keys": [known.key.as_dict(private=False)]})

    @app.get("/authorization")
    def authorization() -> Any:
        known.asked = dict(request.args)
        code = f"code-{time.monotonic_ns()}"
        known.codes.add(code)
        return redirect(f"{request.args['redirect_uri']}?code={code}&state={request.args['state']}")

    @app.post("/token")
    def token() -> Any:
        code, given = request.form["code"], request.authorization
        right = given is not None and (given.username, given.password) == (CLIENT_ID, CLIENT_SECRET)
        challenge = create_s256_code_challenge(request.form["code_verifier"])
        if not right or code not in known.codes or challenge != known.asked["code_challenge"]:
            return jsonify({"error": "invalid_grant"}), 400
        known.codes.remove(code)
        return jsonify({"access_token": "unused", "token_type": "Bearer", "id_token": id_token(known)})

    return app


def id_token(known: Issuer) -> str:
    """Return the token about the person of the moment."""
    claims = {
        "iss": known.url,
        "aud": CLIENT_ID,
        "sub": "person-1",
        "nonce": known.asked["nonce"],
        "iat": known.now,
        "exp": known.now + 300,
        "email_verified": True,
        **known.claims,
    }
    return jwt.encode({"alg": "RS256", "kid": "1"}, claims, known.signs_with or known.key)


@contextmanager
def running_issuer(now: int) -> Iterator[Issuer]:
    """Serve an issuer until the block ends."""
    known = Issuer(now=now)
    server = make_server("127.0.0.1", 0, make_issuer(known), threaded=True)
    known.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield known
    server.shutdown()
    thread.join()
    server.server_close()
