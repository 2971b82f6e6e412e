"""The node's index follows the change log: what is published, renamed, merged or withdrawn."""

from collections.abc import Sequence

import pytest

from marketplace.accounts.organisations import rename_organisation
from marketplace.catalog.services import write_modules
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.rows import ModuleRow
from marketplace.search.checking import Comparison, compare, drain, repair
from marketplace.search.labels import IndexState
from marketplace.search.node import FOLLOW_IN_REQUEST, SearchNode
from marketplace.search.rebuilding import rebuild
from search_index import DocKey, IndexUnavailableError, SearchQuery
from tests.fixtures.offers import SYSTEM, make_provider
from tests.fixtures.web import NOW, make_member


def found(database: Database, node: SearchNode, text: str) -> list[str]:
    with database.session() as session:
        index, _ = node.refresh(session)
        return [hit.title for hit in index.search(SearchQuery(text=text)).hits]


def compared(database: Database, node: SearchNode) -> Comparison:
    with database.session() as session:
        return compare(session, node.open_current(session), node=node)


@pytest.mark.usefixtures("province")
def test_rebuild_writes_every_public_thing(database: Database, any_node: SearchNode) -> None:
    done = rebuild(database, any_node, wait=False)

    assert done.documents == 2 + 3 + 2 + 3
    assert compared(database, any_node).is_equal


def test_published_module_is_found_at_the_next_look(
    database: Database, any_node: SearchNode, province: Sequence[int]
) -> None:
    rebuild(database, any_node, wait=False)
    with database.transaction() as session:
        rows = [ModuleRow(ref="m9", name="模具履历卡", summary="开模次数到了就提醒。")]
        write_modules(session, actor=SYSTEM, provider_id=province[0], rows=rows, publish=True, now=NOW)

    assert found(database, any_node, "模具履历")[0] == "模具履历卡"


def test_renamed_provider_is_found_by_its_new_name_only_and_its_modules_too(
    database: Database, node: SearchNode, province: Sequence[int]
) -> None:
    rebuild(database, node, wait=False)
    operator, _ = make_member(database, role=Role.OPERATOR)
    with database.transaction() as session:
        rename_organisation(
            session,
            actor=operator,
            organisation_id=province[1],
            name="安吉竹海云软件有限公司",
            reason="更名",
            seen_version=1,
            now=NOW,
        )

    assert sorted(found(database, node, "竹海云")) == ["安吉竹海云软件有限公司", "灯具组装云MES", "能耗看板"]
    assert compared(database, node).is_equal


@pytest.mark.usefixtures("province")
def test_unconfirmed_provider_is_not_found(database: Database, node: SearchNode) -> None:
    rebuild(database, node, wait=False)
    make_provider(database, name="未确认云软件有限公司", confirmed=False)

    assert found(database, node, '"未确认云软件"') == []
    assert compared(database, node).is_equal


@pytest.mark.usefixtures("province")
def test_page_leaves_many_changes_to_the_worker_and_says_so(database: Database, node: SearchNode) -> None:
    rebuild(database, node, wait=False)
    for _ in range(FOLLOW_IN_REQUEST + 1):
        make_provider(database)

    with database.session() as session:
        _, state = node.refresh(session)
    applied = drain(database, node)

    assert state is IndexState.BEHIND
    assert applied > FOLLOW_IN_REQUEST
    assert compared(database, node).is_equal


@pytest.mark.usefixtures("province")
def test_check_tells_what_is_missing_differs_and_is_too_much_and_repair_mends_it(
    database: Database, any_node: SearchNode
) -> None:
    rebuild(database, any_node, wait=False)
    with database.session() as session:
        index = any_node.open_current(session)
        industries = next(source for source in any_node.sources if source.kind == "industry")
        other = next(iter(industries.load(session, [17])))
        strange = type(other)(kind="module", id="999", title="多出来的", digest="x")
        changed = type(other)(kind="industry", id="17", title="改坏的", digest="y")
        index.apply(upserts=[strange, changed], deletes=[DocKey("scenario", "report")], cursor=index.cursor())
        before = compare(session, index, node=any_node)
        repair(session, index, found=before, sources=any_node.sources)

    assert before.missing == [DocKey("scenario", "report")]
    assert before.differing == [DocKey("industry", "17")]
    assert before.surplus == [DocKey("module", "999")]
    assert compared(database, any_node).is_equal


@pytest.mark.usefixtures("province")
def test_index_of_another_database_is_refused(database: Database, node: SearchNode) -> None:
    rebuild(database, node, wait=False)
    with database.session() as session:
        index = node.open_current(session)
        index.apply(upserts=[], deletes=[], cursor=10_000)

        with pytest.raises(IndexUnavailableError):
            node.refresh(session)


@pytest.mark.usefixtures("province")
def test_rebuild_leaves_the_old_index_to_who_reads_it(database: Database, any_node: SearchNode) -> None:
    rebuild(database, any_node, wait=False)
    with database.session() as session:
        old = any_node.open_current(session)
        rebuild(database, any_node, wait=False)
        new = any_node.open_current(session)

    assert new is not old
    assert old.search(SearchQuery(text="排产")).total == new.search(SearchQuery(text="排产")).total == 2
