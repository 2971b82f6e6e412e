"""Rows of the programme: the province runs its own rounds, a county its own application, a city its counties'."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.files.store import FileStore
from marketplace.programme.labels import EditionKind
from marketplace.programme.models import (
    IndustryPlatform,
    Pilot,
    PilotApplication,
    PilotEdition,
    PilotRound,
    PilotSelection,
    PilotTask,
)
from marketplace.programme.pilot_schemas import PlatformIn, ProposalOfFirmIn
from marketplace.programme.queries.applications import load_application
from marketplace.programme.queries.rounds import load_round
from marketplace.programme.queries.screening import load_conditions
from marketplace.programme.schemas import ProposalIn
from marketplace.programme.services.judging import propose_list
from marketplace.programme.services.listing import publish_list
from marketplace.programme.services.pilots import propose_enterprise
from marketplace.programme.services.records import add_platform
from marketplace.programme.services.rounds import create_round
from tests.fixtures.web import NOW, make_member
from tests.permissions.matrix import Arguments, Row, both, ids, values
from tests.permissions.world import OTHER_COUNTY, OWN_COUNTY, World
from tests.programme.judging import judged
from tests.programme.world import (
    BASE,
    CRITERIA_FIELDS,
    Land,
    content,
    fill,
    finalise,
    hand_in,
    judge_as_city,
    publish,
    qualify,
    round_in,
    scan,
    seal,
    submit,
)

EARLY, SOON = datetime(2026, 9, 7, 2, 0, tzinfo=UTC), datetime(2026, 9, 11, 2, 0, tzinfo=UTC)
# Five working days after 14 September 2026 are over long before the matrix asks.
NOTICED = datetime(2026, 9, 14, 2, 0, tzinfo=UTC)
DAYS = {"opens_on": date(2026, 9, 1), "closes_on": date(2026, 9, 10)}
INDUSTRY = {"catalog_no": "24"}
ABOVE = {Role.PROVINCE, Role.AUDITOR, Role.OPERATOR}


def build(world: World) -> None:
    """Write a round at each stage, with the own county's application in it, and a stranger's province with one."""
    with pytest.MonkeyPatch.context() as patch:
        # Setting pages as PDF takes longer than everything else, and the matrix is not about it.
        patch.setattr("marketplace.documents.services.can_write_pdf", lambda: False)
        _build(world)


def _build(world: World) -> None:
    land = _land(world)
    with world.database.transaction() as session:
        world.ids["draft_round"] = create_round(session, actor=land.province, entered=round_in(), now=NOW).id
    _open_rounds(world, land)
    _past_rounds(world, land)
    other = _land(world, province=make_member(world.database, role=Role.PROVINCE, area_prefix="33")[0])
    with world.database.transaction() as session:
        world.ids["other_draft"] = create_round(session, actor=other.province, entered=round_in(), now=NOW).id
    found = publish(other)
    application = hand_in(other, found, OTHER_COUNTY, **INDUSTRY)
    world.ids |= {"other_round": found.id, "other_application": application.id}
    _other_pilot(world, application)


def _other_pilot(world: World, application: PilotApplication) -> None:
    """A pilot of the stranger's county under the stranger's province, with a firm, a task and a record."""
    with world.database.transaction() as session:
        pilot = Pilot(
            round_id=application.round_id,
            application_id=application.id or 0,
            county_code=OTHER_COUNTY,
            organisation_id=application.organisation_id,
            industry_name="木门制造",
            starts_on=date(2026, 11, 22),
            ends_on=date(2028, 11, 21),
            targets=[],
            created_at=NOW,
        )
        session.add(pilot)
        session.flush()  # The parts refer to their pilot.
        key = pilot.id or 0
        task = PilotTask(
            pilot_id=key, position=1, task="启动", owner="县", starts_on=pilot.starts_on, ends_on=pilot.ends_on
        )
        chosen = PilotSelection(
            pilot_id=key, enterprise_id=world.ids["other_enterprise"], proposal="骨干企业", proposed_at=NOW
        )
        kept = IndustryPlatform(pilot_id=key, recorded_at=NOW, **PlatformIn.model_validate(PLATFORM).model_dump())
        session.add_all([task, chosen, kept])
    world.ids |= {"other_pilot": key, "other_task": task.id, "other_selection": chosen.id, "other_record": kept.id}


def _land(world: World, **changes: object) -> Land:
    people = {role: member.actor for role, member in world.people.items()}
    fields: dict[str, object] = {
        "database": world.database,
        "store": FileStore(folder=world.path.parent / "files"),
        "province": people[Role.PROVINCE],
        "cities": {OWN_COUNTY[:4]: people[Role.CITY]},
        "counties": {OWN_COUNTY: people[Role.COUNTY], OTHER_COUNTY: world.strangers[Role.COUNTY]},
    }
    return Land(**{**fields, **changes})  # type: ignore[arg-type]  # fields by name


def _open_rounds(world: World, land: Land) -> None:
    for stage in ("typed", "final", "sealed", "submitted", "endorsed"):
        found = publish(land)
        application = fill(land, found, OWN_COUNTY, **INDUSTRY)
        if stage != "typed":
            finalise(land, application)
        if stage in {"sealed", "submitted", "endorsed"}:
            seal(land, application)
        if stage in {"submitted", "endorsed"}:
            submit(land, application)
        if stage == "endorsed":
            judge_as_city(land, application)
        world.ids |= {f"{stage}_round": found.id, f"{stage}_application": application.id}


def _past_rounds(world: World, land: Land) -> None:
    expert = world.people[Role.EXPERT].actor
    for stage in ("qualified", "judged", "noticed", "listed"):
        found = publish(land, now=EARLY, places=1, least_experts=1, **DAYS)
        application = qualify(land, found, OWN_COUNTY, now=EARLY, **INDUSTRY)
        if stage != "qualified":
            judged(land, found, {OWN_COUNTY: 500}, experts=[expert], now=SOON)
        if stage in {"noticed", "listed"}:
            _propose(world.database, land, found)
        if stage == "listed":
            with world.database.transaction() as session:
                publish_list(session, actor=land.province, round_id=found.id or 0, base_url=BASE, now=NOW)
        world.ids |= {f"{stage}_round": found.id, f"{stage}_application": application.id}
    _pilot(world, land)


def _pilot(world: World, land: Land) -> None:
    """Give the listed county a firm at each step, records, and a request that the experts have judged."""
    with world.database.session() as session:
        pilot = session.exec(select(Pilot)).one()
        task = session.exec(select(PilotTask).where(PilotTask.pilot_id == pilot.id)).first()
    world.ids |= {"pilot": pilot.id, "task": task.id if task else 0}
    county = land.counties[OWN_COUNTY]
    with world.database.transaction() as session:
        entered = ProposalOfFirmIn(enterprise_id=world.ids["enterprise"], proposal="骨干企业，改造意愿强。")
        made = propose_enterprise(session, actor=county, pilot_id=pilot.id or 0, entered=entered, now=NOW)
        platform = PlatformIn.model_validate(PLATFORM)
        kept = add_platform(session, actor=county, pilot_id=pilot.id or 0, entered=platform, now=NOW)
        edition = PilotEdition(
            pilot_id=pilot.id or 0, kind=EditionKind.ENTERPRISES, number=1, rows=[], digest="0" * 64, published_at=NOW
        )
        session.add(edition)
    world.ids |= {"selection": made.id, "record": kept.id, "edition": edition.id}


def _propose(database: Database, land: Land, found: PilotRound) -> None:
    with database.transaction() as session:
        propose_list(session, actor=land.province, round_id=found.id or 0, entered=ProposalIn(), now=NOTICED)


def a_round(stage: str) -> Arguments:
    return ids(round_id=f"{stage}_round")


def an_application(stage: str) -> Arguments:
    return ids(application_id=f"{stage}_application")


PILOT, OTHER_PILOT = ids(pilot_id="pilot"), ids(pilot_id="other_pilot")
LIST = both(PILOT, values(kind="problems"))
KEPT = both(PILOT, values(kind="platforms"))
OTHER_KEPT = both(OTHER_PILOT, values(kind="platforms"))
PLATFORM = {
    "kind": "internet",
    "name": "木门云平台",
    "operator": "示例平台运营有限公司",
    "online_on": "2026-11-01",
    "firms_connected": "12",
}


def firm(world: World, _role: Role | None) -> dict[str, str]:
    return {"enterprise_id": str(world.ids["enterprise"]), "proposal": "骨干企业，改造意愿强。"}


OTHER_ROUND, OTHER_DRAFT = ids(round_id="other_round"), ids(round_id="other_draft")
OTHER = ids(application_id="other_application")
FORM = both(an_application("typed"), values(part="form"))
OTHER_FORM = both(OTHER, values(part="form"))
ROUND = {
    "title": "2028年度试点县（市、区）创建",
    "opens_on": "2027-11-01",
    "closes_on": "2027-11-25",
    "output_year": "2026",
    "places": "3",
    "tilt_mountain": "2",
    "tilt_island": "2",
    **CRITERIA_FIELDS,
    "least_experts": "3",
    "notice_days": "5",
}
OPINION = {"text": "同意申报。", "signed_on": "2026-11-20", "decision": "agree"}


def sealed_page(_world: World, _role: Role | None) -> dict[str, object]:
    return {**OPINION, "page": scan()}


def current_version(_world: World, _role: Role | None) -> dict[str, str]:
    return {"version": "5"}


def screening(world: World, _role: Role | None) -> dict[str, str]:
    with world.database.session() as session:
        application = load_application(session, application_id=world.ids["endorsed_application"])
        found = load_round(session, round_id=application.round_id)
        conditions = load_conditions(session, application=application, found=found)
    given = {f"verdict_{one.key}": "yes" for one in conditions} | {f"note_{one.key}": "已核实" for one in conditions}
    return {**given, "is_qualified": "true", "reason": "材料齐全，符合条件。"}


def removal(world: World, _role: Role | None) -> dict[str, str]:
    return {"application_id": str(world.ids["noticed_application"]), "rationale": "产值不实，不符合条件的要求。"}


ROWS = {
    "rounds_api.list_public_rounds": Row(),
    "rounds_api.get_round": Row(own=a_round("typed")),
    "rounds_api.list_editions": Row(own=PILOT),
    "rounds_api.get_edition": Row(own=ids(pilot_id="pilot", edition_id="edition")),
    "programme.index": Row(),
    "programme.show": Row(own=a_round("typed")),
    "programme.new": Row(),
    "programme.create": Row(data=values(**ROUND)),
    "programme.edit": Row(own=ids(round_id="draft_round"), other=OTHER_DRAFT),
    "programme.save": Row(own=ids(round_id="draft_round"), other=OTHER_DRAFT, data=values(**ROUND, version="1")),
    "programme.publish": Row(own=ids(round_id="draft_round"), other=OTHER_DRAFT),
    "programme.board": Row(own=a_round("listed")),
    "programme_applications.start": Row(own=a_round("typed")),
    "programme_applications.show": (
        Row(own=an_application("listed"), other=OTHER, reaches_other=ABOVE),
        Row(own=an_application("judged")),
    ),
    "programme_applications.edit_part": Row(own=FORM, other=OTHER_FORM),
    "programme_applications.store_part": Row(
        own=FORM, other=OTHER_FORM, data=values(**content(**INDUSTRY), version="5")
    ),
    "programme_applications.finalise": Row(own=an_application("typed"), other=OTHER, data=current_version),
    "programme_applications.reopen": Row(own=an_application("final"), other=OTHER),
    "programme_applications.government_opinion": Row(own=an_application("final"), other=OTHER, data=sealed_page),
    "programme_applications.submit": Row(own=an_application("sealed"), other=OTHER, data=values(declared="true")),
    "programme_applications.city_opinion": Row(own=an_application("submitted"), other=OTHER, data=sealed_page),
    "programme_office.screening": Row(own=an_application("endorsed"), other=OTHER),
    "programme_office.screen": Row(own=an_application("endorsed"), other=OTHER, data=screening),
    "programme_office.paper": Row(
        own=an_application("endorsed"), other=OTHER, data=values(paper_copies="5", paper_received_on="2026-11-20")
    ),
    "programme_office.competition": Row(own=a_round("qualified"), other=OTHER_ROUND),
    "programme_office.proposal": Row(own=a_round("judged"), other=OTHER_ROUND),
    "programme_office.propose": Row(own=a_round("judged"), other=OTHER_ROUND),
    "programme_office.amendment": Row(own=a_round("noticed"), other=OTHER_ROUND),
    "programme_office.amend": Row(own=a_round("noticed"), other=OTHER_ROUND, data=removal),
    "programme_office.publish": Row(own=a_round("noticed"), other=OTHER_ROUND),
    "programme_pilots.show": Row(own=PILOT),
    "programme_pilots.edition": Row(own=ids(pilot_id="pilot", edition_id="edition")),
    "programme_work.work": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "programme_work.report": Row(
        own=PILOT, other=OTHER_PILOT, data=values(quarter="2026-4", done="选定试点企业，编制清单，启动改造。")
    ),
    "programme_work.mark_task": Row(own=ids(task_id="task"), other=ids(task_id="other_task"), data=values(do="done")),
    "programme_work.enterprises": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "programme_work.propose": Row(own=PILOT, other=OTHER_PILOT, data=firm, ok=409),
    "programme_work.decide": Row(
        own=ids(selection_id="selection"),
        other=ids(selection_id="other_selection"),
        data=values(is_selected="false", reason="暂不具备条件", version="1"),
    ),
    "programme_work.progress": Row(
        own=ids(selection_id="selection"),
        other=ids(selection_id="other_selection"),
        data=values(version="1"),
        ok=409,
    ),
    "programme_work.publish_firms": Row(own=PILOT, other=OTHER_PILOT, ok=409),
    "programme_work.draft_list": Row(own=LIST, other=both(OTHER_PILOT, values(kind="problems")), reaches_other=ABOVE),
    "programme_work.publish_list": Row(own=LIST, other=both(OTHER_PILOT, values(kind="problems")), ok=422),
    "programme_records.records": Row(own=KEPT, other=OTHER_KEPT, reaches_other=ABOVE),
    "programme_records.add": Row(own=KEPT, other=OTHER_KEPT, data=values(**PLATFORM)),
    "programme_records.withdraw": Row(
        own=both(ids(pilot_id="pilot", record_id="record"), values(kind="platforms")),
        other=both(ids(pilot_id="other_pilot", record_id="other_record"), values(kind="platforms")),
    ),
    "programme_records.acceptance": Row(own=PILOT, other=OTHER_PILOT, reaches_other=ABOVE),
    "programme_records.ask": Row(
        own=PILOT,
        other=OTHER_PILOT,
        data=values(summary="完成了目标。" * 10, copying="先做样板，再按样板批量推广。" * 2),
        ok=409,
    ),
    "programme_records.panel": Row(
        own=PILOT, other=OTHER_PILOT, data=values(**CRITERIA_FIELDS, least_experts="3"), ok=409
    ),
    "programme_records.decide": Row(
        own=PILOT, other=OTHER_PILOT, data=values(is_passed="true", reason="达到目标。"), ok=409
    ),
    "connector_api.list_connector_industries": Row(),
    "connector_api.list_connector_scenarios": Row(),
    "connector_api.list_connector_modules": Row(),
    "connector_api.get_connector_coverage": Row(own=PILOT),
    "connector_api.list_connector_progress": Row(),
}
