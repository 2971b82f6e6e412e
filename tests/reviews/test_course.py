"""The course of a review: panel, declarations, assignment, sealed scores, consensus, conclusion."""

import pytest
from sqlmodel import select

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.labels import ReviewState, Standing, Verdict
from marketplace.reviews.models import ExpertProfile, ScoreSheet
from marketplace.reviews.panel import complete_panel, remove_member
from marketplace.reviews.policies import can_see_scores
from marketplace.reviews.queries import load_outcome, load_progress, load_sheets, state_of
from marketplace.reviews.scoring import altered_sheets, save_sheet
from marketplace.reviews.services import cancel_review
from tests.fixtures.web import NOW, make_member
from tests.reviews.world import (
    LATER,
    MINUTES,
    agree,
    candidate_in,
    candidates_of,
    close,
    conclude,
    declare_for,
    make_bureau,
    make_expert,
    marks,
    open_one,
    scored,
    seat,
    start,
    started,
    submit,
)

GOOD = {"a": marks(350, 500), "b": marks(300, 450), "c": marks(300, 450)}


def provider_id(database: Database) -> int:
    actor, _ = make_member(database, role=Role.PROVIDER)
    return actor.organisation_id


def agree_on_all(database: Database, *, chair: Actor, review: object) -> None:
    for key, candidate in candidates_of(database, review=review).items():  # type: ignore[arg-type]
        agree(database, chair=chair, review=review, candidate_id=candidate.id or 0, given=GOOD[key])  # type: ignore[arg-type]


def test_whole_course_ends_with_shared_places_and_a_digest(any_database: Database) -> None:
    officer, experts = make_bureau(any_database), [make_expert(any_database) for _ in range(2)]
    review = scored(any_database, officer=officer, experts=experts, given=GOOD)
    agree_on_all(any_database, chair=experts[0], review=review)

    ended = conclude(any_database, officer=officer, review=review)

    with any_database.session() as session:
        outcome = load_outcome(session, review_id=review.id or 0)
    assert [(row.candidate.key, row.placed.place, row.placed.is_tied) for row in outcome.rows] == [
        ("a", 1, False),
        ("b", 2, True),
        ("c", 2, True),
    ]
    assert outcome.digest == ended.outcome_digest
    assert len(outcome.digest) == 64


