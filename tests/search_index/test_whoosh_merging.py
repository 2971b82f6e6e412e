"""Segments of the default engine: how many there are, and that a merge changes no answer."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whoosh.index import open_dir

from search_index import DocKey, Document, EngineName, SearchIndex, SearchQuery, open_index
from search_index.whoosh_merging import CROWDED, MOST_SEGMENTS, WHEN_IDLE, Merging, chosen, in_commit

FEW = Merging(most=3, left=2, documents=100)
QUERIES = [SearchQuery(text=text) for text in ("排产", "模块7", '"急单插单"', "pai", "-排产", "", "排厂模快")]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([], set()),
        ([5, 5, 5], set()),  # Few enough.
        ([5, 0, 5], {1}),  # What holds nothing goes.
        ([900, 5, 7, 6], {1, 2, 3}),  # The largest stays.
        ([900, 60, 50, 70], set()),  # One that fits is no merge.
        ([900, 60, 30, 70], {1, 2}),  # As many as may be moved.
        ([0, 900, 60, 30, 70], {0, 2, 3}),
        ([101, 102, 103, 104], set()),
    ],
)
def test_the_smallest_segments_are_chosen_within_the_limit(sizes: list[int], expected: set[int]) -> None:
    assert set(chosen(sizes, merging=FEW)) == expected


@given(st.lists(st.integers(0, 400), max_size=30), st.sampled_from([FEW, WHEN_IDLE, in_commit(1), in_commit(99)]))
def test_a_merge_moves_no_more_than_its_limit_and_leaves_no_empty_segment(sizes: list[int], merging: Merging) -> None:
    places = chosen(sizes, merging=merging)

    moved = [sizes[place] for place in places if sizes[place]]
    assert len(set(places)) == len(places)
    assert {place for place, size in enumerate(sizes) if size == 0} <= set(places)
    assert len(moved) != 1
    assert sum(moved) <= merging.documents


def test_a_crowded_index_moves_more_in_a_commit() -> None:
    assert in_commit(CROWDED + 1).documents > in_commit(CROWDED).documents


def segments(folder: Path) -> int:
    return len(open_dir(str(folder))._read_toc().segments)  # Whoosh tells it nowhere else.


def answers(index: SearchIndex) -> list[object]:
    return [index.search(query) for query in QUERIES] + [dict(index.ids_and_digests()), index.cursor()]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SearchIndex, int]:
    """An index after eighty commits, every fourth of which replaces and removes older documents, and most segments."""
    folder = tmp_path_factory.mktemp("merging")
    index, most = open_index(str(folder)), 0
    for number in range(1, 81):
        changed = [number] if number % 4 else [number, number // 2]
        upserts = [
            Document(kind="module", id=str(n), title=f"排产模块{n}", body="急单插单" * (n % 5), digest=f"{n} {number}")
            for n in changed
        ]
        gone = [DocKey("module", str(number // 4))] if number % 4 == 0 else []
        index.apply(upserts=upserts, deletes=gone, cursor=number)
        most = max(most, segments(folder))
    return folder, index, most


def test_many_small_commits_leave_few_segments(written: tuple[Path, SearchIndex, int]) -> None:
    assert written[2] <= MOST_SEGMENTS + 1


def test_merged_commits_answer_as_one_commit_of_the_same_documents(
    written: tuple[Path, SearchIndex, int], tmp_path: Path
) -> None:
    folder, index, _ = written
    found = dict(index.ids_and_digests())
    whole = open_index(str(tmp_path))
    whole.apply(
        upserts=[
            Document(
                kind=key.kind, id=key.id, title=f"排产模块{key.id}", body="急单插单" * (int(key.id) % 5), digest=digest
            )
            for key, digest in found.items()
        ],
        deletes=[],
        cursor=80,
    )
    assert len(found) == 60
    assert answers(open_index(str(folder))) == answers(whole)


def test_tidying_changes_no_answer_and_comes_to_an_end(written: tuple[Path, SearchIndex, int]) -> None:
    folder, index, _ = written
    before, reader = answers(index), open_index(str(folder))
    assert reader.cursor() == 80

    steps = [index.tidy() for _ in range(10)]

    assert steps[0]
    assert not any(steps[-3:])
    assert segments(folder) <= WHEN_IDLE.left
    assert answers(index) == answers(reader) == before


def test_an_engine_that_merges_by_itself_has_nothing_to_tidy(tmp_path: Path) -> None:
    index = open_index(str(tmp_path), engine=EngineName.TANTIVY)
    index.apply(upserts=[Document(kind="module", id="1", title="排产")], deletes=[], cursor=1)

    assert not index.tidy()
