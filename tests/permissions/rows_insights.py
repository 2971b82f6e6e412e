"""Rows of figures: open to everybody, counted out of turn by the operator alone; positions are their provider's."""

from marketplace.core.actor import Role
from marketplace.insights.position_queries import ENQUIRERS
from tests.permissions.matrix import Row, ids
from tests.permissions.world import World

OWN, OTHER = ids(provider_id="provider"), ids(provider_id="other_provider")


def build(world: World) -> None:
    """Let the own enterprise count as one that sent the own provider an enquiry."""
    known = {world.people[Role.PROVIDER].actor.organisation_id: world.people[Role.ENTERPRISE].actor.organisation_id}
    world.app.extensions["marketplace"].services[ENQUIRERS] = lambda _session, provider_id: frozenset(
        {known[provider_id]} if provider_id in known else ()
    )


ROWS = {
    "insights.index": Row(ok=302),
    "insights.demand": Row(),
    "insights.demand_workbook": Row(),
    "insights.concentration": Row(),
    "insights.concentration_workbook": Row(),
    "insights.survey": Row(),
    "positions.position": Row(own=OWN, other=OTHER),
    "positions.compute": Row(own=OWN, other=OTHER),
    "positions.at_enterprise": Row(
        own=ids(provider_id="provider", enterprise_id="enterprise"),
        other=ids(provider_id="provider", enterprise_id="other_enterprise"),
    ),
    "insights_api.get_demand": Row(),
    "insights_api.get_concentration": Row(),
}
