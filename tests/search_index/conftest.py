"""One index of the small catalogue for each engine, shared by read-only tests, and a factory for fresh ones."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search_index import EngineName, Lexicon, SearchIndex, open_index
from tests.search_index.catalogue import DOCUMENTS, LEXICON

ENGINES = [pytest.param(name, id=str(name)) for name in EngineName]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> EngineName:
    return EngineName(request.param)


@pytest.fixture(scope="session")
def catalogue(engine: EngineName, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchIndex]:
    index = open_index(str(tmp_path_factory.mktemp(f"catalogue-{engine}")), engine=engine, lexicon=LEXICON)
    index.apply(upserts=DOCUMENTS, deletes=[], cursor=7)
    yield index
    index.close()


@pytest.fixture
def fresh(engine: EngineName, tmp_path: Path) -> Callable[..., SearchIndex]:
    def make(*, lexicon: Lexicon = LEXICON, tie_seed: str = "", folder: str = "") -> SearchIndex:
        return open_index(folder or str(tmp_path), engine=engine, lexicon=lexicon, tie_seed=tie_seed)

    return make
