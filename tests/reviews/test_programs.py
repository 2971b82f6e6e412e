"""A review through programs: the bureau's sets up the panel and ends it, the experts' declare, score and agree."""

from typing import Any

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.reviews.judging_schemas import ExpertProfileBody, SheetBody
from marketplace.reviews.models import Review
from tests.api.client import Problem
from tests.api.lists_client import ListsClient
from tests.fixtures.programs import MakeProgram
from tests.fixtures.web import make_member
from tests.fixtures.whole import whole
from tests.reviews.world import MINUTES, candidates_of, make_bureau, make_expert, open_one, started

Program = MakeProgram[ListsClient]
MARKS = {"scores": {"strength": 320, "cases": 500}, "verdicts": {"license": "pass"}}


@pytest.fixture
def officer(database: Database) -> Actor:
    return make_bureau(database)


@pytest.fixture
def experts(database: Database) -> list[Actor]:
    return [make_expert(database) for _ in range(2)]


def seat_and_declare(bureau: ListsClient, judges: list[ListsClient], *, experts: list[Actor], at: str) -> None:
    for expert, judge in zip(experts, judges, strict=True):
        is_chair = expert is experts[0]
        bureau.write("POST", f"{at}/panel/members", user_id=expert.user_id, is_chair=is_chair)
        judge.write("POST", f"{at}/seat/declaration", interests=[])


def score_all(judges: list[ListsClient], *, at: str) -> list[str]:
    """Hand every sheet in; return their addresses."""
    addresses = [f"{at}/candidates/{one['candidate_id']}" for one in judges[0].read(f"{at}/seat")["candidates"]]
    for judge in judges:
        for address in addresses:
            saved = judge.write("PUT", f"{address}/sheet", **MARKS, comment="", version=1)
            judge.write("POST", f"{address}/sheet/submission", **MARKS, comment="", version=saved["version"])
    return addresses


def test_review_goes_its_way_from_the_panel_to_the_result(
    database: Database, officer: Actor, experts: list[Actor], program: Program
) -> None:
    review = open_one(database, officer=officer)
    at, bureau = f"/reviews/{review.id}", program(ListsClient, officer)
    judges = [program(ListsClient, one) for one in experts]

    seat_and_declare(bureau, judges, experts=experts, at=at)
    begun = bureau.write("POST", f"{at}/start")
    addresses = score_all(judges, at=at)
    sealed = refusal(judges[0], "GET", f"{addresses[0]}/consensus")
    closed = bureau.write("POST", f"{at}/closing")
    for address in addresses:
        agreed = judges[0].write("PUT", f"{address}/consensus", **MARKS, note="")
    ended = bureau.write("POST", f"{at}/conclusion", minutes=MINUTES)

    assert (begun["state"], closed["state"], ended["state"]) == ("scoring", "consensus", "concluded")
    assert sealed == (404, "not_found")
    assert (agreed["mean_scores"], len(agreed["given"])) == (MARKS["scores"], 2)
    assert [row["total"] for row in bureau.read(f"{at}/result")["rows"]] == [820, 820, 820]


def test_declared_interest_keeps_an_expert_from_the_candidate(
    database: Database, officer: Actor, experts: list[Actor], program: Program
) -> None:
    review = open_one(database, officer=officer, least_members=1)
    at, bureau = f"/reviews/{review.id}", program(ListsClient, officer)
    judges = [program(ListsClient, one) for one in experts]
    seat_and_declare(bureau, judges, experts=experts, at=at)
    barred = candidates_of(database, review=review)["a"].id

    seat = judges[1].write(
        "POST", f"{at}/seat/declaration", interests=[{"candidate_id": barred, "reason": "曾为其做过咨询。"}]
    )
    bureau.write("POST", f"{at}/start")

    assert [one["has_conflict"] for one in seat["candidates"]] == [True, False, False]
    assert refusal(judges[1], "GET", f"{at}/candidates/{barred}/sheet") == (404, "not_found")
    assert bureau.read(f"{at}/panel")["members"][1]["conflicts"] == [["候选单位a", "本人申报"]]


