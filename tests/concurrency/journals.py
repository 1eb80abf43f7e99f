"""What a process of the test writes down as it goes, a line at a time, so that it outlives `kill -9`."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_ENDED = b'"outcome": "'
_NAMESPACE = UUID("6f3c1f0e-5a3f-4a52-9a0f-0c6d8b7e2a11")


def event_id(seed: int, writer: int, operation: int, nth: int) -> UUID:
    """The id of an event: the same each time that a writer comes to that operation."""
    return uuid5(_NAMESPACE, f"{seed}/{writer}/{operation}/{nth}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a writer did: it began an operation with these events, or the operation ended."""

    operation: int
    kind: str
    outcome: str | None = None
    """None at its beginning, then `recorded` or `abandoned`."""
    events: int = 0
    positions: Sequence[int] = ()
    retries: int = 0


class Journal:
    """The lines of one writer. Each is one write to the file: what was written stays, whoever dies."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, line: Line) -> None:
        """Add a line."""
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(descriptor, json.dumps(asdict(line)).encode() + b"\n")
        finally:
            os.close(descriptor)

    def read(self) -> list[Line]:
        """The lines written so far."""
        return [Line(**json.loads(line)) for line in self._bytes().splitlines()]

    def ended(self) -> int:
        """How many operations have ended. Asked often, so the lines are counted and not read."""
        return self._bytes().count(_ENDED)

    def in_flight(self) -> bool:
        """Whether an operation has begun and not ended."""
        lines = self._bytes().splitlines()
        return bool(lines) and _ENDED not in lines[-1]

    def _bytes(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""
