"""The state of a notice over every combination of its moments, its objections and the clock."""

from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement, product

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.notices.labels import NoticeState, ObjectionState, Outcome
from marketplace.notices.policies import (
    NoticeTimes,
    ObjectionTimes,
    accepts_objections,
    can_answer,
    can_see_objection,
    notice_state,
    objection_state,
)

PUBLISHED = datetime(2026, 11, 22, 4, tzinfo=UTC)
ENDS = datetime(2026, 11, 27, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OPEN, ANSWERED, DUE, WITHDRAWN = (
    ObjectionState.OPEN,
    ObjectionState.ANSWERED,
    ObjectionState.CHANGE_DUE,
    ObjectionState.WITHDRAWN,
)
RUNNING = NoticeTimes(published_at=PUBLISHED, ends_at=ENDS)


def expected(objections: tuple[ObjectionState, ...], *, is_over: bool) -> NoticeState:
    """The rule in other words: an open objection holds longest, then a change that is due."""
    if not is_over:
        return NoticeState.OPEN
    if OPEN in objections:
        return NoticeState.ANSWERING
    return NoticeState.CHANGE_DUE if DUE in objections else NoticeState.CLEAR


@pytest.mark.parametrize("offset", [-SECOND, timedelta(), SECOND], ids=["before", "at", "after"])
@pytest.mark.parametrize(
    "objections", [found for size in range(4) for found in combinations_with_replacement(tuple(ObjectionState), size)]
)
def test_running_notice_depends_on_its_end_and_its_objections(
    objections: tuple[ObjectionState, ...], offset: timedelta
) -> None:
    state = notice_state(RUNNING, objections, now=ENDS + offset)

    assert state is expected(objections, is_over=offset >= timedelta())


@pytest.mark.parametrize(
    ("times", "state"),
    [
        ({"settled_at": ENDS}, NoticeState.SETTLED),
        ({"replaced_at": ENDS}, NoticeState.REPLACED),
        ({"withdrawn_at": ENDS}, NoticeState.WITHDRAWN),
        ({"settled_at": ENDS, "replaced_at": ENDS}, NoticeState.REPLACED),
        ({"settled_at": ENDS, "replaced_at": ENDS, "withdrawn_at": ENDS}, NoticeState.WITHDRAWN),
    ],
)
@pytest.mark.parametrize("now", [PUBLISHED, ENDS - SECOND, ENDS, ENDS + SECOND])
@pytest.mark.parametrize("objections", [(), (OPEN,), (DUE,)])
def test_closed_notice_stays_closed_whatever_the_clock_says(
    times: dict[str, datetime], state: NoticeState, now: datetime, objections: tuple[ObjectionState, ...]
) -> None:
    notice = NoticeTimes(published_at=PUBLISHED, ends_at=ENDS, ended_at=ENDS, **times)

    assert notice_state(notice, objections, now=now) is state
    assert not accepts_objections(notice, now=now)


@pytest.mark.parametrize(
    ("now", "accepts"),
    [
        (PUBLISHED - SECOND, False),
        (PUBLISHED, True),
        (PUBLISHED + SECOND, True),
        (ENDS - SECOND, True),
        (ENDS, False),
        (ENDS + SECOND, False),
    ],
)
def test_objections_are_taken_from_publication_until_the_last_second(now: datetime, *, accepts: bool) -> None:
    assert accepts_objections(RUNNING, now=now) is accepts


def test_notice_that_was_noted_as_ended_stays_ended_when_the_clock_is_moved_back() -> None:
    ended = NoticeTimes(published_at=PUBLISHED, ends_at=ENDS, ended_at=ENDS)

    assert notice_state(ended, [], now=PUBLISHED + SECOND) is NoticeState.CLEAR
    assert not accepts_objections(ended, now=PUBLISHED + SECOND)


@pytest.mark.parametrize(
    ("outcome", "is_answered", "is_changed", "is_withdrawn"),
    [
        (outcome, is_answered, is_changed, is_withdrawn)
        for outcome, is_answered, is_changed, is_withdrawn in product(
            (None, *Outcome), (False, True), (False, True), (False, True)
        )
        if (outcome is not None) == is_answered
    ],
)
def test_objection_waits_for_its_answer_and_then_for_its_change(
    outcome: Outcome | None, *, is_answered: bool, is_changed: bool, is_withdrawn: bool
) -> None:
    times = ObjectionTimes(
        outcome=outcome,
        answered_at=ENDS if is_answered else None,
        change_done_at=ENDS if is_changed else None,
        withdrawn_at=ENDS if is_withdrawn else None,
    )

    state = objection_state(times)

    if is_withdrawn:
        assert state is WITHDRAWN
    elif not is_answered:
        assert state is OPEN
    elif outcome in {Outcome.UPHELD, Outcome.PARTLY} and not is_changed:
        assert state is DUE
    else:
        assert state is ANSWERED


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("is_own_body", [True, False])
def test_only_the_bureau_that_published_answers(role: Role, *, is_own_body: bool) -> None:
    actor = Actor(user_id=1, role=role, organisation_id=5 if is_own_body else 6, area_prefix="33")

    may = can_answer(actor, organisation_id=5)

    assert may is (is_own_body and role in {Role.COUNTY, Role.CITY, Role.PROVINCE})


@pytest.mark.parametrize(
    ("role", "prefix", "sees"),
    [
        (Role.COUNTY, "339999", False),
        (Role.CITY, "3399", True),
        (Role.CITY, "3301", False),
        (Role.PROVINCE, "33", True),
        (Role.AUDITOR, "", True),
        (Role.OPERATOR, "", True),
        (Role.PROVIDER, "", False),
        (Role.ENTERPRISE, "", False),
        (Role.EXPERT, "", False),
        (Role.SUPERVISOR, "", False),
    ],
)
def test_text_of_an_objection_is_for_those_above_and_auditors(role: Role, prefix: str, *, sees: bool) -> None:
    actor = Actor(user_id=1, role=role, organisation_id=6, area_prefix=prefix)

    assert can_see_objection(actor, organisation_id=5, county_code="339999", user_id=2) is sees


def test_text_of_an_objection_is_for_its_author_and_nobody_anonymous() -> None:
    author = Actor(user_id=2, role=Role.PROVIDER, organisation_id=6)

    assert can_see_objection(author, organisation_id=5, county_code="339999", user_id=2)
    assert not can_see_objection(None, organisation_id=5, county_code="339999", user_id=None)
