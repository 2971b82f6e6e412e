"""How far an import reaches: whose rows somebody may bring in, and whether they count at once."""

from dataclasses import dataclass

from marketplace.core.actor import Actor, Role, System
from marketplace.core.errors import ForbiddenError


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
    """Return the reach of an actor: a county's officer brings in the county's own enterprises, the operator all.

    Raises ForbiddenError for an officer without an area.
    """
    if isinstance(actor, Actor) and actor.role is Role.COUNTY:
        if not actor.area_prefix:
            # An empty prefix would cover every county.
            raise ForbiddenError("您的账号没有对应的县（市、区），不能导入。请联系平台运营。")
        return Scope(area_prefix=actor.area_prefix, home_code=actor.area_prefix, trusts_providers=False)
    return Scope()
