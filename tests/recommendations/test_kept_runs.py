"""The list of stored runs: of one's area, newest first, the same statements for many as for one."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.rows import ProviderRow
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.queries import load_asker, rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import keep_run
from tests.fixtures.web import NOW, Person, StatementCount, make_member
from tests.recommendations.market import Market, add_provider, store_market


def keep(database: Database, *, times: int) -> None:
    market = store_market(database)
    owner, _ = make_member(database, role=Role.ENTERPRISE, organisation_id=market.dye_house)
    ranker = Ranker()
    rows = [ProviderRow(ref=f"K{k}", name=f"浙江示例{k}号软件有限公司") for k in range(times)]
    for provider_id in [add_provider(database, row) for row in rows]:
        with database.transaction() as session:
            asker = load_asker(session, actor=owner, enterprise_id=market.dye_house)
            ranked = rank_enterprise(session, ranker, asker.id, k=2)
            reason = RunReason.SHORTLISTED
            keep_run(session, actor=owner, asker=asker, ranked=ranked, reason=reason, chosen=[provider_id], now=NOW)


def test_runs_of_the_area_are_listed_with_a_way_to_compute_them_again(
    database: Database, person: Callable[..., Person]
) -> None:
    keep(database, times=1)

    own = person(Role.COUNTY, area_prefix="330603", county_code="330603").client.get("/runs").text
    other = person(Role.COUNTY, area_prefix="331081", county_code="331081").client.get("/runs").text

    assert "重算核对" in own
    assert "加入备选" in own
    assert "还没有留存的排序" in other


@pytest.mark.parametrize("times", [1, 20])
def test_list_takes_as_many_statements_for_many_as_for_one(
    database: Database,
    person: Callable[..., Person],
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    times: int,
) -> None:
    keep(database, times=times)
    auditor = person(Role.AUDITOR)
    with count_queries() as statements:
        auditor.client.get("/runs")

    assert statements() == 4


def test_owner_finds_the_shortlist_again_and_asks_from_there(database: Database, market: Market, owner: Person) -> None:
    address = f"/enterprises/{market.dye_house}/recommendations"
    before = owner.client.get(address).text
    kept = owner.client.post(f"{address}/shortlist", data={"p": str(market.dyeing_software)}).location

    page = owner.client.get(address).text
    asking = re.findall(r'href="(/enquiries/new[^"]+)"', page)[0].replace("&amp;", "&")

    assert 'id="h-shortlists"' in before  # The desk leads here, also while there is nothing yet.
    assert "点“加入备选”" in before
    assert "点“加入备选”" not in page
    assert f'href="{kept}"' in page
    assert 'href="/enquiries"' in page
    assert f'value="{market.dyeing_software}" checked' in owner.client.get(asking).text
    assert "#h-shortlists" in owner.client.get("/desk").text
