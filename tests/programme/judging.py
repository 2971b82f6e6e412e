"""A competitive review that runs to its end."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import select

from marketplace.core.actor import Actor, Role
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.services.judging import open_competition
from marketplace.reviews.criteria import Marks
from marketplace.reviews.models import Review
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, start_scoring
from tests.fixtures.web import make_member
from tests.programme.world import AFTER, Land


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
        session.flush()
        for number, expert in enumerate(panel):
            add_member(
                session,
                actor=land.province,
                review_id=review.id or 0,
                user_id=expert.user_id,
                is_chair=number == 0,
                now=now,
            )
            declare(session, actor=expert, review_id=review.id or 0, reasons={}, now=now)
        session.flush()
        start_scoring(session, actor=land.province, review_id=review.id or 0, now=now)
    _score(land, review, panel, scores, now=now)
    return review


def _score(land: Land, review: Review, experts: Sequence[Actor], scores: Mapping[str, int], *, now: datetime) -> None:
    with land.database.transaction() as session:
        codes = {str(row.id): row.county_code for row in session.exec(select(PilotApplication))}
        candidates = load_candidates(session, review_id=review.id or 0)
        marks = {row.id: Marks(scores={"c1": 300, "c2": scores[codes[row.key]]}, verdicts={}) for row in candidates}
        for candidate in candidates:
            for expert in experts:
                submit_sheet(
                    session,
                    actor=expert,
                    review_id=review.id or 0,
                    candidate_id=candidate.id or 0,
                    marks=marks[candidate.id],
                    comment="",
                    seen_version=1,
                    now=now,
                )
        session.flush()
        close_scoring(session, actor=land.province, review_id=review.id or 0, now=now)
        for candidate in candidates:
            record_consensus(
                session,
                actor=experts[0],
                review_id=review.id or 0,
                candidate_id=candidate.id or 0,
                marks=marks[candidate.id],
                note="",
                now=now,
            )
        session.flush()
        conclude_review(
            session, actor=land.province, review_id=review.id or 0, minutes="专家组一致同意以上结果。", now=now
        )
