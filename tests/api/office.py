"""The programs of whoever registers bodies and of offices: typed calls beside those of the client."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from flask import Flask

from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from tests.api.client import Answer, ApiClient, Upload, _shaped
from tests.fixtures.web import NOW


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A body for which a person acts."""

    membership_id: int
    organisation_id: int
    organisation_name: str
    role: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Office(ApiClient):
    """Calls of offices; an answer comes with its ETag, which the next write names."""

    def register(self, of: str, /, **said: Any) -> Membership:
        """Register an enterprise, a provider or a supervisor's firm, by the name of its list."""
        return _shaped(Membership, self._call("POST", f"/{of}", body=said).data)

    def memberships(self) -> list[Membership]:
        return list(self._all("/memberships", Membership))

    def read(self, path: str) -> Answer:
        return self._call("GET", path)

    def rows(self, path: str) -> list[Mapping[str, Any]]:
        return list(self._all(path, dict, limit=2))

    def write(self, method: str, path: str, body: Any = None, *, seen: Answer | None = None) -> Answer:
        """Send a write, under the state that an answer told if one is given."""
        etag = seen.headers["ETag"] if seen else ""
        return self._call(method, path, body={} if body is None else body, etag=etag)


MakeOffice = Callable[..., Office]


def offices(app: Flask, database: Database) -> MakeOffice:
    """Return what makes the program of a person, who hands it a token."""

    def send(method: str, path: str, headers: Mapping[str, str], body: Any) -> Answer:
        content: dict[str, Any] = {"json": body}
        if isinstance(body, Upload):
            content = {"data": {"files": (BytesIO(body.content), body.name)}}
        elif isinstance(body, dict) and any(isinstance(one, Upload) for one in body.values()):
            content = {"data": {name: _part(one) for name, one in body.items()}}
        answer = app.test_client().open(path, method=method, headers=dict(headers), **content)
        return Answer(status=answer.status_code, headers=dict(answer.headers), data=answer.get_json(silent=True))

    def make(actor: Actor, *, scopes: tuple[str, ...] = ("write",), now: datetime = NOW) -> Office:
        with database.transaction() as session:
            made = create_api_token(session, actor=actor, name="程序", scopes=list(scopes), days=1, now=now)
        return Office(send=send, token=made[1])

    return make


def _part(value: Any) -> Any:
    return (BytesIO(value.content), value.name) if isinstance(value, Upload) else value
