"""The file in which wait what others decided beyond single reports, one JSON object a line, as it was imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.log.files import whole
from tracker.reviewing.exchange import as_line, from_lines
from tracker.reviewing.imports import Standing
from tracker.reviewing.wider import Wider

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from tracker.reviewing.wider_here import Placed


class WiderInbox:
    """The decisions that wait."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def waiting(self) -> list[Wider]:
        """Them, in the order in which they came. Raises BatchError where the file is not as it was written."""
        texts = self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else []
        return [each for each in from_lines(texts) if isinstance(each, Wider)]

    def add(self, found: Sequence[Placed]) -> None:
        """Have those wait that are to be decided on and do not wait already."""
        waiting = self.waiting()
        known = {(each.origin, each.decision_id) for each in waiting}
        for each in found:
            key = (each.decision.origin, each.decision.decision_id)
            if each.standing in {Standing.WAITING, Standing.CONFLICT} and key not in known:
                known.add(key)
                waiting.append(each.decision)
        self._write(waiting)

    def settle(self, done: Collection[Wider]) -> None:
        """Have decisions wait no longer."""
        self._write([each for each in self.waiting() if each not in done])

    def _write(self, decisions: Sequence[Wider]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with whole(self.path) as write:
            write("".join(f"{as_line(each)}\n" for each in decisions).encode())
