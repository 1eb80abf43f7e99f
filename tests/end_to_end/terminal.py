"""A terminal of one's own in which a command runs: what it shows is waited for, and keys are pressed."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.end_to_end.command import PATIENCE_SECONDS, TRACKER, Installation, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """The other side of a command's terminal. What was waited for is not looked at again."""

    def __init__(self, popen: subprocess.Popen[bytes], descriptor: int) -> None:
        self.popen = popen
        self._descriptor = descriptor
        self._shown = ""

    def see(self, words: str) -> str:
        """All that is shown up to these words; fails where they do not come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while words not in self._plain():
            left = deadline - time.monotonic()
            assert left > 0, f"waited in vain for {words!r}; shown is: {self._plain()}"
            if not self._read(left):
                raise AssertionError(f"it ended without {words!r}; shown is: {self._plain()}")
        before, _, self._shown = self._plain().partition(words)
        return before + words

    def press(self, keys: str) -> None:
        """Press keys; a line ends with a line feed."""
        os.write(self._descriptor, keys.encode())

    def end(self) -> int:
        """Its exit status, once it has ended."""
        while self._read(PATIENCE_SECONDS):
            pass
        return self.popen.wait(timeout=PATIENCE_SECONDS)

    def _plain(self) -> str:
        return _COLOUR.sub("", self._shown).replace("\r\n", "\n")

    def _read(self, seconds: float) -> bool:
        if not select.select([self._descriptor], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._descriptor, 65_536)
        except OSError:  # the last one that had it open has gone
            return False
        self._shown += data.decode("utf-8", "replace")
        return bool(data)


@contextmanager
def at_terminal(installed: Installation, *arguments: str | Path) -> Iterator[Terminal]:
    """A command of an installation in a terminal of a hundred columns."""
    ours, theirs = pty.openpty()
    terminal = {"COLUMNS": "100", "LINES": "50", "TERM": "xterm"}
    try:
        with subprocess.Popen(
            [TRACKER, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd="/",
            start_new_session=True,
            env=environment(TRACKER_DATA=str(installed.data), **terminal, **installed.settings),
        ) as popen:
            os.close(theirs)
            try:
                yield Terminal(popen, ours)
            finally:
                if popen.poll() is None:
                    popen.kill()
    finally:
        os.close(ours)
