"""What digests of calls, applications and editions stand for, for whoever verifies them."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from marketplace.documents.verifying import Thing
from marketplace.documents.words import day_text
from marketplace.lists.entries import differences
from marketplace.lists.facts import entries_of, facts_of, is_withdrawal
from marketplace.lists.models import ListApplication, ListCall, ListEdition, RecommendedList
from marketplace.lists.queries import find_newest_edition


def describe_list(session: Session, digest: str) -> Sequence[Thing]:
    """Return the editions, calls and receipts that carry a digest; a receipt tells nothing but its number and time."""
    return [*_editions(session, digest), *_calls(session, digest), *_receipts(session, digest)]


def _editions(session: Session, digest: str) -> list[Thing]:
    rows = session.exec(
        select(ListEdition, RecommendedList)
        .join(RecommendedList, col(RecommendedList.id) == ListEdition.list_id)
        .where(ListEdition.digest == digest)
    ).all()
    return [_edition(session, edition, kept) for edition, kept in rows]


def _edition(session: Session, edition: ListEdition, kept: RecommendedList) -> Thing:
    newest = find_newest_edition(session, list_id=edition.list_id) or edition
    is_current = newest.id == edition.id
    return Thing(
        what="推荐名单",
        title=f"{kept.title}（{edition.label}）",
        issued_at=edition.published_at,
        is_current=is_current,
        standing=_standing(newest, is_current=is_current),
        url=f"/lists/{kept.id}" if is_current else f"/lists/{kept.id}/editions/{newest.number}",
        changes=() if is_current else differences(entries_of(edition), entries_of(newest)),
    )


def _standing(newest: ListEdition, *, is_current: bool) -> str:
    if is_withdrawal(newest):
        day = day_text(newest.effective_on)
        told = f"整份名单已撤回，自{day}起不再有效"
        return f"撤回的公告：{told}" if is_current else f"{told}。{facts_of(newest)['decision']['text']}"
    return "现行的一版" if is_current else f"已有新版：{newest.label}"


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
