"""A start that is sent twice is one: its form carries a name of its own, from which the private link follows.

A double click, and a form that is sent again after going back, so reach the draft that the first one made. The name
stands only in the page that one visitor was shown; without the service's secret nobody derives a link from it. The
home page is one for all visitors and carries no name: from there the same words, sent again from the same browser
within minutes, are the same start as long as nothing was added to it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import request
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from marketplace.accounts.passwords import new_token, token_digest
from marketplace.drafts.services import Saved, find_draft, save_draft, start_draft
from marketplace.web.remembered import remembered
from marketplace.web.session import read_session, transaction
from marketplace.web.state import now, state

FIELD = "begun"
LEAST = 32  # Characters of a name that nobody guesses.
AGAIN = timedelta(minutes=10)
FIRST = 1  # The version that a form without a link was made from.


def new_start_name() -> str:
    """Return a name for a form that begins a start."""
    return new_token()


def keep_start(content: Mapping[str, Any]) -> tuple[str, Saved]:
    """Keep what a form that begins a start says, once however often it is sent; return its link's token."""
    token = _token_of(request.form.get(FIELD, "")) or _same_again(content) or new_token()
    try:
        with transaction() as session:
            return token, _kept(session, content, token=token)
    except IntegrityError:
        # The other click of a double click made the draft at this moment.
        with transaction() as session:
            return token, _kept(session, content, token=token)


def _same_again(content: Mapping[str, Any]) -> str:
    token = remembered()
    draft = find_draft(read_session(), key=token_digest(token), now=now()) if token else None
    is_same = draft is not None and draft.content == dict(content) and now() - draft.updated_at < AGAIN
    return token if is_same else ""


def _kept(session: Session, content: Mapping[str, Any], *, token: str) -> Saved:
    draft = find_draft(session, key=token_digest(token), now=now(), lock=True)
    if draft is None:
        start_draft(session, content=content, token=token, now=now())
        return Saved(version=FIRST)
    return save_draft(session, draft, fields=content, seen_version=FIRST, now=now())


def _token_of(name: str) -> str:
    if len(name) < LEAST:
        return ""
    made = hmac.new(state().settings.secret_key.encode(), f"start:{name}".encode(), hashlib.sha256)
    return urlsafe_b64encode(made.digest()).decode().rstrip("=")
