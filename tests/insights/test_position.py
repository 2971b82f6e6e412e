"""Where a provider stands: computed from a survey, told over three enterprises and more, never a name."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleLink, ModuleVersion
from marketplace.catalog.services.files import update_with_modules
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.wording import day_text
from marketplace.core.worker import run_due_jobs
from marketplace.exchange.rows import ModuleRow, ProviderRow
from marketplace.handlers import job_handlers
from marketplace.insights.jobs import run_survey
from marketplace.insights.position import compute_position
from marketplace.insights.position_content import OTHERS, Position, fold_small, hide_small
from marketplace.insights.suppression import LEAST
from marketplace.projects.models import AskedProvider, Enquiry
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.trials import try_out
from marketplace.settings import Settings
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.weights import WeightSet
from tests.fixtures.web import NOW, Person
from tests.insights.markets import add_plants
from tests.recommendations.market import DYE_HOUSE, ENERGY_SERVICE, SYSTEM, TOOL_SOFTWARE, Market, add_provider

DYEING, STEAM = "排缸靠老师傅的脑子", "蒸汽一块总表，单缸用了多少算不出来"
COUNTS = st.lists(st.integers(min_value=0, max_value=9), max_size=7)


@given(counts=COUNTS)
def test_hidden_counts_are_never_told_by_the_total(counts: list[int]) -> None:
    shown = hide_small(counts)

    assert all(one is None or one == count for one, count in zip(shown, counts, strict=True))
    assert all(one is None or one == 0 or one >= LEAST for one in shown)
    hidden = [count for one, count in zip(shown, counts, strict=True) if one is None]
    above_nothing_is_told = any(one for one in shown)
    # At least two are hidden, and more firms than places among them: no single one follows from the difference.
    assert not hidden or not above_nothing_is_told or (len(hidden) > 1 and sum(hidden) > len(hidden))


@given(lengths=st.dictionaries(st.text("甲乙丙丁戊己", min_size=1, max_size=3), st.integers(0, 9), max_size=6))
def test_folded_groups_hold_three_and_more_and_lose_nobody(lengths: dict[str, int]) -> None:
    groups = {name: [1] * length for name, length in lengths.items() if name != OTHERS}

    folded = fold_small(groups)

    assert all(len(places) >= LEAST for places in folded.values())
    total = sum(len(places) for places in groups.values())
    assert sum(len(places) for places in folded.values()) == (total if total >= LEAST else 0)


@pytest.fixture
def needed(database: Database, market: Market) -> Market:
    """Four dye houses speak of vats, four of steam; the market is surveyed."""
    add_plants(database, count=4, text=DYEING)
    add_plants(database, count=4, text=STEAM)
    run_survey(database, Ranker(), now=NOW)
    return market


def position_of(database: Database, provider_id: int) -> Position | None:
    with database.session() as session:
        return compute_position(session, Ranker(), provider_id=provider_id)


def test_module_for_a_needed_scenario_lifts_the_middle_place(database: Database, needed: Market) -> None:
    position = position_of(database, needed.tool_software)

    assert position is not None
    effect = next(one for one in position.effects if one.code == "vat-scheduling")
    # The four plants and the dye house; a maker of tool software is the last of three for them.
    assert (effect.firms, effect.tried, effect.before) == (5, 5, 3)
    assert effect.after < 3


def test_position_tells_modules_industries_and_words_over_three_firms(database: Database, needed: Market) -> None:
    position = position_of(database, needed.dyeing_software)

    assert position is not None
    assert position.firms == 10
    # One firm comes by neither module; alone it would be told by the difference, so that others go in with it.
    assert [(one.name, one.firms, one.best) for one in position.modules] == [("智能排缸", 5, 1), (OTHERS, 5, 1)]
    assert all(one.firms >= LEAST for one in (*position.modules, *position.industries, *position.scenarios))
    assert "排缸" in next(one.words for one in position.modules if one.name == "智能排缸")


def test_tricks_are_tried_under_the_weights_in_force(database: Database, market: Market) -> None:
    query = to_query(replace(DYE_HOUSE, county="温岭市", city="台州市"))
    with database.session() as session:
        held, library = Ranker().current(session), KNOWLEDGE.library(session)
    ref = next(ref for ref, provider_id in held.ids.items() if provider_id == market.dyeing_software)

    def before(feature: str) -> set[int]:
        weights = WeightSet(name="test", version="1", weights=((feature, 1.0),))
        trials = try_out([query], held.index, ref=ref, library=library, weights=weights)
        return {place for trial in trials for place, _ in trial.places}

    # By ticks alone it is the only one for dye houses; by region alone the only one that does not serve the place.
    assert before("claim") == {1}
    assert before("region") == {3}


def test_tricks_that_are_told_do_not_help(database: Database, needed: Market) -> None:
    position = position_of(database, needed.dyeing_software)

    assert position is not None
    assert {"再多勾几个行业", "同一段话重复写"} <= {one.label for one in position.tricks}


def test_provider_without_a_module_has_no_position(database: Database, needed: Market) -> None:
    silent = add_provider(database, replace(ENERGY_SERVICE, ref="P8", name="杭州示例空白有限公司", modules=()))

    assert position_of(database, silent) is None


def test_provider_that_is_not_confirmed_has_no_position(database: Database, needed: Market) -> None:
    waiting = add_provider(database, replace(ENERGY_SERVICE, ref="P8", name="杭州示例待定有限公司"), confirmed=False)

    assert position_of(database, waiting) is None


def test_provider_asks_and_reads_its_position(
    database: Database, needed: Market, settings: Settings, person: Callable[..., Person]
) -> None:
    owner = person(Role.PROVIDER, organisation_id=needed.tool_software)
    address = f"/providers/{needed.tool_software}/position"
    assert "算一算我的位置" in owner.client.get(address).text

    assert owner.client.post(address).status_code == 303
    assert owner.client.post(address).status_code == 303
    assert "正在算" in owner.client.get(address).text
    assert run_due_jobs(database, job_handlers(settings), clock=lambda: NOW) == 1

    page = owner.client.get(address).text
    hand_in(database, provider_id=needed.tool_software, scenario="vat-scheduling")
    assert "正在审核" not in page
    assert "您有一个这样的模块<b>正在审核</b>" in owner.client.get(address).text
    assert "染缸排程" in page
    assert "不能买名次" in page
    told = owner.client.get(f"/api/v1{address}").json
    (effect,) = (one for one in told["standing"]["effects"] if one["code"] == "vat-scheduling")
    assert f"从<b>第 {effect['before']} 名</b>到<b>第 {effect['after']} 名</b>" in page
    assert (effect["helps"], told["missing"], told["is_waiting"]) == (True, None, False)
    assert (told["under_review"], told["enquirers"]) == (["vat-scheduling"], [])
    assert "示例C1713" not in page
    assert "绍兴示例印染" not in page


def hand_in(database: Database, *, provider_id: int, scenario: str) -> None:
    """Let a new version of one of a provider's modules, which answers a scenario, wait for its review."""
    with database.transaction() as session:
        known = session.exec(select(ModuleVersion).join(Module).where(Module.provider_id == provider_id)).first()
        assert known is not None
        fields = known.model_dump(exclude={"id"}) | {"number": 99, "state": VersionState.IN_REVIEW}
        version = ModuleVersion(**fields)
        session.add(version)
        session.flush()  # The link points to it.
        session.add(ModuleLink(version_id=version.id or 0, scenario_code=scenario, confidence=1.0, confirmed=True))


