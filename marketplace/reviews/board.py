"""What the pages of a review show: values, ready to print."""

from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.documents.queries import DocumentRow, load_documents
from marketplace.reviews import policies
from marketplace.reviews.criteria import Scheme, mean_marks, score_text
from marketplace.reviews.experts import load_experts
from marketplace.reviews.labels import STANDING_LABELS, VERDICT_LABELS, ReviewState
from marketplace.reviews.models import PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.papers import SUBJECT
from marketplace.reviews.queries import (
    Outcome,
    Progress,
    load_candidates,
    load_conflicts,
    load_members,
    load_progress,
    load_sheets,
    marks_of_sheet,
    scheme_of,
    state_of,
)
from marketplace.reviews.scoring import recorder_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSheet:
    """A candidate as an expert's list shows it; ``state`` is 没有开始, 草稿, 已提交 or 回避."""

    candidate_id: int
    label: str
    state: str
    total: str
    can_score: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A review as its page shows it to one person."""

    progress: Progress
    member: PanelMember | None
    can_run: bool
    own: tuple[OwnSheet, ...]
    to_agree: tuple[tuple[int, str, bool], ...]
    experts: tuple[tuple[str, str], ...]
    documents: tuple[DocumentRow, ...]

    @property
    def review(self) -> Review:
        return self.progress.review

    @property
    def state(self) -> ReviewState:
        return self.progress.state


def load_board(session: Session, *, actor: Actor, review: Review, member: PanelMember | None) -> Board:
    """Return the board for one person; scores of others are not on it."""
    review_id = review.id or 0
    progress = load_progress(session, review_id=review_id)
    runs = policies.can_run(actor, organisation_id=review.organisation_id)
    candidates = load_candidates(session, review_id=review_id)
    seated = {line.user_id for line in progress.members}
    experts = load_experts(session) if runs else []
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[review_id])[review_id]
    return Board(
        progress=progress,
        member=member,
        can_run=runs,
        own=_own(session, review=review, member=member, candidates=candidates),
        to_agree=_to_agree(session, review=review, member=member, candidates=candidates),
        experts=tuple(
            (str(user.id), f"{user.display_name}（{body.name}）") for user, body in experts if user.id not in seated
        ),
        documents=tuple(row for row in documents if row.is_current),
    )


def _own(
    session: Session, *, review: Review, member: PanelMember | None, candidates: list[ReviewCandidate]
) -> tuple[OwnSheet, ...]:
    if member is None or review.started_at is None:
        return ()
    sheets = {
        sheet.candidate_id: sheet
        for sheet in load_sheets(session, review_id=review.id or 0)
        if sheet.member_id == member.id
    }
    rows = []
    for candidate in candidates:
        sheet = sheets.get(candidate.id or 0)
        total = score_text(marks_of_sheet(sheet).total) if sheet is not None and sheet.saved_at else ""
        rows.append(
            OwnSheet(
                candidate_id=candidate.id or 0,
                label=candidate.label,
                state=_state_of(sheet),
                total=total,
                can_score=sheet is not None,
            )
        )
    return tuple(rows)


def _state_of(sheet: ScoreSheet | None) -> str:
    if sheet is None:
        return "回避"
    if sheet.submitted_at is not None:
        return "已提交"
    return "草稿" if sheet.saved_at is not None else "没有开始"


def _to_agree(
    session: Session, *, review: Review, member: PanelMember | None, candidates: list[ReviewCandidate]
) -> tuple[tuple[int, str, bool], ...]:
    if member is None or state_of(review) is not ReviewState.CONSENSUS:
        return ()
    members = load_members(session, review_id=review.id or 0)
    found = load_conflicts(session, member_ids=[row.id or 0 for row, _ in members])
    mine = []
    for candidate in candidates:
        recorder = recorder_of(members, found, candidate_id=candidate.id or 0)
        if recorder is not None and recorder.id == member.id:
            mine.append((candidate.id or 0, candidate.label, candidate.consensus_at is not None))
    return tuple(mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusTable:
    """Individual marks side by side: heads are experts, rows are criteria, questions and the total."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def consensus_table(session: Session, *, review: Review, candidate_id: int) -> tuple[ConsensusTable, Scheme]:
    """Return what each expert gave a candidate, with the mean beside; only for those who may see scores."""
    scheme = scheme_of(review)
    names = {member.id: name for member, name in load_members(session, review_id=review.id or 0)}
    sheets = [sheet for sheet in load_sheets(session, review_id=review.id or 0) if sheet.candidate_id == candidate_id]
    given = [marks_of_sheet(sheet) for sheet in sheets]
    mean = mean_marks(scheme, given)
    rows = [
        (
            f"{item.label}（满分 {item.points}）",
            *(score_text(marks.scores[item.key]) for marks in given),
            score_text(mean.scores[item.key]),
        )
        for item in scheme.criteria
    ]
    rows += [
        (
            question.label,
            *(VERDICT_LABELS[marks.verdicts[question.key]] for marks in given),
            VERDICT_LABELS[mean.verdicts[question.key]] if question.key in mean.verdicts else "意见不一",
        )
        for question in scheme.questions
    ]
    rows.append(("合计", *(score_text(marks.total) for marks in given), score_text(mean.total)))
    heads = ("项目", *(names.get(sheet.member_id, "（已离组）") for sheet in sheets), "平均")
    return ConsensusTable(heads=heads, rows=tuple(rows)), scheme


def result_rows(outcome: Outcome) -> list[list[object]]:
    """Return the result as the cells of a table."""
    rows: list[list[object]] = []
    for row in outcome.rows:
        place = STANDING_LABELS[row.placed.standing] if row.placed.place is None else str(row.placed.place)
        note = "并列" if row.placed.is_tied else "；".join(row.placed.reasons)
        rows.append(
            [
                {"text": row.candidate.label, "note": note},
                place,
                *(score_text(row.marks.scores[item.key]) for item in outcome.scheme.criteria),
                score_text(row.placed.total),
                score_text(row.placed.tilt),
                score_text(row.placed.with_tilt),
            ]
        )
    return rows
