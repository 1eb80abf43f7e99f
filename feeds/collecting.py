"""Python's search for unused cycles, held back while something is published: it took a fifth of the processor time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_RARELY = (50_000, 20, 100)


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Look for unused cycles less often than is usual: what publishing makes has hardly any, and there is much of it.

    For the whole process, until the block ends.
    """
    gc.set_threshold(*_RARELY)
    try:
        yield
    finally:
        gc.set_threshold(*_USUAL)
