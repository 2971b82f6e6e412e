"""What the public sees of lists: values, ready to print."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.core.wording import day_text
from marketplace.documents.queries import DocumentRow, load_documents
from marketplace.lists.entries import Entry, differences, reason_text, state_on
from marketplace.lists.facts import criteria_in, entries_of, facts_of, is_withdrawal
from marketplace.lists.labels import BASIS_LABELS, ENTRY_STATE_LABELS, EntryState
from marketplace.lists.models import ListEdition, RecommendedList
from marketplace.lists.papers import EDITION_SUBJECT
from marketplace.lists.queries import (
    NOTICE_SUBJECT,
    Current,
    draft_state_of,
    find_edition_on,
    find_running_draft,
    load_current,
    load_edition,
    load_editions,
    load_list,
)
from marketplace.lists.subscriptions import is_subscribed
from marketplace.notices.models import PublicNotice
from marketplace.notices.queries import find_newest
from marketplace.reviews.criteria import score_text


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCard:
    """A published list as the index shows it."""

    current: Current
    standing: int
    today: date

    @property
    def meta(self) -> str:
        """Return the edition, when it was published, and how many stand on it or will."""
        edition = self.current.edition
        published = f"{edition.label} · {day_text(edition.published_at)}"
        if self.is_withdrawn:
            return f"{published}撤回，不再有效"
        if edition.effective_on > self.today:
            return f"{published}发布 · 自{day_text(edition.effective_on)}起生效"
        return f"{published}发布 · 在名单内 {self.standing} 家"

    @property
    def names(self) -> str:
        return "、".join(entry.name for entry in self.current.entries[:3])

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the whole list was withdrawn."""
        return is_withdrawal(self.current.edition)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition in the archive with what it changed."""

    edition: ListEdition
    standing: int
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """A list on a day: the edition that counted, its entries by where they stood, the archive."""

    kept: RecommendedList
    office: str
    day: date
    today: date
    edition: ListEdition | None
    entries: tuple[tuple[Entry, EntryState], ...]
    labels: Mapping[str, str]
    decision: Mapping[str, str | int]
    editions: tuple[EditionLine, ...]
    documents: tuple[DocumentRow, ...]
    notice: PublicNotice | None
    is_subscribed: bool
    is_newest: bool

    @property
    def is_withdrawn(self) -> bool:
        """Say whether the edition withdraws the whole list."""
        return self.edition is not None and is_withdrawal(self.edition)

    @property
    def mark(self) -> str:
        """Return in a word where the edition stands."""
        if self.is_withdrawn:
            return "已撤回"
        if self.revoked is not None:
            return "名单已撤回"
        if self.edition is not None and self.edition.effective_on > self.today:
            return "尚未生效" if self.is_newest else "已有新版"
        if self.is_newest or self.coming is not None:
            return "现行有效" if self.is_today else f"截至{day_text(self.day)}"
        return "已有新版"

    @property
    def is_today(self) -> bool:
        """Say whether the list is shown as of today."""
        return self.day == self.today

    @property
    def coming(self) -> ListEdition | None:
        """Return the edition that takes the place of the one that counts today, once it is published for later."""
        newest = self.editions[0].edition if self.editions else None
        if newest is None or newest.effective_on <= self.today or self.edition is None:
            return None
        counts = next((line.edition for line in self.editions if line.edition.effective_on <= self.today), None)
        return newest if counts is not None and counts.id == self.edition.id else None

    @property
    def revoked(self) -> ListEdition | None:
        """Return the edition that has withdrawn the list since this one, None where none has."""
        newest = self.editions[0].edition if self.editions else None
        return newest if newest is not None and not self.is_newest and is_withdrawal(newest) else None

    def listed(self) -> list[list[object]]:
        """Return the cells of those who stood on the list."""
        return [self._cells(entry) for entry, state in self.entries if state is EntryState.LISTED]

    def others(self) -> list[list[object]]:
        """Return the cells of those who were suspended, removed or lapsed; none of them is ever dropped."""
        return [
            [
                {"text": entry.name, "url": f"/providers/{entry.provider_id}"},
                ENTRY_STATE_LABELS[state],
                reason_text(entry) or "–",
                day_text(entry.suspended_until) if state is EntryState.SUSPENDED else day_text(entry.changed_on),
            ]
            for entry, state in self.entries
            if state is not EntryState.LISTED
        ]

    @property
    def columns(self) -> list[dict[str, object]]:
        """Return the heads of the table of those on the list."""
        scores: list[dict[str, object]] = [
            {"label": label, "number": True, "width": "w4"} for label in self.labels.values()
        ]
        total: list[dict[str, object]] = [{"label": "总分", "number": True, "width": "w4"}] if self.labels else []
        return [{"label": "服务商"}, *total, *scores, {"label": "依据"}, {"label": "有效期至"}]

    def _cells(self, entry: Entry) -> list[object]:
        scores = [score_text(entry.scores[key]) if key in entry.scores else "–" for key in self.labels]
        total = [score_text(entry.total) if entry.scores else "–"] if self.labels else []
        cases = entry.provenance.get("cases")
        basis = BASIS_LABELS[entry.basis] + (f"，{cases} 个同行案例" if cases else "")
        name = {
            "text": f"{entry.place}　{entry.name}" if entry.place else entry.name,
            "url": f"/providers/{entry.provider_id}",
            "note": entry.note,
        }
        return [name, *total, *scores, basis, day_text(entry.valid_until)]


def load_cards(session: Session, *, county: str, catalog_no: int | None, now: datetime) -> list[ListCard]:
    """Return the published lists with how many providers stand on each today: one statement."""
    today = shanghai_day(now)
    return [
        ListCard(current=current, standing=_standing(current.entries, today), today=today)
        for current in load_current(session, county=county, catalog_no=catalog_no)
    ]


def load_list_page(
    session: Session,
    *,
    list_id: int,
    actor: Actor | None,
    now: datetime,
    as_of: date | None = None,
    number: int | None = None,
) -> ListPage:
    """Return a list as of a day, or one of its editions; a list without edition and notice is not public."""
    kept = load_list(session, list_id=list_id)
    editions = load_editions(session, list_id=list_id)
    notice = _running_notice(session, list_id=list_id)
    if not editions and notice is None:
        raise NotFoundError
    day = as_of or shanghai_day(now)
    if number is not None:
        edition: ListEdition | None = load_edition(session, list_id=list_id, number=number)
        day = as_of or max(edition.effective_on, day) if edition and edition.id == editions[0].id else _day_of(edition)
    else:
        edition = find_edition_on(session, list_id=list_id, day=day)
    documents = _documents(session, edition)
    return ListPage(
        kept=kept,
        office=load_organisation(session, organisation_id=kept.organisation_id).name,
        day=day,
        today=shanghai_day(now),
        edition=edition,
        entries=tuple((entry, state_on(entry, day)) for entry in entries_of(edition)) if edition else (),
        labels=criteria_in(edition) if edition else {},
        decision=facts_of(edition)["decision"] if edition else {},
        editions=_archive(editions),
        documents=documents,
        notice=notice,
        is_subscribed=actor is not None and is_subscribed(session, actor=actor, list_id=list_id),
        is_newest=edition is not None and edition.id == editions[0].id,
    )


def _day_of(edition: ListEdition | None) -> date:
    if edition is None:
        raise NotFoundError
    return edition.effective_on


def compare(
    session: Session, *, list_id: int, old: int, new: int
) -> tuple[RecommendedList, ListEdition, ListEdition, tuple[str, ...]]:
    """Return two editions and what differs between them."""
    kept = load_list(session, list_id=list_id)
    before = load_edition(session, list_id=list_id, number=old)
    after = load_edition(session, list_id=list_id, number=new)
    return kept, before, after, differences(entries_of(before), entries_of(after))


def _standing(entries: Sequence[Entry], day: date) -> int:
    return sum(state_on(entry, day) is EntryState.LISTED for entry in entries)


def _archive(editions: Sequence[ListEdition]) -> tuple[EditionLine, ...]:
    lines = []
    for place, edition in enumerate(editions):
        before = entries_of(editions[place + 1]) if place + 1 < len(editions) else ()
        entries = entries_of(edition)
        lines.append(
            EditionLine(
                edition=edition,
                standing=_standing(entries, edition.effective_on),
                changes=differences(before, entries) if before else (),
            )
        )
    return tuple(lines)


def _running_notice(session: Session, *, list_id: int) -> PublicNotice | None:
    draft = find_running_draft(session, list_id=list_id)
    if draft is None or draft_state_of(draft).value not in {"notice", "decided"}:
        return None
    return find_newest(session, subject_kind=NOTICE_SUBJECT, subject_id=draft.id or 0)


def _documents(session: Session, edition: ListEdition | None) -> tuple[DocumentRow, ...]:
    if edition is None:
        return ()
    rows = load_documents(session, subject_kind=EDITION_SUBJECT, subject_ids=[edition.id or 0])[edition.id or 0]
    return tuple(row for row in rows if row.is_public)
