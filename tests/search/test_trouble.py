"""A page never fails because an index is missing, damaged or busy; the worker mends what is broken."""

import gc
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import Database
from marketplace.search import rebuilding
from marketplace.search.folders import BuildBusyError, IndexFolders
from marketplace.search.node import SearchNode
from marketplace.search.rebuilding import rebuild
from marketplace.search.worker import QUIET_SECONDS, keep_following, tend
from search_index import EngineName, SearchIndex
from tests.fixtures.offers import make_provider

Page = Callable[..., str]
# Whoosh leaves a damaged table of contents open when it cannot read it; the collector closes it.
leaves_a_file = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture
def swept() -> Iterator[None]:
    """Let the collector close what a test leaves open before the next one begins, whose fault it isn't."""
    yield
    gc.collect()


def damage(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 3] + b"\xff\x00damaged")


@leaves_a_file
@pytest.mark.usefixtures("province", "swept")
def test_page_rebuilds_a_small_damaged_index_and_answers(search_for: Page, app: Flask) -> None:
    search_for(q="排产")
    node: SearchNode = app.extensions["marketplace"].services["search_node"]
    folder = node.folders.current()
    assert folder is not None
    damage(folder)
    node.forget()

    html = search_for(q="快反排产")  # What was asked before is answered without the index.

    assert "染缸快反排产" in html.replace("<mark>", "").replace("</mark>", "")
    assert node.folders.current() != folder


@pytest.mark.usefixtures("province")
def test_page_without_an_index_searches_by_name_and_asks_for_a_rebuild(
    search_for: Page, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuilding, "SMALL", 0)

    html = search_for(q="快反")

    node: SearchNode = app.extensions["marketplace"].services["search_node"]
    assert "搜索索引正在重建" in html
    assert "染缸快反排产" in html
    assert node.folders.rebuild_is_wanted


@pytest.mark.usefixtures("province")
def test_suggestions_without_an_index_are_empty(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rebuilding, "SMALL", 0)

    answer = client.get("/search/suggest?q=pai")

    assert (answer.status_code, answer.text.strip()) == (200, "")


@pytest.mark.usefixtures("province")
def test_worker_builds_follows_and_mends(database: Database, any_node: SearchNode) -> None:
    tend(database, any_node)
    first = any_node.folders.current()
    make_provider(database, name="新来云软件有限公司")
    tend(database, any_node)
    with database.session() as session:
        assert any_node.lag(session, any_node.open_current(session)) == 0
    any_node.folders.ask_for_rebuild()

    tend(database, any_node)

    assert first is not None
    assert any_node.folders.current() not in {None, first}
    assert not any_node.folders.rebuild_is_wanted


@pytest.mark.parametrize(("quiet", "tidied"), [(-3600.0, 0), (QUIET_SECONDS, 1)])
@pytest.mark.usefixtures("province")
def test_worker_tidies_the_index_once_nothing_has_changed_for_a_while(
    database: Database, node: SearchNode, monkeypatch: pytest.MonkeyPatch, quiet: float, tidied: int
) -> None:
    tend(database, node)
    with database.session() as session:
        index = node.open_current(session)
    calls: list[SearchIndex] = []
    # A plain list.append would not be handed the index: only functions are methods.
    monkeypatch.setattr(type(index), "tidy", lambda told: calls.append(told))  # noqa: PLW0108
    make_provider(database, name="新来云软件有限公司")
    tend(database, node)
    node.followed_at -= quiet

    tend(database, node)

    assert calls == [index] * tidied


@leaves_a_file
@pytest.mark.usefixtures("province", "swept")
def test_worker_mends_a_damaged_index(database: Database, node: SearchNode) -> None:
    tend(database, node)
    folder = node.folders.current()
    assert folder is not None
    damage(folder)
    node.forget()
    stopping = threading.Event()
    thread = threading.Thread(target=keep_following, args=(database, node, stopping))

    thread.start()
    for _ in range(200):
        if node.folders.current() != folder:
            break
        stopping.wait(0.1)
    stopping.set()
    thread.join()

    assert node.folders.current() not in {None, folder}


def test_only_one_process_rebuilds_at_a_time(database: Database, node: SearchNode) -> None:
    with node.folders.building(wait=False), pytest.raises(BuildBusyError):
        rebuild(database, node, wait=False)


def test_failed_rebuild_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    def fail(*_given: object) -> list[int]:
        raise RuntimeError("no")

    node = SearchNode(tmp_path / "search", engine=EngineName.WHOOSH)
    source = node.sources[0]
    broken = type(source)(
        kind="provider",
        label="服务商",
        unit="家",
        load=source.load,
        ids_after=fail,
        cards=source.cards,
        named=source.named,
    )
    node.sources = (broken,)

    with pytest.raises(RuntimeError):
        rebuild(database, node, wait=False)

    assert [path.name for path in (tmp_path / "search").iterdir() if path.is_dir()] == []
    assert node.folders.current() is None


@pytest.mark.parametrize("content", ["", "../../etc", "whoosh-gone", "tantivy-0", "\u00e9"])
def test_pointer_that_names_no_folder_of_ours_counts_as_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "current-whoosh").write_text(content, encoding="utf-8")

    assert IndexFolders(tmp_path, engine=EngineName.WHOOSH).current() is None
