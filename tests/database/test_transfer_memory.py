"""However long a log is, exporting and importing it takes no more memory than a short one."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.database import filed
from tests.database.transfers import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Server
    from tracker.settings import Settings

MEGABYTES = 60
ALLOWED = MEGABYTES / 3
"""What chunks, pages and the allocator's leavings may take; who keeps the log takes at least all of it."""

MEASURED = """
import re, resource, sys
from pathlib import Path
from sqlalchemy import make_url
from tracker.database import Database
from tracker.log.exporting import export_log
from tracker.log.importing import import_log

def peak():
    # On Linux the usage of resources counts what the process was before it became this one.
    if sys.platform == "linux":
        return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20

address, direction, path = sys.argv[1:]
engine = Database({"writer": make_url(address)}).engine("writer")
engine.connect().close()
before = peak()
with open(path, "rb" if direction == "import" else "wb") as file:
    if direction == "import":
        import_log(engine, file, name="a file")
    else:
        export_log(engine, file.write, content_only=direction == "content")
print(peak() - before)
"""
"""What a process of its own does, and by how many megabytes it grew."""


def growth(address: str, direction: str, path: Path) -> float:
    """By how many megabytes a process grows that exports or imports."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, address, direction, str(path)], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A log of many events and documents of some kilobytes."""
    path = tmp_path_factory.mktemp("long") / "log.jsonl"
    with path.open("wb") as file:
        file.writelines(filed.lines(filed.long_log(MEGABYTES * 16, events=12, words=5_000)))
    assert path.stat().st_size > MEGABYTES * 2**20
    return path


def test_a_long_log_is_imported_and_exported_in_little_memory(
    embedded: tuple[Server, Settings], long_file: Path, tmp_path: Path
) -> None:
    with opened(embedded) as database:
        address = database.urls["writer"].render_as_string(hide_password=False)
        again, content = tmp_path / "again.jsonl", tmp_path / "content.jsonl"
        assert growth(address, "import", long_file) < ALLOWED
        assert growth(address, "export", again) < ALLOWED
        assert growth(address, "content", content) < ALLOWED
        assert again.read_bytes() == long_file.read_bytes()
        assert content.stat().st_size > MEGABYTES * 10**6 > 2 * ALLOWED * 2**20
