"""OpenID Connect, the side of the relying party: where to send the browser, and what an ID token says.

Authorization code with PKCE, state and nonce. Keys and addresses come from the issuer's discovery document; whatever
is not as it must be raises OidcError, whose text is for the log and holds nothing that the issuer or a browser sent.
Authlib and joserfc are loaded by those who sign in so, which most installations never do.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import urllib3

ALGORITHMS = ("RS256", "ES256", "PS256")
SCOPE = "openid email profile"
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255
MOST_BYTES = 1 << 20
TIMEOUT = urllib3.Timeout(connect=5, read=10)
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class OidcError(Exception):
    """The issuer cannot be reached or says something that does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """What the issuer knows of this service."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What this service made up for one sign-in, and the issuer's answer must fit to."""

    state: str
    nonce: str
    verifier: str
    next: str

    def to_text(self) -> str:
        """Return the attempt as the text that the browser keeps, sealed."""
        return json.dumps([self.state, self.nonce, self.verifier, self.next])


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """Who signed in at the issuer; ``email`` is empty unless the issuer has verified it."""

    issuer: str
    subject: str
    email: str
    name: str
    has_two_factors: bool


def new_attempt(next_path: str) -> Attempt:
    """Return fresh secrets for one sign-in."""
    from authlib.common.security import generate_token

    return Attempt(state=generate_token(32), nonce=generate_token(32), verifier=generate_token(64), next=next_path)


def read_attempt(text: str) -> Attempt:
    """Return the attempt that the browser kept."""
    state, nonce, verifier, next_path = json.loads(text)
    return Attempt(state=state, nonce=nonce, verifier=verifier, next=next_path)


def authorization_url(client: Client, attempt: Attempt) -> str:
    """Return where the browser goes to sign in."""
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    url: str = prepare_grant_uri(
        _discover(client)["authorization_endpoint"],
        client.client_id,
        "code",
        redirect_uri=client.redirect_uri,
        scope=SCOPE,
        state=attempt.state,
        nonce=attempt.nonce,
        code_challenge=create_s256_code_challenge(attempt.verifier),
        code_challenge_method="S256",
    )
    return url


def fetch_claims(client: Client, attempt: Attempt, *, code: str, now: datetime) -> Claims:
    """Exchange a code for an ID token and return what it says, once everything about it holds."""
    document = _discover(client)
    answer = _ask(
        "POST",
        document["token_endpoint"],
        fields={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": client.redirect_uri,
            "code_verifier": attempt.verifier,
        },
        headers=urllib3.make_headers(basic_auth=f"{client.client_id}:{client.client_secret}"),
    )
    keys = _ask("GET", document["jwks_uri"])
    return _verified(client, attempt, id_token=str(answer.get("id_token", "")), keys=keys, now=now)


def _verified(client: Client, attempt: Attempt, *, id_token: str, keys: Mapping[str, Any], now: datetime) -> Claims:
    from authlib.oidc.core import CodeIDToken
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    options = {
        "iss": {"essential": True, "value": client.issuer},
        "aud": {"essential": True, "value": client.client_id},
    }
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(keys), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]  # what the issuer published; a wrong shape raises
        params = {"nonce": attempt.nonce, "client_id": client.client_id}
        claims = CodeIDToken(token.claims, token.header, options, params)
        claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise OidcError(f"the ID token does not hold: {type(error).__name__}") from error
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= LONGEST_SUBJECT:
        raise OidcError("the ID token names nobody")
    return Claims(
        issuer=client.issuer,
        subject=claims["sub"],
        email=str(claims.get("email", "")) if claims.get("email_verified") is True else "",
        name=str(claims.get("name", ""))[:60],
        has_two_factors="mfa" in (claims.get("amr") or []),
    )


def _discover(client: Client) -> dict[str, Any]:
    document = _ask("GET", f"{client.issuer.rstrip('/')}/.well-known/openid-configuration")
    if document.get("issuer") != client.issuer:
        raise OidcError("the discovery document is another issuer's")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        _require_safe(str(document.get(name, "")))
    return document


def _require_safe(url: str) -> None:
    parts = urlsplit(url)
    if not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise OidcError("an address of the issuer is not https")


def _ask(method: str, url: str, **sent: Any) -> dict[str, Any]:
    """Return the JSON object of an answer; redirects are not followed, and a long answer is cut off."""
    _require_safe(url)
    if "fields" in sent:
        sent["encode_multipart"] = False
    pool = urllib3.PoolManager(timeout=TIMEOUT, retries=False)
    try:
        response = pool.request(method, url, preload_content=False, redirect=False, **sent)
        body = response.read(MOST_BYTES, decode_content=True)
        response.close()
        found = json.loads(body) if response.status == 200 else None  # noqa: PLR2004 - anything else is a refusal
    except (urllib3.exceptions.HTTPError, ValueError) as error:
        raise OidcError(f"the issuer cannot be asked: {type(error).__name__}") from error
    finally:
        pool.clear()
    if not isinstance(found, dict):
        raise OidcError("the issuer's answer is no JSON object")
    return found
