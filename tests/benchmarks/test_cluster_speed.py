"""Batch ranking on a Dask cluster: two workers beside one, the same rankings."""

import time
from pathlib import Path

import pytest

from marketplace.recommendations.cluster import Clustered, connected
from matching.ranking import rank_many
from tests.recommendations.cluster_nodes import WAIT_SECONDS, running_nodes
from tests.recommendations.test_cluster import market, written

pytestmark = pytest.mark.bench
QUERIES = 6000
WARMING = 64
WANTED = 1.5


def ranked(folder: Path, *, workers: int) -> tuple[float, str]:
    """Return seconds and digest of the rankings, once every worker has the code and the index."""
    index, queries = market(count=QUERIES)
    folder.mkdir()
    with running_nodes(folder, workers=workers) as nodes, connected(nodes.address) as client:
        client.wait_for_workers(workers, timeout=WAIT_SECONDS)
        work = Clustered(client)
        list(rank_many(queries[:WARMING], index, top=20, work=work))
        started = time.perf_counter()
        digest = written(rank_many(queries, index, top=20, work=work))
        return time.perf_counter() - started, digest


def test_two_workers_are_half_as_fast_again_as_one_and_rank_the_same(tmp_path: Path) -> None:
    one, first = ranked(tmp_path / "one", workers=1)
    two, second = ranked(tmp_path / "two", workers=2)

    print(f"\n{QUERIES} rankings on Dask: {one:.1f} s with one worker, {two:.1f} s with two, {one / two:.2f}x")
    assert first == second
    assert one / two >= WANTED
