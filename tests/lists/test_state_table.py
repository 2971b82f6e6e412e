"""The table of a draft, exhaustively: state × action × role × own or not × drafted or not × clock × objections."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from marketplace.core.actor import Role
from marketplace.lists.labels import CallState, ListAction, ListState
from marketplace.lists.policies import CallTimes, DraftTimes, Situation, call_state, list_state, next_state, refusal
from marketplace.notices.labels import NoticeState, ObjectionState
from marketplace.notices.policies import NoticeTimes, notice_state

START = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
ENDS = datetime(2026, 12, 1, 16, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
CLOCKS = {"second before": ENDS - SECOND, "at the end": ENDS, "second after": ENDS + SECOND, "at the start": START}
OBJECTIONS: dict[str, tuple[ObjectionState, ...]] = {
    "none": (),
    "answered": (ObjectionState.ANSWERED,),
    "open": (ObjectionState.OPEN, ObjectionState.ANSWERED),
    "upheld": (ObjectionState.CHANGE_DUE,),
    "withdrawn": (ObjectionState.WITHDRAWN,),
}
# Written down by hand, action by action: where it may be done, and where it leads.
STEPS = {
    (ListState.DRAFT, ListAction.EDIT): ListState.DRAFT,
    (ListState.DRAFT, ListAction.SUBMIT): ListState.CHECKING,
    (ListState.DRAFT, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.CHECKING, ListAction.RETURN): ListState.DRAFT,
    (ListState.CHECKING, ListAction.NOTICE): ListState.NOTICE,
    (ListState.CHECKING, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.NOTICE, ListAction.CHANGE): ListState.NOTICE,
    (ListState.NOTICE, ListAction.DECIDE): ListState.DECIDED,
    (ListState.NOTICE, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.DECIDED, ListAction.PUBLISH): ListState.PUBLISHED,
    (ListState.DECIDED, ListAction.WITHDRAW): ListState.WITHDRAWN,
    (ListState.PUBLISHED, ListAction.REVOKE): ListState.WITHDRAWN,
}


def every_situation() -> Iterator[tuple[ListAction, Situation, str, str]]:
    for state, action, role, own, drafted in product(
        ListState, ListAction, [*Role, None], (True, False), (True, False)
    ):
        for (clock, now), (objections, states) in product(CLOCKS.items(), OBJECTIONS.items()):
            running = state is ListState.NOTICE
            notice = notice_state(NoticeTimes(published_at=START, ends_at=ENDS), states, now=now) if running else None
            situation = Situation(state=state, role=role, is_own=own, has_drafted=drafted, notice=notice)
            yield action, situation, clock, objections


EVERY = tuple(every_situation())


def test_action_is_allowed_exactly_where_the_table_says() -> None:
    wrong = []
    for action, situation, clock, objections in EVERY:
        allowed = (situation.state, action) in STEPS and situation.role is Role.COUNTY and situation.is_own
        allowed &= not (situation.has_drafted and action in {ListAction.NOTICE, ListAction.PUBLISH, ListAction.REVOKE})
        if action is ListAction.DECIDE:
            allowed &= clock in {"at the end", "second after"} and objections not in {"open", "upheld"}
        if (refusal(action, situation) is None) is not allowed:
            wrong.append((action, situation, clock, objections))

    assert wrong == []


def test_table_covers_every_combination() -> None:
    assert len(EVERY) == 7 * 9 * 10 * 2 * 2 * 4 * 5


@pytest.mark.parametrize(("step", "target"), STEPS.items())
def test_allowed_action_leads_where_the_table_says(step: tuple[ListState, ListAction], target: ListState) -> None:
    state, action = step

    assert next_state(action, Situation(state=state, role=Role.COUNTY, is_own=True, has_drafted=False)) is target


@pytest.mark.parametrize("notice", [*NoticeState, None])
def test_decision_needs_a_clear_notice_and_nothing_else(notice: NoticeState | None) -> None:
    situation = Situation(state=ListState.NOTICE, role=Role.COUNTY, is_own=True, has_drafted=True, notice=notice)

    assert (refusal(ListAction.DECIDE, situation) is None) is (notice is NoticeState.CLEAR)


@pytest.mark.parametrize("notice", [*NoticeState, None])
def test_noticed_draft_returns_only_after_its_notice_was_withdrawn(notice: NoticeState | None) -> None:
    situation = Situation(state=ListState.NOTICE, role=Role.COUNTY, is_own=True, has_drafted=False, notice=notice)

    assert (refusal(ListAction.RETURN, situation) is None) is (notice is NoticeState.WITHDRAWN)


def test_every_refusal_is_a_sentence() -> None:
    said = {refusal(action, situation) for action, situation, _, _ in EVERY} - {None}

    assert all(text is not None and text.endswith("。") for text in said)


MOMENTS = ("submitted_at", "noticed_at", "decided_at", "published_at", "amended_at", "withdrawn_at")


@pytest.mark.parametrize("bits", range(2 ** len(MOMENTS)))
def test_state_of_a_draft_follows_from_its_times(bits: int) -> None:
    given = {name: START for place, name in enumerate(MOMENTS) if bits >> place & 1}

    found = list_state(DraftTimes(**given))

    last = next((name for name in reversed(MOMENTS) if name in given and name != "amended_at"), "")
    expected = {
        "withdrawn_at": ListState.WITHDRAWN,
        "published_at": ListState.AMENDED if "amended_at" in given else ListState.PUBLISHED,
        "decided_at": ListState.DECIDED,
        "noticed_at": ListState.NOTICE,
        "submitted_at": ListState.CHECKING,
        "": ListState.DRAFT,
    }
    assert found is expected[last]


@pytest.mark.parametrize(
    ("now", "published", "opened", "withdrawn", "expected"),
    [
        (ENDS - SECOND, False, False, False, CallState.DRAFT),
        (ENDS - SECOND, True, False, False, CallState.OPEN),
        (ENDS, True, False, False, CallState.CLOSED),
        (ENDS + SECOND, True, False, False, CallState.CLOSED),
        (ENDS, True, True, False, CallState.OPENED),
        (ENDS - SECOND, True, True, False, CallState.OPENED),
        (START, True, True, False, CallState.OPENED),
        (ENDS, True, False, True, CallState.WITHDRAWN),
        (START, False, False, True, CallState.WITHDRAWN),
    ],
)
def test_state_of_a_call_one_second_before_at_and_after_its_deadline(
    now: datetime,
    published: bool,  # noqa: FBT001 - a column of the table above
    opened: bool,  # noqa: FBT001 - a column of the table above
    withdrawn: bool,  # noqa: FBT001 - a column of the table above
    expected: CallState,
) -> None:
    times = CallTimes(
        deadline_at=ENDS,
        published_at=START if published else None,
        opened_at=ENDS if opened else None,
        withdrawn_at=ENDS if withdrawn else None,
    )

    assert call_state(times, now=now) is expected
