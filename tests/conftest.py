"""Fixtures live by topic in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.demo",
    "tests.fixtures.web",
    "tests.fixtures.browser",  # After the others, which it imports.
]
