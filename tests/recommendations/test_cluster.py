"""Batch ranking on a real Dask scheduler and real worker processes: the same result, also when a worker is killed."""

import signal
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from distributed import Client

from marketplace.core.digest import digest
from marketplace.recommendations.cli import rank_command
from marketplace.recommendations.cluster import Clustered, connected
from marketplace.recommendations.mapping import to_candidate, to_query
from matching.ranking import CandidateIndex, Ranking, build_index, rank_many
from matching.types import Query
from tests.recommendations.cluster_nodes import WAIT_SECONDS, Nodes, running_nodes
from tests.recommendations.market import LIBRARY
from tests.recommendations.test_processes import ENTERPRISES, PROVIDERS, REFERENCE, run_of, written_files

pytestmark = pytest.mark.slow
BATCH = 4


def written(rankings: Iterable[Ranking]) -> str:
    """Return a digest over every place of every ranking, to the last digit of each score."""
    return digest(
        [[one.query_ref, [[place.ref, place.rank, repr(place.score)] for place in one.places]] for one in rankings]
    )


def market(*, count: int) -> tuple[CandidateIndex, list[Query]]:
    """Return the providers laid out and as many queries as wanted."""
    index = build_index([to_candidate(row) for row in PROVIDERS], library=LIBRARY)
    return index, [to_query(ENTERPRISES[number % len(ENTERPRISES)]) for number in range(count)]


@pytest.fixture(scope="module")
def nodes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nodes]:
    with running_nodes(tmp_path_factory.mktemp("cluster"), workers=2) as started:
        yield started


@pytest.fixture(scope="module")
def client(nodes: Nodes) -> Iterator[Client]:
    with connected(nodes.address) as opened:
        opened.wait_for_workers(len(nodes.workers), timeout=WAIT_SECONDS)
        yield opened


def test_rank_on_a_cluster_writes_the_bytes_of_this_process(client: Client, nodes: Nodes, tmp_path: Path) -> None:
    plain = run_of(tmp_path, processes=1)

    assert run_of(tmp_path, processes=1, scheduler=nodes.address) == plain


def test_error_of_one_piece_reaches_the_caller(client: Client) -> None:
    with pytest.raises(ZeroDivisionError):
        list(Clustered(client, batch=2)((1).__floordiv__, [2, 1, 0]))


def test_a_worker_killed_in_the_middle_changes_nothing(client: Client, nodes: Nodes) -> None:
    index, queries = market(count=200)
    rankings = iter(rank_many(queries, index, top=20, work=Clustered(client, batch=BATCH)))

    first = next(rankings)
    nodes.workers[0].kill()
    found = [first, *rankings]

    assert nodes.workers[0].wait() == -signal.SIGKILL
    assert len(client.scheduler_info()["workers"]) == 1
    assert written(found) == written(rank_many(queries, index, top=20))


def test_rank_without_a_scheduler_at_the_address_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marketplace.recommendations.cluster.CONNECT_SECONDS", 0.2)
    files = written_files(tmp_path)

    done = CliRunner().invoke(rank_command, [*files, "--scheduler", "tcp://127.0.0.1:9"], obj=REFERENCE)

    assert done.exit_code == 2
    assert "连不上 Dask 调度器 tcp://127.0.0.1:9" in done.output
    assert not (tmp_path / "run").exists()
