"""``marketplace demo``: fill a database with the demonstration, print the first ranking, serve."""

import multiprocessing
import shutil
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import click
from pydantic import ValidationError

from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.core.loading import garbage_search_paused
from marketplace.settings import Settings

HOST = "127.0.0.1"
OF_THE_DATABASE = ("search", "files", "mail", "demo")  # Folders that mean nothing without their database.
MANY = click.IntRange(0, 1_000_000)
FORK = multiprocessing.get_context("fork")
BAD_USE = 2


@click.command("demo", help="装入演示数据，打印第一家企业的推荐，再启动网站。")
@click.option("--no-serve", is_flag=True, help="打印后就结束，不启动网站")
@click.option("--host", default=HOST, show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听端口")
@click.option("--reset", is_flag=True, help="先删掉演示数据，从头装入")
@click.option("--counties", type=click.IntRange(1, 90), default=90, help="生成的企业分布在几个县（市、区）")
@click.option("--enterprises", type=MANY, default=0, help="另外生成多少家企业，用来试大规模")
@click.option("--providers", type=MANY, default=0, help="另外生成多少家服务商")
@click.option("--modules", type=MANY, default=0, help="这些服务商共有多少个模块")
def demo_command(*, no_serve: bool, host: str, port: int, reset: bool, **amounts: int) -> None:
    """Exit with 2 outside the demonstration or on a busy port, before anything is touched."""
    if amounts["modules"] and not amounts["providers"]:
        raise _stop("模块要有服务商来提供：请同时用 --providers 说明生成多少家服务商。")
    settings = _demo_settings(host=host, port=port)
    if not no_serve:
        _require_free(host, port)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    if reset:
        _remove_database(settings)
    is_new = _load_and_print(settings, amounts=amounts)
    if not no_serve:
        from marketplace.serving import run_server

        click.echo(f"\n网站正在启动：http://{host}:{port}  （按 Ctrl+C 停止）")
        sys.exit(run_server(settings, host=host, port=port))
    if is_new:
        _compile_pages(settings)


def _demo_settings(*, host: str, port: int) -> Settings:
    """Return the settings; what nobody set suits somebody who looks at a demonstration."""
    refusal = "marketplace demo 会写入公开的账号和密码，只能在演示模式下运行：请先设 DEMO_MODE=1，或用 make demo。"
    try:
        settings = Settings()
    except ValidationError as error:
        raise _stop(refusal) from error
    if not settings.demo_mode:
        raise _stop(refusal)
    # Links in mails, papers and QR codes lead to where this server listens; the console is for sentences.
    fitting = {"base_url": f"http://{host}:{port}", "log_json": False, "log_level": "WARNING"}
    return settings.model_copy(update={k: v for k, v in fitting.items() if k not in settings.model_fields_set})


def _stop(message: str) -> SystemExit:
    click.echo(message, err=True)
    return SystemExit(BAD_USE)


def _require_free(host: str, port: int) -> None:
    with closing(socket.socket()) as probe:
        # As the server does: an address that only waits out old connections is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _stop(f"端口 {port} 已被别的程序占用，请换一个：make demo ARGS='--port 8001'。") from error


def _remove_database(settings: Settings) -> None:
    database = Database(settings.effective_database_url)
    if not database.is_sqlite:
        raise _stop("--reset 只删除 SQLite 文件；请自行清空 PostgreSQL 的演示库。")
    path = Path(str(database.engine.url.database))
    for name in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        name.unlink(missing_ok=True)
    for folder in OF_THE_DATABASE:
        shutil.rmtree(settings.data_dir / folder, ignore_errors=True)


def _load_and_print(settings: Settings, *, amounts: Mapping[str, int]) -> bool:
    """Print the first firm's contractors and the sign-ins; return whether the data had to be loaded first."""
    with garbage_search_paused():
        from marketplace.migrations.runner import upgrade
        from seed.demo.people import sign_ins_text

    database = Database(settings.effective_database_url)
    upgrade(database.engine)
    text = _kept_text(database, settings=settings)
    is_new = text is None
    if is_new or amounts["enterprises"] or amounts["providers"]:
        database.dispose()  # Connections don't live in two processes.
        done_apart(partial(_fill, settings, amounts=amounts))
        text = _kept_text(database, settings=settings)
    database.dispose()
    click.echo(text)
    click.echo(f"\n{sign_ins_text(base_url=settings.base_url)}")
    return is_new


def _kept_text(database: Database, *, settings: Settings) -> str | None:
    from seed.demo.stored import find_text

    with database.session() as session:
        return find_text(settings.data_dir, session)


def done_apart(work: Callable[[], None]) -> None:
    """Do work in a process of its own, and end like it when it fails.

    Loading writes papers, for which a library starts threads. A server that is forked from a process with threads lacks
    them, and would wait for them for ever with its first paper.
    """
    process = FORK.Process(target=work)
    process.start()
    process.join()
    if process.exitcode:
        sys.exit(process.exitcode)


def _fill(settings: Settings, *, amounts: Mapping[str, int]) -> None:
    database = Database(settings.effective_database_url)
    if amounts["enterprises"] or amounts["providers"]:
        _load(database, settings=settings)
        _generate(database, amounts=amounts)
    if _kept_text(database, settings=settings) is None:
        _load_and_rank(database, settings=settings)
    database.dispose()


def _load(database: Database, *, settings: Settings) -> None:
    from marketplace.files.process import store_from
    from marketplace.taxonomy.knowledge import FITTED_FOLDER, KNOWLEDGE
    from seed.demo.loader import load_demo

    KNOWLEDGE.keep_in(settings.data_dir / FITTED_FOLDER)
    with _progress() as progress:
        load_demo(database, now=utc_now(), base_url=settings.base_url, store=store_from(settings), progress=progress)


def _generate(database: Database, *, amounts: Mapping[str, int]) -> None:
    """Fill up to the wanted numbers with invented firms, whatever is there already."""
    from tqdm import tqdm

    from seed.scale.loader import Scale, load_scale

    scale = Scale(**amounts)
    with tqdm(total=scale.rows, unit="家", desc="生成企业和服务商", disable=None) as bar:
        added = load_scale(database, scale=scale, now=utc_now(), tick=bar.update)
    told = f"企业 {scale.enterprises} 家、服务商 {scale.providers} 家、模块 {scale.modules} 个"
    click.echo(f"已有生成的{told}；这次新增企业和服务商 {added} 家。", err=True)


def _load_and_rank(database: Database, *, settings: Settings) -> None:
    from marketplace.recommendations.ranker import Ranker
    from seed.demo.stored import keep_text
    from seed.demo.summary import ranking_text, recommend_first

    _load(database, settings=settings)
    with database.session() as session:
        text = ranking_text(recommend_first(session, Ranker()))
        keep_text(settings.data_dir, session, text=text)


def _compile_pages(settings: Settings) -> None:
    """Keep the pages compiled, so that the first start of a server only reads them."""
    from marketplace.app import create_app
    from marketplace.web.warming import TEMPLATES_FOLDER, compile_templates

    compile_templates(create_app(settings), settings.data_dir / TEMPLATES_FOLDER)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Give what shows each step as it begins: a bar on a terminal, else a line."""
    from tqdm import tqdm

    from seed.demo.loader import STEPS

    with tqdm(total=len(STEPS), unit="步", disable=None, leave=False) as bar:

        def begin(label: str) -> None:
            if bar.disable:
                click.echo(f"{label} …", err=True)
            bar.set_description(label)
            bar.update(1)

        yield begin
