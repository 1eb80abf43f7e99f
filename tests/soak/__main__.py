"""Run a soak: `python -m tests.soak --minutes 5 [--seed 1] [--every 3]`.

A PostgreSQL 15 of its own, a mirror, a folder, three workers (two of them by mistake) and a web server. Every few
seconds something is released, and something is killed, ended or restarted, but never the steady worker: only what lives
long shows whether it grows. At the end all runs until it is quiet, and the log's
content, the views and the feeds' statements are compared with those of one quiet run over the same steps. Exit
status 0 where they agree, nothing is there twice, and no process grew.
"""

from __future__ import annotations

import argparse
import random
import secrets
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import psutil
import psycopg

from jobs.project import project
from jobs.publish import publish, settle_authority
from jobs.sources import look_at
from tests.end_to_end.command import Installation, Process, eventually, free_port, installation
from tests.mirror import served
from tests.servers import installed_cluster
from tests.soak.releases import Step
from tests.soak.state import State, state
from tracker.database import migrate_schema, opened
from tracker.settings import Settings
from tracker.sources.configured import Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.mirror import MirrorSite
    from tests.servers import Cluster

_BASE_URL = "https://soak.example.org"
_SETTLED_AFTER = 4
"""After how many steps a file may be changed, if its first form is recorded by then."""
_NAMES = ("worker", "second", "steady", "web")
_DEEDS = ("kill worker", "kill second", "kill web", "end worker", "restart PostgreSQL", "nothing")
_GROWTH_BYTES = 40 * 2**20
_WARM_SECONDS = 60.0
"""After so long a process has loaded all that it needs."""
_LOOKS_FOR_GROWTH = 8
_END_SECONDS = 180.0
_SETTLE_SECONDS = 600.0
"""How long everything may take to be recorded, once nothing is released any more, on a machine that has more to do."""


