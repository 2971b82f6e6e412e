"""A province under load: PostgreSQL, tantivy, two web processes, 64 connections, beside an empty route in one run.

By default a small province is made on the throw-away PostgreSQL. ``LOAD_DATABASE_URL`` and ``LOAD_FOLDER`` (its
DATA_DIR) name one that stands already, as ``marketplace demo --no-serve --counties 90 --enterprises 60000 --providers
5000 --modules 50000`` makes it; the measurement signs owners up there and saves their forms. ``LOAD_ENTERPRISES`` is
the size of the small one, ``LOAD_SECONDS`` how long each measurement lasts, ``LOAD_RATES`` how many requests a second
come.

The empty route is a bare Flask application under the same gunicorn settings and number of processes, without any of our
middleware. Pages alone are measured once each process has written each of them; then by turns with the empty route, so
that both see the same machine. Client, database and both servers share its processors: the part of each is told.

Of ten mixed requests nine read, in equal parts, and one writes: an owner's form, by turns kept as a draft while it is
typed and handed in with another problem. Forty owners read their recommendations, forty others write.
"""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import pytest
import urllib3
from sqlmodel import col, select

from marketplace.core import journal
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise, Problem
from tests.benchmarks.load_client import Measured, Page, at_rate, closed, wrk
from tests.benchmarks.load_people import owners_of
from tests.benchmarks.load_site import generate, served, wait_until_idle
from tests.benchmarks.load_tasks import World, mixed, pages_of, reading
from tests.fixtures.databases import empty_postgres

