"""A change of the library: its effect on the order is computed by the worker, then another operator decides."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError
from marketplace.core.worker import run_due_jobs
from marketplace.recommendations.library_preview import (
    LOOK_JOB,
    PREVIEW_JOB,
    look_errand,
    preview_errand,
    preview_scope,
    queue_preview,
    shown_preview,
)
from marketplace.recommendations.ranker import Ranker
from marketplace.taxonomy.change_services import approved_changes, decide_change, propose_change
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.models import LibraryChange
from marketplace.taxonomy.queries import find_edition, load_scenario
from marketplace.taxonomy.word_changes import as_lines, words_of
from tests.fixtures.web import NOW, Person, make_member
from tests.recommendations.market import LIBRARY, store_market

CODE = "piece-wage"
WORDS = {**words_of(next(one for one in LIBRARY.scenarios if one.code == CODE)), "aliases": ["计件", "看件算钱"]}
HANDLERS = {LOOK_JOB: look_errand(), PREVIEW_JOB: preview_errand()}
REASON = "厂里都叫看件算钱，系统听不懂"


def work(database: Database) -> int:
    return run_due_jobs(database, HANDLERS, clock=lambda: NOW)


@pytest.fixture
def proposed(database: Database) -> Database:
    store_market(database)
    proposer, _ = make_member(database, role=Role.OPERATOR)
    with database.transaction() as session:
        change = propose_change(session, actor=proposer, code=CODE, words=WORDS, reason=REASON, now=NOW)
        scope = preview_scope(session, Ranker().current(session), before=change.before, after=change.after)
        queue_preview(session, scope, change=change, now=NOW)
    return database


def test_preview_holds_both_orders_of_every_sampled_enterprise(proposed: Database) -> None:
    assert work(proposed) == 2

    with proposed.session() as session:
        change = session.get_one(LibraryChange, 1)
        compared = shown_preview(change)
    assert len(compared) == 2
    assert all(one.before and one.after for one in compared)


def test_first_look_is_shown_at_once_and_nobody_approves_on_it(
    proposed: Database, person: Callable[..., Person]
) -> None:
    other, page = make_member(proposed, role=Role.OPERATOR)[0], person(Role.OPERATOR).client

    assert run_due_jobs(proposed, HANDLERS, clock=lambda: NOW, limit=1) == 1
    looked = page.get("/operator/library/1").text
    with proposed.transaction() as session, pytest.raises(ConflictError, match="还没有算完"):
        decide_change(session, actor=other, change_id=1, outcome=ProposalState.APPROVED, decision="", now=NOW)
    assert work(proposed) == 1
    whole = page.get("/operator/library/1").text

    assert "先看个大概" in looked
    assert "看了 2 家企业" in looked
    assert "批准，换成新的一版" not in looked
    assert "先看个大概" not in whole
    assert "批准，换成新的一版" in whole


def test_preview_covers_firms_whose_problems_hold_the_changed_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    market = store_market(database)
    monkeypatch.setattr("marketplace.recommendations.library_preview.sample_ids", lambda _session: [market.dye_house])
    before = {**WORDS, "aliases": [], "symptoms": []}

    def covered(**changes: list[str]) -> tuple[int, ...]:
        with database.session() as session:
            held = Ranker().current(session)
            return preview_scope(session, held, before=before, after={**before, **changes}).enterprises

    assert covered(aliases=["刀具"]) == (market.machine_shop, market.dye_house)
    assert covered(symptoms=["刀具&说得准"]) == (market.machine_shop, market.dye_house)
    assert covered(symptoms=["刀具&蒸汽"]) == (market.dye_house,)
    assert covered(aliases=["%"]) == (market.dye_house,)


def test_changed_orders_stand_before_the_folded_unchanged(proposed: Database, person: Callable[..., Person]) -> None:
    work(proposed)
    same = {"name": "甲厂", "before": ["A", "B"], "after": ["A", "B"], "moved": ["", ""]}
    changed = {"name": "乙厂", "before": ["A", "B"], "after": ["B", "A"], "moved": ["原第 2 名，升", "原第 1 名，降"]}
    with proposed.transaction() as session:
        session.get_one(LibraryChange, 1).preview = {"compared": [same, changed]}

    page = person(Role.OPERATOR).client.get("/operator/library/1").text

    assert page.index("乙厂：有变化") < page.index("<summary>不变的 1 家") < page.index("甲厂：不变")


def test_preview_leaves_the_library_as_it_was(proposed: Database) -> None:
    work(proposed)

    with proposed.session() as session:
        assert find_edition(session) == LIBRARY.edition
        assert load_scenario(session, code=CODE).aliases == ["计件"]


def test_change_is_approved_only_after_its_effect_was_computed(proposed: Database) -> None:
    other, _ = make_member(proposed, role=Role.OPERATOR)

    with proposed.transaction() as session, pytest.raises(ConflictError, match="还没有算完"):
        decide_change(session, actor=other, change_id=1, outcome=ProposalState.APPROVED, decision="", now=NOW)


def test_approved_change_becomes_an_edition(proposed: Database) -> None:
    work(proposed)
    other, _ = make_member(proposed, role=Role.OPERATOR)

    with proposed.transaction() as session:
        decide_change(session, actor=other, change_id=1, outcome=ProposalState.APPROVED, decision="", now=NOW)

    with proposed.session() as session:
        change = session.get_one(LibraryChange, 1)
        assert find_edition(session) == change.edition
        assert change.edition.startswith(f"{LIBRARY.edition}+")
        assert load_scenario(session, code=CODE).aliases == ["计件", "看件算钱"]
        assert approved_changes(session) == [(CODE, WORDS)]


def test_proposer_may_not_approve(proposed: Database) -> None:
    work(proposed)
    with proposed.session() as session:
        proposer = session.get_one(LibraryChange, 1).proposed_by_id
    again, _ = make_member(proposed, role=Role.OPERATOR)
    own = type(again)(user_id=proposer, role=Role.OPERATOR, organisation_id=again.organisation_id)

    with proposed.transaction() as session, pytest.raises(ForbiddenError):
        decide_change(session, actor=own, change_id=1, outcome=ProposalState.APPROVED, decision="", now=NOW)


def test_change_of_a_scenario_that_moved_meanwhile_is_refused(proposed: Database) -> None:
    work(proposed)
    one, two = (make_member(proposed, role=Role.OPERATOR)[0] for _ in range(2))
    with proposed.transaction() as session:
        newer = {**WORDS, "aliases": ["计件", "按件算"]}
        change = propose_change(session, actor=one, code=CODE, words=newer, reason=REASON, now=NOW)
        change.previewed_at = NOW
    with proposed.transaction() as session:
        decide_change(session, actor=two, change_id=2, outcome=ProposalState.APPROVED, decision="", now=NOW)

    with proposed.transaction() as session, pytest.raises(ConflictError, match="又被改过"):
        decide_change(session, actor=two, change_id=1, outcome=ProposalState.APPROVED, decision="", now=NOW)


def test_two_operators_walk_through_the_pages(database: Database, person: Callable[..., Person]) -> None:
    store_market(database)
    one, two = person(Role.OPERATOR), person(Role.OPERATOR)
    address = f"/operator/library/new?code={CODE}"

    form = one.client.get(address).text
    waiting = one.client.post(address, data={**as_lines(WORDS), "reason": REASON}, follow_redirects=True).text
    work(database)
    seen = two.client.get("/operator/library/1").text
    done = two.client.post("/operator/library/1", data={"do": "approved"}, follow_redirects=True).text

    assert "修改场景“计件工资”" in form
    assert "正在算" in waiting
    assert "看件算钱" in seen
    assert "批准，换成新的一版" in seen
    assert "场景库换成新的一版" in done


def test_word_of_another_scenario_is_refused_and_what_was_typed_stays(
    database: Database, person: Callable[..., Person]
) -> None:
    store_market(database)
    typed = {**as_lines(WORDS), "aliases": "计件\n排缸", "reason": REASON}

    answer = person(Role.OPERATOR).client.post(f"/operator/library/new?code={CODE}", data=typed)

    assert answer.status_code == 422
    assert "“排缸”已经是场景“染缸排程”的叫法" in answer.text
    assert REASON in answer.text
