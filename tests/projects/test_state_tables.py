"""States of enquiries, projects and milestones, and who sees what: every combination."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.projects.labels import EnquiryState, MilestoneState, ProjectState
from marketplace.projects.policies import (
    EnquiryTimes,
    Parties,
    ProjectTimes,
    can_decide_acceptance,
    can_move,
    can_read_quotation,
    can_see_enquiry,
    can_see_project,
    enquiry_state,
    is_party,
    project_state,
)

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
M, P = MilestoneState, ProjectState


@pytest.mark.parametrize(
    ("due_on", "waits_for", "chosen", "cancelled", "expected"),
    [
        (date(2026, 11, 22), 1, False, False, EnquiryState.OPEN),
        (date(2026, 11, 22), 0, False, False, EnquiryState.COMPARING),
        (date(2026, 11, 21), 1, False, False, EnquiryState.COMPARING),
        (date(2026, 11, 21), 0, False, False, EnquiryState.COMPARING),
        *[
            (day, n, True, False, EnquiryState.CHOSEN)
            for day in (date(2026, 11, 21), date(2026, 11, 22))
            for n in (0, 1)
        ],
        *[
            (day, n, chosen, True, EnquiryState.CANCELLED)
            for day in (date(2026, 11, 21), date(2026, 11, 22))
            for n in (0, 1)
            for chosen in (False, True)
        ],
    ],
)
def test_state_of_an_enquiry(
    due_on: date, waits_for: int, *, chosen: bool, cancelled: bool, expected: EnquiryState
) -> None:
    times = EnquiryTimes(
        due_on=due_on,
        waits_for=waits_for,
        chosen_at=NOW if chosen else None,
        cancelled_at=NOW if cancelled else None,
    )

    assert enquiry_state(times, now=NOW) is expected


def test_enquiry_closes_at_midnight_of_shanghai() -> None:
    times = EnquiryTimes(due_on=date(2026, 11, 22), waits_for=1)

    assert enquiry_state(times, now=datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC)) is EnquiryState.OPEN
    assert enquiry_state(times, now=datetime(2026, 11, 22, 16, 0, tzinfo=UTC)) is EnquiryState.COMPARING


def expected_state(*, signed: bool, running: bool, applied: bool, failed: str, accepted: bool, ended: bool) -> P:
    if ended:
        return P.ENDED
    if accepted:
        return P.ACCEPTED
    if applied and failed != "after":
        return P.APPLIED
    if failed:
        return P.REWORK
    if running:
        return P.RUNNING
    return P.SIGNING if signed else P.CONTRACTING


def test_state_of_a_project_for_every_set_of_moments() -> None:
    flags = (False, True)
    for signed, running, applied, failed, accepted, ended in product(
        flags, flags, flags, ("", "before", "after"), flags, flags
    ):
        failed_at = {"": None, "before": NOW - timedelta(days=1), "after": LATER}[failed]
        times = ProjectTimes(
            signed_at=NOW if signed else None,
            running_at=NOW if running else None,
            applied_at=NOW if applied else None,
            failed_at=failed_at,
            accepted_at=NOW if accepted else None,
            ended_at=NOW if ended else None,
        )

        wanted = expected_state(
            signed=signed, running=running, applied=applied, failed=failed, accepted=accepted, ended=ended
        )
        assert project_state(times) is wanted


# (from, to, role, with a supervisor?) of every move that there is.
MOVES = {
    *[(start, M.HANDED_IN, Role.PROVIDER, flag) for start in (M.PLANNED, M.RETURNED) for flag in (False, True)],
    (M.HANDED_IN, M.SUPERVISED, Role.SUPERVISOR, True),
    (M.HANDED_IN, M.RETURNED, Role.SUPERVISOR, True),
    (M.HANDED_IN, M.RETURNED, Role.ENTERPRISE, False),
    (M.HANDED_IN, M.DONE, Role.ENTERPRISE, False),
    *[(M.SUPERVISED, end, Role.ENTERPRISE, flag) for end in (M.DONE, M.RETURNED) for flag in (False, True)],
}


def test_milestone_moves_as_the_table_says_and_no_other_way() -> None:
    for start, end, role, flag, project in product(M, M, Role, (False, True), P):
        wanted = (start, end, role, flag) in MOVES and project in {P.RUNNING, P.REWORK}

        assert can_move(start, end, role=role, is_supervised=flag, project=project) is wanted, (start, end, role, flag)


PLANT, CONTRACTOR, PARTNER, FIRM, STRANGER = 1, 2, 3, 4, 9
PARTIES = Parties(
    enterprise_id=PLANT,
    provider_id=CONTRACTOR,
    county_code="330603",
    supervisor_id=FIRM,
    partner_ids=frozenset({PARTNER}),
)
AREAS = ("", "330603", "331081", "3306", "33")
SIDES = {
    (Role.ENTERPRISE, PLANT),
    (Role.PROVIDER, CONTRACTOR),
    (Role.SUPERVISOR, FIRM),
}


def actors() -> list[Actor]:
    bodies = (PLANT, CONTRACTOR, PARTNER, FIRM, STRANGER)
    return [
        Actor(user_id=1, role=role, organisation_id=body, area_prefix=area)
        for role, body, area in product(Role, bodies, AREAS)
    ]


def governs(actor: Actor) -> bool:
    return actor.area_prefix in {"330603", "3306", "33"}


def test_project_is_seen_by_its_parties_and_those_who_oversee_it() -> None:
    for actor in actors():
        is_side = (actor.role, actor.organisation_id) in SIDES
        looks_on = (actor.role, actor.organisation_id) == (Role.PROVIDER, PARTNER)
        bureau = actor.role in {Role.COUNTY, Role.CITY, Role.PROVINCE} and governs(actor)
        above = actor.role in {Role.AUDITOR, Role.OPERATOR} and (governs(actor) or not actor.area_prefix)

        assert can_see_project(actor, PARTIES) is (is_side or looks_on or bureau or above), actor
        assert is_party(actor, PARTIES) is is_side, actor
        assert can_decide_acceptance(actor, PARTIES) is (actor.role is Role.COUNTY and governs(actor)), actor


def test_quotation_is_read_by_nobody_else_at_no_time() -> None:
    for actor, state in product(actors(), EnquiryState):
        own = (actor.role, actor.organisation_id) == (Role.PROVIDER, CONTRACTOR)
        plant = (actor.role, actor.organisation_id) == (Role.ENTERPRISE, PLANT) and state is not EnquiryState.OPEN
        audit = actor.role is Role.AUDITOR and (governs(actor) or not actor.area_prefix)
        reads = can_read_quotation(
            actor, provider_id=CONTRACTOR, enterprise_id=PLANT, county_code="330603", state=state
        )

        assert reads is (own or plant or (audit and state is EnquiryState.CHOSEN)), (actor, state)


def test_enquiry_is_seen_by_plant_asked_and_overseers() -> None:
    for actor in actors():
        plant = (actor.role, actor.organisation_id) == (Role.ENTERPRISE, PLANT)
        asked = (actor.role, actor.organisation_id) == (Role.PROVIDER, CONTRACTOR)
        bureau = actor.role in {Role.COUNTY, Role.CITY, Role.PROVINCE} and governs(actor)
        above = actor.role in {Role.AUDITOR, Role.OPERATOR} and (governs(actor) or not actor.area_prefix)
        sees = can_see_enquiry(actor, enterprise_id=PLANT, county_code="330603", asked_ids=frozenset({CONTRACTOR}))

        assert sees is (plant or asked or bureau or above), actor