pytestmark = [pytest.mark.bench, pytest.mark.slow, pytest.mark.postgres, pytest.mark.timeout(7_200)]
SECONDS = float(os.environ.get("LOAD_SECONDS", "6"))
RATES = [float(rate) for rate in os.environ.get("LOAD_RATES", "20,40,80").split(",")]
ROUNDS = 3
PASSES = 6  # Requests are shared out by chance: after so many passes each of two processes has seen nearly all pages.
OWNERS = 40
LEAST = {"directory": 0.25, "lists": 0.08, "search": 0.08, "recommendations": 0.08}
MOST_P99 = 0.250  # Seconds.


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The address of a filled database and its folder."""
    given = os.environ.get("LOAD_DATABASE_URL", "")
    if given:
        yield given, Path(os.environ["LOAD_FOLDER"])
        return
    with empty_postgres() as url:
        folder = tmp_path_factory.mktemp("province")
        generate(url, folder=folder)
        yield url, folder


@pytest.fixture(scope="module")
def world(province: tuple[str, Path]) -> Iterator[World]:
    url, folder = province
    database = Database(url)
    with served(url, folder=folder) as site:
        address = f"http://127.0.0.1:{site.port}"
        readers, writers = (owners_of(database, address, count=OWNERS, skipping=start) for start in (0, OWNERS))
        yield World(database=database, site=site, pages=pages_of(readers), writers=writers)
    database.dispose()


@pytest.mark.parametrize("kind", LEAST)
def test_page_alone_has_its_share_of_the_empty_routes_throughput(world: World, kind: str) -> None:
    pages = world.pages[kind]
    first = closed(reading(world, kind), count=len(pages))
    warm = closed(reading(world, kind), count=len(pages) * PASSES)
    assert not first.errors + warm.errors
    wait_until_idle(world.site.service)

    ours, empty, bare, parts = [], [], Counter[str](), Counter[str]()
    for _ in range(ROUNDS):
        empty.append(_asked(world, world.site.empty_port, [Page(path="/")], parts=bare))
        ours.append(_asked(world, world.site.port, pages, parts=parts))

    share = median(one.rate for one in ours) / median(one.rate for one in empty)
    print(f"\n{kind}: {share:.1%} of the empty route's throughput (at least {LEAST[kind]:.0%})")
    print(f"  {_rates(ours)} a second beside {_rates(empty)}; when nobody had asked before, {first.rate:.0f}")
    print(f"  {_told(parts, requests=sum(one.requests for one in ours))}")
    print(f"  beside {_told(bare, requests=sum(one.requests for one in empty))}")
    assert not any(one.errors for one in (*ours, *empty))
    assert share >= LEAST[kind]


def _asked(world: World, port: int, pages: Sequence[Page], *, parts: Counter[str]) -> Measured:
    before = world.site.seconds()
    found = wrk(port, pages, seconds=SECONDS)
    parts.update({name: taken - before[name] for name, taken in world.site.seconds().items()})
    return found


def _rates(runs: Sequence[Measured]) -> str:
    found = sorted(one.rate for one in runs)
    return f"{median(found):.0f} ({found[0]:.0f}–{found[-1]:.0f})"


def _told(parts: Counter[str], *, requests: int) -> str:
    each = {name: 1000 * seconds / requests for name, seconds in parts.items()}
    return f"{sum(each.values()):.2f} ms of processor a request: {', '.join(f'{k} {v:.2f}' for k, v in each.items())}"


@pytest.fixture(scope="module")
def warm(world: World) -> None:
    """Let each process write each page, as it has after a quarter of an hour of any day."""
    for kind, pages in world.pages.items():
        assert not closed(reading(world, kind), count=len(pages) * PASSES).errors


@pytest.mark.usefixtures("warm")
@pytest.mark.parametrize("rate", [0.0, *RATES], ids=lambda rate: f"{rate:.0f}")
def test_mixed_with_ten_percent_writes_is_quick_and_loses_nothing(world: World, rate: float) -> None:
    saved = sum(owner.saved for owner in world.writers)

    found = _measured(world, rate=rate)

    count = _require_kept(world)
    print(
        f"  {sum(owner.saved for owner in world.writers) - saved} forms handed in, all kept; journal of {count} whole"
    )
    assert not found.errors
    assert found.quantiles()[2] <= MOST_P99


def _measured(world: World, *, rate: float) -> Measured:
    """Run the mixture and print it; without a rate each of 64 visitors goes on as soon as they are answered."""
    with urllib3.PoolManager(retries=False, timeout=60) as pool:
        for owner in world.writers:
            owner.open(pool, world.address)
    wait_until_idle(world.site.service)
    before = world.site.seconds()
    tasks = mixed(world, run=f"每秒 {rate:.0f}")
    found = at_rate(tasks, rate=rate, seconds=SECONDS * 3) if rate else closed(tasks, seconds=SECONDS * 3)
    parts = Counter({name: taken - before[name] for name, taken in world.site.seconds().items()})
    print(f"\nmixed, {f'{rate:.0f} a second' if rate else '64 visitors without a pause'}: {found.rate:.1f} a second")
    for kind in ("", *sorted(found.waits)):
        p50, p95, p99 = (1000 * one for one in found.quantiles(kind))
        print(f"  {kind or 'all':16} p50 {p50:5.0f}, p95 {p95:5.0f}, p99 {p99:5.0f} ms")
    print(f"  {_told(parts, requests=found.requests)}; errors {dict(found.errors)}")
    return found


def _require_kept(world: World) -> int:
    """Every form that was said to be saved counts one version, the last says what was sent, the journal is whole."""
    ids = [owner.enterprise_id for owner in world.writers]
    plants = select(Enterprise.organisation_id, Enterprise.version).where(col(Enterprise.organisation_id).in_(ids))
    problems = select(Problem.enterprise_id, Problem.text).where(col(Problem.enterprise_id).in_(ids))
    with world.database.session() as session:
        versions, said = dict(session.exec(plants).all()), set(session.exec(problems).all())
        verified = journal.verify(session)
    assert versions == {owner.enterprise_id: owner.version for owner in world.writers}
    assert {(owner.enterprise_id, owner.said) for owner in world.writers if owner.said} <= said
    assert verified.is_intact
    return verified.count
