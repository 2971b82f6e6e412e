"""Pure rules of the accounts area."""

from datetime import datetime, timedelta

from marketplace.core.actor import Actor, Role

LOCK_AFTER = 5
SESSION_DAYS = 14
INVITATION_DAYS = 30
RESET_HOURS = 2

# Who may invite whom into a body that is not their own: a county invites its enterprises, the operator everybody.
INVITES: dict[Role, frozenset[Role]] = {
    Role.COUNTY: frozenset({Role.ENTERPRISE, Role.COUNTY}),
    Role.CITY: frozenset({Role.CITY}),
    Role.PROVINCE: frozenset({Role.PROVINCE, Role.CITY, Role.COUNTY, Role.EXPERT, Role.AUDITOR}),
    Role.OPERATOR: frozenset(Role),
}


def lock_time(failed_count: int) -> timedelta | None:
    """Return how long an account rests after its n-th failure in a row: from the fifth, a minute and doubling."""
    if failed_count < LOCK_AFTER:
        return None
    return timedelta(minutes=min(60, 2 ** (failed_count - LOCK_AFTER)))


def is_locked(locked_until: datetime | None, *, now: datetime) -> bool:
    """Say whether sign-in is refused for the moment."""
    return locked_until is not None and now < locked_until


def can_invite(actor: Actor, *, organisation_id: int, county_code: str, role: Role) -> bool:
    """Members invite colleagues into their own body; bureaus and the operator invite as the table above says."""
    if actor.organisation_id == organisation_id and actor.role is role:
        return True
    if role not in INVITES.get(actor.role, frozenset()):
        return False
    return actor.role is Role.OPERATOR or actor.governs(county_code)


def can_confirm(actor: Actor, *, county_code: str, is_provider: bool) -> bool:
    """A bureau confirms enterprises of its area; the operator confirms providers and enterprises."""
    if actor.role is Role.OPERATOR:
        return True
    return not is_provider and actor.role is Role.COUNTY and actor.governs(county_code)
