"""Providers with modules as files bring them, and the same rows coming back."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import select

from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleVersion
from marketplace.catalog.rows import load_provider_rows, load_rankable_ids
from marketplace.catalog.services import (
    create_with_modules,
    link_unlinked,
    update_with_modules,
    write_modules,
)
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.exchange.rows import CaseRow, ModuleRow, ProviderRow
from marketplace.providers.models import ProviderFacet
from marketplace.providers.partner_services import connect_partners
from tests.fixtures.offers import SYSTEM, link_report, make_provider, write_reference
from tests.fixtures.web import NOW

MODULE = ModuleRow(
    ref="P9-M1",
    name="扫码报工",
    summary="工人扫码报数，工资自动算。",
    scenarios=("报工", "计件工资"),
    industries=(17, 30),
    payment=(Payment.BY_USE, Payment.ONE_OFF),
    price_wan=1.25,
    deployment=Deployment.SAAS,
    published_on=date(2026, 3, 1),
    links=("report",),
)
PROVIDER = ProviderRow(
    ref="P9",
    name="绍兴示例软件有限公司",
    kind=ProviderKindName.GENERAL_CONTRACTOR,
    county="柯桥区",
    city="绍兴市",
    regions=("绍兴市", "长三角"),
    industries=(17,),
    description="做印染厂的软件。",
    modules=(MODULE,),
    cases=(CaseRow(enterprise="某印染厂", industry=17, scenarios=("报工",), outcome="少用两个统计员"),),
)


@pytest.fixture
def database(any_database: Database) -> Database:
    write_reference(any_database)
    return any_database


def create(database: Database, row: ProviderRow, *, publish: bool = True) -> int:
    with database.transaction() as session:
        made = create_with_modules(session, actor=SYSTEM, row=row, confirmed=True, publish=publish, now=NOW)
        return made.organisation_id


def test_provider_row_comes_back_as_it_went_in(database: Database) -> None:
    provider_id = create(database, PROVIDER)

    with database.session() as session:
        assert load_provider_rows(session, ids=[provider_id]) == [PROVIDER]


def test_update_with_equal_modules_adds_no_version(database: Database) -> None:
    provider_id = create(database, PROVIDER)

    with database.transaction() as session:
        update_with_modules(session, actor=SYSTEM, provider_id=provider_id, row=PROVIDER, publish=True, now=NOW)

    with database.session() as session:
        assert [version.number for version in session.exec(select(ModuleVersion))] == [1]


def test_update_with_a_changed_module_publishes_the_next_version(database: Database) -> None:
    provider_id = create(database, PROVIDER)
    changed = replace(PROVIDER, modules=(replace(MODULE, price_wan=2.0),))

    with database.transaction() as session:
        update_with_modules(session, actor=SYSTEM, provider_id=provider_id, row=changed, publish=True, now=NOW)

    with database.session() as session:
        states = [(version.number, version.state) for version in session.exec(select(ModuleVersion))]
        rows = load_provider_rows(session, ids=[provider_id])
    assert states == [(1, VersionState.SUPERSEDED), (2, VersionState.PUBLISHED)]
    assert rows == [changed]


def test_modules_left_out_of_a_file_stay(database: Database) -> None:
    provider_id = create(database, PROVIDER)

    with database.transaction() as session:
        write_modules(session, actor=SYSTEM, provider_id=provider_id, rows=[], publish=True, now=NOW)

    with database.session() as session:
        assert load_provider_rows(session, ids=[provider_id])[0].modules == (MODULE,)


def test_modules_without_publication_become_drafts_and_do_not_rank(database: Database) -> None:
    provider_id = create(database, PROVIDER, publish=False)

    with database.session() as session:
        assert [version.state for version in session.exec(select(ModuleVersion))] == [VersionState.DRAFT]
        assert load_provider_rows(session, ids=[provider_id])[0].modules == ()


def test_modules_without_numbers_get_their_own(database: Database) -> None:
    plain = replace(MODULE, ref="", links=())

    create(database, replace(PROVIDER, modules=(plain, replace(plain, name="染缸联采"))))

    with database.session() as session:
        assert [module.external_ref for module in session.exec(select(Module))] == ["M1", "M2"]


def test_number_that_another_provider_holds_is_left_out(database: Database) -> None:
    create(database, PROVIDER)

    second = create(database, replace(PROVIDER, name="金华另一家软件有限公司"))

    with database.session() as session:
        assert load_provider_rows(session, ids=[second])[0].ref == f"P{second}"


def test_link_to_an_unknown_scenario_is_refused(database: Database) -> None:
    with pytest.raises(InvalidError) as refused:
        create(database, replace(PROVIDER, modules=(replace(MODULE, links=("no_such",)),)))

    assert refused.value.fields == {"links": ["场景库里没有编码“no_such”。"]}


def test_partners_of_a_file_are_connected_and_unknown_numbers_returned(database: Database) -> None:
    first, second = create(database, PROVIDER), make_provider(database, ref="P10")

    with database.transaction() as session:
        missing = connect_partners(
            session,
            actor=SYSTEM,
            partners={first: ("P10", "P11", "P9")},
            ids={"P9": first, "P10": second},
            confirmed=True,
            now=NOW,
        )

    assert missing == ["P11"]
    with database.session() as session:
        assert load_provider_rows(session, ids=[first])[0].partners == ("P10",)


def test_partners_that_nobody_confirmed_do_not_count(database: Database) -> None:
    first, second = create(database, PROVIDER), make_provider(database, ref="P10")

    with database.transaction() as session:
        connect_partners(
            session, actor=SYSTEM, partners={first: ("P10",)}, ids={"P10": second}, confirmed=False, now=NOW
        )

    with database.session() as session:
        assert load_provider_rows(session, ids=[first])[0].partners == ()


def test_unconfirmed_provider_is_not_rankable(database: Database) -> None:
    confirmed, _ = create(database, PROVIDER), make_provider(database, confirmed=False)

    with database.session() as session:
        assert load_rankable_ids(session) == [confirmed]


def test_link_unlinked_gives_imported_modules_scenarios_and_facets(database: Database) -> None:
    create(database, replace(PROVIDER, modules=(replace(MODULE, links=()),)))

    with database.transaction() as session:
        looked_at = link_unlinked(session, link_texts=link_report, now=NOW)

    assert looked_at == 1
    with database.session() as session:
        facets = {(row.kind.value, row.value) for row in session.exec(select(ProviderFacet))}
    assert ("scenario", "report") in facets
    assert ("payment", "一次性付费") in facets
    assert ("region", "长三角") in facets
