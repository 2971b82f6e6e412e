"""Fixtures live by topic in tests/fixtures."""

import gc

import pytest

from marketplace.core.chinese_click import speak_chinese

speak_chinese()  # As at the shell, before any command is made.

# What is imported and collected stays to the end: nothing of it is garbage to look for.
gc.disable()

pytest_plugins = [
    "tests.fixtures.passwords",
    "tests.fixtures.compiled",
    "tests.fixtures.databases",
    "tests.fixtures.fitted",  # It keeps what it fits in the folder of the run.
    "tests.fixtures.web",
    "tests.fixtures.programs",
    "tests.fixtures.demo",  # These come after the others, which they import.
    "tests.fixtures.browser",
]
LONG = ("slow", "browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest, so that at the end no process waits for another's."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in LONG))


def pytest_collection_finish() -> None:
    """Let the collector begin, with what there is now left out for good."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
