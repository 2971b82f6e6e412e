"""Rows of figures: open to everybody, counted out of turn by the operator alone; positions are their provider's."""

from tests.permissions.matrix import Row, ids

OWN, OTHER = ids(provider_id="provider"), ids(provider_id="other_provider")

ROWS = {
    "insights.index": Row(ok=302),
    "insights.demand": Row(),
    "insights.demand_workbook": Row(),
    "insights.concentration": Row(),
    "insights.concentration_workbook": Row(),
    "insights.survey": Row(),
    "progress.show": Row(),
    "progress.workbook": Row(),
    "progress.keep": Row(),
    "positions.position": Row(own=OWN, other=OTHER),
    "positions.compute": Row(own=OWN, other=OTHER),
    "positions.at_enterprise": Row(
        own=ids(provider_id="provider", enterprise_id="enterprise"),
        other=ids(provider_id="other_provider", enterprise_id="enterprise"),
    ),
    "positions_api.get_position": Row(own=OWN, other=OTHER),
    "positions_api.post_position": Row(own=OWN, other=OTHER, ok=202),
    "positions_api.get_place_at": Row(
        own=ids(provider_id="provider", enterprise_id="enterprise"),
        other=ids(provider_id="other_provider", enterprise_id="enterprise"),
    ),
    "insights_api.get_demand": Row(),
    "insights_api.get_concentration": Row(),
    "insights_api.get_progress": Row(),
    "insights_api.post_survey": Row(ok=202),
    "insights_api.post_count": Row(ok=202),
}
