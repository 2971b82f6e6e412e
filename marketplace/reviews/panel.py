"""Writes of a panel: members, declarations, the check of conflicts, assignment."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.core.actor import Actor
from marketplace.core.conflicts import WrongStateError
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError
from marketplace.core.journal import record
from marketplace.notify.services import notify_users
from marketplace.reviews import policies
from marketplace.reviews.conflicts import conflicts
from marketplace.reviews.experts import is_expert, load_expert_facts
from marketplace.reviews.facts_json import facts_from_json
from marketplace.reviews.labels import ConflictKind, ReviewState
from marketplace.reviews.models import PanelConflict, PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.queries import (
    find_member,
    load_candidates,
    load_conflicts,
    load_members,
    load_review,
    load_sheets,
    state_of,
)

OPEN_STATES = frozenset({ReviewState.PREPARING, ReviewState.SCORING})


def add_member(
    session: Session, *, actor: Actor, review_id: int, user_id: int, is_chair: bool = False, now: datetime
) -> PanelMember:
    """Ask an expert onto the panel; conflicts that follow from facts are noted at once.

    Raises InvalidError for somebody who is no expert, is on the panel already, or conflicts with every candidate.
    """
    review = _load_own(session, actor=actor, review_id=review_id)
    _require_open(review)
    if not is_expert(session, user_id=user_id):
        raise InvalidError(fields={"user_id": ["请从专家库里选择。"]})
    member = _seat(session, review_id=review_id, user_id=user_id, now=now)
    if is_chair:
        _make_chair(session, review_id=review_id, member=member)
    session.flush()  # Conflicts refer to the seat.
    candidates = load_candidates(session, review_id=review_id)
    found = refresh_conflicts(session, review=review, members=[member], now=now)
    if candidates and len({item.candidate_id for item in found}) == len(candidates):
        raise InvalidError(fields={"user_id": ["这位专家与所有评审对象都有利益关系，不能参加这次评审。"]})
    _note(session, actor=actor, review=review, action="review.member_added", details={"member": user_id}, now=now)
    notify_users(
        session,
        user_ids=[user_id],
        subject=f"邀请您参加评审：{review.title}"[:120],
        body="请先申报与评审对象有没有利益关系，再等待开始打分。",
        url=f"/reviews/{review_id}",
        now=now,
    )
    return member


def remove_member(session: Session, *, actor: Actor, review_id: int, member_id: int, now: datetime) -> None:
    """Take an expert off the panel before the consensus; sheets of theirs no longer count."""
    review = _load_own(session, actor=actor, review_id=review_id)
    _require_open(review)
    member = session.get(PanelMember, member_id)
    if member is None or member.review_id != review_id or member.removed_at is not None:
        raise NotFoundError
    member.removed_at, member.is_chair = now, False
    for sheet in load_sheets(session, review_id=review_id):
        if sheet.member_id == member_id:
            sheet.voided_at = now
    details = {"member": member.user_id}
    _note(session, actor=actor, review=review, action="review.member_removed", details=details, now=now)


def declare(
    session: Session, *, actor: Actor, review_id: int, reasons: Mapping[int, str], now: datetime
) -> PanelMember:
    """Take an expert's declaration: the candidates with whom they have an interest, each with its reason, or none.

    A declaration may be added to while scores are given: a sheet for that candidate then no longer counts.
    """
    review = load_review(session, review_id=review_id, lock=True)
    member = find_member(session, review_id=review_id, user_id=actor.user_id)
    if member is None:
        raise NotFoundError
    _require_open(review)
    known = {candidate.id or 0 for candidate in load_candidates(session, review_id=review_id)}
    if not set(reasons) <= known:
        raise InvalidError("请从列出的评审对象里选择。")
    member.declared_at = now
    already = {
        item.candidate_id
        for item in load_conflicts(session, member_ids=[member.id or 0])
        if item.kind is ConflictKind.DECLARED
    }
    for candidate_id, reason in reasons.items():
        if candidate_id not in already:
            _add_conflict(
                session,
                member,
                candidate_id=candidate_id,
                kind=ConflictKind.DECLARED,
                detail=reason.strip()[:500],
                now=now,
            )
            _void(session, member_id=member.id or 0, candidate_id=candidate_id, now=now)
    details = {"conflicts": len(reasons), "member": member.user_id}
    _note(session, actor=actor, review=review, action="review.declared", details=details, now=now)
    return member


def refresh_conflicts(
    session: Session, *, review: Review, members: Sequence[PanelMember], now: datetime
) -> list[PanelConflict]:
    """Derive the conflicts of members anew from today's facts; declared ones stay. Returns all that stand."""
    candidates = load_candidates(session, review_id=review.id or 0)
    facts = load_expert_facts(session, user_ids=[member.user_id for member in members])
    member_ids = [member.id or 0 for member in members]
    derived = col(PanelConflict.kind) != ConflictKind.DECLARED
    session.exec(delete(PanelConflict).where(col(PanelConflict.member_id).in_(member_ids), derived))
    for member in members:
        for candidate in candidates:
            for item in conflicts(facts[member.user_id], facts_from_json(candidate.facts)):
                _add_conflict(
                    session,
                    member,
                    candidate_id=candidate.id or 0,
                    kind=item.kind,
                    detail=item.detail,
                    now=now,
                )
    session.flush()  # What was just found is read back below.
    return load_conflicts(session, member_ids=member_ids)


