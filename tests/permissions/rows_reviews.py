"""Rows of reviews: the panel, the bureau that runs it, those above and auditors; other counties' do not exist."""

from marketplace.core.actor import Actor, Role
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.criteria import Criterion, Marks, Scheme
from marketplace.reviews.models import Review
from marketplace.reviews.panel import add_member, declare
from marketplace.reviews.queries import load_candidates
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.scoring import record_consensus, submit_sheet
from marketplace.reviews.services import close_scoring, conclude_review, open_review, start_scoring
from tests.fixtures.web import NOW, make_member
from tests.permissions.matrix import Arguments, Row, ids, values
from tests.permissions.world import OTHER_COUNTY, OWN_COUNTY, World

BUREAUS = (Role.COUNTY, Role.CITY, Role.PROVINCE)
STAGES = ("preparing", "ready", "scoring", "scored", "consensus", "agreed", "concluded")
ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}
MARKS = Marks(scores={"a": 80}, verdicts={})


def build(world: World) -> None:
    """Give each bureau a review at every stage with the expert as its chair, and a stranger's county another."""
    expert = world.people[Role.EXPERT].actor
    world.ids["free_expert"] = make_member(world.database, role=Role.EXPERT)[0].user_id
    for role in BUREAUS:
        for number, stage in enumerate(STAGES):
            review = _at_stage(world, actor=world.people[role].actor, expert=expert, stage=number)
            world.ids[f"{stage}:{role.value}"] = review.id
            _name_parts(world, review=review, stage=stage, role=role)
    for stage in STAGES:
        for role in (Role.EXPERT, Role.AUDITOR, Role.OPERATOR):
            world.ids[f"{stage}:{role.value}"] = world.ids[f"{stage}:county"]
        for part in ("candidate", "member"):
            world.ids[f"{stage}_{part}:expert"] = world.ids[f"{stage}_{part}:county"]
    stranger = world.strangers[Role.COUNTY]
    other_expert, _ = make_member(world.database, role=Role.EXPERT)
    other = _at_stage(world, actor=stranger, expert=other_expert, stage=len(STAGES) - 1, county=OTHER_COUNTY)
    world.ids["other_review"] = other.id
    _name_parts(world, review=other, stage="other", role=None)


def _at_stage(world: World, *, actor: Actor, expert: Actor, stage: int, county: str = OWN_COUNTY) -> Review:
    with world.database.transaction() as session:
        review = open_review(session, actor=actor, review=_review_in(county), now=NOW)
        review_id = review.id or 0
        steps = (
            lambda: add_member(
                session, actor=actor, review_id=review_id, user_id=expert.user_id, is_chair=True, now=NOW
            ),
            lambda: declare(session, actor=expert, review_id=review_id, reasons={}, now=NOW),
            lambda: start_scoring(session, actor=actor, review_id=review_id, now=NOW),
            lambda: _score(session, expert, review_id),
            lambda: close_scoring(session, actor=actor, review_id=review_id, now=NOW),
            lambda: _agree(session, expert, review_id),
            lambda: conclude_review(session, actor=actor, review_id=review_id, minutes="一致同意。", now=NOW),
        )
        # The first stage has a seat already, so that the expert sees it.
        for step in steps[: stage + 1]:
            step()
            session.flush()
    return review


def _review_in(county: str) -> ReviewIn:
    return ReviewIn(
        subject_kind="matrix",
        subject_id=1,
        subject_url="",
        title="评审",
        scheme=Scheme(criteria=(Criterion(key="a", label="甲", points=10),)),
        candidates=(CandidateIn(key="x", label="乙", facts=PartyFacts()),),
        county_code=county,
        least_members=1,
    )


def _score(session, expert, review_id):  # type: ignore[no-untyped-def]
    candidate = load_candidates(session, review_id=review_id)[0].id or 0
    submit_sheet(
        session,
        actor=expert,
        review_id=review_id,
        candidate_id=candidate,
        marks=MARKS,
        comment="",
        seen_version=1,
        now=NOW,
    )


def _agree(session, expert, review_id):  # type: ignore[no-untyped-def]
    candidate = load_candidates(session, review_id=review_id)[0].id or 0
    record_consensus(session, actor=expert, review_id=review_id, candidate_id=candidate, marks=MARKS, note="", now=NOW)


def _name_parts(world: World, *, review: Review, stage: str, role: Role | None) -> None:
    from marketplace.reviews.queries import load_members

    suffix = f":{role.value}" if role else ""
    with world.database.session() as session:
        world.ids[f"{stage}_candidate{suffix}"] = load_candidates(session, review_id=review.id or 0)[0].id
        world.ids[f"{stage}_member{suffix}"] = load_members(session, review_id=review.id or 0)[0][0].id


def at(stage: str, *, part: str = "") -> Arguments:
    """Arguments of a review at a stage, with one of its parts."""
    return ids(review_id=stage, **({f"{part}_id": f"{stage}_{part}"} if part else {}))


OTHER = ids(review_id="other_review")
OTHER_CANDIDATE = ids(review_id="other_review", candidate_id="other_candidate")
OTHER_MEMBER = ids(review_id="other_review", member_id="other_member")
SHEET = {"score_a": "8", "version": "1", "do": "submit"}
ROWS = {
    "reviews.index": Row(),
    "reviews.profile": Row(),
    "reviews.store_profile": Row(data=values(field="印染", employer_name="示范大学", version="0")),
    "reviews.show": Row(own=at("concluded"), other=OTHER, reaches_other=ABOVE),
    "reviews_api.list_reviews": Row(),
    "reviews_api.get_review": Row(own=at("concluded"), other=OTHER, reaches_other=ABOVE),
    "reviews_api.get_result": Row(own=at("concluded"), other=OTHER, reaches_other=ABOVE),
    "reviews.results": Row(own=at("concluded"), other=OTHER, reaches_other=ABOVE),
    "reviews.declaration": Row(own=at("preparing"), other=OTHER),
    "reviews.store_declaration": Row(own=at("preparing"), other=OTHER),
    "reviews.sheet": Row(own=at("scoring", part="candidate"), other=OTHER_CANDIDATE),
    "reviews.store_sheet": Row(own=at("scoring", part="candidate"), other=OTHER_CANDIDATE, data=values(**SHEET)),
    "reviews.consensus": Row(own=at("consensus", part="candidate"), other=OTHER_CANDIDATE),
    "reviews.store_consensus": Row(
        own=at("consensus", part="candidate"), other=OTHER_CANDIDATE, data=values(score_a="8")
    ),
    "review_office.add": Row(
        own=at("preparing"), other=OTHER, data=lambda world, _role: {"user_id": str(world.ids["free_expert"])}
    ),
    "review_office.remove": Row(own=at("preparing", part="member"), other=OTHER_MEMBER),
    "review_office.start": Row(own=at("ready"), other=OTHER),
    "review_office.complete": Row(own=at("scoring"), other=OTHER),
    "review_office.close": Row(own=at("scored"), other=OTHER),
    "review_office.conclude": Row(own=at("agreed"), other=OTHER, data=values(minutes="专家组一致同意以上结果。")),
    "review_office.cancel": Row(own=at("preparing"), other=OTHER, data=values(reason="材料不足")),
}
