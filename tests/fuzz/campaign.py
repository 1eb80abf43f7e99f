"""One target's campaign, in a process of its own: `python -m tests.fuzz.campaign TARGET [libFuzzer's options]`.

atheris rewrites the modules of `tracker.cables` as they are imported, so nothing of them may be imported before.
"""

from __future__ import annotations

import sys
import time
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 1.0
_SECONDS_A_BYTE = 0.0002
"""Instrumented code runs several times as long as plain code."""


def bounded(target: Callable[[bytes], None], data: bytes) -> None:
    """Run the target, and fail where it took more time than the size of its input allows."""
    started = time.process_time()
    target(data)
    taken = time.process_time() - started
    assert taken < _SECONDS + _SECONDS_A_BYTE * len(data), f"{taken:.1f} s for {len(data)} bytes"


def main() -> None:
    """Fuzz until an option ends it, or a crash does."""
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["tracker.cables"], enable_loader_override=False):
        targets = import_module("tests.fuzz.targets").TARGETS
    atheris.Setup([sys.argv[0], *sys.argv[2:]], partial(bounded, targets[sys.argv[1]]))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
