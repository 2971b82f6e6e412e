"""A competitive review that runs to its end, or the part of it that people on pages leave over."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor, Role
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.services.judging import open_competition
from marketplace.reviews.criteria import Marks
from marketplace.reviews.models import Review
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates, load_members, load_sheets
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from tests.fixtures.web import make_member
from tests.programme.world import AFTER, COUNTIES, Land

MINUTES = "专家组一致同意以上结果。"
# Tenths of the first criterion, which every county is given.
FIRST = 300
# Tenths of the second criterion: the first county leads, and behind it three are tied for two places, for the mountain
# county 339802 gets 3 points more; 339905 gets 3, the island 339906 gets 2.
SCORES = dict(zip(COUNTIES, (560, 500, 530, 400, 410, 420, 430, 440, 450, 530, 380, 390), strict=True))
PLACES = 3


def judged(
    land: Land,
    found: PilotRound,
    scores: Mapping[str, int],
    *,
    experts: Sequence[Actor] = (),
    now: datetime = AFTER,
) -> Review:
    """Run the competitive review with experts who all give a county the same tenths."""
    panel = list(experts) or [make_member(land.database, role=Role.EXPERT)[0] for _ in range(2)]
    with land.database.transaction() as session:
        review = open_competition(session, actor=land.province, round_id=found.id or 0, now=now)
    run_review(land, review.id or 0, scores, experts=panel, now=now)
    return review


def run_review(
    land: Land, review_id: int, scores: Mapping[str, int], *, experts: Sequence[Actor], now: datetime
) -> None:
    """Let experts sit on a review that was set up, score, agree and conclude."""
    with land.database.transaction() as session:
        for number, expert in enumerate(experts):
            add_member(
                session,
                actor=land.province,
                review_id=review_id,
                user_id=expert.user_id,
                is_chair=number == 0,
                now=now,
            )
            declare(session, actor=expert, review_id=review_id, reasons={}, now=now)
        session.flush()
        start_scoring(session, actor=land.province, review_id=review_id, now=now)
        session.flush()
        score(session, review_id=review_id, experts=experts, scores=scores, now=now)
        session.flush()
        close_scoring(session, actor=land.province, review_id=review_id, now=now)
        agree(session, review_id=review_id, chair=experts[0], scores=scores, now=now)
        session.flush()
        conclude_review(session, actor=land.province, review_id=review_id, minutes=MINUTES, now=now)


def score(
    session: Session, *, review_id: int, experts: Sequence[Actor], scores: Mapping[str, int], now: datetime
) -> None:
    """Hand in every sheet that is not handed in yet."""
    people = {expert.user_id: expert for expert in experts}
    members = {row.id: people[row.user_id] for row, _ in load_members(session, review_id=review_id)}
    marks = marks_of(session, review_id=review_id, scores=scores)
    for sheet in load_sheets(session, review_id=review_id):
        if sheet.submitted_at is None:
            submit_sheet(
                session,
                actor=members[sheet.member_id],
                review_id=review_id,
                candidate_id=sheet.candidate_id,
                marks=marks[sheet.candidate_id],
                comment="",
                seen_version=sheet.version,
                now=now,
            )


def agree(session: Session, *, review_id: int, chair: Actor, scores: Mapping[str, int], now: datetime) -> None:
    """Record the consensus on every candidate that has none yet."""
    marks = marks_of(session, review_id=review_id, scores=scores)
    for candidate in load_candidates(session, review_id=review_id):
        if candidate.consensus_at is None:
            record_consensus(
                session,
                actor=chair,
                review_id=review_id,
                candidate_id=candidate.id or 0,
                marks=marks[candidate.id or 0],
                note="",
                now=now,
            )


def marks_of(session: Session, *, review_id: int, scores: Mapping[str, int]) -> dict[int, Marks]:
    """Return what each candidate is given, by its id; ``scores`` are tenths of the second criterion by county."""
    codes = {str(row.id): row.county_code for row in session.exec(select(PilotApplication))}
    return {
        row.id or 0: Marks(scores={"c1": FIRST, "c2": scores[codes[row.key]]}, verdicts={})
        for row in load_candidates(session, review_id=review_id)
    }
