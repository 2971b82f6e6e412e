"""What time alone does to published lists, in the worker: suspensions that end, periods that run out, reminders."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from marketplace.core.actor import System
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find_locked
from marketplace.lists.editions import refresh_listings, write_edition
from marketplace.lists.entries import settle
from marketplace.lists.facts import entries_of
from marketplace.lists.labels import EntryState
from marketplace.lists.models import ListEdition, ListEntry, RecommendedList
from marketplace.lists.queries import find_newest_edition
from marketplace.notify.services import notify_organisation

UPKEEP_JOB = "list_upkeep"
REMIND_BEFORE = timedelta(days=30)
WORKER = System(name="worker")


def upkeep_handler(*, base_url: str) -> Callable[[Session, Mapping[str, Any], datetime], None]:
    """Return what the worker does every night for every list."""

    def keep_up(session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
        for list_id in session.exec(select(RecommendedList.id).order_by(col(RecommendedList.id))).all():
            keep_list_up(session, list_id=list_id or 0, base_url=base_url, now=now)

    return keep_up


def keep_list_up(session: Session, *, list_id: int, base_url: str, now: datetime) -> ListEdition | None:
    """Write an edition when time has changed an entry; doing it again the same day changes nothing."""
    kept = find_locked(session, RecommendedList, list_id)
    if kept is None:
        raise NotFoundError
    newest, today = find_newest_edition(session, list_id=list_id), shanghai_day(now)
    if newest is None:
        return None
    _remind(session, kept=kept, edition=newest, today=today, now=now)
    entries = entries_of(newest)
    settled = settle(entries, today)
    if newest.effective_on > today or settled == entries:
        refresh_listings(session, kept=kept, now=now)
        return None
    return write_edition(
        session,
        actor=WORKER,
        kept=kept,
        entries=settled,
        effective_on=today,
        decision={"basis": "time", "text": "因暂停期满或有效期届满，名单自动更新。"},
        base_url=base_url,
        now=now,
    )


def _remind(session: Session, *, kept: RecommendedList, edition: ListEdition, today: date, now: datetime) -> None:
    rows = session.exec(
        select(ListEntry)
        .where(ListEntry.edition_id == edition.id, ListEntry.state == EntryState.LISTED)
        .where(ListEntry.valid_until >= today, ListEntry.valid_until <= today + REMIND_BEFORE)
        .where(col(ListEntry.reminded_at).is_(None))
    ).all()
    for row in rows:
        row.reminded_at = now
        for organisation_id in (row.provider_id, kept.organisation_id):
            notify_organisation(
                session,
                organisation_id=organisation_id,
                subject=f"名单有效期将满：{kept.title}"[:120],
                body=f"有效期至 {row.valid_until}。符合续期规则的，请在期满以前办理续期；不办理的，期满自动失效。",
                url=f"/lists/{kept.id}",
                now=now,
            )