@dataclass
class Soak:
    """One soak: what is under way, and what was done."""

    cluster: Cluster
    site: MirrorSite
    folder: Path
    installed: Installation
    superuser: str
    chance: random.Random
    steps: list[Step] = field(default_factory=list)
    running: dict[str, Process] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)
    deeds: dict[str, int] = field(default_factory=dict)
    sizes: dict[int, list[tuple[float, int]]] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Start one of the processes, where it does not run."""
        process = self.running.get(name)
        if process is None or process.popen.poll() is not None:
            command = ("serve", "--port", str(free_port())) if name == "web" else ("worker",)
            self.running[name] = self.stack.enter_context(self.installed.started(*command))

    def release(self) -> None:
        """Release the next step: something new, or now and then a change of what is recorded."""
        number = len(self.steps)
        changed = {step.changes for step in self.steps}
        old = [
            step.number
            for step in self.steps[:-_SETTLED_AFTER]
            if step.in_folder and step.changes is None and step.number not in changed
        ]
        step = Step(number)
        if number % 4 == 3 and old and self._is_recorded(Step(old[0]).reference_ids[0]):
            step = Step(number, changes=old[0])
        step.apply(self.site, self.folder)
        self.steps.append(step)

    def _is_recorded(self, reference_id: str) -> bool:
        with psycopg.connect(self.superuser) as connection:
            row = connection.execute("SELECT FROM log.events WHERE stream = %s", [f"cable/{reference_id}"]).fetchone()
        return row is not None

    def disturb(self) -> None:
        """Kill, end or restart something, and have everything run again."""
        deed = self.chance.choice(_DEEDS)
        self.deeds[deed] = self.deeds.get(deed, 0) + 1
        if deed == "restart PostgreSQL":
            self.cluster.stop()
            time.sleep(self.chance.uniform(0, 3))
            self.cluster.start()
        elif deed != "nothing":
            verb, name = deed.split()
            process = self.running[name]
            if process.popen.poll() is None:
                if verb == "kill":
                    process.kill()
                else:
                    self._end(process)
        for name in _NAMES:
            self.start(name)

    def _end(self, process: Process) -> None:
        """End a process in order. One that was still starting ends by the signal itself."""
        process.popen.terminate()
        status = process.popen.wait(timeout=_END_SECONDS)
        started = "Working" in process.output or "Serving" in process.output
        assert status == 0 or not started, f"it ended with {status}: {process.output[-2000:]}"

    def measure(self) -> None:
        """Note how large each process is, by its age."""
        for process in self.running.values():
            try:
                seen = psutil.Process(process.popen.pid)
                size = sum(each.memory_info().rss for each in (seen, *seen.children(recursive=True)))
                self.sizes.setdefault(seen.pid, []).append((time.time() - seen.create_time(), size))
            except psutil.NoSuchProcess:
                continue

    def quarters(self) -> dict[int, list[int]]:
        """Of each process that lived long enough to grow: its usual size in each quarter of its life, once warm."""
        found = {}
        for pid, sizes in self.sizes.items():
            warm = [size for age, size in sizes if age >= _WARM_SECONDS]
            if len(warm) >= _LOOKS_FOR_GROWTH:
                bounds = [len(warm) * quarter // 4 for quarter in range(5)]
                found[pid] = [int(median(warm[start:end])) for start, end in pairwise(bounds)]
        return found

    def grown(self) -> list[str]:
        """Which processes were much larger at the end than after a quarter of their life.

        Some wait for long before there is a cable left for them, and load only then what reads it.
        """
        return [
            f"process {pid} grew: {', '.join(str(size >> 20) for size in sizes)} MB"
            for pid, sizes in self.quarters().items()
            if sizes[-1] - sizes[1] > _GROWTH_BYTES
        ]

    def settle(self) -> None:
        """Let the services take in everything, and end them in order."""
        wanted = {reference_id for step in self.steps for reference_id in step.reference_ids}
        changes = sum(step.changes is not None for step in self.steps)

        def all_in() -> bool:
            with psycopg.connect(self.superuser) as connection:
                row = connection.execute(
                    "SELECT count(*) FILTER (WHERE type = 'CableRecorded'), "
                    "count(*) FILTER (WHERE type = 'CableRevised') FROM log.events"
                ).fetchone()
            return row == (len(wanted), changes)

        eventually(all_in, f"{len(wanted)} cables and {changes} changes in the log", seconds=_SETTLE_SECONDS)
        for process in self.running.values():
            if process.popen.poll() is None:
                self._end(process)
        for job in ("project", "publish"):
            # Who was killed while it ran keeps its lease until that ends.
            eventually(partial(self._ran, job), f"{job} can be run", seconds=_SETTLE_SECONDS)

    def _ran(self, job: str) -> bool:
        done = self.installed.run("jobs", "run", job)
        assert done.returncode == 0 or "another process runs it" in done.stderr, done.stderr
        return done.returncode == 0


def soaked(cluster: Cluster, arguments: argparse.Namespace) -> tuple[State, Soak, float]:
    """Soak for the minutes asked for; the state that it came to."""
    superuser = cluster.server.create(f"soak_{secrets.token_hex(3)}")
    prefix = f"soak_{secrets.token_hex(3)}"
    with (
        served() as site,
        installation(
            TRACKER_DATABASE_URL=superuser,
            TRACKER_ROLE_PREFIX=prefix,
            TRACKER_BASE_URL=_BASE_URL,
            TRACKER_PUBLISH_EVERY_SECONDS="5",
        ) as installed,
    ):
        folder = installed.data.parent / "inbox"
        folder.mkdir()
        Step(0).apply(site, folder)
        installed.do("db", "migrate")
        installed.do("releases", "add", "mirror", site.index, "--every", "1", "--pause", "0")
        installed.do("releases", "add", "inbox", folder, "--every", "1")
        soak = Soak(cluster, site, folder, installed, superuser, random.Random(arguments.seed), steps=[Step(0)])
        end = time.monotonic() + arguments.minutes * 60
        with soak.stack:
            for name in _NAMES:
                soak.start(name)
            while time.monotonic() < end:
                time.sleep(arguments.every)
                soak.release()
                soak.measure()
                soak.disturb()
            begun = time.monotonic()
            soak.settle()
        with opened(Settings(data=installed.data, database_url=superuser, role_prefix=prefix)) as database:
            return state(database, superuser, installed.public), soak, time.monotonic() - begun


def quiet(cluster: Cluster, steps: Sequence[Step]) -> State:
    """The state that one undisturbed process comes to over the same steps."""
    superuser = cluster.server.create(f"quiet_{secrets.token_hex(3)}")
    with served() as site, installation() as installed:
        folder = installed.data.parent / "inbox"
        folder.mkdir()
        prefix = f"quiet_{secrets.token_hex(3)}"
        settings = Settings(data=installed.data, database_url=superuser, role_prefix=prefix, base_url=_BASE_URL)
        sources = (
            Source(name="mirror", kind=SourceKind.MIRROR, at=site.index, pause_seconds=0),
            Source(name="inbox", kind=SourceKind.FOLDER, at=str(folder)),
        )
        migrate_schema(settings, superuser)
        with opened(settings) as database:
            settle_authority(database, settings)
            for step in steps:
                step.apply(site, folder)
                for source in sources:
                    if source.kind is SourceKind.MIRROR or step.in_folder:
                        look_at(database, settings, source, whole=False, wait=time.sleep, still=lambda: None)
                project(database)
            publish(database, settings)
            return state(database, superuser, settings.public)


def main() -> int:
    """Soak, compare, tell; the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.soak", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6))
    parser.add_argument("--every", type=float, default=3.0, help="seconds between two releases")
    arguments = parser.parse_args()
    with installed_cluster() as cluster:
        found, soak, settled = soaked(cluster, arguments)
        expected = quiet(cluster, soak.steps)
    problems = [*found.differences(expected), *soak.grown()]
    tell(f"seed {arguments.seed}: {len(soak.steps)} releases, {found.cables} cables, {len(found.content)} lines of log")
    tell(f"did: {', '.join(f'{count} x {deed}' for deed, count in sorted(soak.deeds.items()))}")
    tell(f"all was in {settled:.0f} s after the last disturbance")
    largest = max((size for sizes in soak.sizes.values() for _, size in sizes), default=0)
    tell(f"{len(soak.sizes)} processes, the largest {largest >> 20} MB")
    for pid, sizes in soak.quarters().items():
        tell(f"process {pid}, by quarters of its life: {', '.join(str(size >> 20) for size in sizes)} MB")
    for problem in problems:
        tell(f"DIFFERS: {problem}")
    tell("the same as the quiet run" if not problems else "not the same as the quiet run")
    return 1 if problems else 0


def tell(line: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
