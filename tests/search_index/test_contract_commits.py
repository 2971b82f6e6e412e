"""Writing, positions and what a folder remembers, on both engines."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index import (
    DocKey,
    Document,
    EngineName,
    IndexBusyError,
    IndexUnavailableError,
    InvalidDocumentError,
    Lexicon,
    SearchIndex,
    SearchQuery,
    open_index,
)

Fresh = Callable[..., SearchIndex]


def doc(id_: str, title: str = "排产软件", digest: str = "") -> Document:
    return Document(kind="module", id=id_, title=title, digest=digest or f"d{id_}")


def test_new_index_is_empty_and_stands_at_zero(fresh: Fresh) -> None:
    index = fresh()

    assert (index.cursor(), dict(index.ids_and_digests()), index.outdated) == (0, {}, False)
    assert index.search(SearchQuery()).total == 0
    assert index.search(SearchQuery(text="排产")).total == 0
    assert index.suggest("排") == ()


def test_apply_stores_documents_and_cursor_together(fresh: Fresh) -> None:
    index = fresh()

    index.apply(upserts=[doc("1"), doc("2")], deletes=[], cursor=41)

    assert index.cursor() == 41
    assert dict(index.ids_and_digests()) == {DocKey("module", "1"): "d1", DocKey("module", "2"): "d2"}


def test_apply_replaces_a_document_of_the_same_key(fresh: Fresh) -> None:
    index = fresh()
    index.apply(upserts=[doc("1")], deletes=[], cursor=1)

    index.apply(upserts=[doc("1", "仓储管理", "new")], deletes=[], cursor=2)

    assert dict(index.ids_and_digests()) == {DocKey("module", "1"): "new"}
    assert index.search(SearchQuery(text="排产")).total == 0
    assert index.search(SearchQuery(text="仓储")).total == 1


def test_apply_keeps_the_last_of_two_documents_with_one_key(fresh: Fresh) -> None:
    index = fresh()

    index.apply(upserts=[doc("1", digest="old"), doc("1", digest="new")], deletes=[], cursor=1)

    assert dict(index.ids_and_digests()) == {DocKey("module", "1"): "new"}


def test_apply_deletes_first_and_writes_then(fresh: Fresh) -> None:
    index = fresh()
    index.apply(upserts=[doc("1"), doc("2")], deletes=[], cursor=1)

    index.apply(upserts=[doc("1", digest="again")], deletes=[DocKey("module", "1"), DocKey("module", "2")], cursor=2)

    assert dict(index.ids_and_digests()) == {DocKey("module", "1"): "again"}


def test_apply_of_an_unknown_deletion_changes_nothing_else(fresh: Fresh) -> None:
    index = fresh()
    index.apply(upserts=[doc("1")], deletes=[], cursor=1)

    index.apply(upserts=[], deletes=[DocKey("module", "ghost")], cursor=2)

    assert (index.cursor(), len(index.ids_and_digests())) == (2, 1)


def test_apply_distinguishes_kinds_with_the_same_id(fresh: Fresh) -> None:
    index = fresh()

    index.apply(upserts=[doc("1"), Document(kind="provider", id="1", title="照见云")], deletes=[], cursor=1)

    assert len(index.ids_and_digests()) == 2


def test_apply_that_fails_half_way_leaves_everything_as_it_was(fresh: Fresh) -> None:
    index = fresh()
    index.apply(upserts=[doc("1")], deletes=[], cursor=1)

    def broken() -> Iterator[Document]:
        yield doc("2")
        raise RuntimeError("source went away")

    with pytest.raises(RuntimeError):
        index.apply(upserts=broken(), deletes=[DocKey("module", "1")], cursor=2)

    assert (index.cursor(), list(index.ids_and_digests())) == (1, [DocKey("module", "1")])
    index.apply(upserts=[doc("3")], deletes=[], cursor=3)
    assert index.cursor() == 3


@pytest.mark.parametrize(
    "bad",
    [
        Document(kind="", id="1", title="x"),
        Document(kind="Module", id="1", title="x"),
        Document(kind="a/b", id="1", title="x"),
        Document(kind="module", id="", title="x"),
        Document(kind="module", id="1", title="x", weight=0.0),
        Document(kind="module", id="1", title="x", weight=11.0),
        Document(kind="module", id="1", title="x", fields={"a=b": ("c",)}),
        Document(kind="module", id="1", title="x", fields={"kind": ("c",)}),
    ],
)
def test_apply_of_a_bad_document_is_refused_whole(fresh: Fresh, bad: Document) -> None:
    index = fresh()

    with pytest.raises(InvalidDocumentError):
        index.apply(upserts=[doc("1"), bad], deletes=[], cursor=1)

    assert (index.cursor(), len(index.ids_and_digests())) == (0, 0)


def test_apply_takes_texts_that_cannot_be_encoded(fresh: Fresh) -> None:
    index = fresh()

    index.apply(upserts=[doc("1", "排\ud800产\x00"), doc("2", "")], deletes=[], cursor=1)

    assert index.search(SearchQuery(text="排产")).total == 1


def test_apply_takes_a_body_of_a_hundred_thousand_characters(fresh: Fresh) -> None:
    index = fresh()
    body = "计划" * 50_000 + "结尾词组" + "a" * 70_000

    index.apply(upserts=[Document(kind="module", id="1", title="长文", body=body)], deletes=[], cursor=1)

    hit = index.search(SearchQuery(text="结尾词组")).hits[0]
    assert "结尾词组" in "".join(span.text for span in hit.snippet)


def test_reader_sees_each_commit_of_another_opening(fresh: Fresh) -> None:
    writer, reader = fresh(), fresh()
    totals = []

    for number in range(1, 13):
        writer.apply(upserts=[doc(str(number))], deletes=[], cursor=number)
        totals.append((reader.cursor(), reader.search(SearchQuery(text="排产")).total))

    assert totals == [(n, n) for n in range(1, 13)]


def test_deletions_and_updates_over_many_commits_leave_the_right_documents(fresh: Fresh) -> None:
    index = fresh()
    for number in range(30):
        gone = [DocKey("module", str(number - 5))] if number % 3 == 0 else []
        index.apply(upserts=[doc(str(number)), doc("0", digest=f"v{number}")], deletes=gone, cursor=number)

    kept = set(range(30)) - {n - 5 for n in range(0, 30, 3)} | {0}
    assert {int(key.id) for key in index.ids_and_digests()} == kept
    assert index.ids_and_digests()[DocKey("module", "0")] == "v29"
    assert index.search(SearchQuery(text="排产")).total == len(kept)


def test_many_small_commits_leave_few_files(fresh: Fresh, tmp_path: Path) -> None:
    index = fresh()
    for number in range(60):
        index.apply(upserts=[doc(str(number % 7), digest=str(number))], deletes=[], cursor=number)

    assert len(list(tmp_path.iterdir())) < 60


def test_second_writer_is_told_that_the_index_is_busy(fresh: Fresh) -> None:
    first, second = fresh(), fresh()

    def while_writing() -> Iterator[Document]:
        yield doc("1")
        with pytest.raises(IndexBusyError):
            second.apply(upserts=[doc("2")], deletes=[], cursor=9)
        yield doc("3")

    first.apply(upserts=while_writing(), deletes=[], cursor=1)

    assert {key.id for key in second.ids_and_digests()} == {"1", "3"}


def test_reopened_index_remembers_everything(fresh: Fresh) -> None:
    fresh().apply(upserts=[doc("1")], deletes=[], cursor=5)

    again = fresh()

    assert (again.cursor(), again.outdated, again.search(SearchQuery(text="排产")).total) == (5, False, 1)


def test_index_of_another_lexicon_is_outdated(fresh: Fresh) -> None:
    fresh().apply(upserts=[doc("1")], deletes=[], cursor=5)

    assert fresh(lexicon=Lexicon(words=("排产软件",))).outdated is True


def test_index_of_another_tie_seed_is_outdated(fresh: Fresh) -> None:
    fresh().apply(upserts=[doc("1")], deletes=[], cursor=5)

    assert fresh(tie_seed="2027").outdated is True


def test_lexicon_digest_does_not_depend_on_order(fresh: Fresh) -> None:
    fresh(lexicon=Lexicon(words=("a", "b"), synonyms=(("x", "y"),))).apply(upserts=[doc("1")], deletes=[], cursor=1)

    assert fresh(lexicon=Lexicon(words=("b", "a"), synonyms=(("y", "x"),))).outdated is False


def test_opening_without_a_folder_is_an_error(engine: EngineName, tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError):
        open_index(str(tmp_path / "missing"), engine=engine)


def test_closed_index_can_be_opened_again(fresh: Fresh) -> None:
    index = fresh()
    index.apply(upserts=[doc("1")], deletes=[], cursor=5)
    index.close()

    assert fresh().cursor() == 5
