"""Several writer processes with their journals, and what they must leave behind."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.concurrency.journals import Journal, event_id

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable
    from pathlib import Path

    from tests.concurrency.by_hand import Row
    from tests.concurrency.processes import Processes


@dataclass
class Writers:
    """Writers of one seed, each of whom does so many operations, in a folder for their journals."""

    running: Processes
    address: str
    folder: Path
    seed: int
    operations: int
    processes: dict[int, subprocess.Popen[str]] = field(default_factory=dict)

    def start(self, numbers: Iterable[int]) -> None:
        """Start writers, or start them again: they go on where their journals end."""
        for number in numbers:
            self.processes[number] = self.running.start(
                "writer", self.address, self._path(number), self.seed, number, self.operations
            )

    def journal(self, number: int) -> Journal:
        """What a writer has written down."""
        return Journal(self._path(number))

    def _path(self, number: int) -> Path:
        return self.folder / f"writer {number}"

    def have_ended(self, operations: int) -> bool:
        """Whether so many operations have ended, of all."""
        return sum(self.journal(number).ended() for number in self.processes) >= operations

    def unfinished(self) -> list[int]:
        """Who has operations to do."""
        return [number for number in self.processes if self.journal(number).ended() < self.operations]

    def end(self) -> None:
        """Wait until all have done what they have to do."""
        for process in self.processes.values():
            self.running.end(process)

    def assert_kept(self, rows: list[Row], *, finished: bool = True) -> Counter[str]:
        """What was acknowledged is there, once, where it was said to be; what was given up is not.

        What had begun and was not acknowledged, where not all is finished, is there as a whole or not at all. Returns
        how many operations of each kind ended how, and how many attempts were repeated.
        """
        positions = {row.event_id: row.position for row in rows}
        found = Counter[str]()
        for number in self.processes:
            lines = self.journal(number).read()
            begun = {line.operation: line for line in lines if not line.outcome}
            ended = {line.operation: line for line in lines if line.outcome}
            assert list(ended) == list(range(self.operations if finished else len(ended)))
            for operation, line in begun.items():
                ids = [event_id(self.seed, number, operation, nth) for nth in range(line.events)]
                there = [positions.pop(each) for each in ids if each in positions]
                if operation not in ended:
                    assert len(there) in {0, len(ids)}, "a part of an append is there"
                elif ended[operation].outcome == "recorded":
                    assert there == list(ended[operation].positions), "what was acknowledged is not there, or elsewhere"
                else:
                    assert there == [], "what was given up is there"
                found[f"{line.kind} {ended[operation].outcome if operation in ended else 'begun'}"] += 1
                found["repeated"] += ended[operation].retries if operation in ended else 0
        assert positions == {}, "nobody said that he recorded these"
        return found
