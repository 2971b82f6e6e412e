"""From a shortlist to a sample that a second plant copies: through the pages alone, every paper read back."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from marketplace.core.actor import Role
from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.journeys.conftest import Clock
from tests.journeys.project_steps import REASON, Cast, accept, ask, choose, deliver, download, lines_of, quote, sign
from tests.journeys.visitor import Visitor
from tests.projects.world import add_supervisor_firm
from tests.recommendations.market import DYE_HOUSE, Market, add_enterprise

MakePerson = Callable[..., Person]


@pytest.fixture
def cast(database: Database, market: Market, person: MakePerson, clock: Clock) -> Cast:
    def window(role: Role, **more: Any) -> Visitor:
        return Visitor(person(role, **more).client)

    firm = add_supervisor_firm(database)
    return Cast(
        plant=window(Role.ENTERPRISE, organisation_id=market.dye_house),
        provider=window(Role.PROVIDER, organisation_id=market.dyeing_software),
        rivals=[window(Role.PROVIDER, organisation_id=one) for one in (market.energy_service, market.tool_software)],
        supervisor=window(Role.SUPERVISOR, organisation_id=firm),
        officer=window(Role.COUNTY, area_prefix="330603", county_code="330603"),
        clock=clock,
    )


def test_owner_asks_compares_and_chooses_while_rivals_see_nothing(cast: Cast, market: Market) -> None:
    address = ask(cast, market)

    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    quote(cast.rivals[0], address, module="能耗监测平台", row=1, price="12.34")
    assert cast.plant.open(f"{address}/compare").status == 409
    cast.rivals[1].open(address).submit("告诉企业不报价", reason="排产不是我们的专长。")
    page = cast.plant.open(f"{address}/compare").text()

    assert "智能排缸" in page
    assert "¥12.34万" in page
    for window in (cast.provider, cast.rivals[1]):
        assert "12.34" not in window.open(address).text()
        assert window.open(f"{address}/compare").status == 403
    choose(cast, address, market)
    told = cast.rivals[0].open(address).text()
    assert REASON in told
    assert "智能排缸" not in told
    assert "绍兴示例染整软件" not in told


def test_questions_are_read_by_all_and_asked_by_nobody(cast: Cast, market: Market) -> None:
    address = ask(cast, market)
    cast.rivals[0].open(address).submit("提交问题", text="车间里有几口染缸？")

    cast.plant.open(address).submit("公布回答", text="一共三十口，分两个车间。")

    page = cast.provider.open(address).text()
    assert "车间里有几口染缸？" in page
    assert "一共三十口" in page
    assert "杭州示例能源" not in page


def test_whole_way_from_shortlist_to_a_sample_that_a_second_plant_copies(
    cast: Cast, market: Market, database: Database, person: MakePerson
) -> None:
    project = whole_project(cast, market)
    cast.plant.open(project).submit(
        "公开评价", stars="5", on_time="4", as_promised="5", service="5", text="插单重排真的快了。"
    )
    cast.provider.open(project).submit("公开答复", answer="谢谢，质保期里继续上门。")
    assert "插单重排真的快了" in Visitor(cast.plant.client).open(f"/providers/{market.dyeing_software}").text()

    cast.officer.open(f"{project}/sample").submit(
        "公开为企业样本",
        title="染缸自动排产",
        story="先把三十口染缸的数据接上，再排产；老师傅参加了规则的整理。",
        has_agreed="true",
    )
    sample = cast.officer.address
    row = replace(DYE_HOUSE, ref="E9", name="绍兴示例第二印染有限公司", problems=())
    plant_id = add_enterprise(database, row, county_code="330603")
    second = Visitor(person(Role.ENTERPRISE, organisation_id=plant_id).client)
    assert "像您这样的厂" in second.open("/samples").text()
    second.open(sample).follow("照这个样本做").submit("照这个样本建清单和方案")
    copy = second.address
    second.follow("向样本的服务商询价").submit("发出询价")
    own_acceptance(replace_plant(cast, second), market)

    assert "和样本比效果" in second.open(copy).text()
    assert "已验收" in second.open(sample).text()
    assert "看我的看样学样" in second.text()
    assert "照这个样本做" not in second.text()


def whole_project(cast: Cast, market: Market) -> str:
    address = ask(cast, market)
    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    for window in cast.rivals:
        window.open(address).submit("告诉企业不报价", reason="这次做不了。")
    project = choose(cast, address, market)
    sign(cast, project)
    deliver(cast, project)
    accept(cast, project)
    return project


def replace_plant(cast: Cast, plant: Visitor) -> Cast:
    return replace(cast, plant=plant)


def own_acceptance(cast: Cast, market: Market) -> None:
    address = cast.plant.address
    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    project = choose(cast, address, market)
    firm = cast.plant.open(project).page.select_one('select[name="supervisor_id"] option[value]:not([value=""])')
    assert firm is not None
    cast.plant.submit("邀请", supervisor_id=str(firm["value"]))
    sign(cast, project)
    deliver(cast, project)
    accept(cast, project)


def test_use_is_settled_from_readings_and_a_reading_that_falls_is_refused(cast: Cast, market: Market) -> None:
    address = ask(cast, market)
    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    for window in cast.rivals:
        window.open(address).submit("告诉企业不报价", reason="这次做不了。")
    project = choose(cast, address, market)
    plant = cast.plant.open(f"{project}/settlement")
    plant.submit("登记计量项", kind="by_use", name="报工终端", unit="台时", price="0.33").follow("报工终端")
    meter, day = plant.address, shanghai_day(cast.clock.now)
    for ago, value in ((30, "0"), (20, "1.5"), (10, "3")):
        plant.open(meter).submit("登记读数", read_on=(day - timedelta(days=ago)).isoformat(), value=value)

    refused = plant.open(meter).submit("登记读数", read_on=day.isoformat(), value="2.9")
    assert refused.status == 422
    assert "读数比上一次（3）还小" in refused.text()
    assert refused.value("value") == "2.9"

    plant.open(meter).submit("生成结算单")
    paper = lines_of(download(plant, "下载结算单（Word）"))
    book = load_workbook(io.BytesIO(download(plant, "下载结算单（Excel）")))
    assert "合计应付：0.99 元" in paper
    assert [row[5] for row in book["结算"].iter_rows(min_row=3, values_only=True)][-2:] == [0.5, 0.49]


def test_plan_is_a_paper_that_an_officer_can_file(cast: Cast, market: Market) -> None:
    page = cast.plant.open(f"/enterprises/{market.dye_house}/recommendations/bundle").submit("生成改造实施方案")

    paper = lines_of(download(page, "下载 Word"))

    for words in ("数字化改造实施方案", "绍兴示例印染有限公司", "排缸全凭老师傅一个人的脑子", "智能排缸", "昆明"):
        assert words in paper
