"""A provider: from registering to a module that everybody finds and that is ranked, on every server at once."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.fixtures.web import NOW, Person
from tests.journeys.conftest import MakePerson
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market

ROOT = Path(__file__).parents[2]
FIRM, MODULE = "湖州虚构排缸软件有限公司", "排缸小助手"
PASSWORD = "a sentence to remember"


@pytest.fixture
def owner(person: MakePerson, market: Market) -> Person:
    """Somebody who acts for the dye house."""
    return person(Role.ENTERPRISE, organisation_id=market.dye_house)


@pytest.fixture(scope="module")
def second_server() -> Iterator[Callable[[dict[str, str]], str]]:
    """Return a function that asks another process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.second_process"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        asked, answered = process.stdin, process.stdout
        assert asked is not None
        assert answered is not None

        def ask(question: dict[str, str]) -> str:
            print(json.dumps(question), file=asked, flush=True)
            return str(json.loads(answered.readline()))

        yield ask
        asked.close()


@pytest.fixture
def ask_second_server(
    second_server: Callable[[dict[str, str]], str], database: Database, settings: Settings, owner: Person
) -> Callable[[str], str]:
    """Return a function that asks the other server as the owner; it has known the database since before the test."""
    cookie = owner.client.get_cookie("session")
    assert cookie is not None
    common = {"url": database.url, "folder": str(settings.data_dir), "cookie": cookie.value, "moment": NOW.isoformat()}

    def ask(address: str) -> str:
        return second_server({**common, "address": address})

    ask("/healthz")
    return ask


def register(seller: Visitor) -> None:
    seller.open("/providers/register").submit(
        "登记",
        name=FIRM,
        kind="SaaS服务商",
        city="湖州市",
        email="seller@example.invalid",
        display_name="经理",
        password=PASSWORD,
    )
    assert "平台运营确认后" in seller.text()


def hand_in(seller: Visitor) -> None:
    seller.open("/desk").follow("我的模块").follow("起草新模块").submit(
        "提交审核",
        name=MODULE,
        summary="按颜色深浅和缸容排缸，急单插进来后面自动重排，不靠老师傅一个人的脑子。",
        scenarios="染缸排程",
        payment="按使用付费",
        price_wan="6.5 万",
        deployment="SaaS",
    )
    assert "已提交审核" in seller.text()


def test_provider_registers_is_confirmed_publishes_and_is_found_and_ranked_on_every_server(
    visitor: Callable[[], Visitor],
    operator: Visitor,
    owner: Person,
    market: Market,
    ask_second_server: Callable[[str], str],
) -> None:
    seller, anybody, asking = visitor(), visitor(), Visitor(owner.client)
    ranking = f"/enterprises/{market.dye_house}/recommendations?k=20"

    register(seller)
    hand_in(seller)
    assert FIRM not in anybody.open("/providers").text()
    assert MODULE not in anybody.open("/modules").text()
    assert FIRM not in asking.open(ranking).text()

    operator.open("/desk").follow("待确认服务商").submit("确认")
    assert f"已确认“{FIRM}”" in operator.text()
    operator.open("/desk").follow("模块审核").follow(MODULE).submit("发布")
    assert f"已发布“{MODULE}”" in operator.text()

    assert FIRM in anybody.open("/providers").text()
    assert MODULE in anybody.open("/modules").text()
    assert FIRM in asking.open(ranking).text()
    assert FIRM in ask_second_server("/providers")
    assert MODULE in ask_second_server("/modules")
    assert FIRM in ask_second_server(ranking)
    assert "模块已通过审核并发布" in seller.open("/inbox").text()


def test_module_that_is_taken_off_the_market_is_gone_from_every_server(
    operator: Visitor, owner: Person, market: Market, ask_second_server: Callable[[str], str], person: MakePerson
) -> None:
    seller = Visitor(person(Role.PROVIDER, organisation_id=market.dyeing_software).client)
    assert "智能排缸" in ask_second_server("/modules")

    seller.open("/desk").follow("我的模块").follow("智能排缸").submit("下架")

    assert "模块已下架" in seller.text()
    assert "智能排缸" not in Visitor(seller.client).open("/modules").text()
    assert "智能排缸" not in ask_second_server("/modules")
    assert "智能排缸" not in ask_second_server(f"/enterprises/{market.dye_house}/recommendations")
