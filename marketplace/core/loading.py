"""Loading code: without searching for garbage between, which would take a quarter of the time for nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_search_paused() -> Iterator[None]:
    """Load in the block: what is loaded stays, and every search through it is in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