def test_position_is_computed_anew_after_each_survey(
    database: Database, needed: Market, settings: Settings, person: Callable[..., Person]
) -> None:
    owner = person(Role.PROVIDER, organisation_id=needed.energy_service)
    owner.client.post(f"/providers/{needed.energy_service}/position")
    run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    run_survey(database, Ranker(), now=NOW)

    assert run_due_jobs(database, job_handlers(settings), clock=lambda: NOW) == 1


def test_page_says_what_is_missing_before_there_is_a_position(
    database: Database, market: Market, person: Callable[..., Person]
) -> None:
    silent = add_provider(database, replace(ENERGY_SERVICE, ref="P8", name="杭州示例空白有限公司", modules=()))

    without = person(Role.PROVIDER, organisation_id=silent).client.get(f"/providers/{silent}/position").text
    before = person(Role.PROVIDER, organisation_id=market.energy_service)

    assert "还没有公开的模块" in without
    assert "还没有统计过" in before.client.get(f"/providers/{market.energy_service}/position").text


def test_page_names_the_module_that_waits_for_its_review(
    database: Database, market: Market, person: Callable[..., Person]
) -> None:
    who = person(Role.PROVIDER, organisation_id=market.tool_software)
    with database.transaction() as session:
        version = session.exec(
            select(ModuleVersion).join(Module).where(Module.provider_id == market.tool_software)
        ).one()
        version.state, version.submitted_at = VersionState.IN_REVIEW, NOW
        name, module_id = version.name, version.module_id

    page = who.client.get(f"/providers/{market.tool_software}/position").text

    assert f"“{name}”从 {day_text(NOW)} 起正在审核" in page
    assert f'href="/providers/{market.tool_software}/modules/{module_id}"' in page
    assert "还没有公开的模块" not in page


