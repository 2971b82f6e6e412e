"""Every pair of state and step: the ones that lead somewhere, and all others refused."""

import pytest

from marketplace.catalog.labels import VersionState
from marketplace.catalog.policies import Step, can_review, can_revise, next_state
from marketplace.core.actor import Actor, Role
from marketplace.core.errors import ConflictError, ForbiddenError

D, R, P, J, S, T = (
    VersionState.DRAFT,
    VersionState.IN_REVIEW,
    VersionState.PUBLISHED,
    VersionState.REJECTED,
    VersionState.SUPERSEDED,
    VersionState.RETIRED,
)
# One line a step: where it leads from each state, in the order draft, in review, published, rejected, superseded,
# retired; None where it is refused.
EXPECTED = {
    Step.SAVE: (D, None, None, None, None, None),
    Step.SUBMIT: (R, None, None, None, None, None),
    Step.WITHDRAW: (None, D, None, None, None, None),
    Step.ACCEPT: (None, P, None, None, None, None),
    Step.REJECT: (None, J, None, None, None, None),
    Step.SUPERSEDE: (None, None, S, None, None, None),
    Step.RETIRE: (None, None, T, None, None, None),
}
ROLES = {
    Step.SAVE: {Role.PROVIDER},
    Step.SUBMIT: {Role.PROVIDER},
    Step.WITHDRAW: {Role.PROVIDER},
    Step.ACCEPT: {Role.OPERATOR},
    Step.REJECT: {Role.OPERATOR},
    Step.SUPERSEDE: {Role.OPERATOR},
    Step.RETIRE: {Role.PROVIDER, Role.OPERATOR},
}
CASES = [
    (step, state, target, role)
    for step, targets in EXPECTED.items()
    for state, target in zip((D, R, P, J, S, T), targets, strict=True)
    for role in Role
]


@pytest.mark.parametrize(("step", "state", "target", "role"), CASES)
def test_next_state_for_every_step_state_and_role(
    step: Step, state: VersionState, target: VersionState | None, role: Role
) -> None:
    if role not in ROLES[step]:
        with pytest.raises(ForbiddenError):
            next_state(state, step=step, role=role)
    elif target is None:
        with pytest.raises(ConflictError):
            next_state(state, step=step, role=role)
    else:
        assert next_state(state, step=step, role=role) is target


@pytest.mark.parametrize(
    ("states", "may"),
    [({P}, True), ({J}, True), ({T, S}, True), ({P, D}, False), ({P, R}, False), ({D}, False)],
)
def test_can_revise_only_when_no_version_is_open(states: set[VersionState], *, may: bool) -> None:
    assert can_revise(frozenset(states)) is may


@pytest.mark.parametrize(
    ("role", "members", "submitted_by", "may"),
    [
        (Role.OPERATOR, frozenset(), 9, True),
        (Role.OPERATOR, frozenset({1}), 9, False),
        (Role.OPERATOR, frozenset(), 1, False),
        (Role.PROVIDER, frozenset(), 9, False),
        (Role.COUNTY, frozenset(), 9, False),
    ],
)
def test_can_review_is_for_operators_without_a_part_in_it(
    role: Role, members: frozenset[int], submitted_by: int, *, may: bool
) -> None:
    actor = Actor(user_id=1, role=role, organisation_id=5)

    assert can_review(actor, members=members, submitted_by_id=submitted_by) is may
