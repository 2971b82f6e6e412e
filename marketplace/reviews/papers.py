"""Minutes and score sheets of a concluded review, as papers and as a workbook."""

from collections.abc import Sequence

from sqlmodel import Session

from marketplace.accounts.queries import load_organisation
from marketplace.core.clock import shanghai_day
from marketplace.documents.book import Book, Column, Sheet, Value
from marketplace.documents.paper import Block, Cell, Heading, Issue, Paper, Paragraph, Table, table
from marketplace.reviews.criteria import TENTHS, Marks, Scheme, score_text
from marketplace.reviews.labels import STANDING_LABELS, VERDICT_LABELS
from marketplace.reviews.models import PanelMember, ReviewCandidate, ScoreSheet
from marketplace.reviews.outcome import outcome_facts
from marketplace.reviews.queries import (
    CandidateOutcome,
    MemberLine,
    Outcome,
    load_candidates,
    load_members,
    load_outcome,
    load_progress,
    load_sheets,
    marks_of_sheet,
)

SUBJECT = "review"
TO_SIGN = "签字：　　　　　　　　　　日期："
MINUTES_KIND, SHEETS_KIND = "review_minutes", "review_sheets"


def minutes_issue(session: Session, *, review_id: int) -> Issue:
    """Return the minutes of a concluded review: DOCX and PDF to sign, XLSX with every score.

    Raises ConflictError before the review is concluded.
    """
    outcome = load_outcome(session, review_id=review_id)
    review = outcome.review
    members = load_progress(session, review_id=review_id).members
    return Issue(
        kind=MINUTES_KIND,
        kind_label="评审纪要",
        title=review.title,
        subject_kind=SUBJECT,
        subject_id=review_id,
        facts=outcome_facts(session, review=review),
        paper=_minutes(session, outcome, members),
        book=_book(session, outcome),
        organisation_id=review.organisation_id,
    )


def sheets_issue(session: Session, *, review_id: int) -> Issue:
    """Return every expert's score sheet, one table a sheet with a line to sign."""
    outcome = load_outcome(session, review_id=review_id)
    review = outcome.review
    candidates = {candidate.id: candidate for candidate in load_candidates(session, review_id=review_id)}
    sheets = load_sheets(session, review_id=review_id)
    blocks: list[Block] = []
    for member, name in load_members(session, review_id=review_id):
        blocks += _sheets_of(outcome.scheme, member, name, sheets, candidates)
    return Issue(
        kind=SHEETS_KIND,
        kind_label="专家打分表",
        title=review.title,
        subject_kind=SUBJECT,
        subject_id=review_id,
        facts=outcome_facts(session, review=review),
        paper=Paper(title=f"{review.title}专家打分表", blocks=tuple(blocks)),
        organisation_id=review.organisation_id,
    )


def _minutes(session: Session, outcome: Outcome, members: Sequence[MemberLine]) -> Paper:
    review = outcome.review
    office = load_organisation(session, organisation_id=review.organisation_id).name
    concluded_on = shanghai_day(review.concluded_at) if review.concluded_at else None
    excluded = [(line.name, label, kind) for line in members for label, kind in line.conflicts]
    blocks: list[Block] = [
        Heading(text="一、专家组"),
        table(
            ("专家", "职责", "提交打分"),
            [(line.name, "组长" if line.is_chair else "成员", f"{line.submitted} 份") for line in members],
            widths=(4, 2, 3),
            centered=("专家", "职责", "提交打分"),
        ),
        Heading(text="二、回避情况"),
        table(("专家", "回避对象", "原因"), excluded, widths=(3, 5, 4))
        if excluded
        else Paragraph(text="经本人申报和系统核对，没有需要回避的情况。"),
        Heading(text="三、评审结果"),
        _result_table(outcome),
        *_reasons(outcome),
        Heading(text="四、评审意见"),
        Paragraph(text=review.minutes),
        Heading(text="五、专家签字"),
        Table(
            rows=tuple((Cell(text=line.name), Cell(text=TO_SIGN)) for line in members),
            widths=(1, 3),
            header_rows=0,
            is_roomy=True,
        ),
    ]
    return Paper(title=f"{review.title}纪要", blocks=tuple(blocks), signer=office, signed_on=concluded_on)


def _result_table(outcome: Outcome) -> Table:
    criteria = outcome.scheme.criteria
    has_tilt = any(row.placed.tilt for row in outcome.rows)
    figures = (*_criterion_heads(outcome.scheme), "总分", *(("倾斜", "合计") if has_tilt else ()))
    heads = ("名次", "对象", *figures)
    widths = (3, 9, *(4 for _ in figures))
    rows = [
        (
            _place(row),
            row.candidate.label,
            *(score_text(row.marks.scores[item.key]) for item in criteria),
            score_text(row.placed.total),
            *((score_text(row.placed.tilt), score_text(row.placed.with_tilt)) if has_tilt else ()),
        )
        for row in outcome.rows
    ]
    return table(heads, rows, widths=widths, centered=("名次", *figures))


