"""Rows of the operations of a project: what its parties do on its pages, their programs do, and nobody else's."""

from typing import Any

from marketplace.core.actor import Role
from marketplace.projects.contract_schemas import ContractBody
from tests.fixtures.whole import whole
from tests.permissions.matrix import Row, both, ids, values
from tests.permissions.rows_projects import (
    ABOVE,
    CHANGE,
    OTHER,
    OTHER_METER,
    REASON,
    contract_form,
    its_milestone,
    its_move,
    project,
    upload,
)
from tests.permissions.world import World
from tests.projects.world import TODAY


def contract_body(world: World, role: Role | None) -> dict[str, Any]:
    """Return what the form of a contract says, as a program sends it."""
    form = contract_form(world, role)
    return whole(
        ContractBody,
        choices={key.removeprefix("choice_"): form[key] for key in form if key.startswith("choice_")},
        milestones=[{"title": "上线", "due_on": "2026-12-20", "payment_fen": 20_000_000}],
        version=int(form["version"]),
    )


METER = project("running", meter_id="meter")
REPORT = {"visited_on": TODAY.isoformat(), "verdict": "in_order", "findings": "现场看过，设备已经装好。"}
EFFECT = {"name": "重排用时", "unit": "分钟", "before": 120, "after": 5, "better": "lower", "proof": "总结报告第三页"}
ROWS = {
    "supervisors_api.list_supervisors": Row(),
    "contracts_api.get_contract": Row(own=project("drafted"), other=OTHER, reaches_other=ABOVE),
    "contracts_api.get_draft": Row(own=project("chosen"), other=OTHER),
    "contracts_api.put_draft": Row(own=project("drafted"), other=OTHER, data=contract_body),
    "contracts_api.get_partners": Row(own=project("chosen"), other=OTHER, reaches_other=ABOVE),
    "contracts_api.post_partner": Row(
        own=project("chosen"),
        other=OTHER,
        data=lambda world, _role: {"partner_id": world.ids["partner"], "needs": ["p1"], "price_fen": 5_000_000},
        ok=201,
    ),
    "contracts_api.put_signed_copy": Row(
        own=project("drafted"), other=OTHER, data=upload("signed", signed_on=TODAY.isoformat())
    ),
    "contracts_api.post_confirmation": Row(
        own=project("signed"), other=OTHER, data=lambda world, _role: {"signed_digest": world.ids["digest_signed"]}
    ),
    "evidence_api.get_evidence": Row(
        own=project("running", milestone_id="milestone_running"),
        other=project("other", milestone_id="milestone_other"),
        reaches_other=ABOVE,
    ),
    "evidence_api.post_evidence": Row(
        own=its_milestone, other=project("other", milestone_id="milestone_other"), data=its_move
    ),
    "evidence_api.post_illustrated_report": Row(
        own=project("running"), other=OTHER, data=upload("files", **REPORT), ok=201
    ),
    "sides_api.get_supervisor": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "sides_api.put_supervisor": Row(
        own=project("chosen"), other=OTHER, data=lambda world, _role: {"supervisor_id": world.ids["firm"]}
    ),
    "sides_api.put_supervisor_answer": Row(own=project("chosen"), other=OTHER, data=values(agrees=True)),
    "sides_api.post_termination": Row(own=project("running"), other=OTHER, data=REASON),
    "sides_api.get_changes": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "sides_api.post_change": Row(own=project("running"), other=OTHER, data=values(**CHANGE), ok=201),
    "sides_api.put_change_answer": Row(
        own=project("running", change_id="change"),
        other=both(OTHER, ids(change_id="change")),
        data=values(agrees=True),
    ),
    "sides_api.get_rating": Row(own=project("rated"), other=OTHER, reaches_other=ABOVE),
    "sides_api.post_rating": Row(
        own=project("accepted"),
        other=OTHER,
        data=values(stars=5, on_time=5, as_promised=5, service=5, text="很好，按时上线。"),
        ok=201,
    ),
    "sides_api.put_rating_answer": Row(own=project("rated"), other=OTHER, data=values(answer="谢谢，我们继续改进。")),
    "meters_api.get_meters": Row(own=project("running"), other=OTHER, reaches_other=ABOVE),
    "meters_api.post_meter": Row(
        own=project("running"),
        other=OTHER,
        data=values(kind="by_use", name="报工终端", unit="台时", price=0.5),
        ok=201,
    ),
    "meters_api.get_meter": Row(own=METER, other=OTHER_METER, reaches_other=ABOVE),
    "meters_api.get_readings": Row(own=METER, other=OTHER_METER, reaches_other=ABOVE),
    "meters_api.post_reading": Row(own=METER, other=OTHER_METER, data=values(read_on="2026-11-21", value=12)),
    "meters_api.get_sheet": Row(own=METER, other=OTHER_METER, reaches_other=ABOVE),
    "meters_api.post_sheet": Row(own=METER, other=OTHER_METER),
    "acceptance_api.get_acceptance": Row(own=project("applied"), other=OTHER, reaches_other=ABOVE),
    "acceptance_api.put_acceptance": Row(
        own=project("prepared"),
        other=OTHER,
        data=values(summary="三个里程碑都已完成，两个场景每天在用，工人已经培训。"),
    ),
    "acceptance_api.post_paper": Row(own=project("prepared"), other=OTHER, data=upload("files", key="summary")),
    "acceptance_api.post_effect": Row(own=project("prepared"), other=OTHER, data=values(**EFFECT)),
    "acceptance_api.post_application": Row(own=project("complete"), other=OTHER),
    "acceptance_api.put_opinion": Row(
        own=project("applied"), other=OTHER, data=values(agrees=True, opinion="现场看过，与材料一致，同意验收。")
    ),
    "acceptance_api.post_review": Row(own=project("opinion"), other=OTHER),
    "acceptance_api.put_decision": Row(
        own=project("opinion"),
        other=OTHER,
        data=lambda world, _role: {
            "decision": "passed",
            "opinion": "材料齐全，场景在用，同意通过。",
            "version": world.ids["acceptance_version_opinion"],
        },
    ),
    "terms_api.get_terms": Row(),
    "terms_api.put_terms": Row(data=values(within_months=6, redo_days=45, version=0)),
}
