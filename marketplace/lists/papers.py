"""Papers of lists: the notice to post (公示), the announcement of an edition (公布), with workbooks beside them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.clock import shanghai_day
from marketplace.core.wording import day_text
from marketplace.documents.book import Book, Column, Sheet, Value
from marketplace.documents.paper import Block, Heading, Issue, Paper, Paragraph, Table, table
from marketplace.documents.words import sentence
from marketplace.lists.entries import FINAL, Entry, differences, reason_text
from marketplace.lists.facts import criteria_in, draft_entries, entries_of, facts_of, is_withdrawal
from marketplace.lists.labels import BASIS_LABELS, ENTRY_STATE_LABELS, EntryState
from marketplace.lists.models import ListDraft, ListEdition, RecommendedList
from marketplace.notices.models import PublicNotice
from marketplace.reviews.criteria import TENTHS, score_text
from marketplace.reviews.models import Review

NO_VERDICT = "撤回的是整份名单，不是对其中任何一家服务商的评价；已经签订的合同不受影响。"
EDITION_SUBJECT, NOTICE_SUBJECT = "list_edition", "list_draft"
TO_FILL = "_" * 16  # The platform keeps no telephone of an office, so that the paper leaves room for it.
MOST_SCORES = 5  # Criteria that find room beside each other; more are told in one cell.
NOTICE_KIND, EDITION_KIND = "list_notice", "list_edition"


def notice_issue(
    session: Session,
    *,
    kept: RecommendedList,
    draft: ListDraft,
    notice: PublicNotice,
    facts: Mapping[str, object],
    base_url: str,
) -> Issue:
    """Return the notice as a paper to post, with the scores beside it as a workbook; its digest is the notice's."""
    office = load_organisation(session, organisation_id=kept.organisation_id).name
    labels = criteria_of(session, draft=draft)
    entries = draft_entries(draft)
    page = f"{base_url.rstrip('/')}/notices/{notice.id}"
    blocks = _notice(draft, notice, _table(entries, labels), page=page, office=office)
    paper = Paper(title=notice.title, blocks=tuple(blocks), signer=office, signed_on=shanghai_day(notice.published_at))
    return Issue(
        kind=NOTICE_KIND,
        kind_label="公示",
        title=notice.title,
        subject_kind=NOTICE_SUBJECT,
        subject_id=draft.id or 0,
        facts=dict(facts),
        paper=paper,
        book=Book(title=notice.title, sheets=(_sheet("拟列入", entries, labels, state="拟列入"),)),
        is_public=True,
        organisation_id=kept.organisation_id,
    )


def _notice(draft: ListDraft, notice: PublicNotice, proposed: Table, *, page: str, office: str) -> list[Block]:
    omitted = Paragraph(text=f"另有 {len(draft.omitted)} 家没有拟列入，已分别告知原因。")
    return [
        Paragraph(text=notice.lead),
        Heading(text="一、拟列入的服务商"),
        proposed,
        *([omitted] if draft.omitted else []),
        Heading(text="二、公示时间"),
        Paragraph(
            text=f"{day_text(notice.first_on)}至{day_text(notice.last_on)}，共 {notice.days} 个工作日。"
            "工作日按国务院办公厅公布的节假日安排计算。"
        ),
        Heading(text="三、提出异议的办法"),
        Paragraph(
            text=f"对公示内容有异议的，请在{day_text(notice.last_on)} 24:00 以前，在公示页面写明针对哪一家、"
            f"什么事实、有什么证据。异议在收到后 {notice.answer_days} 个工作日内答复，答复公开；"
            "提出人的姓名、单位和联系方式不公开。"
        ),
        Paragraph(text=f"公示编号：{notice.number}"),
        Paragraph(text=f"公示页面：{page}"),
        Paragraph(text=f"联系单位：{office}"),
        Paragraph(text=f"办公电话：{TO_FILL}　办公地址：{TO_FILL}（张贴前由承办单位填写）"),
    ]


def edition_issue(session: Session, *, kept: RecommendedList, edition: ListEdition, before: Sequence[Entry]) -> Issue:
    """Return an edition as an announcement and a workbook; both carry the edition's own digest."""
    office = load_organisation(session, organisation_id=kept.organisation_id).name
    entries = entries_of(edition)
    title = f"{kept.title}（{edition.label}）"
    facts = facts_of(edition)
    labels = criteria_in(edition)
    is_gone = is_withdrawal(edition)
    blocks = _withdrawal(edition, before) if is_gone else _announcement(edition, entries, labels, before=before)
    paper = Paper(
        title=f"关于撤回{kept.title}的通知" if is_gone else f"关于公布{title}的通知",
        blocks=tuple(blocks),
        signer=office,
        signed_on=shanghai_day(edition.published_at),
    )
    return Issue(
        kind=EDITION_KIND,
        kind_label="撤回通知" if is_gone else "公布通知",
        title=title,
        subject_kind=EDITION_SUBJECT,
        subject_id=edition.id or 0,
        facts=facts,
        paper=paper,
        book=Book(title=title, sheets=(_sheet("名单", entries, labels),)),
        is_public=True,
        organisation_id=kept.organisation_id,
    )


def _withdrawal(edition: ListEdition, before: Sequence[Entry]) -> list[Block]:
    decision = facts_of(edition)["decision"]
    stood = [entry for entry in before if entry.state not in FINAL]
    return [
        Paragraph(text=f"{sentence(decision['text'])}现予公布，自{day_text(edition.effective_on)}起生效。"),
        Paragraph(text=NO_VERDICT),
        Heading(text="一、撤回时在名单内或暂停的服务商"),
        _table(stood, {}, with_period=True) if stood else Paragraph(text="撤回时名单内没有服务商。"),
        Paragraph(text=f"撤回的一版：{decision['withdrawn']}"),
        Paragraph(text=f"这一版的摘要：sha256:{decision['withdrawn_digest']}"),
    ]


