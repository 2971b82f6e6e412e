"""Rows of figures: open to everybody; only the operator has them counted out of turn."""

from tests.permissions.matrix import Row

ROWS = {
    "insights.index": Row(ok=302),
    "insights.demand": Row(),
    "insights.demand_workbook": Row(),
    "insights.concentration": Row(),
    "insights.concentration_workbook": Row(),
    "insights.survey": Row(),
    "insights_api.get_demand": Row(),
    "insights_api.get_concentration": Row(),
}