def test_result_is_sealed_until_the_review_is_concluded(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = scored(database, officer=officer, experts=experts, given=GOOD)

    with pytest.raises(ConflictError), database.session() as session:
        load_outcome(session, review_id=review.id or 0)


def test_review_of_others_than_bureaus_is_refused(database: Database) -> None:
    with pytest.raises(ForbiddenError):
        open_one(database, officer=make_expert(database))


def test_two_candidates_of_one_key_are_refused(database: Database) -> None:
    with pytest.raises(InvalidError, match="同一个对象列了两次"):
        open_one(database, officer=make_bureau(database), candidates=(candidate_in("a"), candidate_in("a")))


def test_scoring_waits_for_every_declaration(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = open_one(database, officer=officer)
    for expert in experts:
        seat(database, officer=officer, review=review, expert=expert, is_chair=True)
    declare_for(database, review=review, expert=experts[0])

    with pytest.raises(ConflictError, match="还有 1 位专家没有申报"):
        start(database, officer=officer, review=review)


def test_scoring_waits_for_a_chair(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = open_one(database, officer=officer)
    for expert in experts:
        seat(database, officer=officer, review=review, expert=expert)
        declare_for(database, review=review, expert=expert)

    with pytest.raises(ConflictError, match="组长"):
        start(database, officer=officer, review=review)


def test_declared_conflict_keeps_the_expert_from_that_candidate_alone(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(3)]
    review = open_one(database, officer=officer)
    target = candidates_of(database, review=review)["b"].id or 0
    for number, expert in enumerate(experts):
        seat(database, officer=officer, review=review, expert=expert, is_chair=number == 0)
        declare_for(database, review=review, expert=expert, reasons={target: "亲属在该单位任职"} if number == 2 else {})

    start(database, officer=officer, review=review)

    with database.session() as session:
        counts = [line.assigned for line in load_progress(session, review_id=review.id or 0).candidates]
    assert counts == [3, 2, 3]


def test_candidate_left_with_too_few_experts_holds_the_start(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = open_one(database, officer=officer)
    target = candidates_of(database, review=review)["b"].id or 0
    for expert in experts:
        seat(database, officer=officer, review=review, expert=expert, is_chair=True)
        declare_for(database, review=review, expert=expert, reasons={target: "合作项目"})

    with pytest.raises(ConflictError, match="“候选单位b”回避后只剩 0 位专家"):
        start(database, officer=officer, review=review)


def test_expert_who_works_for_a_candidate_is_found_out(database: Database) -> None:
    firm = provider_id(database)
    officer = make_bureau(database)
    facts = PartyFacts(organisation_ids=frozenset({firm}))
    review = open_one(database, officer=officer, candidates=(candidate_in("a", facts=facts), candidate_in("b")))

    member = seat(database, officer=officer, review=review, expert=make_expert(database, organisation_id=firm))

    with database.session() as session:
        line = load_progress(session, review_id=review.id or 0).members[0]
    assert line.member_id == member.id
    assert line.conflicts == (("候选单位a", "在该单位任职"),)


def test_expert_whose_past_employer_is_a_candidate_is_found_out(database: Database) -> None:
    officer, expert, code = make_bureau(database), make_expert(database), "91330000MA0000000X"
    with database.transaction() as session:
        session.add(
            ExpertProfile(user_id=expert.user_id, past_employers=[{"name": "旧单位", "uscc": code}], updated_at=NOW)
        )
    facts = PartyFacts(credit_codes=frozenset({code}))
    review = open_one(database, officer=officer, candidates=(candidate_in("a", facts=facts), candidate_in("b")))
    seat(database, officer=officer, review=review, expert=expert)

    with database.session() as session:
        line = load_progress(session, review_id=review.id or 0).members[0]
    assert line.conflicts == (("候选单位a", "曾在该单位任职"),)


def test_membership_that_ended_counts_as_past_employment(database: Database) -> None:
    firm, officer, expert = provider_id(database), make_bureau(database), make_expert(database)
    with database.transaction() as session:
        name_key = session.get_one(Organisation, firm).name_key
        session.add(
            Membership(user_id=expert.user_id, organisation_id=firm, role=Role.PROVIDER, created_at=NOW, ended_at=NOW)
        )
    facts = PartyFacts(organisation_ids=frozenset({firm}), name_keys=frozenset({name_key}))
    review = open_one(database, officer=officer, candidates=(candidate_in("a", facts=facts), candidate_in("b")))
    seat(database, officer=officer, review=review, expert=expert)

    with database.session() as session:
        line = load_progress(session, review_id=review.id or 0).members[0]
    assert line.conflicts == (("候选单位a", "曾在该单位任职"),)


def test_expert_in_conflict_with_all_candidates_gets_no_seat(database: Database) -> None:
    firm, officer = provider_id(database), make_bureau(database)
    facts = PartyFacts(organisation_ids=frozenset({firm}))
    review = open_one(database, officer=officer, candidates=(candidate_in("a", facts=facts),))
    expert = make_expert(database, organisation_id=firm)

    with pytest.raises(InvalidError):
        seat(database, officer=officer, review=review, expert=expert)


def test_somebody_who_is_no_expert_gets_no_seat(database: Database) -> None:
    officer = make_bureau(database)
    review = open_one(database, officer=officer)

    with pytest.raises(InvalidError):
        seat(database, officer=officer, review=review, expert=make_bureau(database))


def test_submitted_sheet_cannot_be_changed(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0
    submit(database, expert=experts[0], review=review, candidate_id=target, given=marks(300, 400))

    with pytest.raises(ConflictError, match="不能更改"):
        submit(database, expert=experts[0], review=review, candidate_id=target, given=marks(400, 600), seen_version=2)


def test_incomplete_sheet_is_saved_but_not_submitted(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0
    from marketplace.reviews.criteria import Marks

    half = Marks(scores={"strength": 300}, verdicts={})
    with database.transaction() as session:
        kept = save_sheet(
            session,
            actor=experts[0],
            review_id=review.id or 0,
            candidate_id=target,
            marks=half,
            comment="",
            seen_version=1,
            now=NOW,
        )

    assert (kept.scores, kept.version, kept.submitted_at) == ({"strength": 300}, 2, None)
    with pytest.raises(InvalidError) as caught:
        submit(database, expert=experts[0], review=review, candidate_id=target, given=half, seen_version=2)
    assert list(caught.value.fields) == ["score_cases", "verdict_license"]


def test_sheet_that_moved_in_another_window_is_refused(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0

    with pytest.raises(VersionMovedError):
        submit(database, expert=experts[0], review=review, candidate_id=target, given=GOOD["a"], seen_version=9)


def test_stranger_has_no_sheet(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0

    with pytest.raises(NotFoundError):
        submit(database, expert=make_expert(database), review=review, candidate_id=target, given=GOOD["a"])


def test_conflict_declared_after_scoring_takes_the_sheet_out(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(3)]
    review = started(database, officer=officer, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0
    submit(database, expert=experts[2], review=review, candidate_id=target, given=GOOD["a"])

    declare_for(database, review=review, expert=experts[2], reasons={target: "想起来有合作"})

    with database.session() as session:
        counted = [sheet for sheet in load_sheets(session, review_id=review.id or 0) if sheet.candidate_id == target]
    assert len(counted) == 2


def test_scoring_does_not_close_while_a_sheet_is_missing(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)

    with pytest.raises(ConflictError, match="还有 6 份打分没有提交"):
        close(database, officer=officer, review=review)


def test_expert_who_leaves_takes_their_sheets_and_another_steps_in(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = started(database, officer=officer, experts=experts)
    with database.session() as session:
        leaving = load_progress(session, review_id=review.id or 0).members[1].member_id
    with database.transaction() as session:
        remove_member(session, actor=officer, review_id=review.id or 0, member_id=leaving, now=NOW)
    fresh = make_expert(database)
    seat(database, officer=officer, review=review, expert=fresh)
    declare_for(database, review=review, expert=fresh)

    with database.transaction() as session:
        made = complete_panel(session, actor=officer, review_id=review.id or 0, now=NOW)

    assert len(made) == 3


def test_consensus_away_from_the_mean_needs_its_reason(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = scored(database, officer=officer, experts=experts, given=GOOD)
    target = candidates_of(database, review=review)["a"].id or 0

    with pytest.raises(InvalidError) as caught:
        agree(database, chair=experts[0], review=review, candidate_id=target, given=marks(351, 500))
    kept = agree(
        database, chair=experts[0], review=review, candidate_id=target, given=marks(351, 500), note="补充了一份证明"
    )

    assert list(caught.value.fields) == ["note"]
    assert kept.consensus_scores == {"strength": 351, "cases": 500}


def test_only_the_chair_records_the_consensus(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = scored(database, officer=officer, experts=experts, given=GOOD)
    target = candidates_of(database, review=review)["a"].id or 0

    with pytest.raises(NotFoundError):
        agree(database, chair=experts[1], review=review, candidate_id=target, given=GOOD["a"])


def test_chair_in_conflict_leaves_the_consensus_to_the_next_member(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(3)]
    review = open_one(database, officer=officer)
    found = candidates_of(database, review=review)
    for number, expert in enumerate(experts):
        seat(database, officer=officer, review=review, expert=expert, is_chair=number == 0)
        reasons = {found["a"].id or 0: "曾经共事"} if number == 0 else {}
        declare_for(database, review=review, expert=expert, reasons=reasons)
    start(database, officer=officer, review=review)
    for key, candidate in found.items():
        for expert in experts[1:] if key == "a" else experts:
            submit(database, expert=expert, review=review, candidate_id=candidate.id or 0, given=GOOD[key])
    close(database, officer=officer, review=review)

    with pytest.raises(NotFoundError):
        agree(database, chair=experts[0], review=review, candidate_id=found["a"].id or 0, given=GOOD["a"])
    kept = agree(database, chair=experts[1], review=review, candidate_id=found["a"].id or 0, given=GOOD["a"])
    assert kept.consensus_by_id == experts[1].user_id


def test_review_is_not_concluded_while_a_consensus_is_missing(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = scored(database, officer=officer, experts=experts, given=GOOD)

    with pytest.raises(ConflictError, match="还有 3 家没有合议结果"):
        conclude(database, officer=officer, review=review)


def test_failed_candidate_is_named_with_its_reason(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    given = {**GOOD, "c": marks(400, 600, Verdict.FAIL)}
    review = scored(database, officer=officer, experts=experts, given=given)
    for key, candidate in candidates_of(database, review=review).items():
        agree(database, chair=experts[0], review=review, candidate_id=candidate.id or 0, given=given[key])
    conclude(database, officer=officer, review=review)

    with database.session() as session:
        row = load_outcome(session, review_id=review.id or 0).by_key()["c"]
    assert (row.placed.standing, row.placed.place) == (Standing.FAILED, None)


def test_altered_score_no_longer_fits_its_digest(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    review = scored(database, officer=officer, experts=experts, given=GOOD)
    with database.session() as session:
        assert altered_sheets(session, review_id=review.id or 0) == []
    with database.transaction() as session:
        sheet = session.exec(select(ScoreSheet)).first()
        assert sheet is not None
        sheet.scores = {"strength": 400, "cases": 600}

    with database.session() as session:
        assert altered_sheets(session, review_id=review.id or 0) == [sheet.id]


def test_journal_holds_digests_of_sheets_and_no_individual_score(database: Database) -> None:
    officer, experts = make_bureau(database), [make_expert(database) for _ in range(2)]
    scored(database, officer=officer, experts=experts, given=GOOD)

    with database.session() as session:
        events = [parse_event(row) for row in session.exec(select(JournalEntry))]
    submitted = [event for event in events if event["action"] == "review.sheet_submitted"]
    assert len(submitted) == 6
    assert all(set(event["details"]) == {"candidate_id", "digest", "review_id"} for event in submitted)


def test_cancelled_review_says_why_and_stays_cancelled(database: Database) -> None:
    officer = make_bureau(database)
    review = open_one(database, officer=officer)
    with database.transaction() as session:
        ended = cancel_review(session, actor=officer, review_id=review.id or 0, reason="征集材料不足", now=LATER)

    assert state_of(ended) is ReviewState.CANCELLED
    with pytest.raises(ConflictError):
        start(database, officer=officer, review=review)


def test_other_bureau_finds_no_review_to_run(database: Database) -> None:
    review = open_one(database, officer=make_bureau(database))

    with pytest.raises(NotFoundError):
        conclude(database, officer=make_bureau(database), review=review, minutes=MINUTES)


@pytest.mark.parametrize("state", list(ReviewState))
@pytest.mark.parametrize("is_chair", [True, False])
def test_scores_of_others_are_sealed_until_the_consensus(state: ReviewState, *, is_chair: bool) -> None:
    sees = can_see_scores(state, is_own_sheet=False, is_chair=is_chair)

    assert sees is (state is ReviewState.CONCLUDED or (state is ReviewState.CONSENSUS and is_chair))
    assert can_see_scores(state, is_own_sheet=True, is_chair=False)
