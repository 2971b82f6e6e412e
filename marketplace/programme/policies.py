"""Pure rules of the programme: states from days and moments, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import SHANGHAI
from marketplace.programme.labels import ApplicationState, PilotState, RoundState

SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTimes:
    """The days and decisions of a round."""

    opens_on: date
    closes_on: date
    published_at: datetime | None = None
    has_review: bool = False
    proposed_at: datetime | None = None
    listed_at: datetime | None = None


def day_start(day: date) -> datetime:
    """Return the first moment of a day in Shanghai."""
    return datetime.combine(day, time(), tzinfo=SHANGHAI)


def deadline_of(closes_on: date) -> datetime:
    """Return the moment at which a deadline day is over: 24:00 in Shanghai."""
    return day_start(closes_on + timedelta(days=1))


def round_state(times: RoundTimes, *, now: datetime) -> RoundState:
    """Return where a round stands."""
    if times.published_at is None:
        return RoundState.DRAFT
    if times.listed_at is not None:
        return RoundState.LISTED
    if times.proposed_at is not None:
        return RoundState.NOTICED
    if times.has_review:
        return RoundState.REVIEWING
    if now >= deadline_of(times.closes_on):
        return RoundState.SCREENING
    return RoundState.OPEN if now >= day_start(times.opens_on) else RoundState.AHEAD


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationTimes:
    """The moments of an application; ``is_qualified`` is what the initial review said."""

    finalised_at: datetime | None = None
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    endorsed_at: datetime | None = None
    is_qualified: bool | None = None
    proposed_at: datetime | None = None
    dropped_at: datetime | None = None
    listed_at: datetime | None = None
    round_listed_at: datetime | None = None


def application_state(times: ApplicationTimes) -> ApplicationState:
    """Return where an application stands; later moments win over earlier ones."""
    reached = (
        (ApplicationState.LISTED, times.listed_at is not None),
        (ApplicationState.REFUSED, times.is_qualified is False),
        (ApplicationState.UNLISTED, times.dropped_at is not None or times.round_listed_at is not None),
        (ApplicationState.PROPOSED, times.proposed_at is not None),
        (ApplicationState.QUALIFIED, times.is_qualified is True),
        (ApplicationState.ENDORSED, times.endorsed_at is not None),
        (ApplicationState.SUBMITTED, times.submitted_at is not None),
        (ApplicationState.FINAL, times.finalised_at is not None),
        (ApplicationState.RETURNED, times.returned_at is not None),
    )
    return next((state for state, is_reached in reached if is_reached), ApplicationState.DRAFT)


def can_edit(state: ApplicationState) -> bool:
    """Say whether the county may still type."""
    return state in {ApplicationState.DRAFT, ApplicationState.RETURNED}


def can_run_round(actor: Actor, *, organisation_id: int) -> bool:
    """The provincial bureau that set a round up runs it."""
    return actor.role is Role.PROVINCE and actor.organisation_id == organisation_id


def can_see_round(actor: Actor | None, *, organisation_id: int, is_published: bool) -> bool:
    """A published round is public; a draft is for the bureau that writes it, auditors and the operator."""
    if is_published:
        return True
    return actor is not None and (can_run_round(actor, organisation_id=organisation_id) or actor.role in SEES_ALL)


def can_see_application(actor: Actor | None, *, county_code: str, is_judge: bool) -> bool:
    """Its county, the bureaus above, auditors and the operator; an expert who sits on the round's panel."""
    if actor is None:
        return False
    if actor.role in SEES_ALL:
        return True
    if actor.role in {Role.COUNTY, Role.CITY, Role.PROVINCE}:
        return actor.governs(county_code)
    return actor.role is Role.EXPERT and is_judge


def is_applicant(actor: Actor, *, county_code: str) -> bool:
    """The county's own bureau writes its application (annex 1, conditions, one)."""
    return actor.role is Role.COUNTY and actor.governs(county_code)


def is_its_city(actor: Actor, *, county_code: str) -> bool:
    """The bureau of the county's city gives the opinion on it."""
    return actor.role is Role.CITY and actor.governs(county_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class PilotTimes:
    """What tells where a pilot county stands."""

    ends_on: date
    has_requested: bool = False
    is_passed: bool | None = None


def pilot_state(times: PilotTimes, *, today: date) -> PilotState:
    """Return where a pilot county stands; the last day still belongs to the two years."""
    if times.is_passed is not None:
        return PilotState.SAMPLE if times.is_passed else PilotState.FAILED
    if times.has_requested:
        return PilotState.REQUESTED
    return PilotState.DUE if today > times.ends_on else PilotState.RUNNING


HANDED_IN = frozenset(ApplicationState) - {ApplicationState.DRAFT, ApplicationState.FINAL, ApplicationState.RETURNED}
AGREED = HANDED_IN - {ApplicationState.SUBMITTED}
PASSED = AGREED - {ApplicationState.ENDORSED, ApplicationState.REFUSED}
# Handed in, and neither refused nor passed: the competitive review cannot begin while one is left.
TO_SCREEN = frozenset({ApplicationState.SUBMITTED, ApplicationState.ENDORSED})
FUNNEL: tuple[tuple[str, frozenset[ApplicationState]], ...] = (
    ("已开始填写", frozenset(ApplicationState)),
    ("已报送", HANDED_IN),
    ("设区市同意", AGREED),
    ("初审合格", PASSED),
    ("列入名单", frozenset({ApplicationState.LISTED})),
)


def funnel(states: Sequence[ApplicationState]) -> tuple[tuple[str, int], ...]:
    """Return how many applications came through each step."""
    return tuple((label, sum(state in those for state in states)) for label, those in FUNNEL)
