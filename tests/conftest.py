"""Fixtures live by topic in tests/fixtures."""

import gc

pytest_plugins = [
    "tests.fixtures.passwords",
    "tests.fixtures.databases",
    "tests.fixtures.web",
    "tests.fixtures.demo",  # These come after the others, which they import.
    "tests.fixtures.browser",
]


def pytest_collection_finish() -> None:
    """Leave what is imported and collected out of garbage collection, which would walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
