"""A province under load on PostgreSQL, tantivy, 64 connections, beside an empty route in the same run.

LOAD_ENTERPRISES says how many plants it has. Pages are measured as they are when somebody looked at them before; what
the first who looks waits for is in operations/CAPACITY.md.

The empty route is a bare Flask application under the same gunicorn settings and number of processes, without any of our
middleware. Client, database and both servers share the machine's processors; the client's part is told.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations, product
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pytest
from sqlmodel import col, select

from marketplace.accounts.services import create_api_token
from marketplace.catalog.models import ModuleVersion
from marketplace.core import journal
from marketplace.core.actor import Role
from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise
from marketplace.providers.models import Provider
from tests.benchmarks.load_client import CONNECTIONS, Call, Measured, load
from tests.benchmarks.load_site import generate, served, wait_for
from tests.fixtures.web import make_member

pytestmark = [pytest.mark.bench, pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(7_200)]
SECONDS = float(os.environ.get("LOAD_SECONDS", "6"))
ROUNDS = 3
WORDS = ("染缸", "排产", "计件工资", "能耗", "质量追溯", "扫码报工", "设备点检", "仓库", "订单进度", "模具")
QUESTIONS = [*((word,) for word in WORDS), *permutations(WORDS, 2)]
KINDS = ("", "&kind=module", "&kind=provider", "&kind=scenario")
LEAST = {"directory": 0.25, "lists": 0.08, "recommendations": 0.08, "search": 0.08}
WRITE_EVERY = 10
SHARE_OF_CAPACITY = 0.6  # How busy the mixed measurement keeps the server; at its very limit any queue grows.
MOST_P99 = 0.250


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A running province: ports, calls by kind, and tokens of providers who write."""

    database: Database
    port: int
    empty_port: int
    calls: dict[str, list[Call]]
    writers: list[str]


@pytest.fixture(scope="module")
def world(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = os.environ.get("LOAD_DATABASE_URL", "") or os.environ["TEST_POSTGRES_URL"]
    folder = Path(os.environ.get("LOAD_FOLDER", "") or tmp_path_factory.mktemp("province"))
    generate(url, folder=folder)
    database = Database(url)
    calls, writers = calls_of(database), writers_of(database)
    with served(url, folder=folder) as (port, empty_port):
        for kind in LEAST:
            wait_for(f"http://127.0.0.1:{port}{calls[kind][0].path}", token=calls[kind][0].token)
        yield World(database=database, port=port, empty_port=empty_port, calls=calls, writers=writers)
    database.dispose()


def calls_of(database: Database) -> dict[str, list[Call]]:
    """Return addresses of each kind, many of them where there are many."""
    watcher, _ = make_member(database, role=Role.PROVINCE, area_prefix="33")
    with database.transaction() as session:
        _, token = create_api_token(session, actor=watcher, name="load", scopes=["read"], days=1, now=utc_now())
        plants = session.exec(select(Enterprise.organisation_id).order_by(Enterprise.external_ref).limit(40)).all()
    return {
        "directory": [Call(path=f"/providers?page={page}") for page in range(1, 41)],
        "lists": [Call(path="/lists")],
        "recommendations": [Call(path=f"/enterprises/{one}/recommendations", token=token) for one in plants],
        "search": [Call(path=f"/search?q={quote(' '.join(words))}{kind}") for words, kind in product(QUESTIONS, KINDS)],
    }


def writers_of(database: Database) -> list[str]:
    """Return tokens of forty providers."""
    with database.session() as session:
        ids = session.exec(select(Provider.organisation_id).order_by(col(Provider.organisation_id).desc()).limit(40))
    tokens = []
    for organisation_id in ids.all():
        actor, _ = make_member(database, role=Role.PROVIDER, organisation_id=organisation_id)
        with database.transaction() as session:
            tokens.append(
                create_api_token(session, actor=actor, name="load", scopes=["write"], days=1, now=utc_now())[1]
            )
    return tokens


@pytest.mark.parametrize("kind", LEAST)
def test_page_alone_has_its_share_of_the_empty_routes_throughput(world: World, kind: str) -> None:
    """Measure in turns with the empty route and compare the middle of each."""
    load(world.port, world.calls[kind], seconds=SECONDS * 4)  # Each process has seen every page then.
    ours, empty = [], []
    for _ in range(ROUNDS):
        empty.append(load(world.empty_port, [Call(path="/")], seconds=SECONDS))
        ours.append(load(world.port, world.calls[kind], seconds=SECONDS))
    assert not any(one.errors or one.other for one in (*ours, *empty)), [one.other for one in ours]

    share = median(one.rate for one in ours) / median(one.rate for one in empty)
    print(f"\n{kind}: {share:.1%} of the empty route; {told(ours)}; empty {told(empty)}")
    assert share >= LEAST[kind]


def told(runs: Sequence[Measured]) -> str:
    client = sum(one.client_seconds for one in runs) / sum(one.seconds for one in runs)
    return f"{median(one.rate for one in runs):.0f} a second (client {client:.0%} of a processor)"


def mixed(world: World) -> list[Call]:
    """Return pages of every kind in turn, and a write of a new thing as every tenth."""
    kinds = list(world.calls.values())
    calls = []
    for number in range(4_000):
        if number % WRITE_EVERY:
            pages = kinds[number % len(kinds)]
            calls.append(pages[number // len(kinds) % len(pages)])
        else:
            calls.append(drafted(number, token=world.writers[number // WRITE_EVERY % len(world.writers)]))
    return calls


def drafted(number: int, *, token: str) -> Call:
    body = {
        "name": f"负载试验 {number}",
        "summary": "压力测试写入的草稿。",
        "payment": ["一次性付费"],
        "deployment": "SaaS",
    }
    return Call(path="/api/v1/modules", token=token, body=json.dumps(body))


def test_mixed_with_ten_percent_writes_is_quick_and_loses_nothing(world: World) -> None:
    calls = mixed(world)
    load(world.port, calls, seconds=SECONDS)
    capacity = load(world.port, calls, seconds=SECONDS * 2)
    pause = 1000 * CONNECTIONS / (capacity.rate * SHARE_OF_CAPACITY)
    found = load(world.port, calls, seconds=SECONDS * 3, pause_ms=round(pause))

    for name, one in (("at its limit", capacity), (f"64 people, {pause:.0f} ms between pages", found)):
        quantiles = f"p50 {one.p50 * 1000:.0f}, p95 {one.p95 * 1000:.0f}, p99 {one.p99 * 1000:.0f} ms"
        print(f"\nmixed, {name}: {one.rate:.0f} a second, {quantiles}, {dict(one.other)}, {one.errors} errors")
    written = {*capacity.version_ids, *found.version_ids}
    assert set(capacity.other) | set(found.other) == {"201"}
    assert capacity.errors == found.errors == 0
    assert stored(world.database, written) == len(written) > 0
    with world.database.session() as session:
        assert journal.verify(session).is_intact
    assert found.p99 <= MOST_P99


def stored(database: Database, ids: set[int]) -> int:
    with database.session() as session:
        return len(session.exec(select(ModuleVersion.id).where(col(ModuleVersion.id).in_(ids))).all())
