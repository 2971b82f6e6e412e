"""Two years of a pilot county through the services: firms, lists, records, tracker, reports, acceptance, connector."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError
from marketplace.documents.models import IssuedDocument
from marketplace.exchange.rows import ProviderRow
from marketplace.programme.labels import EditionKind, PilotState, TargetKind, WarningKind
from marketplace.programme.models import IndustryPlatform, PilotSelection
from marketplace.programme.pilot_schemas import (
    AcceptanceIn,
    DecisionIn,
    JudgementIn,
    PanelIn,
    PlatformIn,
    ProposalOfFirmIn,
    QuarterIn,
    RenovationIn,
)
from marketplace.programme.queries.editions import ListRow, draft_rows
from marketplace.programme.queries.pilots import list_pilots, load_line, load_watched
from marketplace.programme.schemas import CriterionIn
from marketplace.programme.services.acceptance import decide_acceptance, open_acceptance, request_acceptance
from marketplace.programme.services.editions import publish_enterprises, publish_industry_list
from marketplace.programme.services.pilots import decide_selection, note_progress, propose_enterprise
from marketplace.programme.services.records import add_platform, withdraw_record
from marketplace.programme.services.reports import submit_report
from marketplace.programme.tracking import due_quarters, early_warnings, expected_by
from marketplace.projects.labels import Decision
from marketplace.projects.models import Acceptance, Enquiry, Project
from tests.fixtures.web import NOW, PASSWORD, StatementCount, make_member
from tests.journeys.visitor import Visitor
from tests.programme.piloting import CODE, ENDS, NEAR_END, STARTS, add_firm, experts_pass, start_pilot
from tests.programme.world import BASE, COUNTIES, Land, build_land
from tests.recommendations.market import add_provider

TODAY = date(2026, 11, 22)


@pytest.fixture
def land(any_database: Database, tmp_path: Path) -> Land:
    return build_land(any_database, tmp_path, codes=COUNTIES[:2])


@pytest.fixture
def quick(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:2])


def choose(land: Land, pilot_id: int, firm: int) -> PilotSelection:
    """Propose and select a firm."""
    county = land.counties[CODE]
    with land.database.transaction() as session:
        entered = ProposalOfFirmIn(enterprise_id=firm, proposal="骨干企业，改造意愿强。")
        made = propose_enterprise(session, actor=county, pilot_id=pilot_id, entered=entered, now=NOW)
        session.flush()
        decision = DecisionIn(
            is_selected=True,
            reason="基础好，带动作用大。",
            starts_on=date(2026, 12, 1),
            ends_on=date(2027, 6, 30),
            version=1,
        )
        return decide_selection(session, actor=county, selection_id=made.id or 0, entered=decision, now=NOW)


def finish(land: Land, chosen: PilotSelection, *, level: int, output_wan: float) -> None:
    with land.database.transaction() as session:
        entered = RenovationIn(
            finished_on=TODAY, level_before=0, level_after=level, output_wan=output_wan, version=chosen.version
        )
        note_progress(session, actor=land.counties[CODE], selection_id=chosen.id or 0, entered=entered, now=NOW)


def platform(land: Land, pilot_id: int, **changes: object) -> IndustryPlatform:
    entered = PlatformIn.model_validate(
        {
            "kind": "brain",
            "name": "印染产业大脑",
            "operator": "示例运营有限公司",
            "online_on": "2026-11-10",
            "firms_connected": 30,
            **changes,
        }
    )
    with land.database.transaction() as session:
        return add_platform(session, actor=land.counties[CODE], pilot_id=pilot_id, entered=entered, now=NOW)


def test_firm_is_proposed_decided_and_published(land: Land) -> None:
    pilot = start_pilot(land)
    firm = add_firm(land.database, 1)
    choose(land, pilot.id or 0, firm)

    with land.database.transaction() as session:
        first = publish_enterprises(session, actor=land.counties[CODE], pilot_id=pilot.id or 0, base_url=BASE, now=NOW)
    with pytest.raises(ConflictError, match="没有变化"), land.database.transaction() as session:
        publish_enterprises(session, actor=land.counties[CODE], pilot_id=pilot.id or 0, base_url=BASE, now=NOW)

    with land.database.session() as session:
        document = session.exec(select(IssuedDocument).where(IssuedDocument.kind == "pilot_enterprises")).one()
    assert first.digest == document.digest
    assert [row["name"] for row in first.rows] == ["示例印染1有限公司"]


def test_firm_of_another_county_cannot_be_chosen(quick: Land) -> None:
    pilot = start_pilot(quick)
    elsewhere = add_firm(quick.database, 1, county=COUNTIES[1])

    with pytest.raises(NotFoundError):
        choose(quick, pilot.id or 0, elsewhere)


def test_days_outside_the_two_years_are_refused(quick: Land) -> None:
    pilot = start_pilot(quick)
    chosen = choose(quick, pilot.id or 0, add_firm(quick.database, 1))
    late = DecisionIn(
        is_selected=True, reason="延长到后年", starts_on=STARTS, ends_on=date(2029, 1, 1), version=chosen.version
    )

    with pytest.raises(InvalidError) as refused, quick.database.transaction() as session:
        decide_selection(session, actor=quick.counties[CODE], selection_id=chosen.id or 0, entered=late, now=NOW)

    assert "2026年11月1日至2028年10月31日" in str(refused.value.fields)


def test_lists_are_published_as_editions_without_rare_rows(land: Land) -> None:
    pilot = start_pilot(land)
    for number in range(1, 5):
        needs = ("dye_sched", "mes") if number < 4 else ("dye_sched",)
        add_firm(land.database, number, needs=needs, problems=("energy_meter",) if number < 3 else ("dye_sched",))
    add_firm(land.database, 9, needs=("energy_meter",) * 1, county=COUNTIES[1])

    with land.database.session() as session:
        scenarios = draft_rows(session, pilot=pilot, kind=EditionKind.SCENARIOS)
        problems = draft_rows(session, pilot=pilot, kind=EditionKind.PROBLEMS)
    with land.database.transaction() as session:
        chosen = [ListRow(code=row.code, text=row.text) for row in scenarios]
        chosen.append(ListRow(code="energy_meter", text="只有两家提到"))
        edition = publish_industry_list(
            session,
            actor=land.counties[CODE],
            pilot_id=pilot.id or 0,
            kind=EditionKind.SCENARIOS,
            chosen=chosen,
            base_url=BASE,
            now=NOW,
        )

    assert [(row.code, row.firms) for row in scenarios] == [("dye_sched", 4), ("mes", 3)]
    assert problems == []  # Two firms each: too few to be shown.
    assert [(row["code"], row["firms"]) for row in edition.rows] == [("dye_sched", 4), ("mes", 3)]
    assert "本厂自己的原话" not in str(edition.rows)


def test_tracker_sets_facts_against_the_promises(land: Land) -> None:
    pilot = start_pilot(land)
    for number, (level, output) in enumerate(((2, 5000.0), (1, 6000.0)), start=1):
        finish(land, choose(land, pilot.id or 0, add_firm(land.database, number)), level=level, output_wan=output)
    choose(land, pilot.id or 0, add_firm(land.database, 3))
    platform(land, pilot.id or 0)

    with land.database.session() as session:
        line = load_line(session, pilot_id=pilot.id or 0, now=NOW)

    facts = {one.kind: one.fact for one in line.targets}
    assert facts[TargetKind.ENTERPRISES] == 2
    assert facts[TargetKind.OUTPUT] == Decimal("1.1")
    assert facts[TargetKind.LEVEL] == 1
    assert facts[TargetKind.PLATFORMS] == 1
    assert (line.facts.selected, line.facts.connected) == (3, 30)


def test_records_count_until_they_are_withdrawn(land: Land) -> None:
    pilot = start_pilot(land)
    kept = platform(land, pilot.id or 0)

    with land.database.transaction() as session:
        withdraw_record(
            session,
            actor=land.counties[CODE],
            model=IndustryPlatform,
            record_id=kept.id or 0,
            pilot_id=pilot.id or 0,
            now=NOW,
        )
        line = load_line(session, pilot_id=pilot.id or 0, now=NOW)

    assert (line.facts.platforms, line.facts.connected) == (0, 0)


def test_late_task_missing_report_and_missing_lists_are_warned_of(quick: Land) -> None:
    pilot = start_pilot(quick)

    with quick.database.session() as session:
        watched = load_watched(session, line=load_line(session, pilot_id=pilot.id or 0, now=NOW))
        now = early_warnings(watched, today=TODAY)
        later = early_warnings(watched, today=date(2027, 4, 20))

    assert [one.kind for one in now] == [WarningKind.TASK_LATE]
    assert "“选定试点企业”应于2026年11月20日完成，已超过 2 天" in now[0].text
    assert [one.text for one in later if one.kind is WarningKind.REPORT_MISSING] == [
        "2026 年第 4 季度的报告还没有交",
        "2027 年第 1 季度的报告还没有交",
    ]
    assert sum(one.kind is WarningKind.LIST_MISSING for one in later) == 3


def test_quarter_is_reported_once_with_the_figures_of_the_day(quick: Land) -> None:
    pilot = start_pilot(quick)
    platform(quick, pilot.id or 0)
    entered = QuarterIn(quarter="2026-4", done="选定试点企业，编制清单，启动改造。")

    with quick.database.transaction() as session:
        made = submit_report(
            session, actor=quick.counties[CODE], pilot_id=pilot.id or 0, entered=entered, base_url=BASE, now=NOW
        )
    with pytest.raises(ConflictError, match="已经交过"), quick.database.transaction() as session:
        submit_report(
            session, actor=quick.counties[CODE], pilot_id=pilot.id or 0, entered=entered, base_url=BASE, now=NOW
        )

    assert ["platforms", "1", "1", "1"] in made.facts["targets"]


@given(st.dates(STARTS, ENDS), st.dates(STARTS, ENDS))
def test_what_time_asks_for_never_falls(one: date, other: date) -> None:
    early, late = sorted((one, other))
    first, total = Decimal(3), Decimal(10)

    asked = [expected_by(first, total, starts_on=STARTS, ends_on=ENDS, today=day) for day in (early, late)]

    assert 0 <= asked[0] <= asked[1] <= total


def test_quarter_that_had_hardly_begun_needs_no_report() -> None:
    assert list(due_quarters(date(2026, 9, 25), ENDS, today=date(2027, 1, 16))) == [(2026, 4)]


def test_due_quarters_are_those_whose_fortnight_is_over() -> None:
    assert list(due_quarters(STARTS, ENDS, today=date(2027, 1, 15))) == []
    assert list(due_quarters(STARTS, ENDS, today=date(2027, 1, 16))) == [(2026, 4)]


def test_county_that_passes_becomes_a_sample(quick: Land) -> None:
    pilot = start_pilot(quick)
    key, county = pilot.id or 0, quick.counties[CODE]
    asked = AcceptanceIn(summary="两年来完成了申报的目标。" * 6, copying="先做样板，再按样板批量推广到全行业。" * 2)
    with pytest.raises(ConflictError, match="期满前 90 天内"), quick.database.transaction() as session:
        request_acceptance(session, actor=county, pilot_id=key, entered=asked, base_url=BASE, now=NOW)
    with quick.database.transaction() as session:
        request_acceptance(session, actor=county, pilot_id=key, entered=asked, base_url=BASE, now=NEAR_END)
    _experts_agree(quick, key)

    with quick.database.transaction() as session:
        entered = JudgementIn(is_passed=True, reason="完成目标，实现基本覆盖。")
        decide_acceptance(session, actor=quick.province, pilot_id=key, entered=entered, base_url=BASE, now=NEAR_END)

    with quick.database.session() as session:
        line = load_line(session, pilot_id=key, now=NEAR_END)
        paper = session.exec(select(IssuedDocument).where(IssuedDocument.kind == "pilot_sample")).one()
    assert line.state is PilotState.SAMPLE
    assert paper.is_public


def _experts_agree(land: Land, pilot_id: int) -> None:
    expert, _ = make_member(land.database, role=Role.EXPERT)
    with land.database.transaction() as session:
        panel = PanelIn(criteria=[CriterionIn(label="目标完成", points=100, minimum=60)], least_experts=1)
        review = open_acceptance(session, actor=land.province, pilot_id=pilot_id, entered=panel, now=NEAR_END)
    experts_pass(land, review.id or 0, expert=expert, now=NEAR_END)


def accepted_project(land: Land, firm: int, *, contractor: str) -> int:
    """Write the project that renovated a firm as acceptance leaves it."""
    provider = add_provider(land.database, ProviderRow(ref="P77", name=contractor))
    with land.database.transaction() as session:
        enquiry = Enquiry(enterprise_id=firm, title="排缸改造", needs=[], due_on=TODAY, created_at=NOW)
        session.add(enquiry)
        session.flush()  # The project points to it.
        project = Project(
            enquiry_id=enquiry.id or 0,
            enterprise_id=firm,
            provider_id=provider,
            county_code=CODE,
            title="排缸改造",
            needs=[],
            lines=[],
            price_fen=1,
            warranty_months=12,
            created_at=NOW,
            running_at=NOW,
            accepted_at=NOW,
        )
        session.add(project)
        session.flush()  # The acceptance points to it.
        session.add(
            Acceptance(
                project_id=project.id or 0,
                number=1,
                papers={},
                level_before=1,
                level_after=3,
                summary="",
                decision=Decision.PASSED,
                created_at=NOW,
            )
        )
        return project.id or 0


def test_result_of_a_firm_is_taken_from_its_accepted_project_and_counted_once_it_is_confirmed(
    quick: Land, app: Flask
) -> None:
    pilot = start_pilot(quick)
    firm, other = add_firm(quick.database, 1), add_firm(quick.database, 2)
    chosen, waiting = choose(quick, pilot.id or 0, firm), choose(quick, pilot.id or 0, other)
    project_id = accepted_project(quick, firm, contractor="杭州示例数字技术有限公司")
    officer = Visitor(app.test_client())
    officer.open("/sign-in").submit("登录", email=quick.emails[CODE], password=PASSWORD)
    address = f"/programme/pilots/{pilot.id}/enterprises"

    page = officer.open(f"{address}?firm={chosen.id}").text()
    other_page = officer.open(f"{address}?firm={waiting.id}").text()
    before = fact_of(quick, TargetKind.LEVEL)
    officer.open(f"{address}?firm={chosen.id}").submit("登记进展", output_wan="12000")

    assert "项目已验收，请登记结果" in page
    assert "取自平台上的项目" in page
    assert "取自平台上的项目" not in other_page
    with quick.database.session() as session:
        kept = session.get_one(PilotSelection, chosen.id)
        assert kept.provider_id == session.get_one(Project, project_id).provider_id
    assert (kept.finished_on, kept.level_before, kept.level_after) == (TODAY, 1, 3)
    assert (before, fact_of(quick, TargetKind.LEVEL)) == (0, 1)


def fact_of(land: Land, kind: TargetKind) -> Decimal:
    with land.database.session() as session:
        (line,) = list_pilots(session, now=NOW)
    return next(one.fact for one in line.targets if one.kind is kind)


def test_connector_tells_progress_with_an_etag(quick: Land, client: FlaskClient) -> None:
    pilot = start_pilot(quick)

    answer = client.get("/api/v1/connector/progress?limit=1")
    again = client.get("/api/v1/connector/progress?limit=1", headers={"If-None-Match": answer.headers["ETag"]})

    body = answer.get_json()
    assert [one["pilot_id"] for one in body["items"]] == [pilot.id]
    assert body["items"][0]["targets"][0] == {
        "kind": "enterprises",
        "unit": "家",
        "first_year": "2",
        "two_years": "4",
        "fact": "0",
    }
    assert body["next"] is None
    assert again.status_code == 304


def test_list_of_pilots_takes_seven_statements(
    quick: Land, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    start_pilot(quick)

    with quick.database.session() as session, count_queries() as count:
        list_pilots(session, now=NOW)

    assert count() == 7
