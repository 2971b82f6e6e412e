"""The one place that writes an edition: frozen facts, digest, entries, marks on providers, papers, messages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.digest import canonical_json, digest_bytes
from marketplace.core.journal import record
from marketplace.documents.services import issue_document
from marketplace.lists.entries import Entry, changed_ids, differences, state_on
from marketplace.lists.facts import WITHDRAWAL, criteria_in, edition_facts, entries_of, facts_of, is_withdrawal
from marketplace.lists.labels import EntryState
from marketplace.lists.models import ListEdition, ListEntry, ListSubscription, RecommendedList
from marketplace.lists.papers import NO_VERDICT, edition_issue
from marketplace.lists.queries import find_edition_on, find_newest_edition
from marketplace.notify.services import notify_organisation, notify_users
from marketplace.providers.models import Listing

CHANGE = "list"
FAR = date(9999, 12, 31)
WITHDRAWN_MARK = "，撤回"


def write_edition(
    session: Session,
    *,
    actor: Actor | System,
    kept: RecommendedList,
    entries: Sequence[Entry],
    effective_on: date,
    decision: Mapping[str, str | int],
    criteria: Mapping[str, str] | None = None,
    draft_id: int | None = None,
    base_url: str,
    now: datetime,
) -> ListEdition:
    """Write the next edition with all that follows from it, in the caller's transaction; the list is locked by it."""
    newest = find_newest_edition(session, list_id=kept.id or 0)
    edition = _frozen(
        session,
        kept=kept,
        newest=newest,
        entries=entries,
        effective_on=effective_on,
        criteria=criteria or {},
        decision=decision,
        now=now,
    )
    edition.draft_id = draft_id
    edition.published_by_id = actor.user_id if isinstance(actor, Actor) else None
    session.add(edition)
    session.flush()  # Entries and papers name the edition by its id.
    kept.version += 1
    session.add_all(_row(edition, entry) for entry in entries)
    refresh_listings(session, kept=kept, now=now)
    before = entries_of(newest) if newest else ()
    issue = edition_issue(session, kept=kept, edition=edition, before=before)
    issue_document(session, actor=actor, issue=issue, base_url=base_url, now=now)
    _journal(session, actor=actor, kept=kept, edition=edition, now=now)
    _tell(session, kept=kept, edition=edition, before=before, after=entries, now=now)
    return edition


def _frozen(
    session: Session,
    *,
    kept: RecommendedList,
    newest: ListEdition | None,
    entries: Sequence[Entry],
    effective_on: date,
    criteria: Mapping[str, str],
    decision: Mapping[str, str | int],
    now: datetime,
) -> ListEdition:
    number = (newest.number if newest else 0) + 1
    label = _label(session, list_id=kept.id or 0, effective_on=effective_on)
    label += WITHDRAWN_MARK if decision["basis"] == WITHDRAWAL else ""
    facts = canonical_json(
        edition_facts(
            kept,
            number=number,
            label=label,
            entries=entries,
            effective_on=effective_on,
            published_at=now,
            previous_digest=newest.digest if newest else "",
            criteria={**(criteria_in(newest) if newest else {}), **criteria},
            decision=decision,
        )
    )
    return ListEdition(
        list_id=kept.id or 0,
        number=number,
        label=label,
        facts=facts.decode(),
        digest=digest_bytes(facts),
        effective_on=effective_on,
        published_at=now,
    )


def refresh_listings(session: Session, *, kept: RecommendedList, now: datetime) -> set[int]:
    """Write today's marks of a list; nodes hear of the providers whose mark came or went, which are returned."""
    today = shanghai_day(now)
    edition = find_edition_on(session, list_id=kept.id or 0, day=today)
    rows = session.exec(select(Listing).where(Listing.list_id == kept.id)).all()
    known = {row.provider_id for row in rows}
    session.exec(delete(Listing).where(col(Listing.list_id) == kept.id))
    for row in rows:
        session.expunge(row)
    entries = entries_of(edition) if edition else ()
    standing = [entry for entry in entries if state_on(entry, today) is EntryState.LISTED]
    successors = _successors(session, [entry.provider_id for entry in standing])
    listed = set()
    for entry in standing:
        provider_id = successors.get(entry.provider_id, entry.provider_id)
        if edition is not None and provider_id not in listed:
            listed.add(provider_id)
            session.add(_listing(kept, edition, entry, provider_id=provider_id))
    for provider_id in known ^ listed:
        log_change(session, kind="provider", object_id=provider_id, now=now)
    return known ^ listed


def _listing(kept: RecommendedList, edition: ListEdition, entry: Entry, *, provider_id: int) -> Listing:
    return Listing(
        provider_id=provider_id,
        list_id=kept.id or 0,
        county_code=kept.county_code,
        county=kept.county,
        catalog_no=kept.catalog_no,
        industry=kept.industry,
        edition_digest=edition.digest,
        listed_on=entry.admitted_on or edition.effective_on,
        until_on=entry.valid_until or FAR,
    )


def _successors(session: Session, ids: Sequence[int]) -> dict[int, int]:
    rows = session.exec(
        select(Organisation.id, Organisation.merged_into_id)
        .where(col(Organisation.id).in_(ids))
        .where(col(Organisation.merged_into_id).is_not(None))
    )
    return {key or 0: into or 0 for key, into in rows}


def _label(session: Session, *, list_id: int, effective_on: date) -> str:
    first, last = date(effective_on.year, 1, 1), date(effective_on.year, 12, 31)
    known = session.exec(
        select(func.count())
        .select_from(ListEdition)
        .where(ListEdition.list_id == list_id)
        .where(ListEdition.effective_on >= first, ListEdition.effective_on <= last)
    ).one()
    return f"{effective_on.year}年第{known + 1}版"


def _row(edition: ListEdition, entry: Entry) -> ListEntry:
    return ListEntry(
        edition_id=edition.id or 0,
        provider_id=entry.provider_id,
        state=entry.state,
        admitted_on=entry.admitted_on or edition.effective_on,
        valid_until=entry.valid_until or FAR,
        suspended_until=entry.suspended_until,
    )


def _journal(
    session: Session, *, actor: Actor | System, kept: RecommendedList, edition: ListEdition, now: datetime
) -> None:
    details = {"digest": edition.digest, "edition_id": edition.id, "number": edition.number}
    subject = f"recommended_list:{kept.id}"
    action = "list.edition_withdrawn" if is_withdrawal(edition) else "list.edition_published"
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)
    log_change(session, kind=CHANGE, object_id=kept.id or 0, now=now)


def _tell(
    session: Session,
    *,
    kept: RecommendedList,
    edition: ListEdition,
    before: Sequence[Entry],
    after: Sequence[Entry],
    now: datetime,
) -> None:
    people = session.exec(select(ListSubscription.user_id).where(ListSubscription.list_id == kept.id)).all()
    is_gone = is_withdrawal(edition)
    subject = f"{kept.title}已撤回" if is_gone else f"{kept.title}（{edition.label}）已发布"
    subject, url = subject[:120], f"/lists/{kept.id}/editions/{edition.number}"
    told = "\n".join(differences(before, after)[:20]) or "内容没有变化。"
    body = f"{facts_of(edition)['decision']['text']}{NO_VERDICT}" if is_gone else told
    notify_users(session, user_ids=people, subject=subject, body=body, url=url, now=now)
    for provider_id in sorted(changed_ids(before, after)):
        notify_organisation(session, organisation_id=provider_id, subject=subject, body=body, url=url, now=now)
