"""A body beyond the limit: 413 whether its length is stated or not, read in small pieces, never held in memory."""

import io
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import NOW, Person

MEGABYTE = 1024 * 1024
LIMIT = 20 * MEGABYTE  # What the settings of tests take.
SENT = 90 * MEGABYTE
Send = Callable[..., TestResponse]


class Flood(io.RawIOBase):
    """Blanks that are made while they are read; it keeps how many were asked for at a time, and altogether."""

    def __init__(self) -> None:
        super().__init__()
        self.read_bytes = self.most_at_once = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        size = min(len(buffer), SENT - self.read_bytes)
        buffer[:size] = b" " * size
        self.read_bytes += size
        self.most_at_once = max(self.most_at_once, len(buffer))
        return size


@pytest.fixture
def send(person: Callable[..., Person], database: Database, app: Flask) -> Send:
    """Send a flood as a county's program, with its length or in chunks."""
    officer = person(Role.COUNTY, area_prefix="339999", county_code="339999").actor
    with database.transaction() as session:
        _, token = create_api_token(session, actor=officer, name="程序", scopes=["write"], days=1, now=NOW)

    def post(flood: Flood, *, media_type: str, key: str = "", is_stated: bool) -> TestResponse:
        found = {"CONTENT_LENGTH": str(SENT)} if is_stated else {"HTTP_TRANSFER_ENCODING": "chunked"}
        environ = {"wsgi.input": flood, "wsgi.input_terminated": True, "CONTENT_TYPE": media_type, **found}
        headers = {"Authorization": f"Bearer {token}", **({"Idempotency-Key": key} if key else {})}
        address = "/api/v1/imports" if "multipart" in media_type else "/api/v1/enterprises/gaps/reminders"
        return app.test_client().post(address, headers=headers, environ_overrides=environ)

    return post


@pytest.mark.parametrize("key", ["", "a-key-of-this-one"], ids=["without a key", "with a key"])
@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data; boundary=x"])
def test_body_stated_beyond_the_limit_is_refused_and_thrown_away_piece_by_piece(
    send: Send, media_type: str, key: str
) -> None:
    flood = Flood()

    tracemalloc.start()
    answer = send(flood, media_type=media_type, key=key, is_stated=True)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")
    told = answer.get_json()
    assert (told["code"], told["limit"], told["size"]) == ("too_large", LIMIT, SENT)
    assert "最多 20 MB，这次有 90.0 MB" in told["detail"]
    assert (flood.read_bytes, flood.most_at_once <= MEGABYTE) == (SENT, True)
    assert peak < 6 * MEGABYTE


@pytest.mark.parametrize("key", ["", "a-key-of-this-one"], ids=["without a key", "with a key"])
@pytest.mark.parametrize("media_type", ["application/json", "multipart/form-data; boundary=x"])
def test_body_in_chunks_is_refused_at_the_limit_and_never_cut_short(send: Send, media_type: str, key: str) -> None:
    flood = Flood()

    tracemalloc.start()
    answer = send(flood, media_type=media_type, key=key, is_stated=False)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    told = answer.get_json()
    assert (answer.status_code, told["code"], told["limit"], told["size"]) == (413, "too_large", LIMIT, None)
    assert (flood.read_bytes, flood.most_at_once <= MEGABYTE) == (SENT, True)
    assert peak < 3 * LIMIT


def test_form_in_chunks_beyond_the_limit_is_refused(app: Flask) -> None:
    flood = Flood()
    environ = {"wsgi.input": flood, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    answer = app.test_client().post(
        "/enterprises/register", content_type="application/x-www-form-urlencoded", environ_overrides=environ
    )

    assert answer.status_code == 413
    assert "提交的内容太大" in answer.text


def test_body_in_chunks_within_the_limit_is_taken(
    app: Flask, database: Database, person: Callable[..., Person]
) -> None:
    with database.transaction() as session:
        actor = person(Role.PROVIDER).actor
        _, token = create_api_token(session, actor=actor, name="程序", scopes=["write"], days=1, now=NOW)
    body = io.BytesIO(b'{"surprise": 1}' + b" " * 100_000)
    environ = {"wsgi.input": body, "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}

    answer = app.test_client().post(
        "/api/v1/modules",
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
        environ_overrides=environ,
    )

    assert (answer.status_code, "surprise" in answer.get_json()["errors"]) == (422, True)
