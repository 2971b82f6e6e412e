"""One classifier for all tests of the folder: building it reads 20,000 words."""

import pytest

from matching.classify import Classifier
from matching.library import Library
from seed.reference_industry import load_industry_lexicon


@pytest.fixture(scope="session")
def classifier(library: Library) -> Classifier:
    return Classifier(load_industry_lexicon(library))
