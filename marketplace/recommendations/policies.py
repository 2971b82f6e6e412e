"""Who may see an enterprise's recommendations: pure rules."""

from marketplace.core.actor import Actor, Role


def can_see(actor: Actor, *, enterprise_id: int, county_code: str) -> bool:
    """The enterprise itself, the bureaus responsible for its county, operator and auditor; nobody else.

    An auditor appointed for an area sees that area alone.
    """
    if actor.role is Role.ENTERPRISE:
        return actor.organisation_id == enterprise_id
    if actor.role in {Role.OPERATOR, Role.AUDITOR} and not actor.area_prefix:
        return True
    return actor.role in {Role.COUNTY, Role.CITY, Role.PROVINCE, Role.AUDITOR} and actor.governs(county_code)


def can_keep(actor: Actor, *, enterprise_id: int, county_code: str) -> bool:
    """Runs are kept by the enterprise that relies on them, or by its county for it."""
    return actor.role in {Role.ENTERPRISE, Role.COUNTY} and can_see(
        actor, enterprise_id=enterprise_id, county_code=county_code
    )
