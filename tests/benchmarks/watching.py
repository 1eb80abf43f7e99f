"""What a command costs: its wall time, and of each process that has a part in it the processor's time and the memory.

The server's processes are counted too, those that ended included.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_EVERY_SECONDS = 0.5
COMMAND, READER, SERVER = "the command", "a reading process", "the server"


@dataclass(slots=True)
class Cost:
    """What a command cost: seconds, and by role the processor's seconds and the megabytes of the largest process."""

    seconds: float = 0.0
    cpu_seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    megabytes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    told: Mapping[str, object] = field(default_factory=dict)

    @property
    def all_cpu_seconds(self) -> float:
        """Of all roles together."""
        return sum(self.cpu_seconds.values())


class Watch:
    """Watches commands that use the server of a data folder, which must run."""

    def __init__(self, data: Path) -> None:
        self.data = data
        (lock,) = data.rglob("postmaster.pid")
        self._server = psutil.Process(int(lock.read_text(encoding="utf-8").splitlines()[0]))

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Start the tracker's command on the data folder; what it tells goes into a pipe, how far it is to our own."""
        return subprocess.Popen(
            [str(Path(sys.executable).with_name("tracker")), *command],
            env=environment(self.data),
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *command: str) -> Cost:
        """Run the tracker's command to its end; it prints one JSON object, which the cost then tells."""
        cost, before = Cost(), self._server_seconds()
        started = time.perf_counter()
        process = self.start(*command)
        over = Event()
        watcher = Thread(target=self._look, args=(process.pid, cost, over))
        watcher.start()
        try:
            output, _ = process.communicate()
            cost.seconds = time.perf_counter() - started
        finally:
            over.set()
            watcher.join()
        cost.cpu_seconds[SERVER] = self._server_seconds() - before
        assert process.returncode in {0, 3}, f"{command} ended with {process.returncode}"
        cost.told = json.loads(output)
        return cost

    def _server_seconds(self) -> float:
        """What the server's processes have used up, those that it has outlived included."""
        own = self._server.cpu_times()
        ended = own.user + own.system + own.children_user + own.children_system
        return ended + sum(_seconds(each) for each in self._server.children(recursive=True))

    def _look(self, pid: int, cost: Cost, over: Event) -> None:
        """Look at the processes again and again: what one has used is known until it ends."""
        used: dict[int, tuple[str, float]] = {}
        while not over.wait(_EVERY_SECONDS):
            for role, process in self._processes(pid):
                cost.megabytes[role] = max(cost.megabytes[role], _megabytes(process))
                if role != SERVER:
                    used[process.pid] = (role, _seconds(process))
        for role, seconds in used.values():
            cost.cpu_seconds[role] += seconds

    def _processes(self, pid: int) -> Iterator[tuple[str, psutil.Process]]:
        for each in self._server.children(recursive=True):
            yield SERVER, each
        try:
            command = psutil.Process(pid)
            yield COMMAND, command
            for each in command.children(recursive=True):
                yield READER, each
        except psutil.NoSuchProcess:
            return


def environment(data: Path) -> dict[str, str]:
    """What a command is told of: the data folder, and an actor."""
    known = {name: value for name, value in psutil.Process().environ().items() if not name.startswith("TRACKER_")}
    return {**known, "TRACKER_DATA": str(data), "TRACKER_ACTOR": "benchmark", "PYTHONPATH": ":".join(sys.path)}


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _megabytes(process: psutil.Process) -> float:
    """The most that a process has held; where the system does not tell, what it holds now."""
    try:
        told = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii", errors="replace")
        fields: Sequence[str] = [line.split()[1] for line in told.splitlines() if line.startswith("VmHWM:")]
        return int(fields[0]) * 1024 / 1e6 if fields else 0.0
    except OSError:
        try:
            return float(process.memory_info().rss / 1e6)
        except psutil.NoSuchProcess:
            return 0.0
