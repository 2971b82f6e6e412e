"""Both engines are fed with the same tokens: they find the same documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search_index import EngineName, SearchIndex, SearchQuery, open_index
from tests.search_index.catalogue import DOCUMENTS, LEXICON
from tests.search_index.test_contract_finding import CASES


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SearchIndex, SearchIndex]]:
    folders: dict[EngineName, Path] = {name: tmp_path_factory.mktemp(f"pair-{name}") for name in EngineName}
    indexes = [open_index(str(folder), engine=name, lexicon=LEXICON) for name, folder in folders.items()]
    for index in indexes:
        index.apply(upserts=DOCUMENTS, deletes=[], cursor=1)
    yield indexes[0], indexes[1]
    for index in indexes:
        index.close()


@pytest.mark.parametrize("text", [text for text, _ in CASES])
def test_both_engines_find_the_same_documents(pair: tuple[SearchIndex, SearchIndex], text: str) -> None:
    answers = [index.search(SearchQuery(text=text, per_page=100)) for index in pair]

    found = [{(hit.kind, hit.id) for hit in answer.hits} for answer in answers]
    assert found[0] == found[1]
    assert answers[0].facets == answers[1].facets
    assert answers[0].did_you_mean == answers[1].did_you_mean
