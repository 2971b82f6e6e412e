"""When a token was used last, told to its owner: noted a few times an hour at most, so that reading stays cheap."""

from datetime import datetime, timedelta

import structlog
from flask import Flask, Response
from sqlalchemy import or_, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from marketplace.accounts.models import ApiToken
from marketplace.accounts.passwords import token_digest
from marketplace.core.db import Database
from marketplace.web.signin import admitted_token
from marketplace.web.state import state

EVERY = timedelta(minutes=15)
MOST_REMEMBERED = 10_000  # Tokens noted by a process; beyond it all are forgotten, and noted once more.
_NOTED = "noted_tokens"
_REFUSED = 400
_log = structlog.get_logger()


def init_token_use(app: Flask) -> None:
    """Note the use of a token once what was asked for was answered; a failure to note it harms no answer."""

    @app.after_request
    def note(response: Response) -> Response:
        token = admitted_token()
        if token and response.status_code < _REFUSED:
            _note(state().database, token_digest(token), now=state().clock())
        return response


def _note(database: Database, digest: str, *, now: datetime) -> None:
    noted: dict[str, datetime] = state().services.setdefault(_NOTED, {})
    if digest in noted and now - noted[digest] < EVERY:
        return
    if len(noted) >= MOST_REMEMBERED:
        noted.clear()
    noted[digest] = now
    try:
        write_use(database, digest, now=now)
    except DBAPIError:
        _log.warning("use of a token not noted", exc_info=True)


def write_use(database: Database, digest: str, *, now: datetime) -> None:
    """Write down that a token was used, unless another process did so within the same quarter of an hour."""
    last = col(ApiToken.last_used_at)
    with database.transaction() as session:
        session.execute(
            update(ApiToken)
            .where(col(ApiToken.token_digest) == digest, or_(last.is_(None), last < now - EVERY))
            .values(last_used_at=now)
        )
