"""How far an import reaches: whose rows somebody may bring in, and whether they count at once."""

from dataclasses import dataclass

from marketplace.core.actor import Actor, Role, System


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """``area_prefix`` limits the counties of enterprises (empty: all); ``home_code`` stands in for a missing county.

    ``trusts_providers`` says whether providers are confirmed and their modules published at once, and whether known
    providers may be updated; otherwise they come as unconfirmed bodies with drafts.
    """

    area_prefix: str = ""
    home_code: str = ""
    trusts_providers: bool = True

    def covers(self, county_code: str) -> bool:
        """Say whether enterprises of a county may be brought in."""
        return county_code.startswith(self.area_prefix)


def scope_of(actor: Actor | System) -> Scope:
    """Return the reach of an actor: a county's officer brings in the county's own enterprises, the operator all."""
    if isinstance(actor, Actor) and actor.role is Role.COUNTY:
        return Scope(area_prefix=actor.area_prefix, home_code=actor.area_prefix, trusts_providers=False)
    return Scope()
