"""Who may see an enterprise's recommendations: pure rules."""

from marketplace.core.actor import Actor, Role
from marketplace.enterprises.policies import can_see


def can_keep(actor: Actor, *, enterprise_id: int, county_code: str) -> bool:
    """Runs are kept by the enterprise that relies on them, or by its county for it."""
    return actor.role in {Role.ENTERPRISE, Role.COUNTY} and can_see(
        actor, enterprise_id=enterprise_id, county_code=county_code
    )


__all__ = ["can_keep", "can_see"]