def _announcement(
    edition: ListEdition,
    entries: Sequence[Entry],
    labels: Mapping[str, str],
    *,
    before: Sequence[Entry],
) -> list[Block]:
    decision = facts_of(edition)["decision"]
    standing = [entry for entry in entries if entry.state is EntryState.LISTED]
    others = [entry for entry in entries if entry.state is not EntryState.LISTED]
    blocks: list[Block] = [
        Paragraph(text=f"{sentence(decision['text'])}现予公布，自{day_text(edition.effective_on)}起生效。"),
        Paragraph(text="名单供企业选择服务商时参考，不指定，也不限制企业另选。"),
        Heading(text="一、名单"),
        _table(standing, labels, with_period=True) if standing else Paragraph(text="目前没有在名单内的服务商。"),
    ]
    numbers = iter("二三四五")
    if others:
        blocks += [Heading(text=f"{next(numbers)}、暂停、移出和期满的服务商"), _others(others)]
    changes = differences(before, entries)
    if before and changes:
        blocks.append(Heading(text=f"{next(numbers)}、与上一版相比"))
        blocks += [Paragraph(text=line) for line in changes]
    sources = [f"依据：{BASIS_LABELS[entries[0].basis]}"] if entries else []
    sources += [f"公示编号：{decision['notice']}"] if decision.get("notice") else []
    return [*blocks, *(Paragraph(text=text) for text in sources)]


def _table(entries: Sequence[Entry], labels: Mapping[str, str], *, with_period: bool = False) -> Table:
    scored = any(entry.scores for entry in entries)
    columns = _columns(labels, scored=scored, with_period=with_period)
    heads = ("序号", "服务商", "统一社会信用代码", *(column.head for column in columns))
    rows = [
        (str(number), entry.name, entry.uscc or "–", *(column.text(entry) for column in columns))
        for number, entry in enumerate(entries, start=1)
    ]
    centered = {"序号", "统一社会信用代码", *(column.head for column in columns if column.is_short)}
    return table(heads, rows, widths=(4, 12, 16, *(column.width for column in columns)), centered=centered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column of the table after those that every table has."""

    head: str
    width: int
    text: Callable[[Entry], str]
    is_short: bool = True


def _columns(labels: Mapping[str, str], *, scored: bool, with_period: bool) -> list[_Column]:
    total = _Column(head="总分", width=4, text=lambda entry: score_text(entry.total) if entry.scores else "–")
    totals = [total] if scored else []
    if with_period:
        return [*totals, _Column(head="有效期至", width=12, text=lambda entry: _until(entry.valid_until))]
    if scored and len(labels) <= MOST_SCORES:
        return [*(_score(key, label) for key, label in labels.items()), total]
    return [*totals, _Column(head="依据", width=14, text=lambda entry: _basis(entry, labels), is_short=False)]


def _score(key: str, label: str) -> _Column:
    return _Column(
        head=label, width=4, text=lambda entry: score_text(entry.scores[key]) if key in entry.scores else "–"
    )


def _others(entries: Sequence[Entry]) -> Table:
    rows = [
        (
            entry.name,
            ENTRY_STATE_LABELS[entry.state],
            reason_text(entry) or "–",
            _until(entry.suspended_until) if entry.state is EntryState.SUSPENDED else "–",
        )
        for entry in entries
    ]
    return table(("服务商", "情况", "理由", "暂停至"), rows, widths=(5, 2, 3, 3))


def _basis(entry: Entry, labels: Mapping[str, str]) -> str:
    if not entry.scores:
        return entry.note or BASIS_LABELS[entry.basis]
    return "，".join(f"{labels.get(key, key)} {score_text(score)}" for key, score in entry.scores.items())


def _until(day: date | None) -> str:
    return day_text(day) if day else "–"


def _sheet(name: str, entries: Sequence[Entry], labels: Mapping[str, str], *, state: str = "") -> Sheet:
    """Return entries as a sheet; ``state`` stands for where all of them stand while they are on no list yet."""
    columns = (
        Column(label="序号", width=6),
        Column(label="服务商", width=30),
        Column(label="统一社会信用代码", width=21),
        Column(label="情况", width=10),
        Column(label="总分", width=7, is_score=True),
        *(Column(label=label, width=11, is_score=True) for label in labels.values()),
        Column(label="依据", width=18),
        Column(label="列入日期", width=12),
        Column(label="有效期至", width=12),
        Column(label="暂停至", width=12),
        Column(label="理由", width=16),
        Column(label="说明", width=30),
    )
    rows: list[tuple[Value, ...]] = [
        (
            number,
            entry.name,
            entry.uscc,
            state or ENTRY_STATE_LABELS[entry.state],
            entry.total / TENTHS if entry.scores else None,
            *(entry.scores[key] / TENTHS if key in entry.scores else None for key in labels),
            BASIS_LABELS[entry.basis],
            entry.admitted_on,
            entry.valid_until,
            entry.suspended_until,
            reason_text(entry),
            entry.note,
        )
        for number, entry in enumerate(entries, start=1)
    ]
    return Sheet(name=name, columns=columns, rows=tuple(rows)).without_empty_columns()


def criteria_of(session: Session, *, draft: ListDraft) -> dict[str, str]:
    """Return what the criteria behind a draft are called, by key; nothing where nobody scored."""
    review = session.get(Review, draft.review_id) if draft.review_id else None
    return {item["key"]: item["label"] for item in review.scheme["criteria"]} if review else {}
