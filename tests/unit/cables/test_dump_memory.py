"""However long a dump is, reading it takes no more memory than a short one, packed or not."""

from __future__ import annotations

import gzip
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.unit.cables.invented import BODY, dump_row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEGABYTES = 60
ALLOWED = MEGABYTES / 3
"""What chunks, rows and the allocator's leavings may take; who holds the dump takes at least all of it."""

MEASURED = """
import re, resource, sys
from pathlib import Path
from tracker.cables.json_form import to_line
from tracker.cables.parallel import made_of_all
from tracker.cables.releases import files

def peak():
    # On Linux the usage of resources counts what the process was before it became this one.
    if sys.platform == "linux":
        return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

short, long, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
for _ in made_of_all(files([short]), to_line):
    pass
before = peak()
lines = sum(len(done.results) for done in made_of_all(files([long]), to_line, jobs=jobs))
print(lines, peak() - before)
"""
"""What a process of its own does, and by how many megabytes it grew."""

PARAGRAPH = "\n\n{}. (C) " + "Two boats left the harbour on February 3 and only one came back. " * 1_500


@pytest.fixture(scope="module")
def dumps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short dump and a long one, as it is and compressed; of few long rows, which take less time than many short."""
    folder = tmp_path_factory.mktemp("dumps")
    (folder / "short.csv").write_text("".join(rows(5)))
    with (folder / "long.csv").open("w") as plain, gzip.open(folder / "long.csv.gz", "wt", compresslevel=1) as packed:
        for row in rows(MEGABYTES * 10):
            plain.write(row)
            packed.write(row)
    assert (folder / "long.csv").stat().st_size > MEGABYTES * 10**6 * 0.95
    return folder


def rows(count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        yield dump_row(number, f"07ROME{number}", body=BODY + PARAGRAPH.format(4))


@pytest.mark.parametrize(("name", "jobs"), [("long.csv", 1), ("long.csv.gz", 1), ("long.csv", 2)])
def test_a_long_dump_is_read_in_little_memory(dumps: Path, name: str, jobs: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(dumps / "short.csv"), str(dumps / name), str(jobs)],
        check=True,
        capture_output=True,
        text=True,
    )
    lines, megabytes = done.stdout.split()
    assert int(lines) == MEGABYTES * 10
    assert float(megabytes) < ALLOWED
