"""A whole renovation on a phone: three quotations, a contract, supervised work, acceptance, a sample and its copy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.browser.window import BrowserWindow
from tests.browser.world import VAT_PLANNING
from tests.fixtures.browser import DESK, PHONE, Site, grave_violations, overflow, sign_in
from tests.fixtures.web import NOW, BrowserClient, make_member
from tests.journeys.project_steps import Cast, accept, ask, choose, deliver, quote, sign
from tests.journeys.visitor import Visitor
from tests.projects.world import add_supervisor_firm
from tests.recommendations.market import DYE_HOUSE, Market, add_enterprise, add_provider, store_market

pytestmark = pytest.mark.browser
COUNTY = {"area_prefix": "330603", "county_code": "330603"}
LOOKED_AT = ("", "/contract", "/acceptance", "/changes", "/settlement")


@dataclass(slots=True)
class SiteClock:
    """The site's clock, which the journey moves on."""

    site: Site
    now: datetime = NOW

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.site.app.extensions["marketplace"].clock = lambda: self.now


@pytest.fixture
def window(site: Site, open_browser: Callable[..., Page]) -> Callable[..., BrowserWindow]:
    """Return a function that opens a phone's window for a person of a role."""

    def opened(role: Role, **more: Any) -> BrowserWindow:
        tab = open_browser(width=PHONE)
        sign_in(tab, make_member(site.database, role=role, **more)[1])
        return BrowserWindow(tab)

    return opened


def gather(site: Site, window: Callable[..., BrowserWindow], market: Market, *, third: int) -> Cast:
    return Cast(
        plant=window(Role.ENTERPRISE, organisation_id=market.dye_house),
        provider=window(Role.PROVIDER, organisation_id=market.dyeing_software),
        rivals=[window(Role.PROVIDER, organisation_id=one) for one in (market.energy_service, third)],
        supervisor=window(Role.SUPERVISOR, organisation_id=add_supervisor_firm(site.database)),
        officer=window(Role.COUNTY, **COUNTY),
        clock=SiteClock(site),
    )


def second_plant(database: Database) -> int:
    row = replace(DYE_HOUSE, ref="E9", name="绍兴示例第二印染有限公司", problems=())
    return add_enterprise(database, row, county_code="330603")


def run(cast: Cast, project: str) -> None:
    """Go from the choice to the decision on acceptance; every paper is opened and read on the way."""
    sign(cast, project)
    deliver(cast, project)
    accept(cast, project)


def choose_of_three(cast: Cast, address: str, market: Market) -> str:
    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    quote(cast.rivals[0], address, module="能耗监测平台", row=1, price="12.34")
    cast.rivals[1].open(address).submit("告诉企业不报价", reason="排产不是我们的专长。")
    return choose(cast, address, market)


def choose_and_invite(cast: Cast, address: str, market: Market) -> str:
    """Choose the only one that was asked, and invite a supervisor afterwards."""
    quote(cast.provider, address, module="智能排缸", row=0, price="20")
    project = choose(cast, address, market)
    firm = cast.plant.page.select_one('select[name="supervisor_id"] option[value]:not([value=""])')
    assert firm is not None
    cast.plant.submit("邀请", supervisor_id=str(firm["value"]))
    return project


def without_script(cast: Cast, site: Site) -> Cast:
    """Return the same people in windows without script: they go on where a browser has been already."""

    def window(of: BrowserWindow) -> Visitor:
        client = BrowserClient(site.app)
        [session] = [one for one in of.tab.context.cookies() if one["name"] == "session"]
        client.set_cookie("session", session["value"])
        return Visitor(client)

    people = {name: window(getattr(cast, name)) for name in ("plant", "provider", "supervisor", "officer")}
    return replace(cast, **people)


def faults_of(windows: list[BrowserWindow], pages: Sequence[str]) -> list[str]:
    """Return what shuts somebody out of these pages, on a phone and on a desk, and what was too wide on the way."""
    tab = windows[0].tab
    for path in pages:
        windows[0].open(path)
        found = [f"{path}: {one}" for one in grave_violations(tab)]
        found += [f"{path}: no single h1"] if tab.locator("h1").count() != 1 else []
        windows[0].faults += found
        tab.set_viewport_size({"width": DESK, "height": 844})
        windows[0].faults += [f"{path}: {overflow(tab)} px too wide at {DESK}"] if overflow(tab) else []
        tab.set_viewport_size({"width": PHONE, "height": 844})
    return [fault for one in windows for fault in one.faults]


def test_renovation_from_three_quotations_to_a_sample_and_its_copy(
    site: Site, window: Callable[..., BrowserWindow], picture: Callable[..., None]
) -> None:
    market = store_market(site.database)
    third = add_provider(site.database, VAT_PLANNING)
    cast = gather(site, window, market, third=third)
    project = choose_of_three(cast, ask(cast, market, third=third), market)
    run(cast, project)
    cast.plant.open(project).submit(
        "公开评价", stars="5", on_time="4", as_promised="5", service="5", text="插单重排真的快了。"
    )
    cast.provider.open(project).submit("公开答复", answer="谢谢，质保期里继续上门。")
    cast.officer.open(f"{project}/sample").submit(
        "公开为企业样本",
        title="染缸自动排产",
        story="先把三十口染缸的数据接上，再排产；老师傅参加了规则的整理。",
        has_agreed="true",
    )
    sample = cast.officer.address
    second = window(Role.ENTERPRISE, organisation_id=second_plant(site.database))
    assert "像您这样的厂" in second.open("/samples").text()
    second.open(sample).follow("照这个样本做").submit("照这个样本建清单和方案")
    copy = second.address
    second.follow("向样本的服务商询价").submit("发出询价")
    buyers = replace(cast, plant=second)
    copied = choose_and_invite(buyers, second.address, market)
    run(without_script(buyers, site), copied)

    assert "和样本比效果" in second.open(copy).text()
    assert "已验收" in second.open(sample).text()
    picture(second.tab, "sample")
    picture(second.open(copied).tab, "project accepted")
    windows = [cast.plant, cast.provider, *cast.rivals, cast.supervisor, cast.officer, second]
    pages = [*(f"{project}{path}" for path in LOOKED_AT), "/projects", "/enquiries", "/samples", sample]
    assert faults_of([one for one in windows if isinstance(one, BrowserWindow)], pages) == []
