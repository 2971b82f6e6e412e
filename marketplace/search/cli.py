"""Commands for this node's search index."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from marketplace.core.db import Database
from marketplace.settings import Settings

if TYPE_CHECKING:
    from marketplace.search.checking import Comparison

# As in ``sources.registry``, written here because a command line that only prints its help loads no area.
KINDS = (
    "provider",
    "module",
    "sample",
    "list",
    "call",
    "notice",
    "scenario",
    "industry",
    "pilot",
    "edition",
    "measure",
    "round",
)
MOST_SHOWN = 20
NO_INDEX = "这台机器还没有可用的搜索索引，请先运行 marketplace search rebuild。"


@click.group("search", help="搜索索引：重建、核对、追上改动、查询。")
def search_group() -> None:
    """Group the search commands."""


@search_group.command("rebuild", help="按数据库重建索引；建好前旧索引照常使用，最后一步切换。")
def rebuild_command() -> None:
    """Rebuild, waiting for a rebuild of another process."""
    from marketplace.search.node import make_node
    from marketplace.search.rebuilding import rebuild

    settings = Settings()
    with tqdm(unit="篇", disable=None) as bar:
        done = rebuild(
            Database(settings.effective_database_url),
            make_node(settings),
            wait=True,
            progress=lambda count: bar.update(count - bar.n),
        )
    click.echo(f"索引已重建并启用：{done.documents} 篇，对应改动记录第 {done.cursor} 条。")


@search_group.command("drain", help="把数据库里还没收进索引的改动全部收进来。")
def drain_command() -> None:
    """Follow the change log to its end; exit with 1 when there is no usable index or another process keeps writing."""
    from marketplace.search.checking import drain
    from marketplace.search.node import make_node

    settings = Settings()
    with _clear_errors():
        applied = drain(Database(settings.effective_database_url), make_node(settings))
    click.echo(f"收进 {applied} 条改动，索引与改动记录一致。")


@search_group.command("check", help="逐条核对索引与数据库（编号和内容摘要）；--repair 改正不同之处。")
@click.option("--repair", "repairs", is_flag=True, help="改正不同之处")
def check_command(*, repairs: bool) -> None:
    """Exit with 0 when the index equals the database (after a repair, when asked for), else with 1."""
    from marketplace.search.checking import compare, repair
    from marketplace.search.node import make_node

    settings = Settings()
    node = make_node(settings)
    with _clear_errors(), Database(settings.effective_database_url).session() as session:
        index = node.open_current(session)
        found = compare(session, index, node=node)
        if repairs and not found.is_equal:
            repair(session, index, found=found, sources=node.sources)
    _report(found, repaired=repairs)


@contextmanager
def _clear_errors() -> Iterator[None]:
    """End with one clear line and exit code 1 when the index cannot be used or written."""
    from search_index import IndexBusyError, IndexUnavailableError

    try:
        yield
    except IndexUnavailableError:
        click.echo(NO_INDEX, err=True)
        sys.exit(1)
    except IndexBusyError:
        click.echo("另一个进程正在写索引，请稍后再运行一次。", err=True)
        sys.exit(1)


def _report(found: "Comparison", *, repaired: bool) -> None:
    for what, keys in (("缺少", found.missing), ("内容不同", found.differing), ("多余", found.surplus)):
        for key in keys[:MOST_SHOWN]:
            click.echo(f"{what}：{key.kind} {key.id}")
    counts = f"缺少 {len(found.missing)}，内容不同 {len(found.differing)}，多余 {len(found.surplus)}"
    if found.is_equal:
        click.echo(f"索引与数据库一致：共 {found.documents} 篇。")
    elif repaired:
        click.echo(f"已改正：{counts}；现在共 {found.documents} 篇。")
    else:
        lag = f"有 {found.lag} 条改动还没收进来，请先运行 marketplace search drain"
        click.echo(f"索引与数据库不同：{counts}；{lag if found.lag else '加 --repair 改正'}。", err=True)
        sys.exit(1)


@search_group.command("query", help="在索引里查找，最好的在前。")
@click.argument("text", metavar="要找的词")
@click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="只找这一类，可写多次")
@click.option("--top", type=click.IntRange(1, 100), default=10, show_default=True, help="给出前几条")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def query_command(*, text: str, kinds: tuple[str, ...], top: int, as_json: bool) -> None:
    """Print the best hits; the index is built first when there is none, and follows the log before it answers."""
    from marketplace.search.asking import ask
    from marketplace.search.checking import drain
    from marketplace.search.node import make_node
    from marketplace.search.rebuilding import rebuild
    from search_index import IndexBusyError, IndexUnavailableError, SearchQuery

    settings = Settings()
    database, node = Database(settings.effective_database_url), make_node(settings)
    try:
        drain(database, node)
    except IndexBusyError:
        pass  # Whoever writes brings the changes in; the answer is at most a moment old.
    except IndexUnavailableError:
        rebuild(database, node, wait=True)
    with database.session() as session:
        query = SearchQuery(text=text, kinds=kinds, per_page=top)
        results = ask(database, session, node=node, query=query).results
    if as_json:
        hits = [{"kind": h.kind, "id": h.id, "title": h.title, "score": round(h.score, 4)} for h in results.hits]
        click.echo(json.dumps({"total": results.total, "hits": hits}, ensure_ascii=False))
        return
    for place, hit in enumerate(results.hits, start=1):
        click.echo(f"{place}. {hit.title}（{hit.kind} {hit.id}，{hit.score:.2f}）")
    click.echo(f"共 {results.total} 条。")
