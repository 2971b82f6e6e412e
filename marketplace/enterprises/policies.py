"""Pure rules of the enterprises area: who may see an enterprise, and who may change it."""

from marketplace.core.actor import Actor, Role

SEES_ALL = frozenset({Role.OPERATOR, Role.AUDITOR})
BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})


def can_see(actor: Actor, *, enterprise_id: int, county_code: str) -> bool:
    """An enterprise is seen by itself, by the bureaus of its area, by operator and auditor, and by nobody else.

    An auditor appointed for an area sees that area alone.
    """
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == enterprise_id
    if actor.role in SEES_ALL and not actor.area_prefix:
        return True
    return actor.role in BUREAUS | SEES_ALL and actor.governs(county_code)


def can_edit(actor: Actor, *, enterprise_id: int, county_code: str) -> bool:
    """An enterprise states its own case; the county that governs it may write it down for it."""
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == enterprise_id
    return actor.role is Role.COUNTY and actor.governs(county_code)


def area_prefix_of(actor: Actor) -> str | None:
    """Return the prefix of the county codes that an actor oversees, empty for all, None for none."""
    if actor.role in SEES_ALL:
        return actor.area_prefix
    return actor.area_prefix or None if actor.role in BUREAUS else None