def test_anothers_position_does_not_exist(needed: Market, person: Callable[..., Person]) -> None:
    owner = person(Role.PROVIDER, organisation_id=needed.energy_service)

    assert owner.client.get(f"/providers/{needed.dyeing_software}/position").status_code == 404
    assert owner.client.post(f"/providers/{needed.dyeing_software}/position").status_code == 404


def test_place_for_one_enterprise_is_told_only_after_its_enquiry(
    database: Database, needed: Market, person: Callable[..., Person]
) -> None:
    owner = person(Role.PROVIDER, organisation_id=needed.dyeing_software)
    address = f"/providers/{needed.dyeing_software}/position"
    assert owner.client.get(f"{address}/{needed.dye_house}").status_code == 404

    enquire(database, enterprise_id=needed.dye_house, provider_id=needed.dyeing_software)

    page = owner.client.get(f"{address}/{needed.dye_house}").text
    assert "您排第 1 名" in page
    assert "智能排缸" in page
    assert "绍兴示例印染有限公司" in owner.client.get(address).text
    assert owner.client.get(f"{address}/{needed.machine_shop}").status_code == 404
    told = owner.client.get(f"/api/v1{address}/{needed.dye_house}").json
    assert (told["rank"], told["needs"][0]["module_name"]) == (1, "智能排缸")
    assert sum(one["score_ratio"] for one in told["parts"]) == pytest.approx(told["score_ratio"])
    assert f"{told['score_ratio']:.4f}" in page
    assert owner.client.get(f"/api/v1{address}").json["enquirers"][0]["enterprise_id"] == needed.dye_house


def test_page_for_an_enterprise_that_asked_says_what_would_help_there_and_what_a_change_has_brought(
    database: Database, needed: Market, person: Callable[..., Person]
) -> None:
    third = ModuleRow(ref="M1", name="印染看板", summary="印染车间大屏，看每个染缸开没开机。")
    add_provider(database, ProviderRow(ref="P7", name="杭州示例看板有限公司", industries=(24,), modules=(third,)))
    plant = add_plants(database, count=1, text=f"请教：{DYEING}")[0]
    enquire(database, enterprise_id=plant, provider_id=needed.tool_software)
    owner = person(Role.PROVIDER, organisation_id=needed.tool_software)
    address = f"/providers/{needed.tool_software}/position/{plant}"

    before = owner.client.get(address).text
    helped = ModuleRow(ref="M9", name="染缸排程", summary="按交期自动排缸，不靠老师傅的脑子。", scenarios=("染缸排程",))
    row = replace(TOOL_SOFTWARE, modules=(*TOOL_SOFTWARE.modules, helped))
    with database.transaction() as session:
        later = NOW + timedelta(hours=1)
        update_with_modules(session, actor=SYSTEM, provider_id=needed.tool_software, row=row, publish=True, now=later)
    after = BeautifulSoup(owner.client.get(address).text, "html.parser").get_text()

    told = re.search(r"“染缸排程”</b>模块，写得中等、通过审核，在这一家会从<b>第 4 名</b>到<b>第 (\d) 名</b>", before)
    assert told is not None, before
    assert int(told[1]) < 4
    assert "审核时确认的场景才算数" in before
    assert "绍兴示例染整软件" not in before
    assert "原来是第" not in before
    assert "原来是第 4 名" in after
    assert "您发布了“染缸排程”（" in after
    assert f"您排第 {told[1]} 名" in after
    api = owner.client.get(f"/api/v1{address}").get_json()
    assert (api["rank"], api["earlier_rank"]) == (int(told[1]), 4)


def enquire(database: Database, *, enterprise_id: int, provider_id: int) -> None:
    with database.transaction() as session:
        enquiry = Enquiry(
            enterprise_id=enterprise_id, title="排缸", needs=[], due_on=NOW.date() + timedelta(days=9), created_at=NOW
        )
        session.add(enquiry)
        session.flush()  # The asked provider points to it.
        session.add(AskedProvider(enquiry_id=enquiry.id or 0, provider_id=provider_id, asked_at=NOW))
