"""One library, linker and index for all tests of the engine: building them takes seconds."""

import pytest

from matching.library import Library
from matching.linking import Linker
from matching.ranking import CandidateIndex, build_index
from matching.types import Candidate, Query
from seed.reference import load_library
from tests.fixtures.fitted import Fit
from tests.matching import judged


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library()


@pytest.fixture(scope="session")
def linker(library: Library, fit_once: Fit) -> Linker:
    return fit_once(library)


@pytest.fixture(scope="session")
def candidates() -> list[Candidate]:
    return judged.candidates()


@pytest.fixture(scope="session")
def queries() -> list[Query]:
    return judged.queries()


@pytest.fixture(scope="session")
def index(candidates: list[Candidate], library: Library, linker: Linker) -> CandidateIndex:
    return build_index(candidates, library=library, linker=linker)