def assign_panel(session: Session, *, actor: Actor, review: Review, now: datetime) -> list[ScoreSheet]:
    """Give every expert a sheet for each candidate with which they have no conflict.

    Raises ConflictError while a declaration or the chair is missing, or a candidate has too few experts.
    """
    members = [member for member, _ in load_members(session, review_id=review.id or 0)]
    _require_ready(members, least=review.least_members)
    found = refresh_conflicts(session, review=review, members=members, now=now)
    excluded = {(item.member_id, item.candidate_id) for item in found}
    known = {(sheet.member_id, sheet.candidate_id) for sheet in load_sheets(session, review_id=review.id or 0)}
    made = []
    for candidate in load_candidates(session, review_id=review.id or 0):
        able = [member for member in members if (member.id, candidate.id) not in excluded]
        _require_enough(candidate, count=len(able), least=review.least_members)
        wanting = [member for member in able if (member.id, candidate.id) not in known]
        made += [_sheet(review, member, candidate, now=now) for member in wanting]
    session.add_all(made)
    details = {"excluded": len(excluded), "sheets": len(made)}
    _note(session, actor=actor, review=review, action="review.assigned", details=details, now=now)
    return made


def complete_panel(session: Session, *, actor: Actor, review_id: int, now: datetime) -> list[ScoreSheet]:
    """Give sheets to experts who joined while scores are given already."""
    review = _load_own(session, actor=actor, review_id=review_id)
    if state_of(review) is not ReviewState.SCORING:
        raise WrongStateError("现在不是打分阶段。")
    return assign_panel(session, actor=actor, review=review, now=now)


def _load_own(session: Session, *, actor: Actor, review_id: int) -> Review:
    review = load_review(session, review_id=review_id, lock=True)
    if not policies.can_run(actor, organisation_id=review.organisation_id):
        raise NotFoundError
    return review


def _require_open(review: Review) -> None:
    if state_of(review) not in OPEN_STATES:
        raise WrongStateError("打分已经结束，专家组不能再变动。")


def _seat(session: Session, *, review_id: int, user_id: int, now: datetime) -> PanelMember:
    known = session.exec(
        select(PanelMember).where(PanelMember.review_id == review_id, PanelMember.user_id == user_id)
    ).first()
    if known is not None and known.removed_at is None:
        raise InvalidError(fields={"user_id": ["这位专家已经在专家组里。"]})
    member = known or PanelMember(review_id=review_id, user_id=user_id, invited_at=now)
    member.removed_at, member.declared_at, member.invited_at = None, None, now
    session.add(member)
    return member


def _make_chair(session: Session, *, review_id: int, member: PanelMember) -> None:
    for other, _ in load_members(session, review_id=review_id):
        other.is_chair = False
    member.is_chair = True


def _require_ready(members: Sequence[PanelMember], *, least: int) -> None:
    if len(members) < least:
        raise ConflictError(f"专家组至少要 {least} 人，现在有 {len(members)} 人。", code="review.too_few_experts")
    silent = sum(member.declared_at is None for member in members)
    if silent:
        raise ConflictError(f"还有 {silent} 位专家没有申报利益关系。", code="review.not_declared")
    if sum(member.is_chair for member in members) != 1:
        raise ConflictError("请指定一位组长。", code="review.no_chair")


def _require_enough(candidate: ReviewCandidate, *, count: int, least: int) -> None:
    if count < least:
        message = f"“{candidate.label}”回避后只剩 {count} 位专家，至少要 {least} 位，请补充专家。"
        raise ConflictError(message, code="review.too_few_experts")


def _sheet(review: Review, member: PanelMember, candidate: ReviewCandidate, *, now: datetime) -> ScoreSheet:
    return ScoreSheet(
        review_id=review.id or 0, member_id=member.id or 0, candidate_id=candidate.id or 0, assigned_at=now
    )


def _add_conflict(
    session: Session, member: PanelMember, *, candidate_id: int, kind: ConflictKind, detail: str, now: datetime
) -> None:
    session.add(
        PanelConflict(member_id=member.id or 0, candidate_id=candidate_id, kind=kind, detail=detail, found_at=now)
    )


def _void(session: Session, *, member_id: int, candidate_id: int, now: datetime) -> None:
    sheet = session.exec(
        select(ScoreSheet).where(
            ScoreSheet.member_id == member_id,
            ScoreSheet.candidate_id == candidate_id,
            col(ScoreSheet.voided_at).is_(None),
        )
    ).first()
    if sheet is not None:
        sheet.voided_at = now


def _note(
    session: Session, *, actor: Actor, review: Review, action: str, details: Mapping[str, int], now: datetime
) -> None:
    subject = f"{review.subject_kind}:{review.subject_id}"
    record(session, actor=actor, action=action, subject=subject, now=now, details={"review_id": review.id, **details})
