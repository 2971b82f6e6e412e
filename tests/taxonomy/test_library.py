"""The library goes into the database and comes back as the same value."""

from dataclasses import replace

import pytest
from sqlmodel import select

from marketplace.core.actor import System
from marketplace.core.changes import load_changes_after
from marketplace.core.db import Database
from marketplace.core.errors import NotFoundError
from marketplace.taxonomy.knowledge import KnowledgeCache
from marketplace.taxonomy.models import LibraryEdition
from marketplace.taxonomy.queries import load_library, load_places, load_scenario, load_scenarios, scenario_names
from marketplace.taxonomy.services import store_library
from seed.reference import load_library as load_reference_library
from tests.fixtures.reference import SMALL_LIBRARY, store_reference
from tests.fixtures.web import NOW

SYSTEM = System(name="test")


def test_library_of_small_size_comes_back_equal_on_both_databases(any_database: Database) -> None:
    store_reference(any_database)

    with any_database.session() as session:
        assert load_library(session) == SMALL_LIBRARY


@pytest.mark.slow
def test_library_of_the_reference_data_comes_back_equal(database: Database) -> None:
    with database.transaction() as session:
        store_library(session, actor=SYSTEM, library=load_reference_library(), now=NOW)

    with database.session() as session:
        assert load_library(session) == load_reference_library()


def test_library_before_loading_is_not_found_with_a_hint(database: Database) -> None:
    with database.session() as session, pytest.raises(NotFoundError, match="场景库还没有载入"):
        load_library(session)


def test_storing_the_same_edition_again_writes_nothing(stored: Database) -> None:
    with stored.transaction() as session:
        changed = store_library(session, actor=SYSTEM, library=SMALL_LIBRARY, now=NOW)

    with stored.session() as session:
        assert changed is False
        assert len(session.exec(select(LibraryEdition)).all()) == 1


def test_scenario_that_left_the_library_is_retired_and_keeps_its_name(stored: Database) -> None:
    smaller = replace(SMALL_LIBRARY, edition="2026-02-01-less", scenarios=SMALL_LIBRARY.scenarios[:2])
    with stored.transaction() as session:
        store_library(session, actor=SYSTEM, library=smaller, now=NOW)

    with stored.session() as session:
        assert [row.code for row in load_scenarios(session)] == ["dye_sched", "mes"]
        assert load_scenario(session, code="energy_meter").retired is True
        assert scenario_names(session)["energy_meter"] == "能耗监测"


def test_scenario_of_a_new_edition_keeps_its_row(stored: Database) -> None:
    with stored.session() as session:
        before = load_scenario(session, code="mes").id
    renamed = replace(SMALL_LIBRARY.scenarios[1], name="生产过程管理")
    edition = replace(
        SMALL_LIBRARY,
        edition="2026-02-01-new",
        scenarios=(SMALL_LIBRARY.scenarios[0], renamed, SMALL_LIBRARY.scenarios[2]),
    )
    with stored.transaction() as session:
        store_library(session, actor=SYSTEM, library=edition, now=NOW)

    with stored.session() as session:
        after = load_scenario(session, code="mes")
        assert (after.id, after.name) == (before, "生产过程管理")


def test_storing_a_library_tells_followers_of_each_scenario(stored: Database) -> None:
    with stored.session() as session:
        kinds = [change.kind for change in load_changes_after(session, cursor=0)]

    assert kinds.count("scenario") == 3


def test_knowledge_of_a_new_edition_replaces_the_kept_one(stored: Database) -> None:
    cache = KnowledgeCache()
    with stored.session() as session:
        first = cache.linker(session)
    with stored.transaction() as session:
        newer = replace(SMALL_LIBRARY, edition="2026-02-01-new")
        store_library(session, actor=SYSTEM, library=newer, now=NOW)

    with stored.session() as session:
        assert cache.library(session).edition == "2026-02-01-new"
        assert (first.edition, cache.linker(session).edition) == ("2026-01-01-small", "2026-02-01-new")


def test_knowledge_asked_twice_is_built_once(stored: Database) -> None:
    cache = KnowledgeCache()
    with stored.session() as session:
        assert cache.linker(session) is cache.linker(session)


def test_places_know_divisions_and_names_of_regions(stored: Database) -> None:
    with stored.session() as session:
        places = load_places(session)

    found = places.by_name("柯桥区", city="绍兴市")
    assert found is not None
    assert found.code == "330603"
    assert {"浙江", "柯桥区"} <= places.regions
