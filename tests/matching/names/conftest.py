"""The knowledge about names, loaded once."""

import pytest

from matching.names import NameKnowledge
from seed.reference_names import load_name_knowledge


@pytest.fixture(scope="session")
def knowledge() -> NameKnowledge:
    return load_name_knowledge()
