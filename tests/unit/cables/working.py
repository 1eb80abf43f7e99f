"""What processes that read are told to make of cables, in tests: they find it by the name of this module."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.cables.model import Cable

BAD = "07ROME13"


def reference_id(cable: Cable, source: str) -> str:
    """Who it is and where it came from."""
    return f"{cable.reference_id} of {source}"


def process(cable: Cable, source: str) -> int:
    """Which process reads."""
    return os.getpid()


def fail_on_one(cable: Cable, source: str) -> str:
    """An error of ours."""
    if cable.reference_id == BAD:
        raise LookupError(cable.subject)
    return cable.reference_id


def die_on_one(cable: Cable, source: str) -> str:
    """What the system does to a process that takes too much memory."""
    if cable.reference_id == BAD:
        os.kill(os.getpid(), signal.SIGKILL)
    return cable.reference_id


def exit_on_one(cable: Cable, source: str) -> str:
    """What a fault in a library's own code may do."""
    if cable.reference_id == BAD:
        os._exit(7)
    return cable.reference_id


def wait_on_one(cable: Cable, source: str) -> str:
    """What takes for ever."""
    if cable.reference_id == BAD:
        signal.pause()
    return cable.reference_id
