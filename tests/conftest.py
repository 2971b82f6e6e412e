"""Fixtures live by topic in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.passwords",
    "tests.fixtures.compiled",
    "tests.fixtures.databases",
    "tests.fixtures.web",
    "tests.fixtures.demo",  # These come after the others, which they import.
    "tests.fixtures.browser",
]
