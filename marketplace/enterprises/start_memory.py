"""A browser remembers the private link of the start that was begun in it, until an account or its owner ends it."""

from flask import url_for
from sqlmodel import Session

from marketplace.accounts.passwords import token_digest
from marketplace.drafts.services import KEPT, find_draft
from marketplace.web.remembered import forget, remember, remembered
from marketplace.web.state import now


def remember_start(token: str) -> None:
    """Let this browser find the start again."""
    remember(token, kept=KEPT)


def renew_start(token: str) -> None:
    """Count the thirty days anew where this start is the remembered one, as its draft does."""
    if remembered() == token:
        remember_start(token)


def forget_start(token: str) -> None:
    """Let this browser forget a start that is no more."""
    if remembered() == token:
        forget()


def remembered_start(session: Session) -> str:
    """Return the address where a remembered start goes on; empty when there is none, or its draft is gone."""
    token = remembered()
    draft = find_draft(session, key=token_digest(token), now=now()) if token else None
    return url_for("start.resume", token=token) if draft is not None else ""
