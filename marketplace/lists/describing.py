"""What digests of calls, applications and editions stand for, and whether what their papers state still holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.documents.findings import Standing, Thing
from marketplace.lists.entries import differences, settle
from marketplace.lists.facts import entries_of, facts_of, is_withdrawal
from marketplace.lists.models import ListApplication, ListCall, ListDraft, ListEdition, RecommendedList
from marketplace.lists.queries import NOTICE_SUBJECT, find_edition_on, find_newest_edition
from marketplace.notices.describing import MARKS, STANDS, notice_words
from marketplace.notices.queries import find_newest, standing_of


def describe_list(session: Session, digest: str, now: datetime) -> Sequence[Thing]:
    """Return the editions, calls and receipts that carry a digest; a receipt tells nothing but its number and time."""
    return [*_editions(session, digest, now), *_calls(session, digest), *_receipts(session, digest)]


def edition_standing(session: Session, edition_id: int, now: datetime) -> Standing | None:
    """Return how an edition stands today: it counts, is yet to count, or another one counts in its place."""
    edition = session.get(ListEdition, edition_id)
    return _place(session, edition, today=shanghai_day(now)).standing if edition is not None else None


def draft_standing(session: Session, draft_id: int, now: datetime) -> Standing | None:
    """Return how what a notice's paper put up stands: noticed, published since, or taken back."""
    draft = session.get(ListDraft, draft_id)
    notice = find_newest(session, subject_kind=NOTICE_SUBJECT, subject_id=draft_id)
    if draft is None or notice is None:
        return None
    if draft.published_at is not None:
        words = f"公示已经结束，名单已于{day_text(shanghai_day(draft.published_at))}公布"
        return Standing(is_current=False, words=words, url=f"/lists/{draft.list_id}", mark="公示已结束")
    state = standing_of(session, notice=notice, now=now).state
    words, url = notice_words(notice, state), f"/notices/{notice.id}"
    return Standing(is_current=state in STANDS, words=words, url=url, mark=MARKS.get(state, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """An edition among the others of its list on a day."""

    edition: ListEdition
    counts: ListEdition | None
    newest: ListEdition
    today: date

    @property
    def successor(self) -> ListEdition | None:
        """Return the edition that an old one is to be held against; None for one that counts or is yet to count."""
        if is_withdrawal(self.newest) and self.newest.id != self.edition.id:
            return self.newest
        if self.counts is not None and self.edition.number < self.counts.number:
            return self.counts
        is_last = self.edition.id == self.newest.id
        return None if is_last or self.edition.id == self._counts_id else self.newest

    @property
    def _counts_id(self) -> int | None:
        return self.counts.id if self.counts is not None else None

    @property
    def standing(self) -> Standing:
        """Return in words how the edition stands."""
        address = f"/lists/{self.edition.list_id}"
        successor = self.successor
        if successor is not None:
            return Standing(is_current=False, words=_gone(successor), url=f"{address}/editions/{successor.number}")
        begins = day_text(self.edition.effective_on)
        if self.edition.effective_on > self.today:
            words = f"已公布，自{begins}起生效"
            return Standing(is_current=False, words=words, url=address, mark="尚未生效")
        if is_withdrawal(self.edition):
            words = f"撤回的公告：整份名单已撤回，自{begins}起不再有效"
            return Standing(is_current=True, words=words, url=address, mark="撤回公告")
        if self.newest.id != self.edition.id:
            words = f"现行的一版；{self.newest.label}自{day_text(self.newest.effective_on)}起取代它"
            return Standing(is_current=True, words=words, url=f"{address}/editions/{self.newest.number}")
        return Standing(is_current=True, words="现行的一版", url=address)

    def changes(self) -> tuple[str, ...]:
        """Return what changed since: until the edition in its place, or by time alone until today."""
        after = self.successor or (self.newest if self.newest.id != self.edition.id else None)
        before = entries_of(self.edition)
        return differences(before, entries_of(after) if after is not None else settle(before, self.today))


def _gone(successor: ListEdition) -> str:
    begins = day_text(successor.effective_on)
    if is_withdrawal(successor):
        return f"整份名单已撤回，自{begins}起不再有效。{facts_of(successor)['decision']['text']}"
    return f"已有新版：{successor.label}，自{begins}起生效"


def _place(session: Session, edition: ListEdition, *, today: date) -> _Place:
    return _Place(
        edition=edition,
        counts=find_edition_on(session, list_id=edition.list_id, day=today),
        newest=find_newest_edition(session, list_id=edition.list_id) or edition,
        today=today,
    )


def _editions(session: Session, digest: str, now: datetime) -> list[Thing]:
    rows = session.exec(
        select(ListEdition, RecommendedList)
        .join(RecommendedList, col(RecommendedList.id) == ListEdition.list_id)
        .where(ListEdition.digest == digest)
    ).all()
    return [_edition(_place(session, edition, today=shanghai_day(now)), kept) for edition, kept in rows]


def _edition(place: _Place, kept: RecommendedList) -> Thing:
    standing = place.standing
    return Thing(
        what="推荐名单",
        title=f"{kept.title}（{place.edition.label}）",
        issued_at=place.edition.published_at,
        is_current=standing.is_current,
        standing=standing.words,
        url=standing.url,
        changes=place.changes(),
        mark=standing.mark,
    )


def _calls(session: Session, digest: str) -> list[Thing]:
    rows = session.exec(select(ListCall).where(ListCall.digest == digest, col(ListCall.published_at).is_not(None)))
    return [
        Thing(
            what="名单征集",
            title=call.title,
            issued_at=call.published_at or call.created_at,
            is_current=call.withdrawn_at is None,
            standing="已取消" if call.withdrawn_at else "征集条件和评分标准就是这份内容",
            url=f"/calls/{call.id}",
        )
        for call in rows
    ]


def _receipts(session: Session, digest: str) -> list[Thing]:
    rows = session.exec(select(ListApplication).where(ListApplication.digest == digest))
    return [
        Thing(
            what="申报材料的回执",
            title=f"申报编号 {row.number}",
            issued_at=row.submitted_at or row.saved_at,
            is_current=row.withdrawn_at is None and row.submitted_at is not None,
            standing="已撤回" if row.withdrawn_at else "平台收到的就是这份材料",
        )
        for row in rows
    ]
