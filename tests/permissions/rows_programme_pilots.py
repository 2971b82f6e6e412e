"""Rows of a pilot county's work for programs: a pilot of one's own county at each step, and a stranger's."""

from datetime import timedelta

import pytest

from marketplace.core.actor import Role
from marketplace.programme.labels import EditionKind
from marketplace.programme.models import Pilot, PilotReport, PilotSelection
from marketplace.programme.pilot_api_schemas import FirmProgressBody
from marketplace.programme.pilot_schemas import AcceptanceIn, PanelIn
from marketplace.programme.record_kinds import RECORD_KINDS
from marketplace.programme.schemas import CriterionIn
from marketplace.programme.services.acceptance import open_acceptance, request_acceptance
from tests.fixtures.web import NOW
from tests.fixtures.whole import whole
from tests.permissions.matrix import Arguments, Row, both, ids, nothing, values
from tests.permissions.rows_programme import ABOVE, OTHER_PILOT, PLATFORM, _land
from tests.permissions.world import OWN_COUNTY, World
from tests.programme.piloting import experts_pass
from tests.programme.world import BASE

TODAY = NOW.date()
STAGES = {"due": "judged", "asked": "submitted", "seen": "qualified"}  # By whose application it is.
ASKED = {"summary": "两年来完成了申报的目标。" * 6, "copying": "先做样板，再按样板批量推广到全行业。" * 2}
PANEL = {"criteria": [{"label": "目标完成", "points": 100, "minimum": 60}], "least_experts": 1}


def build(world: World) -> None:
    """Write pilots near their end: one that asks for nothing yet, one that asked, one that the experts passed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("marketplace.documents.services.can_write_pdf", lambda: False)
        for stage, application in STAGES.items():
            world.ids[f"{stage}_pilot"] = _write(world, application=application)
        for stage in ("asked", "seen"):
            _ask(world, pilot_id=world.ids[f"{stage}_pilot"])
        _judge(world, pilot_id=world.ids["seen_pilot"])
    _add_records(world)


def _add_records(world: World) -> None:
    """Give the own pilot a record of each kind."""
    county = world.people[Role.COUNTY].actor
    for kind, said in RECORDS.items():
        entered = RECORD_KINDS[kind].schema.model_validate(said)
        with world.database.transaction() as session:
            made = RECORD_KINDS[kind].store(
                session, actor=county, pilot_id=world.ids["pilot"], entered=entered, now=NOW
            )
            world.ids[f"record_of_{kind}"] = made.id


def _write(world: World, *, application: str) -> int:
    """Write a pilot whose two years end soon, with a selected firm and a report."""
    with world.database.transaction() as session:
        pilot = Pilot(
            round_id=world.ids[f"{application}_round"],
            application_id=world.ids[f"{application}_application"],
            county_code=OWN_COUNTY,
            organisation_id=world.ids["organisation:county"],
            industry_name="木门制造",
            starts_on=TODAY - timedelta(days=700),
            ends_on=TODAY + timedelta(days=30),
            targets=[],
            created_at=NOW,
        )
        session.add(pilot)
        session.flush()  # The parts refer to their pilot.
        return pilot.id or 0


def _ask(world: World, *, pilot_id: int) -> None:
    county = world.people[Role.COUNTY].actor
    with world.database.transaction() as session:
        entered = AcceptanceIn.model_validate(ASKED)
        request_acceptance(session, actor=county, pilot_id=pilot_id, entered=entered, base_url=BASE, now=NOW)
        firm = PilotSelection(
            pilot_id=pilot_id,
            enterprise_id=world.ids["enterprise"],
            proposal="骨干企业",
            proposed_at=NOW,
            is_selected=True,
            reason="符合条件",
            starts_on=TODAY,
            ends_on=TODAY,
            decided_at=NOW,
        )
        report = PilotReport(
            pilot_id=pilot_id, year=2026, quarter=1, done="选定试点企业。", facts={}, digest="0" * 64, submitted_at=NOW
        )
        session.add_all([firm, report])
        session.flush()  # Rows name them by their ids.
        world.ids |= {"chosen_firm": firm.id, "pilot_report": report.id}


def _judge(world: World, *, pilot_id: int) -> None:
    land = _land(world)
    with world.database.transaction() as session:
        panel = PanelIn(criteria=[CriterionIn(label="目标完成", points=100, minimum=60)], least_experts=1)
        review = open_acceptance(session, actor=land.province, pilot_id=pilot_id, entered=panel, now=NOW)
    experts_pass(land, review.id or 0, expert=world.people[Role.EXPERT].actor, now=NOW)


def a_pilot(stage: str) -> Arguments:
    return ids(pilot_id=f"{stage}_pilot")


def _both_ways(
    *, own: str, name: str, thing: str, strange: str, data: Arguments = nothing, ok: int = 200
) -> tuple[Row, ...]:
    """Return rows of a write: a stranger's pilot, and a stranger's thing under one's own pilot."""
    mine = both(ids(pilot_id=own), ids(**{name: thing}))
    others = (
        both(OTHER_PILOT, ids(**{name: strange})),
        both(ids(pilot_id=own), ids(**{name: strange})),
    )
    return tuple(Row(own=mine, other=other, data=data, ok=ok) for other in others)


