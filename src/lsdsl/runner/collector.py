"""Python's collector of garbage, told to look less often."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

RARELY = (50_000, 20, 100)
"""A run makes no circles, so there is nothing to find; looking through the states of all profiles took a third of its time."""


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let garbage be looked for rarely, and then as before."""
    before = gc.get_threshold()
    gc.set_threshold(*RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*before)