def _criterion_heads(scheme: Scheme) -> tuple[str, ...]:
    """Return each criterion with its points on a line of their own."""
    return tuple(f"{item.label}\n{item.points} 分" for item in scheme.criteria)


def _place(row: CandidateOutcome) -> str:
    if row.placed.place is None:
        return STANDING_LABELS[row.placed.standing]
    return f"{row.placed.place}{'（并列）' if row.placed.is_tied else ''}"


def _reasons(outcome: Outcome) -> list[Block]:
    texts = [f"{row.candidate.label}：{'，'.join(row.placed.reasons)}。" for row in outcome.rows if row.placed.reasons]
    noted = [row.candidate for row in outcome.rows if row.candidate.consensus_note]
    texts += [f"{candidate.label}：{candidate.consensus_note}" for candidate in noted]
    return [Paragraph(text=text) for text in texts]


def _sheets_of(
    scheme: Scheme,
    member: PanelMember,
    name: str,
    sheets: Sequence[ScoreSheet],
    candidates: dict[int | None, ReviewCandidate],
) -> list[Block]:
    own = [sheet for sheet in sheets if sheet.member_id == member.id]
    figures = (*_criterion_heads(scheme), "总分")
    asked = ("问题",) if scheme.questions else ()
    rows = [
        (
            candidates[sheet.candidate_id].label,
            *(score_text(sheet.scores.get(item.key, 0)) for item in scheme.criteria),
            score_text(marks_of_sheet(sheet).total),
            *((_verdicts(scheme, marks_of_sheet(sheet)),) if asked else ()),
            sheet.comment,
        )
        for sheet in own
    ]
    heads, widths = ("对象", *figures, *asked, "意见"), (7, *(4 for _ in figures), *(5 for _ in asked), 5)
    return [
        Heading(text=f"专家：{name}{'（组长）' if member.is_chair else ''}"),
        table(heads, rows, widths=widths, centered=figures) if rows else Paragraph(text="没有打分的对象（均已回避）。"),
        Paragraph(text=TO_SIGN, indent=False),
    ]


def _verdicts(scheme: Scheme, marks: Marks) -> str:
    return "；".join(
        f"{question.label}：{VERDICT_LABELS[marks.verdicts[question.key]]}"
        for question in scheme.questions
        if question.key in marks.verdicts
    )


_WIDE = (Column(label="问题", width=24), Column(label="说明", width=40))


def _book(session: Session, outcome: Outcome) -> Book:
    return Book(
        title=f"{outcome.review.title}评分汇总",
        sheets=(_result_sheet(outcome), _single_sheet(session, outcome)),
    )


def _criterion_columns(scheme: Scheme) -> tuple[Column, ...]:
    return tuple(Column(label=f"{item.label}（{item.points}）", width=14, is_score=True) for item in scheme.criteria)


def _result_sheet(outcome: Outcome) -> Sheet:
    scheme = outcome.scheme
    head = (Column(label="名次"), Column(label="对象", width=30), *_criterion_columns(scheme))
    sums = tuple(Column(label=label, is_score=True) for label in ("总分", "倾斜", "合计"))
    rows: list[tuple[Value, ...]] = [
        (
            _place(row),
            row.candidate.label,
            *(row.marks.scores[item.key] / TENTHS for item in scheme.criteria),
            row.placed.total / TENTHS,
            row.placed.tilt / TENTHS,
            row.placed.with_tilt / TENTHS,
            _verdicts(scheme, row.marks),
            row.candidate.consensus_note,
        )
        for row in outcome.rows
    ]
    return Sheet(name="合议结果", columns=(*head, *sums, *_WIDE), rows=tuple(rows)).without_empty_columns()


def _single_sheet(session: Session, outcome: Outcome) -> Sheet:
    scheme, review_id = outcome.scheme, outcome.review.id or 0
    names = {member.id: name for member, name in load_members(session, review_id=review_id)}
    labels = {row.candidate.id: row.candidate.label for row in outcome.rows}
    scores = (*_criterion_columns(scheme), Column(label="总分", is_score=True))
    head = (Column(label="对象", width=30), Column(label="专家"), *scores)
    rows: list[tuple[Value, ...]] = [
        (
            labels[sheet.candidate_id],
            names.get(sheet.member_id, "（已离组）"),
            *(sheet.scores[item.key] / TENTHS for item in scheme.criteria),
            marks_of_sheet(sheet).total / TENTHS,
            _verdicts(scheme, marks_of_sheet(sheet)),
            sheet.comment,
        )
        for sheet in load_sheets(session, review_id=review_id)
    ]
    return Sheet(name="单项打分", columns=(*head, *_WIDE), rows=tuple(rows)).without_empty_columns()
