"""The `tracker` command as its users run it: a process of its own, told nothing by the tests' own environment."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import httpx
import psutil

from tests.servers import open_folder
from tracker.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracker.types import JsonObject

TRACKER = Path(sys.executable).with_name("tracker")
PATIENCE_SECONDS = 60.0
_PORT = 5432

Found = TypeVar("Found")


def eventually(look: Callable[[], Found | None], what: str, *, seconds: float = PATIENCE_SECONDS) -> Found:
    """What `look` finds, asked again and again until it finds something; fails, saying what was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s in vain: {what}"
        time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def environment(**settings: str) -> dict[str, str]:
    """This process's environment without the tracker's settings, but for those given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    return inherited | settings


@dataclass(frozen=True)
class Process:
    """A command that runs on, with its output in files so that no full pipe ever stops it."""

    popen: subprocess.Popen[bytes]
    out: Path
    err: Path

    @property
    def output(self) -> str:
        return self.out.read_text() + self.err.read_text()

    def terminate(self) -> int:
        """Ask it to end as service managers do; returns its exit status."""
        self.popen.terminate()
        return self.popen.wait(timeout=PATIENCE_SECONDS)

    def kill(self) -> None:
        """End it without letting it do anything."""
        self.popen.kill()
        self.popen.wait(timeout=PATIENCE_SECONDS)

    def answer(self, url: str) -> httpx.Response:
        """The first answer of 200 at the address; fails where the process ends before."""

        def ask() -> httpx.Response | None:
            assert self.popen.poll() is None, f"it ended with {self.popen.returncode}: {self.output}"
            try:
                response = httpx.get(url, timeout=10)
            except httpx.TransportError:
                return None
            return response if response.status_code == 200 else None

        return eventually(ask, f"{url} answers; {self.output}")


@dataclass(frozen=True)
class Installation:
    """A data folder, the settings that go with it, and as whom its commands run (None: as ourselves)."""

    data: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    account: int | None = None

    @property
    def sample(self) -> Installation:
        """The installation that `tracker demo` makes beside this one."""
        return Installation(self.data / "sample", self.settings, self.account)

    @property
    def public(self) -> Path:
        return self.data / "public"

    def run(self, *arguments: str | Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, from a folder that is no checkout."""
        done = subprocess.run(
            [TRACKER, *arguments],
            input=stdin,
            capture_output=True,
            cwd="/",
            env=self._environment(),
            timeout=2 * PATIENCE_SECONDS,
            user=self.account,
            group=self.account,
            check=False,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    def do(self, *arguments: str | Path) -> str:
        """Run a command that must succeed; returns what it printed."""
        done = self.run(*arguments)
        assert done.returncode == 0, f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}"
        return done.stdout

    @contextmanager
    def started(self, *arguments: str | Path) -> Iterator[Process]:
        """A command that runs on; asked to end at the end of the block, if it has not ended by then."""
        self.data.parent.mkdir(exist_ok=True)
        number = sum(1 for _ in self.data.parent.glob("output-*"))
        out, err = (self.data.parent / f"output-{number}.{kind}" for kind in ("out", "err"))
        with out.open("wb") as stdout, err.open("wb") as stderr:
            popen = subprocess.Popen(
                [TRACKER, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                cwd="/",
                env=self._environment(),
                user=self.account,
                group=self.account,
            )
        process = Process(popen, out, err)
        try:
            yield process
        finally:
            if popen.poll() is None:
                process.terminate()

    @contextmanager
    def piped(self, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
        """A command whose output the test reads as it comes."""
        with subprocess.Popen(
            [TRACKER, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd="/", env=self._environment()
        ) as popen:
            yield popen

    def status(self, *options: str) -> JsonObject:
        """What `tracker status --json` tells."""
        return cast("JsonObject", json.loads(self.do("status", "--json", *options)))

    def log(self) -> JsonObject:
        """Where the log ends: position, hash and time."""
        return cast("JsonObject", self.status()["log"])

    def server(self) -> list[psutil.Process]:
        """The processes of this data folder's server: the server itself, which names the folder, and its children."""
        cluster = str(self.data / "postgres" / "cluster")
        for process in psutil.process_iter(["cmdline", "status"]):
            if cluster in (process.info["cmdline"] or []) and process.info["status"] != psutil.STATUS_ZOMBIE:
                return [process, *process.children(recursive=True)]
        return []

    def url(self, role: str = "bootstrap") -> str:
        """The embedded server's address as a role, read beside the command; who connects does not keep it running."""
        password = Credentials(self.data / "credentials.json").password(role)
        return f"postgresql://{role}:{password}@/tracker?host={self.data / 'postgres' / 'socket'}&port={_PORT}"

    def files(self) -> dict[str, tuple[int, int]]:
        """Every published file with its inode and time of change: equal means that nothing was touched."""
        return {
            str(path.relative_to(self.public)): (path.stat().st_ino, path.stat().st_mtime_ns)
            for path in sorted(self.public.rglob("*"))
            # What a publisher is still at is not published, and gone the next moment.
            if not any(part.startswith(".") for part in path.relative_to(self.public).parts) and path.is_file()
        }

    def contents(self) -> dict[str, bytes]:
        """Every published file with its bytes."""
        return {path: (self.public / path).read_bytes() for path in self.files()}

    def _environment(self) -> dict[str, str]:
        return environment(TRACKER_DATA=str(self.data), **self.settings)


@contextmanager
def installation(**settings: str) -> Iterator[Installation]:
    """A fresh data folder that the unprivileged server of root's commands can reach; gone at the end, servers too."""
    with open_folder() as folder, installation_in(folder, **settings) as made:
        yield made


@contextmanager
def installation_in(folder: Path, /, **settings: str) -> Iterator[Installation]:
    """The same in a folder that is there, and stays."""
    made = Installation(folder / "data", settings)
    try:
        yield made
    finally:
        for process in (*made.server(), *made.sample.server()):
            with suppress(psutil.NoSuchProcess):
                process.kill()
