"""Rows of the home page, the desks and what stands outside the areas."""

from marketplace.exports.tables import TABLES_BY_KEY
from tests.permissions.matrix import Arguments, Row, values
from tests.permissions.world import World


def _style_sheet() -> Arguments:
    def arguments(world: World, _role: object) -> dict[str, str]:
        return {"public_name": min(world.app.extensions["assets_by_public_name"])}

    return arguments


ROWS = {
    "portal.home": Row(),
    "portal.desk": Row(),
    "styleguide.styleguide": Row(),
    "apidoc.openapi": Row(),
    "api_pages.index": Row(),
    "api_pages.problems": Row(),
    "api_pages.problem_code": Row(own=values(code="invalid"), ok=303),
    "api_pages.operation": (Row(own=values(slug="get-providers")), Row(own=values(slug="post-enquiries"))),
    "api_pages.operation_post": Row(own=values(slug="get-providers"), ok=200),
    "exports.index": Row(),
    "exports.table": (
        Row(own=values(key="providers", kind="csv")),
        *(Row(own=values(key=key, kind="jsonl")) for key in TABLES_BY_KEY),
        Row(own=values(key="modules", kind="xlsx")),
    ),
    "health.healthz": Row(),
    "health.readyz": Row(),
    "operations.metrics": Row(),
    "web.asset": Row(own=_style_sheet()),
}