def test_marks_beyond_the_scheme_are_refused_by_their_name(
    database: Database, officer: Actor, experts: list[Actor], program: Program
) -> None:
    review = started(database, officer=officer, experts=experts)
    judge = program(ListsClient, experts[0])
    address = f"/reviews/{review.id}/candidates/{candidates_of(database, review=review)['a'].id}/sheet"

    with pytest.raises(Problem) as wrong:
        judge.write("PUT", address, **whole(SheetBody, scores={"strength": 401, "else": 1}, comment="", version=1))
    with pytest.raises(Problem) as partial:
        judge.write(
            "POST", f"{address}/submission", **whole(SheetBody, scores={"strength": 400}, comment="", version=1)
        )
    with pytest.raises(Problem) as stale:
        judge.write("PUT", address, **MARKS, comment="", version=9)

    assert set(wrong.value.errors) == {"scores.strength", "scores.else"}
    assert set(partial.value.errors) == {"score_cases", "verdict_license"}
    assert (stale.value.status, stale.value.code) == (409, "version_moved")


def test_sheet_that_was_handed_in_stays(
    database: Database, officer: Actor, experts: list[Actor], program: Program
) -> None:
    review = started(database, officer=officer, experts=experts)
    judge = program(ListsClient, experts[0])
    address = f"/reviews/{review.id}/candidates/{candidates_of(database, review=review)['a'].id}/sheet"
    judge.write("POST", f"{address}/submission", **MARKS, comment="", version=1)

    assert refusal(judge, "PUT", address, **MARKS, comment="", version=2) == (409, "review.sheet_submitted")
    assert judge.read(address)["scores"] == MARKS["scores"]


def test_panel_is_told_and_changed_by_the_bureau_that_runs_the_review(
    database: Database, officer: Actor, experts: list[Actor], program: Program
) -> None:
    review = open_one(database, officer=officer)
    bureau, at = program(ListsClient, officer), f"/reviews/{review.id}"
    stranger, _ = make_member(database, role=Role.COUNTY, area_prefix="331081", county_code="331081")
    offered = {one["user_id"] for one in bureau.read(f"{at}/panel")["experts"]}

    panel = bureau.write("POST", f"{at}/panel/members", user_id=experts[0].user_id)
    bureau.write("DELETE", f"{at}/panel/members/{panel['members'][0]['member_id']}")

    assert {one.user_id for one in experts} <= offered
    assert bureau.read(f"{at}/panel")["members"] == []
    assert refusal(program(ListsClient, stranger), "GET", f"{at}/panel") == (404, "not_found")
    assert refusal(program(ListsClient, experts[0]), "GET", f"{at}/panel")[0] == 403
    assert ended_by_reason(bureau, review) == "cancelled"


def test_expert_states_where_they_work(experts: list[Actor], program: Program) -> None:
    expert = program(ListsClient, experts[0])
    stated = whole(ExpertProfileBody, field="印染", employer_name="示范大学", past=[{"name": "示范研究院"}])

    first = expert.write("PUT", "/expert-profile", **stated)

    assert expert.read("/expert-profile") == first
    assert (first["version"], first["past"]) == (1, [{"name": "示范研究院", "uscc": ""}])
    assert refusal(expert, "PUT", "/expert-profile", **stated) == (409, "version_moved")


def ended_by_reason(bureau: ListsClient, review: Review) -> Any:
    return bureau.write("POST", f"/reviews/{review.id}/cancellation", reason="材料不足，另行评审。")["state"]


def refusal(client: ListsClient, method: str, path: str, **body: Any) -> tuple[int, str]:
    """Return status and code of a request that is refused."""
    with pytest.raises(Problem) as refused:
        client.read(path) if method == "GET" else client.write(method, path, **body)
    return refused.value.status, refused.value.code
