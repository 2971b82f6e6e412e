"""Pure rules of enquiries and projects: states from times, who sees what, who moves what."""

from dataclasses import dataclass
from datetime import date, datetime

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.projects.labels import EnquiryState, MilestoneState, ProjectState

BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})
SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})
AT_WORK = frozenset({ProjectState.RUNNING, ProjectState.REWORK})
CAN_END = frozenset({ProjectState.CONTRACTING, ProjectState.SIGNING, ProjectState.RUNNING, ProjectState.REWORK})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnquiryTimes:
    """What decides where an enquiry stands; ``waits_for`` counts providers that neither quoted nor declined."""

    due_on: date
    waits_for: int
    chosen_at: datetime | None = None
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectTimes:
    """The moments of a project; None means that it has not happened."""

    signed_at: datetime | None = None
    running_at: datetime | None = None
    applied_at: datetime | None = None
    failed_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The bodies of a project; ``partner_ids`` deliver parts of it under the contractor."""

    enterprise_id: int
    provider_id: int
    county_code: str
    supervisor_id: int | None = None
    partner_ids: frozenset[int] = frozenset()


def enquiry_state(times: EnquiryTimes, *, now: datetime) -> EnquiryState:
    """Return where an enquiry stands; it closes at 24:00 of its last day, earlier once everybody has answered."""
    if times.cancelled_at is not None:
        return EnquiryState.CANCELLED
    if times.chosen_at is not None:
        return EnquiryState.CHOSEN
    is_over = shanghai_day(now) > times.due_on or times.waits_for == 0
    return EnquiryState.COMPARING if is_over else EnquiryState.OPEN


def project_state(times: ProjectTimes) -> ProjectState:
    """Return where a project stands."""
    if times.ended_at is not None:
        return ProjectState.ENDED
    if times.accepted_at is not None:
        return ProjectState.ACCEPTED
    if times.applied_at is not None and (times.failed_at is None or times.failed_at < times.applied_at):
        return ProjectState.APPLIED
    if times.failed_at is not None:
        return ProjectState.REWORK
    if times.running_at is not None:
        return ProjectState.RUNNING
    return ProjectState.SIGNING if times.signed_at is not None else ProjectState.CONTRACTING


_MOVES: dict[tuple[MilestoneState, MilestoneState], tuple[frozenset[Role], frozenset[Role]]] = {
    # (from, to): who may when a supervisor is there, who may when there is none.
    (MilestoneState.PLANNED, MilestoneState.HANDED_IN): (frozenset({Role.PROVIDER}), frozenset({Role.PROVIDER})),
    (MilestoneState.RETURNED, MilestoneState.HANDED_IN): (frozenset({Role.PROVIDER}), frozenset({Role.PROVIDER})),
    (MilestoneState.HANDED_IN, MilestoneState.SUPERVISED): (frozenset({Role.SUPERVISOR}), frozenset()),
    (MilestoneState.HANDED_IN, MilestoneState.RETURNED): (
        frozenset({Role.SUPERVISOR}),
        frozenset({Role.ENTERPRISE}),
    ),
    (MilestoneState.HANDED_IN, MilestoneState.DONE): (frozenset(), frozenset({Role.ENTERPRISE})),
    # A milestone that was supervised stays so when the supervisor leaves: the plant still answers it.
    (MilestoneState.SUPERVISED, MilestoneState.DONE): (frozenset({Role.ENTERPRISE}), frozenset({Role.ENTERPRISE})),
    (MilestoneState.SUPERVISED, MilestoneState.RETURNED): (frozenset({Role.ENTERPRISE}), frozenset({Role.ENTERPRISE})),
}


def can_move(
    state: MilestoneState, target: MilestoneState, *, role: Role, is_supervised: bool, project: ProjectState
) -> bool:
    """Say whether a role may move a milestone; with a supervisor nothing is done that the supervisor did not check."""
    if project not in AT_WORK:
        return False
    supervised, alone = _MOVES.get((state, target), (frozenset(), frozenset()))
    return role in (supervised if is_supervised else alone)


def possible_moves(
    state: MilestoneState, *, role: Role, is_supervised: bool, project: ProjectState
) -> list[MilestoneState]:
    """Return the states to which a role may move a milestone."""
    return [
        target
        for target in MilestoneState
        if can_move(state, target, role=role, is_supervised=is_supervised, project=project)
    ]


def oversees(actor: Actor, *, county_code: str) -> bool:
    """Bureaus see their area; auditors and the operator see all, or the area for which they were appointed."""
    if actor.role in SEES_ALL and not actor.area_prefix:
        return True
    return actor.role in BUREAUS | SEES_ALL and actor.governs(county_code)


def can_see_enquiry(actor: Actor, *, enterprise_id: int, county_code: str, asked_ids: frozenset[int]) -> bool:
    """An enquiry is seen by the plant, by those it asks, and by those who oversee the county."""
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == enterprise_id
    if actor.role is Role.PROVIDER:
        return actor.organisation_id in asked_ids
    return oversees(actor, county_code=county_code)


def can_read_quotation(
    actor: Actor, *, provider_id: int, enterprise_id: int, county_code: str, state: EnquiryState
) -> bool:
    """A quotation is its provider's own, the plant's once the enquiry has closed, an auditor's after the choice.

    Another provider never reads it, and no bureau does.
    """
    if actor.role is Role.PROVIDER:
        return actor.organisation_id == provider_id
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == enterprise_id and state is not EnquiryState.OPEN
    return actor.role is Role.AUDITOR and state is EnquiryState.CHOSEN and oversees(actor, county_code=county_code)


def can_see_project(actor: Actor, parties: Parties) -> bool:
    """A project is seen by its parties, and by those who oversee the county."""
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == parties.enterprise_id
    if actor.role is Role.PROVIDER:
        return actor.organisation_id in {parties.provider_id, *parties.partner_ids}
    if actor.role is Role.SUPERVISOR:
        return actor.organisation_id == parties.supervisor_id
    return oversees(actor, county_code=parties.county_code)


def is_party(actor: Actor, parties: Parties) -> bool:
    """Say whether the actor is plant, contractor or supervisor of the project; partners only look on."""
    own = {
        Role.ENTERPRISE: parties.enterprise_id,
        Role.PROVIDER: parties.provider_id,
        Role.SUPERVISOR: parties.supervisor_id,
    }
    return actor.role in own and own[actor.role] == actor.organisation_id


def can_decide_acceptance(actor: Actor, parties: Parties) -> bool:
    """The county that governs the plant decides on acceptance."""
    return actor.role is Role.COUNTY and actor.governs(parties.county_code)
