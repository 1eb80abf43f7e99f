"""An exported file has its name only when it is whole."""

from __future__ import annotations

import gzip
import os
import threading
from typing import TYPE_CHECKING

import pytest

from tracker.errors import ExportError
from tracker.log.files import compressed, whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_is_written_replaces_the_one_before(tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("before")
    with whole(file) as write:
        write(b"a")
        assert file.read_text() == "before"
        write(b"b")
    assert file.read_text() == "ab"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, ValueError])
def test_a_file_that_is_not_finished_leaves_the_one_before(tmp_path: Path, error: type[BaseException]) -> None:
    file = tmp_path / "log.jsonl"
    file.write_text("before")

    def write_and_stop() -> None:
        with whole(file) as write:
            write(b"a")
            raise error

    with pytest.raises(error):
        write_and_stop()
    assert file.read_text() == "before"
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_stays_one(tmp_path: Path) -> None:
    file, link = tmp_path / "log.jsonl", tmp_path / "newest"
    link.symlink_to(file)
    with whole(link) as write:
        write(b"a")
    assert link.is_symlink()
    assert file.read_text() == "a"


def test_a_pipe_is_written_and_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole(pipe) as write:
        write(b"a")
    reader.join()
    assert read == [b"a"]
    assert pipe.is_fifo()


def test_what_the_system_refuses_is_told(tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "Is a directory"), (tmp_path / "no" / "file", "No such file or directory")):
        with pytest.raises(ExportError, match=rf"{path} cannot be written \({reason}\)"), whole(path) as write:
            write(b"a")


def test_the_same_is_compressed_to_the_same() -> None:
    pieces: list[bytes] = []
    with compressed(pieces.append) as write:
        for _ in range(3):
            write(b"a" * 1_000)
    again: list[bytes] = []
    with compressed(again.append) as write:
        write(b"a" * 3_000)
    assert b"".join(pieces) == b"".join(again)
    assert gzip.decompress(b"".join(pieces)) == b"a" * 3_000
