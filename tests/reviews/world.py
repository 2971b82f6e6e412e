"""A bureau with a review of three candidates, and experts to score them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.criteria import Criterion, Marks, Question, Scheme
from marketplace.reviews.labels import Verdict
from marketplace.reviews.models import PanelMember, Review, ReviewCandidate, ScoreSheet
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, open_review, start_scoring
from tests.fixtures.web import NOW, make_member

COUNTY = "339999"
SCHEME = Scheme(
    criteria=(
        Criterion(key="strength", label="企业实力", points=40, minimum=20),
        Criterion(key="cases", label="案例与成效", points=60),
    ),
    questions=(Question(key="license", label="资质齐全"),),
    minimum_total=60,
)
LATER = NOW + timedelta(days=3)
MINUTES = "专家组听取了汇报，独立打分后合议，形成以上结果。"


def make_bureau(database: Database) -> Actor:
    actor, _ = make_member(database, role=Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    return actor


def make_expert(database: Database, *, organisation_id: int | None = None) -> Actor:
    actor, _ = make_member(database, role=Role.EXPERT, organisation_id=organisation_id)
    return actor


def candidate_in(key: str, *, facts: PartyFacts | None = None, tilt: int = 0) -> CandidateIn:
    return CandidateIn(key=key, label=f"候选单位{key}", facts=facts or PartyFacts(), tilt=tilt)


def open_one(
    database: Database, *, officer: Actor, candidates: Sequence[CandidateIn] = (), least_members: int = 2
) -> Review:
    wanted = tuple(candidates) or (candidate_in("a"), candidate_in("b"), candidate_in("c"))
    review = ReviewIn(
        subject_kind="list",
        subject_id=7,
        subject_url="/bureau/lists/7",
        title="木门行业总承包商推荐名单评审",
        scheme=SCHEME,
        candidates=wanted,
        county_code=COUNTY,
        least_members=least_members,
    )
    with database.transaction() as session:
        return open_review(session, actor=officer, review=review, now=NOW)


def candidates_of(database: Database, *, review: Review) -> dict[str, ReviewCandidate]:
    with database.session() as session:
        return {row.key: row for row in load_candidates(session, review_id=review.id or 0)}


def seat(database: Database, *, officer: Actor, review: Review, expert: Actor, is_chair: bool = False) -> PanelMember:
    with database.transaction() as session:
        return add_member(
            session,
            actor=officer,
            review_id=review.id or 0,
            user_id=expert.user_id,
            is_chair=is_chair,
            now=NOW,
        )


def declare_for(
    database: Database, *, review: Review, expert: Actor, reasons: Mapping[int, str] | None = None
) -> PanelMember:
    with database.transaction() as session:
        return declare(session, actor=expert, review_id=review.id or 0, reasons=reasons or {}, now=NOW)


def start(database: Database, *, officer: Actor, review: Review) -> Review:
    with database.transaction() as session:
        return start_scoring(session, actor=officer, review_id=review.id or 0, now=NOW)


def started(database: Database, *, officer: Actor, experts: Sequence[Actor], **more: object) -> Review:
    """A review whose experts all declared nothing and may score; the first one leads."""
    review = open_one(database, officer=officer, **more)  # type: ignore[arg-type]  # handed on
    for number, expert in enumerate(experts):
        seat(database, officer=officer, review=review, expert=expert, is_chair=number == 0)
        declare_for(database, review=review, expert=expert)
    return start(database, officer=officer, review=review)


def marks(strength: int, cases: int, verdict: Verdict = Verdict.PASS) -> Marks:
    """Marks in tenths of a point."""
    return Marks(scores={"strength": strength, "cases": cases}, verdicts={"license": verdict})


def submit(
    database: Database, *, expert: Actor, review: Review, candidate_id: int, given: Marks, seen_version: int = 1
) -> ScoreSheet:
    with database.transaction() as session:
        return submit_sheet(
            session,
            actor=expert,
            review_id=review.id or 0,
            candidate_id=candidate_id,
            marks=given,
            comment="材料齐全",
            seen_version=seen_version,
            now=NOW,
        )


def close(database: Database, *, officer: Actor, review: Review) -> Review:
    with database.transaction() as session:
        return close_scoring(session, actor=officer, review_id=review.id or 0, now=LATER)


def agree(
    database: Database, *, chair: Actor, review: Review, candidate_id: int, given: Marks, note: str = ""
) -> ReviewCandidate:
    with database.transaction() as session:
        return record_consensus(
            session,
            actor=chair,
            review_id=review.id or 0,
            candidate_id=candidate_id,
            marks=given,
            note=note,
            now=LATER,
        )


def conclude(database: Database, *, officer: Actor, review: Review, minutes: str = MINUTES) -> Review:
    with database.transaction() as session:
        return conclude_review(session, actor=officer, review_id=review.id or 0, minutes=minutes, now=LATER)


def scored(
    database: Database, *, officer: Actor, experts: Sequence[Actor], given: Mapping[str, Marks], **more: object
) -> Review:
    """A review in which every expert gave each candidate the same marks."""
    review = started(database, officer=officer, experts=experts, **more)
    for key, candidate in candidates_of(database, review=review).items():
        for expert in experts:
            submit(database, expert=expert, review=review, candidate_id=candidate.id or 0, given=given[key])
    return close(database, officer=officer, review=review)
