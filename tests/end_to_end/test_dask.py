"""Reading and extraction on a Dask cluster: the log holds what a run on one machine puts into it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.release.cables import cables
from tests.benchmarks.release.forms import write_dump
from tests.end_to_end.command import Installation, eventually
from tests.servers import open_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

distributed = pytest.importorskip("distributed")

_WORKERS = 2


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """The address of a scheduler with two worker processes, each of a single thread."""
    told = folder / "scheduler.json"
    with ExitStack() as stack:
        _start(stack, folder, "scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(told))
        eventually(told.exists, "the scheduler tells its address")
        for _ in range(_WORKERS):
            alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard")
            _start(stack, folder, "worker", "--scheduler-file", str(told), *alone, "--local-directory", str(folder))
        with distributed.Client(scheduler_file=str(told), timeout=60, set_as_default=False) as client:
            client.wait_for_workers(_WORKERS, timeout=60)
            address: str = client.scheduler.address
        yield address


def _start(stack: ExitStack, folder: Path, what: str, *options: str) -> None:
    with (folder / f"{what}.log").open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.dask_{what}", *options], stdout=output, stderr=output
        )
    stack.callback(process.wait)
    stack.callback(process.kill)


@pytest.mark.filterwarnings("ignore")
def test_two_workers_of_a_cluster_put_into_the_log_what_one_machine_does(tmp_path: Path) -> None:
    dump = tmp_path / "release.csv"
    write_dump(dump, (each for each in cables(1_500) if each.reports or each.number % 60 == 0))
    contents = []
    with _cluster(tmp_path) as address:
        for options in (["--jobs", "2"], ["--engine", "dask", "--scheduler", address]):
            with open_folder() as folder:
                place = Installation(folder / "data")
                place.do("ingest", *options, dump)
                contents.append(place.do("log", "export", "--content"))
    assert contents[0].count("CableRecorded") > 30
    assert "SeizureReported" in contents[0]
    assert contents[0] == contents[1]


def test_where_nobody_is_that_is_said(tmp_path: Path) -> None:
    write_dump(tmp_path / "release.csv", cables(2))
    with open_folder() as folder:
        place = Installation(folder / "data", {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"})
        told = place.run("ingest", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1", tmp_path / "release.csv")
        assert told.returncode == 1
        assert "tcp://127.0.0.1:1 does not answer" in told.stderr
        assert place.run("ingest", "--engine", "dask", tmp_path / "release.csv").returncode == 2
