"""Rows of the operations of a project: what its parties do on its pages, their programs do, and nobody else's."""

from typing import Any

from marketplace.core.actor import Role
from tests.permissions.matrix import Row
from tests.permissions.rows_projects import ABOVE, OTHER, contract_form, project, upload
from tests.permissions.world import World
from tests.projects.world import TODAY


def contract_body(world: World, role: Role | None) -> dict[str, Any]:
    """Return what the form of a contract says, as a program sends it."""
    form = contract_form(world, role)
    return {
        "choices": {key.removeprefix("choice_"): form[key] for key in form if key.startswith("choice_")},
        "milestones": [{"title": "上线", "due_on": "2026-12-20", "payment": 20}],
        "seen_version": int(form["seen_version"]),
    }


ROWS = {
    "contracts_api.get_contract": Row(own=project("drafted"), other=OTHER, reaches_other=ABOVE),
    "contracts_api.get_draft": Row(own=project("chosen"), other=OTHER),
    "contracts_api.put_draft": Row(own=project("drafted"), other=OTHER, data=contract_body),
    "contracts_api.get_partners": Row(own=project("chosen"), other=OTHER, reaches_other=ABOVE),
    "contracts_api.post_partner": Row(
        own=project("chosen"),
        other=OTHER,
        data=lambda world, _role: {"partner_id": world.ids["partner"], "needs": ["p1"], "price": 5},
        ok=201,
    ),
    "contracts_api.put_signed_copy": Row(
        own=project("drafted"), other=OTHER, data=upload("signed", signed_on=TODAY.isoformat())
    ),
    "contracts_api.post_confirmation": Row(
        own=project("signed"), other=OTHER, data=lambda world, _role: {"seen_digest": world.ids["digest_signed"]}
    ),
}
