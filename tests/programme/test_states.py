"""Exhaustive tables of states: rounds, applications, pilots."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.programme import policies
from marketplace.programme.labels import ApplicationState as App
from marketplace.programme.labels import PilotState, RoundState
from marketplace.programme.policies import ApplicationTimes, PilotTimes, RoundTimes

THEN = datetime(2026, 11, 22, tzinfo=UTC)
OPENS, CLOSES = date(2026, 11, 1), date(2026, 11, 25)
# 24:00 of the 25th in Shanghai.
DEADLINE = datetime(2026, 11, 25, 16, 0, tzinfo=UTC)


def round_state(now: datetime, **times: object) -> RoundState:
    return policies.round_state(
        RoundTimes(opens_on=OPENS, closes_on=CLOSES, **times),  # type: ignore[arg-type]  # moments by name
        now=now,
    )


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 10, 31, 15, 59, 59, tzinfo=UTC), RoundState.AHEAD),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), RoundState.OPEN),
        (DEADLINE - timedelta(microseconds=1), RoundState.OPEN),
        (DEADLINE, RoundState.SCREENING),
    ],
)
def test_published_round_follows_the_clock_in_shanghai(now: datetime, state: RoundState) -> None:
    assert round_state(now, published_at=THEN) is state


@pytest.mark.parametrize("now", [THEN, DEADLINE])
def test_draft_is_a_draft_whatever_the_clock_says(now: datetime) -> None:
    assert round_state(now) is RoundState.DRAFT


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ({"has_review": True}, RoundState.REVIEWING),
        ({"has_review": True, "proposed_at": THEN}, RoundState.NOTICED),
        ({"has_review": True, "proposed_at": THEN, "listed_at": THEN}, RoundState.LISTED),
    ],
)
def test_decisions_win_over_the_clock(times: dict[str, object], state: RoundState) -> None:
    assert {round_state(now, published_at=THEN, **times) for now in (THEN, DEADLINE)} == {state}


ORDER = (
    ("returned_at", App.RETURNED),
    ("finalised_at", App.FINAL),
    ("submitted_at", App.SUBMITTED),
    ("endorsed_at", App.ENDORSED),
    ("qualified", App.QUALIFIED),
    ("proposed_at", App.PROPOSED),
    ("round_listed_at", App.UNLISTED),
    ("refused", App.REFUSED),
    ("listed_at", App.LISTED),
)


def furthest(marks: tuple[bool, ...]) -> App:
    given = [name for (name, _), is_set in zip(ORDER, marks, strict=True) if is_set]
    qualified = False if "refused" in given else True if "qualified" in given else None
    times = {name: THEN for name in given if name not in {"qualified", "refused"}}
    return policies.application_state(ApplicationTimes(is_qualified=qualified, **times))  # type: ignore[arg-type]  # moments by name


def test_application_is_at_its_furthest_moment_in_all_512_cases() -> None:
    cases = list(product([False, True], repeat=len(ORDER)))

    found = {marks: furthest(marks) for marks in cases}

    assert len(found) == 512
    assert found == {
        marks: next(
            (state for (_, state), is_set in reversed(list(zip(ORDER, marks, strict=True))) if is_set), App.DRAFT
        )
        for marks in cases
    }


@pytest.mark.parametrize("state", list(App))
def test_only_a_draft_or_a_returned_application_may_be_typed_in(state: App) -> None:
    assert policies.can_edit(state) is (state in {App.DRAFT, App.RETURNED})


@pytest.mark.parametrize(
    ("times", "today", "state"),
    [
        ({}, date(2028, 11, 30), PilotState.RUNNING),
        ({}, date(2028, 12, 1), PilotState.DUE),
        ({"has_requested": True}, date(2028, 12, 1), PilotState.REQUESTED),
        ({"has_requested": True, "is_passed": True}, date(2029, 1, 1), PilotState.SAMPLE),
        ({"has_requested": True, "is_passed": False}, date(2029, 1, 1), PilotState.FAILED),
    ],
)
def test_pilot_runs_through_its_last_day(times: dict[str, bool], today: date, state: PilotState) -> None:
    assert policies.pilot_state(PilotTimes(ends_on=date(2028, 11, 30), **times), today=today) is state


SEES = {
    Role.COUNTY: "339801",
    Role.CITY: "3398",
    Role.PROVINCE: "33",
    Role.AUDITOR: "",
    Role.OPERATOR: "",
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("county", ["339801", "339901"])
def test_application_is_seen_by_its_own_line_of_bureaus(role: Role, county: str) -> None:
    actor = Actor(user_id=1, role=role, organisation_id=1, area_prefix=SEES.get(role, ""))
    everywhere = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}

    seen = policies.can_see_application(actor, county_code=county, is_judge=False)

    assert seen is (role in everywhere or (role in SEES and county == "339801"))


def test_expert_sees_what_the_panel_judges() -> None:
    expert = Actor(user_id=1, role=Role.EXPERT, organisation_id=1)

    assert policies.can_see_application(expert, county_code="339801", is_judge=True)
    assert not policies.can_see_application(None, county_code="339801", is_judge=True)
