"""Writes of editions: the pilot enterprises, the industry's problem list and scenario list, each under a digest."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, func, select

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError
from marketplace.core.digest import digest
from marketplace.core.errors import InvalidError
from marketplace.core.journal import record
from marketplace.documents.services import issue_document
from marketplace.programme.labels import EDITION_KIND_LABELS, EditionKind
from marketplace.programme.models import Pilot, PilotEdition
from marketplace.programme.pilot_papers import edition_facts, edition_issue
from marketplace.programme.queries.editions import ListRow, draft_rows, load_newest, load_selected
from marketplace.programme.queries.pilots import load_line, load_own_pilot
from marketplace.programme.services.pilots import CHANGE

MOST_TEXT = 200


def publish_enterprises(session: Session, *, actor: Actor, pilot_id: int, base_url: str, now: datetime) -> PilotEdition:
    """Publish the selected pilot enterprises as an edition; raises ConflictError when nothing changed or none is."""
    pilot = load_own_pilot(session, actor=actor, pilot_id=pilot_id, lock=True)
    rows: list[dict[str, Any]] = [
        {
            "name": one.name,
            "starts_on": one.selection.starts_on.isoformat() if one.selection.starts_on else "",
            "ends_on": one.selection.ends_on.isoformat() if one.selection.ends_on else "",
            "reason": one.selection.reason,
        }
        for one in load_selected(session, pilot_id=pilot_id)
    ]
    if not rows:
        raise NotReadyError("还没有选定的试点企业，不能发布名单。")
    return _publish(
        session, actor=actor, pilot=pilot, kind=EditionKind.ENTERPRISES, rows=rows, base_url=base_url, now=now
    )


def publish_industry_list(
    session: Session,
    *,
    actor: Actor,
    pilot_id: int,
    kind: EditionKind,
    chosen: Sequence[ListRow],
    base_url: str,
    now: datetime,
) -> PilotEdition:
    """Publish the industry's problem or scenario list; counts are taken anew, cells under three firms never appear.

    Raises InvalidError without rows or for a row without words.
    """
    pilot = load_own_pilot(session, actor=actor, pilot_id=pilot_id, lock=True)
    drafts = {row.code: row for row in draft_rows(session, pilot=pilot, kind=kind)}
    wanted = [row for row in chosen if row.code in drafts]
    if not wanted:
        raise InvalidError(fields={"form": ["请至少选一行再发布。"]})
    for row in wanted:
        if not row.text.strip() or len(row.text) > MOST_TEXT:
            raise InvalidError(fields={f"text_{row.code}": [f"“{row.name}”的表述要写 1 到 {MOST_TEXT} 个字。"]})
    rows: list[dict[str, Any]] = [
        {
            "code": row.code,
            "name": drafts[row.code].name,
            "firms": drafts[row.code].firms,
            "mark": drafts[row.code].mark,
            "text": row.text.strip(),
        }
        for row in wanted
    ]
    return _publish(session, actor=actor, pilot=pilot, kind=kind, rows=rows, base_url=base_url, now=now)


def _publish(
    session: Session,
    *,
    actor: Actor,
    pilot: Pilot,
    kind: EditionKind,
    rows: list[dict[str, Any]],
    base_url: str,
    now: datetime,
) -> PilotEdition:
    facts = edition_facts(pilot, kind=kind, rows=rows)
    _refuse_same(session, pilot=pilot, kind=kind, found=digest(facts))
    count = select(func.count()).where(PilotEdition.pilot_id == pilot.id, PilotEdition.kind == kind)
    number = session.exec(count).one() + 1
    issue = edition_issue(
        pilot,
        place=load_line(session, pilot_id=pilot.id or 0, now=now).name,
        issuer=load_organisation(session, organisation_id=pilot.organisation_id).name,
        kind=kind,
        number=number,
        rows=rows,
        signed_on=shanghai_day(now),
    )
    document = issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    made = PilotEdition(
        pilot_id=pilot.id or 0,
        kind=kind,
        number=number,
        rows=rows,
        digest=document.digest,
        published_at=now,
        published_by_id=actor.user_id,
    )
    session.add(made)
    details = {"digest": made.digest, "kind": kind.value, "number": number}
    record(
        session, actor=actor, action="pilot_edition.published", subject=f"pilot:{pilot.id}", now=now, details=details
    )
    log_change(session, kind=CHANGE, object_id=pilot.id or 0, now=now)
    return made


def _refuse_same(session: Session, *, pilot: Pilot, kind: EditionKind, found: str) -> None:
    newest = load_newest(session, pilot_id=pilot.id or 0).get(kind)
    if newest is not None and newest.digest == found:
        raise AlreadyDoneError(f"{EDITION_KIND_LABELS[kind]}和第 {newest.number} 版一样，没有变化，不用再发布。")
