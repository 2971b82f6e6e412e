"""Writes of drafts: created, saved while typing, merged when two windows wrote, forgotten after thirty days.

Drafts hold what people typed, so nothing of them enters the journal or the logs; only handing one in does.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, delete, select

from marketplace.accounts.passwords import token_digest
from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.core.locks import locked
from marketplace.drafts.merging import Clash, merge
from marketplace.drafts.models import Draft

KEPT = timedelta(days=30)
FORM_KEPT = timedelta(days=180)  # Whoever signs in may come back to a form after a season.
BASES = 8  # Contents remembered for merging: more windows than that on one draft clash value by value.
MOST_CHARACTERS = 200_000
GONE = "这个链接已经过期、已经登记完，或者不完整。已经登记的请登录；没有登记的可以重新开始，几分钟就好。"


class StartGoneError(NotFoundError):
    """A private link opens nothing any more: its start has become an enterprise, was thrown away, or never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """How saving went; ``version`` goes back with the next change."""

    version: int
    is_merged: bool = False
    is_clashing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a form was made from: the version of the thing that it is about, and that of its draft (0: none yet)."""

    stated: int
    draft: int


def start_draft(session: Session, *, content: Mapping[str, Any], token: str, now: datetime) -> None:
    """Keep a new draft of nobody in particular under the token of its private link."""
    session.exec(delete(Draft).where(col(Draft.expires_at) <= now))
    create_draft(session, key=token_digest(token), content=content, now=now)


def create_draft(
    session: Session, *, key: str, content: Mapping[str, Any], now: datetime, kept: timedelta = KEPT, **base: Any
) -> Draft:
    """Keep a new draft under a key; ``base`` is what a form was made from: ``stated`` and ``stated_version``."""
    _require_bounded(content)
    draft = Draft(key=key, content=dict(content), updated_at=now, expires_at=now + kept, **base)
    session.add(draft)
    session.flush()  # Two windows may create one key: the constraint speaks here.
    return draft


def form_key(kind: str, *, object_id: int, user_id: int = 0) -> str:
    """Return the key of an unsaved form of a thing: a person's own, or without ``user_id`` one for all its people."""
    return hashlib.sha256(f"{kind}:{object_id}:user:{user_id}".encode()).hexdigest()


def keep_form(
    session: Session,
    *,
    key: str,
    fields: Mapping[str, Any],
    stated: Mapping[str, Any],
    stated_version: int,
    seen: Seen,
    now: datetime,
) -> Saved:
    """Save what was typed into a form; ``stated`` is what the thing says now, at ``stated_version``."""
    kept = keep_on(session, key=key, fields=fields, seen=seen, now=now)
    return kept or begin_form(
        session, key=key, fields=fields, stated=stated, stated_version=stated_version, seen=seen, now=now
    )


def begin_form(
    session: Session,
    *,
    key: str,
    fields: Mapping[str, Any],
    stated: Mapping[str, Any],
    stated_version: int,
    seen: Seen,
    now: datetime,
) -> Saved:
    """Save what was typed into a form that has no draft yet.

    A form that only repeats what is stated needs no draft: a late saving after the form was handed in leaves none.
    """
    if dict(fields) == dict(stated):
        return Saved(version=0)
    base = dict(stated) if seen.stated == stated_version else {}
    draft = create_draft(
        session, key=key, content=fields, now=now, kept=FORM_KEPT, stated=base, stated_version=seen.stated
    )
    return Saved(version=draft.version)


def keep_on(session: Session, *, key: str, fields: Mapping[str, Any], seen: Seen, now: datetime) -> Saved | None:
    """Save what was typed into a form that has a draft already; None when it has none."""
    draft = find_draft(session, key=key, now=now, lock=True)
    return save_draft(session, draft, fields=fields, seen_version=seen.draft, now=now) if draft is not None else None


def rebase_form(
    session: Session,
    *,
    key: str,
    fields: Mapping[str, Any],
    stated: Mapping[str, Any],
    stated_version: int,
    seen: Seen,
    now: datetime,
) -> Saved:
    """Put a form together with what somebody else saved meanwhile; nothing of either is lost, contradictions wait."""
    draft = find_draft(session, key=key, now=now, lock=True)
    knows_base = draft is not None and draft.stated_version == seen.stated and draft.stated
    merged = merge(base=draft.stated if draft and knows_base else None, mine=fields, theirs=stated)
    if draft is None:
        draft = create_draft(session, key=key, content=merged.content, now=now)
    draft.stated, draft.stated_version = dict(stated), stated_version
    saved = _write(session, draft, content=merged.content, now=now)
    mine = {one.name: one.mine for one in merged.clashes}
    draft.pending = [[saved.version, mine]] if mine else []
    return Saved(version=saved.version, is_merged=True, is_clashing=bool(mine))


