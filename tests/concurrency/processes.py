"""Processes of the tests' own: started from a module, awaited by a condition, never left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_SECONDS = 60


def wait_until(condition: Callable[[], bool], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as the condition holds; fail where it does not come to."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"in {seconds} seconds it did not happen: {what}"
        time.sleep(0.005)


def say_at_once(path: Path, words: str) -> None:
    """Write a file that another process waits for: it is seen whole or not at all."""
    written = path.with_name(f"{path.name}.written")
    written.write_text(words)
    written.replace(path)


@dataclass
class Processes:
    """What a test has started."""

    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, module: str, *arguments: object) -> subprocess.Popen[str]:
        """Run a module of this folder, with a pipe to and from it."""
        process = subprocess.Popen(
            [sys.executable, "-m", f"tests.concurrency.{module}", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.started.append(process)
        return process

    def end(self, process: subprocess.Popen[str], *, seconds: float = PATIENCE_SECONDS) -> str:
        """Wait until it has ended by itself, without an error; returns what it printed."""
        output, errors = process.communicate(timeout=seconds)
        assert process.returncode == 0, errors
        return output

    def kill(self, process: subprocess.Popen[str]) -> None:
        """`kill -9`."""
        process.kill()
        process.communicate()


@contextmanager
def processes() -> Iterator[Processes]:
    """Whatever was started is killed at the end."""
    running = Processes()
    try:
        yield running
    finally:
        for process in running.started:
            if process.poll() is None:
                running.kill(process)
