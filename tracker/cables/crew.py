"""Processes that read pieces of files side by side.

One that ends, or takes too long, is replaced, and what it was reading is tried again piece by piece: so only the piece
that did it is refused. Each is asked by a thread of its own, which waits for it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import Pipe
from queue import SimpleQueue
from threading import Lock
from typing import TYPE_CHECKING, Generic

from tracker.cables.formats.printed import Refusal
from tracker.cables.reading import Piece
from tracker.cables.reading_process import Made, Work
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import TracebackType

_START_SECONDS = 60.0
_PROGRAM = "import sys; from tracker.cables.reading_process import serve; serve(int(sys.argv[1]))"

Told = tuple[Piece, str]
"""A piece, and the source that is told of it."""
Results = list[tuple[Made | Refusal, ...]]
"""What was made of each piece, or why nothing was."""


class CrewError(TrackerError):
    """The processes that read cables cannot be started (--jobs 1 does without them)."""


class _LostError(Exception):
    """A process did not answer; the message says why."""


class Crew(Generic[Made]):
    """As many processes as jobs, each started when there is something for it to read; all end with the block."""

    def __init__(self, work: Work[Made], *, jobs: int, seconds: float) -> None:
        self._places = [_Place(work, seconds) for _ in range(jobs)]
        self._free: SimpleQueue[_Place[Made]] = SimpleQueue()
        for place in self._places:
            self._free.put(place)
        self._threads = ThreadPoolExecutor(jobs)

    def __enter__(self) -> Crew[Made]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # The processes first: no thread then waits for any.
        for place in self._places:
            place.close()
        self._threads.shutdown(cancel_futures=True)

    def read(self, told: Sequence[Told]) -> Future[Results[Made]]:
        """What is made of some pieces, once a process has read them; CrewError where none can be started."""
        return self._threads.submit(self._read, told)

    def _read(self, told: Sequence[Told]) -> Results[Made]:
        place = self._free.get()
        try:
            return place.read(told)
        finally:
            self._free.put(place)


class _Place(Generic[Made]):
    """Where one process at a time reads. Used by one thread at a time, but for `close`."""

    def __init__(self, work: Work[Made], seconds: float) -> None:
        self._work = work
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None
        self._starting = Lock()
        self._closed = False

    def read(self, told: Sequence[Told]) -> Results[Made]:
        """What is made of the pieces, each tried alone where together they took the process with them."""
        try:
            return self._asked(told)
        except _LostError as lost:
            if len(told) == 1:
                return [(Refusal(told[0][0].row, f"{lost}; please report this"),)]
        return [result for each in told for result in self.read([each])]

    def close(self) -> None:
        """End the process, whatever it does, and start no other."""
        with self._starting:
            self._closed = True
            if self._process:
                self._process.kill()
                self._process.wait()

    def _asked(self, told: Sequence[Told]) -> Results[Made]:
        connection = self._connection or self._start()
        try:
            connection.send(told)
            if connection.poll(self._seconds):
                results: Results[Made] = connection.recv()
                return results
            reason = f"reading it took more than {self._seconds:g} s"
        except (EOFError, OSError):
            reason = "reading it ended the process"
        status = self._end()
        raise _LostError(reason if status == -signal.SIGKILL else f"{reason} ({status})")

    def _start(self) -> Connection:
        ours, theirs = Pipe()
        with self._starting, theirs:
            if self._closed:
                raise CrewError("they were told to end")
            try:
                # A session of its own: Control-C is for us, and we end it.
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _PROGRAM, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    env=os.environ | {"PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,
                )
            except OSError as error:
                raise CrewError(error.strerror or "") from None
        self._connection = ours
        try:
            ours.send(self._work)
            if not ours.poll(_START_SECONDS):
                raise CrewError(f"none answers after {_START_SECONDS:g} s")
            ours.recv()
        except (EOFError, OSError):
            raise CrewError(f"one ended at once ({self._end()})") from None
        return ours

    def _end(self) -> int:
        """End the process, if it has not ended itself; returns its exit status."""
        assert self._process
        assert self._connection
        self._connection.close()
        self._connection = None
        self._process.kill()
        return self._process.wait()
