"""Pure rules of the accounts area."""

from datetime import datetime, timedelta

from marketplace.accounts.labels import SessionStage
from marketplace.core.actor import Actor, Role

LOCK_AFTER = 5
SESSION_DAYS = 14
INVITATION_DAYS = 30
RESET_HOURS = 2
HALF_SESSION_MINUTES = 10

# Who may invite whom into a body that is not their own: a county invites its enterprises, the operator everybody.
INVITES: dict[Role, frozenset[Role]] = {
    Role.COUNTY: frozenset({Role.ENTERPRISE}),
    Role.PROVINCE: frozenset({Role.CITY, Role.COUNTY, Role.EXPERT, Role.AUDITOR}),
    Role.OPERATOR: frozenset(Role),
}
BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})
# Officers decide about money and places on lists, operators about everybody: a stolen password must not be enough.
NEEDS_FACTOR = BUREAUS | {Role.OPERATOR}
_PROGRAMS = (
    ("MicroMessenger", "微信"),
    ("DingTalk", "钉钉"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def lock_time(failed_count: int) -> timedelta | None:
    """Return how long an account rests after its n-th failure in a row: from the fifth, a minute and doubling."""
    if failed_count < LOCK_AFTER:
        return None
    return timedelta(minutes=min(60, 2 ** (failed_count - LOCK_AFTER)))


def is_locked(locked_until: datetime | None, *, now: datetime) -> bool:
    """Say whether sign-in is refused for the moment."""
    return locked_until is not None and now < locked_until


def knows_body(actor: Actor, *, organisation_id: int, area: str) -> bool:
    """Say whether a body exists for an actor: their own, one in the area of their bureau, or any for the operator.

    ``area`` is the county code of a body, or the prefix of a bureau's area.
    """
    return actor.role is Role.OPERATOR or actor.organisation_id == organisation_id or actor.governs(area)


def can_invite(actor: Actor, *, organisation_id: int, area: str, role: Role) -> bool:
    """Members invite colleagues into their own body; bureaus and the operator invite as the table above says."""
    if actor.organisation_id == organisation_id and actor.role is role:
        return True
    invites = role in INVITES.get(actor.role, frozenset())
    return invites and knows_body(actor, organisation_id=organisation_id, area=area)


def can_confirm(actor: Actor, *, county_code: str, is_provider: bool) -> bool:
    """A bureau confirms enterprises of its area; the operator confirms providers and enterprises."""
    if actor.role is Role.OPERATOR:
        return True
    return not is_provider and actor.role is Role.COUNTY and actor.governs(county_code)


def stage_of(*, role: Role, has_factor: bool, is_proven: bool, is_demanded: bool) -> SessionStage:
    """Return how far a right password leads: who has a second factor gives it, and who must have one sets it up."""
    if is_proven:
        return SessionStage.OPEN
    if has_factor:
        return SessionStage.CODE
    return SessionStage.ENROL if is_demanded and role in NEEDS_FACTOR else SessionStage.OPEN


def session_life(stage: SessionStage) -> timedelta:
    """Return how long a session lasts: days once it is open, minutes on the way there."""
    return timedelta(days=SESSION_DAYS) if stage is SessionStage.OPEN else timedelta(minutes=HALF_SESSION_MINUTES)


def device_name(user_agent: str) -> str:
    """Return program and system of a browser's own words, enough for its owner to recognise it."""
    found = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_PROGRAMS, _SYSTEMS)]
    return "，".join(name for name in found if name) or "其他程序"