def _a_thing(name: str, thing: str, *, own: str = "pilot") -> Row:
    """Return the row of reading one thing; under the stranger's pilot it is missing even for those above."""
    return Row(own=both(ids(pilot_id=own), ids(**{name: thing})), other=both(OTHER_PILOT, ids(**{name: thing})))


def firm(world: World, _role: Role | None) -> dict[str, object]:
    return {"enterprise_id": world.ids["enterprise"], "proposal": "骨干企业，改造意愿强。"}


PILOT = ids(pilot_id="pilot")
RECORDS: dict[str, dict[str, object]] = {
    "platforms": {**PLATFORM, "firms_connected": 12},
    "recognitions": {"kind": "factory", "enterprise": "示例木门厂", "recognised_on": "2026-11-01", "proof": "某文件"},
    "measures": {"kind": "finance", "name": "数改贷", "offered_by": "示例银行", "summary": "企业可以申请。"},
    "practices": {"kind": "contract", "title": "合同样板", "text": "先做样板，再按样板批量推广到全行业，" * 2},
}
LISTED = {f"pilot_records_api.list_{kind}": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE) for kind in RECORDS}
ADDED = {
    f"pilot_records_api.add_{kind}": Row(own=PILOT, other=OTHER_PILOT, data=values(**said), ok=201)
    for kind, said in RECORDS.items()
}
READ = {f"pilot_records_api.get_{kind}": _a_thing("record_id", f"record_of_{kind}") for kind in RECORDS}
TAKEN_BACK = {
    f"pilot_records_api.withdraw_{kind}": _both_ways(
        own="pilot", name="record_id", thing=f"record_of_{kind}", strange="other_record", ok=204
    )
    for kind in RECORDS
}
ROWS = {
    **LISTED,
    **ADDED,
    **READ,
    **TAKEN_BACK,
    "pilot_firms_api.list_firms": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "pilot_firms_api.get_firm": _a_thing("selection_id", "selection"),
    "pilot_firms_api.propose": Row(own=a_pilot("due"), other=OTHER_PILOT, data=firm, ok=201),
    "pilot_firms_api.put_decision": _both_ways(
        own="pilot",
        name="selection_id",
        thing="selection",
        strange="other_selection",
        data=values(is_selected=False, reason="暂不具备条件", version=1),
    ),
    "pilot_firms_api.put_progress": _both_ways(
        own="seen_pilot",
        name="selection_id",
        thing="chosen_firm",
        strange="other_selection",
        data=values(**whole(FirmProgressBody, level_before=1, version=1)),
    ),
    "pilot_work_api.list_tasks": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "pilot_work_api.get_task": _a_thing("task_id", "task"),
    "pilot_work_api.put_task": _both_ways(
        own="pilot", name="task_id", thing="task", strange="other_task", data=values(is_done=True)
    ),
    "pilot_work_api.list_pilot_reports": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "pilot_work_api.get_pilot_report": _a_thing("report_id", "pilot_report", own="seen_pilot"),
    "pilot_work_api.post_pilot_report": Row(
        own=PILOT, other=OTHER_PILOT, data=values(quarter="2026-4", done="选定试点企业，编制清单，启动改造。"), ok=201
    ),
    "pilot_warnings_api.get_warnings": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "pilot_work_api.get_list_draft": Row(
        own=both(PILOT, values(kind="problems")), other=both(OTHER_PILOT, values(kind="problems")), reaches_other=ABOVE
    ),
    "pilot_work_api.post_edition": Row(
        own=a_pilot("asked"), other=OTHER_PILOT, data=values(kind=EditionKind.ENTERPRISES.value), ok=201
    ),
    "pilot_acceptances_api.get_pilot_acceptance": Row(own=a_pilot("asked"), other=OTHER_PILOT),
    "pilot_acceptances_api.put_pilot_acceptance": Row(own=a_pilot("asked"), other=OTHER_PILOT, data=values(**ASKED)),
    "pilot_acceptances_api.post_panel": Row(own=a_pilot("asked"), other=OTHER_PILOT, data=values(**PANEL), ok=201),
    "pilot_acceptances_api.post_pilot_decision": Row(
        own=a_pilot("seen"), other=OTHER_PILOT, data=values(is_passed=True, reason="达到目标。")
    ),
}
