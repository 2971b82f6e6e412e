"""Pure rules of the catalogue: which step a version of a module may take, and who may take it."""

from enum import StrEnum
from typing import Any

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import ModuleVersion
from marketplace.catalog.questions import QUESTIONS, Needed, Question
from marketplace.core.actor import Actor, Role
from marketplace.core.conflicts import WrongStateError
from marketplace.core.errors import ForbiddenError


class Step(StrEnum):
    """What somebody does to a version; ``SUPERSEDE`` follows from the publication of the next one."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    REJECT = "reject"
    SUPERSEDE = "supersede"
    RETIRE = "retire"


# (state, step) → next state; a pair that is not here is refused.
NEXT_STATES: dict[tuple[VersionState, Step], VersionState] = {
    (VersionState.DRAFT, Step.SAVE): VersionState.DRAFT,
    (VersionState.DRAFT, Step.SUBMIT): VersionState.IN_REVIEW,
    (VersionState.IN_REVIEW, Step.WITHDRAW): VersionState.DRAFT,
    (VersionState.IN_REVIEW, Step.ACCEPT): VersionState.PUBLISHED,
    (VersionState.IN_REVIEW, Step.REJECT): VersionState.REJECTED,
    (VersionState.PUBLISHED, Step.SUPERSEDE): VersionState.SUPERSEDED,
    (VersionState.PUBLISHED, Step.RETIRE): VersionState.RETIRED,
}
# Who may take a step; SUPERSEDE is taken along with ACCEPT.
TAKERS: dict[Step, frozenset[Role]] = {
    Step.SAVE: frozenset({Role.PROVIDER}),
    Step.SUBMIT: frozenset({Role.PROVIDER}),
    Step.WITHDRAW: frozenset({Role.PROVIDER}),
    Step.ACCEPT: frozenset({Role.OPERATOR}),
    Step.REJECT: frozenset({Role.OPERATOR}),
    Step.SUPERSEDE: frozenset({Role.OPERATOR}),
    Step.RETIRE: frozenset({Role.PROVIDER, Role.OPERATOR}),
}
OPEN_STATES = frozenset({VersionState.DRAFT, VersionState.IN_REVIEW})
# A new version may be drafted from the latest one when it stands in one of these.
REVISABLE_STATES = frozenset({VersionState.PUBLISHED, VersionState.REJECTED, VersionState.RETIRED})
_REFUSALS: dict[VersionState, str] = {
    VersionState.DRAFT: "这一版还是草稿，请先提交审核。",
    VersionState.IN_REVIEW: "这一版正在审核；要修改，请先撤回。",
    VersionState.PUBLISHED: "这一版已经发布，内容不再改动；要修改，请修订出新的一版。",
    VersionState.REJECTED: "这一版已被退回；请在它的基础上修订出新的一版。",
    VersionState.SUPERSEDED: "这一版已被新版本取代，只供查看。",
    VersionState.RETIRED: "这个模块已经下架；要重新发布，请修订出新的一版。",
}


def next_state(state: VersionState, *, step: Step, role: Role) -> VersionState:
    """Return where a step leads; raise ForbiddenError for the wrong role, ConflictError for the wrong state."""
    if role not in TAKERS[step]:
        raise ForbiddenError
    target = NEXT_STATES.get((state, step))
    if target is None:
        raise WrongStateError(_REFUSALS[state])
    return target


def missing_for_review(version: ModuleVersion) -> dict[str, list[str]]:
    """Return what a version must still say before it can be reviewed, by field; a draft may be incomplete."""
    return {
        question.name: [question.missing]
        for question in QUESTIONS
        if question.required is Needed.REVIEW and not is_answered(question, said=_said(version, question))
    }


def _said(version: ModuleVersion, question: Question) -> Any:
    return getattr(version, question.name) if question.column else version.answers.get(question.name)


def is_answered(question: Question, *, said: Any) -> bool:
    """Say whether an answer is long enough to be one."""
    if isinstance(said, str):
        return len(said.strip()) >= max(1, question.least)
    return bool(said)


def can_edit(actor: Actor, *, provider_id: int) -> bool:
    """A provider's own people work on its modules."""
    return actor.role is Role.PROVIDER and actor.organisation_id == provider_id


def can_review(actor: Actor, *, members: frozenset[int], submitted_by_id: int | None) -> bool:
    """An operator reviews, unless they belong to the provider or handed the version in themselves."""
    return actor.role is Role.OPERATOR and actor.user_id not in members and actor.user_id != submitted_by_id


def can_revise(states: frozenset[VersionState]) -> bool:
    """A next version may be drafted when none is open."""
    return not states & OPEN_STATES
