"""A small province that can be searched, and this test's own node."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from marketplace.core.db import Database
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.exchange.rows import CaseRow, ModuleRow
from marketplace.search.node import SearchNode
from search_index import EngineName
from tests.fixtures.offers import make_provider, write_reference

LOCAL = Deployment.LOCAL
ENGINES = [pytest.param(name, id=str(name)) for name in EngineName]
PROVIDERS: tuple[dict[str, Any], ...] = (
    {
        "name": "绍兴柯印智联科技有限公司",
        "kind": ProviderKindName.GENERAL_CONTRACTOR,
        "city": "绍兴市",
        "county": "柯桥区",
        "description": "只做印染厂，联系 13800001234 王工。",
        "industries": (17,),
        "cases": (CaseRow(enterprise="某印染厂", outcome="排缸从半天变成十分钟。"),),
        "modules": (
            ModuleRow(
                ref="m1",
                name="染缸快反排产",
                summary="急单插单自动重排。<script>alert(1)</script>",
                payment=(Payment.BY_USE,),
                price_wan=6.0,
                deployment=Deployment.SAAS,
                industries=(17,),
            ),
        ),
    },
    {
        "name": "湖州照见云信息科技有限公司",
        "kind": ProviderKindName.SAAS,
        "city": "湖州市",
        "county": "吴兴区",
        "description": "灯具行业的轻量MES。",
        "modules": (
            ModuleRow(ref="m2", name="灯具组装云MES", summary="一灯一码，老化可追。", payment=(Payment.ONE_OFF,)),
            ModuleRow(
                ref="m3", name="能耗看板", summary="水电汽分项计量。", price_wan=0.8, deployment=Deployment.LOCAL
            ),
        ),
    },
)


@pytest.fixture
def province(database: Database) -> list[int]:
    """Reference data, two providers and three modules; gives the providers' ids."""
    write_reference(database)
    return [make_provider(database, **one) for one in PROVIDERS]


@pytest.fixture
def node(tmp_path: Path) -> SearchNode:
    """A node with the default engine and no index yet."""
    return SearchNode(tmp_path / "search", engine=EngineName.WHOOSH)


@pytest.fixture(params=ENGINES)
def any_node(request: pytest.FixtureRequest, tmp_path: Path) -> SearchNode:
    """A node with each engine in turn."""
    return SearchNode(tmp_path / "search", engine=EngineName(request.param))


@pytest.fixture
def search_for(client: object) -> Callable[..., str]:
    """Return the text of the search page for a question."""

    def ask(**parts: object) -> str:
        answer = client.get("/search", query_string=parts)  # type: ignore[attr-defined]  # The flask test client.
        assert answer.status_code == 200, answer.text
        return str(answer.text)

    return ask
