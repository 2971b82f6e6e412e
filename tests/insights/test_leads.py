"""Shortlists and shares are counted over enterprises, shown from three on, never named."""

from collections.abc import Callable

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.recommendations.labels import RunReason
from marketplace.recommendations.leads import Leads, load_leads
from marketplace.recommendations.queries import load_asker, rank_enterprise
from marketplace.recommendations.ranker import Ranker
from marketplace.recommendations.services import keep_run, share_run
from tests.fixtures.web import NOW, Person, make_member
from tests.insights.markets import add_plants
from tests.recommendations.market import Market, store_market


def shortlist(database: Database, *, enterprises: list[int], provider_id: int) -> None:
    ranker = Ranker()
    for enterprise_id in enterprises:
        actor, _ = make_member(database, role=Role.ENTERPRISE, organisation_id=enterprise_id)
        with database.transaction() as session:
            asker = load_asker(session, actor=actor, enterprise_id=enterprise_id)
            ranked = rank_enterprise(session, ranker, enterprise_id)
            for _ in range(2):  # The same twice is one.
                keep_run(
                    session,
                    actor=actor,
                    asker=asker,
                    ranked=ranked,
                    reason=RunReason.SHORTLISTED,
                    chosen=[provider_id],
                    now=NOW,
                )


def test_leads_count_enterprises_not_runs(any_database: Database) -> None:
    market = store_market(any_database)
    plants = add_plants(any_database, count=3, text="排缸靠老师傅的脑子")
    shortlist(any_database, enterprises=plants, provider_id=market.dyeing_software)
    actor, _ = make_member(any_database, role=Role.ENTERPRISE, organisation_id=market.dye_house)
    with any_database.transaction() as session:
        asker = load_asker(session, actor=actor, enterprise_id=market.dye_house)
        ranked = rank_enterprise(session, Ranker(), market.dye_house)
        share_run(session, actor=actor, asker=asker, ranked=ranked, secret="s", now=NOW)

    with any_database.session() as session:
        chosen = load_leads(session, provider_id=market.dyeing_software)
        other = load_leads(session, provider_id=market.energy_service)

    assert chosen == Leads(shortlisted=3, shared=1)
    assert other == Leads(shortlisted=0, shared=1)


def test_provider_reads_leads_from_three_on(database: Database, market: Market, person: Callable[..., Person]) -> None:
    plants = add_plants(database, count=3, text="排缸靠老师傅的脑子")
    owner = person(Role.PROVIDER, organisation_id=market.dyeing_software)
    address = f"/providers/{market.dyeing_software}/position"

    shortlist(database, enterprises=plants[:2], provider_id=market.dyeing_software)
    two = owner.client.get(address).text
    shortlist(database, enterprises=plants[2:], provider_id=market.dyeing_software)
    three = owner.client.get(address).text

    assert "不到 3<small>家企业</small>" in two
    assert "<dd>3<small>家企业</small></dd>" in three
