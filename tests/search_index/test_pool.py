"""Analysis in other processes gives what analysis in this one gives."""

from collections.abc import Iterator

import pytest

from search_index import Document, EngineName, InvalidDocumentError, Lexicon, SearchQuery, open_index
from search_index.analyzer import Analyzer
from search_index.pool import AnalysisPool
from tests.search_index.catalogue import DOCUMENTS, LEXICON


@pytest.fixture(scope="module")
def pool() -> Iterator[AnalysisPool]:
    with AnalysisPool(LEXICON, processes=1) as made:
        yield made


def test_pool_gives_the_tokens_of_this_process_in_order(pool: AnalysisPool) -> None:
    batches = [[(d.title, d.body)] for d in DOCUMENTS]

    found = list(pool(batches))

    assert found == [Analyzer(LEXICON).documents(batch) for batch in batches]


def test_pool_keeps_the_words_of_the_lexicon(pool: AnalysisPool) -> None:
    plain = Analyzer(Lexicon()).document(title="一物一码", body="")

    found = next(pool([[("一物一码", "")]]))[0]

    assert "一物一码" in found.title_words.split()
    assert "一物一码" not in plain.title_words.split()


def test_pool_takes_a_stream_without_reading_it_to_its_end(pool: AnalysisPool) -> None:
    read: list[int] = []

    def batches() -> Iterator[list[tuple[str, str]]]:
        for number in range(100):
            read.append(number)
            yield [(f"排产{number}", "")]

    next(pool(batches()))

    assert len(read) < 40


@pytest.mark.parametrize("engine", list(EngineName))
def test_index_built_with_a_pool_answers_as_any_other(
    pool: AnalysisPool, engine: EngineName, tmp_path_factory: pytest.TempPathFactory
) -> None:
    answers = []
    for analyse in (pool, None):
        index = open_index(str(tmp_path_factory.mktemp("pool")), engine=engine, lexicon=LEXICON)
        index.apply(upserts=iter(DOCUMENTS), deletes=[], cursor=3, analyse=analyse)
        answers.append((index.cursor(), index.ids_and_digests(), index.search(SearchQuery(text="排产 急单"))))

    assert answers[0] == answers[1]


@pytest.mark.parametrize("engine", list(EngineName))
def test_bad_document_in_a_stream_commits_nothing(
    pool: AnalysisPool, engine: EngineName, tmp_path_factory: pytest.TempPathFactory
) -> None:
    index = open_index(str(tmp_path_factory.mktemp("bad")), engine=engine, lexicon=LEXICON)
    bad = Document(kind="module", id="", title="没有编号")

    with pytest.raises(InvalidDocumentError):
        index.apply(upserts=iter([*DOCUMENTS, bad]), deletes=[], cursor=3, analyse=pool)

    assert (index.cursor(), dict(index.ids_and_digests())) == (0, {})
