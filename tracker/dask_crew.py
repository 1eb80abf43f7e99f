"""Reading and extraction on a Dask cluster that somebody runs: the pieces go there, what is made of them comes back.

Recorded it is here, in the order of the files, so that the log holds what a run on one machine would have put into it.
Every worker must have the same extractor as we do.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Generic

from tracker.cables.crew import Results, Told
from tracker.cables.formats.printed import Refusal
from tracker.cables.reading_process import Made, Work, made_of
from tracker.errors import TrackerError
from tracker.extraction.version import EXTRACTOR_VERSION

if TYPE_CHECKING:
    from types import TracebackType

    from distributed import Client


class ClusterError(TrackerError):
    """The Dask cluster cannot be used."""


class DaskCrew(Generic[Made]):
    """The workers of the cluster at an address, as `tracker.cables.parallel` asks for readers.

    Raises ClusterError where the cluster does not answer, has no workers, or has one with another extractor; ended by
    what they read, Dask starts workers anew, and the piece that did it is refused.
    """

    def __init__(self, address: str, work: Work[Made], *, seconds: float) -> None:
        self._client = _client(address)
        self._work = work
        self._seconds = seconds
        try:
            self.readers = _readers(self._client)
        except ClusterError:
            self._client.close()
            raise
        self._threads = ThreadPoolExecutor(2 * self.readers, thread_name_prefix="dask")

    def __enter__(self) -> DaskCrew[Made]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        # The client first: no thread then waits for a worker.
        self._client.close()
        self._threads.shutdown(cancel_futures=True)

    def read(self, told: Sequence[Told]) -> Future[Results[Made]]:
        """What is made of some pieces, once a worker has read them."""
        return self._threads.submit(self._read, told)

    def _read(self, told: Sequence[Told]) -> Results[Made]:
        """What is made of the pieces, each tried alone where together they took a worker with them, or too long."""
        from distributed import KilledWorker  # noqa: PLC0415 - an optional dependency

        asked = self._client.submit(made_of_each, told, self._work, pure=False)
        try:
            results: Results[Made] = asked.result(timeout=self._seconds * len(told))
        except KilledWorker:
            reason = "reading it ended the worker"
        except TimeoutError:
            reason = f"reading it took more than {self._seconds:g} s"
        else:
            return results
        asked.cancel()
        if len(told) == 1:
            return [(Refusal(told[0][0].row, f"{reason}; please report this"),)]
        return [result for each in told for result in self._read([each])]


def made_of_each(told: Sequence[Told], work: Work[Made]) -> Results[Made]:
    """What a worker makes of some pieces."""
    return [made_of(piece, source, work) for piece, source in told]


def extractor_version() -> str:
    """Which extractor this process has."""
    return EXTRACTOR_VERSION


def _client(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415 - an optional dependency
    except ImportError:
        raise ClusterError("Dask is not installed: pip install 'cable-tracker[dask]'") from None
    try:
        return Client(address, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"the Dask scheduler at {address} does not answer ({type(error).__name__})") from None


def _readers(client: Client) -> int:
    """How many pieces can be read at a time."""
    try:
        versions: dict[str, str] = client.run(extractor_version)
    except Exception as error:  # whatever keeps a worker from loading our code
        raise ClusterError(f"a Dask worker cannot load the tracker ({type(error).__name__}: {error})") from None
    if not versions:
        raise ClusterError("the Dask scheduler has no workers")
    for worker, version in sorted(versions.items()):
        if version != EXTRACTOR_VERSION:
            raise ClusterError(f"the Dask worker {worker} has the extractor {version}, and we {EXTRACTOR_VERSION}")
    return sum(client.nthreads().values())
