"""Pure rules of lists: state from times, and one table of who may do what when."""

from dataclasses import dataclass
from datetime import datetime

from marketplace.core.actor import Actor, Role
from marketplace.lists.labels import ApplicationState, CallState, ListAction, ListState
from marketplace.notices.labels import NoticeState
from marketplace.reviews.labels import Verdict

SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTimes:
    """The moments of a call; None means that it has not happened."""

    deadline_at: datetime
    published_at: datetime | None = None
    opened_at: datetime | None = None
    withdrawn_at: datetime | None = None


def call_state(times: CallTimes, *, now: datetime) -> CallState:
    """Return where a call stands; once its applications were opened it stays closed, even if a clock is moved back."""
    if times.withdrawn_at is not None:
        return CallState.WITHDRAWN
    if times.published_at is None:
        return CallState.DRAFT
    if times.opened_at is not None:
        return CallState.OPENED
    return CallState.OPEN if now < times.deadline_at else CallState.CLOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationTimes:
    """The moments of an application with the verdict on its conditions."""

    submitted_at: datetime | None = None
    withdrawn_at: datetime | None = None
    screened_at: datetime | None = None
    screening: Verdict | None = None


def application_state(times: ApplicationTimes) -> ApplicationState:
    """Return where an application stands."""
    if times.withdrawn_at is not None:
        return ApplicationState.WITHDRAWN
    if times.submitted_at is None:
        return ApplicationState.DRAFT
    if times.screened_at is None:
        return ApplicationState.SUBMITTED
    return ApplicationState.PASSED if times.screening is Verdict.PASS else ApplicationState.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTimes:
    """The moments of a draft; ``amended_at`` is when a later edition took the place of its own."""

    submitted_at: datetime | None = None
    noticed_at: datetime | None = None
    decided_at: datetime | None = None
    published_at: datetime | None = None
    amended_at: datetime | None = None
    withdrawn_at: datetime | None = None


def list_state(times: DraftTimes) -> ListState:
    """Return where a draft stands."""
    if times.withdrawn_at is not None:
        return ListState.WITHDRAWN
    if times.published_at is not None:
        return ListState.PUBLISHED if times.amended_at is None else ListState.AMENDED
    if times.decided_at is not None:
        return ListState.DECIDED
    if times.noticed_at is not None:
        return ListState.NOTICE
    return ListState.CHECKING if times.submitted_at is not None else ListState.DRAFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything that a decision on an action depends on.

    ``has_drafted`` says whether the person had a hand in what is to be done: in the draft, or in proposing to revoke
    it. ``notice`` is where the draft's notice stands by the clock and its objections, None where there was none.
    """

    state: ListState
    role: Role | None
    is_own: bool
    has_drafted: bool
    notice: NoticeState | None = None


# Action → the states in which it may be done, and where it leads; None leaves the state as it is.
TABLE: dict[ListAction, dict[ListState, ListState | None]] = {
    ListAction.EDIT: {ListState.DRAFT: None},
    ListAction.SUBMIT: {ListState.DRAFT: ListState.CHECKING},
    ListAction.RETURN: {ListState.CHECKING: ListState.DRAFT, ListState.NOTICE: ListState.DRAFT},
    ListAction.NOTICE: {ListState.CHECKING: ListState.NOTICE},
    ListAction.CHANGE: {ListState.NOTICE: None},
    ListAction.DECIDE: {ListState.NOTICE: ListState.DECIDED},
    ListAction.PUBLISH: {ListState.DECIDED: ListState.PUBLISHED},
    ListAction.WITHDRAW: {
        ListState.DRAFT: ListState.WITHDRAWN,
        ListState.CHECKING: ListState.WITHDRAWN,
        ListState.NOTICE: ListState.WITHDRAWN,
        ListState.DECIDED: ListState.WITHDRAWN,
    },
    ListAction.REVOKE: {ListState.PUBLISHED: ListState.WITHDRAWN},
}
# Four eyes: who had a hand in the draft, or proposed to revoke what was published, does none of these.
BY_ANOTHER = {
    ListAction.NOTICE: "起草或改过这份名单的人不能自己审核、发布，请换一位同事办理。",
    ListAction.PUBLISH: "起草或改过这份名单的人不能自己审核、发布，请换一位同事办理。",
    ListAction.REVOKE: "提出撤回的人不能自己确认，请换一位同事办理。",
}
RUNNING = frozenset({NoticeState.OPEN, NoticeState.ANSWERING, NoticeState.CHANGE_DUE, NoticeState.CLEAR})


def refusal(action: ListAction, situation: Situation) -> str | None:
    """Return why an action may not be done, in Chinese; None when it may."""
    if situation.role is not Role.COUNTY or not situation.is_own:
        return "只有编制名单的县（市、区）经信部门可以办理。"
    if situation.state not in TABLE[action]:
        return "名单现在的阶段不能做这一步。请重新读取，看现在可以办什么。"
    if action in BY_ANOTHER and situation.has_drafted:
        return BY_ANOTHER[action]
    return _notice_refusal(action, situation)


def _notice_refusal(action: ListAction, situation: Situation) -> str | None:
    notice = situation.notice
    if action is ListAction.DECIDE and notice is not NoticeState.CLEAR:
        return _WAITING.get(notice, "这份名单没有进行中的公示，不能作决定。")
    if action is ListAction.CHANGE and notice not in RUNNING:
        return "公示已经结束或撤回，不能再更改公示的内容。"
    if action is ListAction.RETURN and situation.state is ListState.NOTICE and notice is not NoticeState.WITHDRAWN:
        return "正在公示的名单不能退回。要改内容，请用“更改并重新公示”；要中止，请先撤回公示。"
    return None


_WAITING: dict[NoticeState | None, str] = {
    NoticeState.OPEN: "公示期还没有结束，期满后才能作决定。",
    NoticeState.ANSWERING: "还有异议没有答复，答复后才能作决定。",
    NoticeState.CHANGE_DUE: "有成立的异议还没有落实，请先更改并重新公示。",
}


def next_state(action: ListAction, situation: Situation) -> ListState:
    """Return the state after an allowed action."""
    return TABLE[action][situation.state] or situation.state


def can_manage(actor: Actor, *, organisation_id: int) -> bool:
    """A county's bureau keeps the lists of its own."""
    return actor.role is Role.COUNTY and actor.organisation_id == organisation_id


def can_watch(actor: Actor, *, organisation_id: int, county_code: str) -> bool:
    """Drafts are seen by the bureau that keeps them, by the bureaus above it and by auditors; by nobody else."""
    if can_manage(actor, organisation_id=organisation_id) or actor.role in SEES_ALL:
        return True
    return actor.role in {Role.CITY, Role.PROVINCE} and actor.governs(county_code)


def can_read_applications(actor: Actor, *, state: CallState, organisation_id: int, county_code: str) -> bool:
    """Applications are sealed until they were opened, for everybody but their own authors."""
    return state is CallState.OPENED and can_watch(actor, organisation_id=organisation_id, county_code=county_code)