def find_draft(session: Session, *, key: str, now: datetime, lock: bool = False) -> Draft | None:
    """Return a draft that has not expired."""
    wanted = select(Draft).where(Draft.key == key, col(Draft.expires_at) > now)
    return session.exec(locked(wanted) if lock else wanted).first()


def load_started(session: Session, *, token: str, now: datetime, lock: bool = False) -> Draft:
    """Return the draft that a private link opens."""
    draft = find_draft(session, key=token_digest(token), now=now, lock=lock)
    if draft is None:
        raise StartGoneError(GONE)
    return draft


def save_draft(session: Session, draft: Draft, *, fields: Mapping[str, Any], seen_version: int, now: datetime) -> Saved:
    """Write some fields of a draft; a stale version is merged, and contradictions wait as pending."""
    _require_bounded(fields)
    if seen_version == draft.version:
        return _write(session, draft, content={**draft.content, **fields}, now=now)
    merged = merge(base=_base(draft, version=seen_version), mine=fields, theirs=draft.content)
    saved = _write(session, draft, content=merged.content, now=now)
    if merged.clashes:
        mine = {one.name: one.mine for one in merged.clashes}
        if [seen_version, mine] not in draft.pending:
            draft.pending = [*draft.pending, [seen_version, mine]]
    return Saved(version=saved.version, is_merged=True, is_clashing=bool(merged.clashes))


def clashes_of(draft: Draft) -> tuple[Clash, ...]:
    """Return what waits for a person's choice, the oldest text of a field first."""
    found: dict[str, Clash] = {}
    for _, mine in draft.pending:
        for name, text in mine.items():
            theirs = str(draft.content.get(name, ""))
            if text != theirs:
                found.setdefault(name, Clash(name=name, mine=text, theirs=theirs))
    return tuple(found.values())


def settle_clashes(session: Session, draft: Draft, *, chosen: Mapping[str, str], now: datetime) -> None:
    """Write what a person chose for the fields that two windows filled in differently; later ones wait on."""
    asked = {clash.name: {clash.mine, clash.theirs} for clash in clashes_of(draft)}
    taken = {name: text for name, text in chosen.items() if name in asked}
    left = []
    for version, mine in draft.pending:
        rest = {name: text for name, text in mine.items() if name not in taken or text not in asked[name]}
        if rest:
            left.append([version, rest])
    draft.pending = left
    _write(session, draft, content={**draft.content, **taken}, now=now)


def forget_draft(session: Session, *, key: str) -> None:
    """Delete a draft that was handed in or thrown away."""
    session.exec(delete(Draft).where(col(Draft.key) == key))


def leave_trail(session: Session, *, token: str, enterprise_id: int, now: datetime) -> None:
    """Remember for thirty days which enterprise a start has become; nothing that was typed stays."""
    key = _trail_key(token)
    forget_draft(session, key=key)
    create_draft(session, key=key, content={"enterprise_id": enterprise_id}, now=now)


def find_trail(session: Session, *, token: str, now: datetime) -> int | None:
    """Return the enterprise that a start has become."""
    draft = find_draft(session, key=_trail_key(token), now=now)
    return int(draft.content["enterprise_id"]) if draft is not None else None


def _trail_key(token: str) -> str:
    return token_digest(f"trail:{token}")


def _base(draft: Draft, *, version: int) -> Mapping[str, Any] | None:
    if version == 0 and draft.stated:
        return draft.stated
    return next((content for number, content in draft.bases if number == version), None)


def _write(session: Session, draft: Draft, *, content: Mapping[str, Any], now: datetime) -> Saved:
    _require_bounded(content)
    session.add(draft)
    draft.updated_at, draft.expires_at = now, now + (FORM_KEPT if draft.stated_version else KEPT)
    if dict(content) != draft.content:  # The same form sent twice changes nothing.
        draft.bases = [*draft.bases, [draft.version, draft.content]][-BASES:]
        draft.content, draft.version = dict(content), draft.version + 1
    return Saved(version=draft.version)


def _require_bounded(content: Mapping[str, Any]) -> None:
    if len(json.dumps(content, ensure_ascii=False)) > MOST_CHARACTERS:
        raise InvalidError(f"内容太长，最多 {MOST_CHARACTERS // 10_000} 万字。请只留要紧的几条。")
