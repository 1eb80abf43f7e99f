"""The files of folders, archives, compressed files and standard input: in one order, and none stops another."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.unit.cables.invented import TELEGRAM
from tests.unit.cables.packed import COMPRESSIONS, tarred, zipped
from tracker.cables.raw_files import RawFile, printable
from tracker.cables.releases import files, paths
from tracker.errors import NoCableError, ReleaseError

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE = random.Random(1).randbytes(3 * 1024 * 1024)


def cut(data: bytes) -> bytes:
    """The data without its end."""
    return data[:-9]


def followed(data: bytes) -> bytes:
    """The data with something else behind it."""
    return data + b"more"


def spoiled(data: bytes) -> bytes:
    """The data with a bit turned over in the midst."""
    at = len(data) // 2
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_files_come_sorted_from_folders_without_hidden_ones(tmp_path: Path) -> None:
    for name in ("b/2.html", "b/1.html", "a.txt", ".hidden/3.html", "b/.4.html", "__MACOSX/5.html", "b/Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = list(files([tmp_path, tmp_path / "a.txt"]))
    assert [item.name for item in found] == ["a.txt", "1.html", "2.html", "a.txt"]
    assert found[0].sha256 == hashlib.sha256(b"a.txt").hexdigest()
    assert [item.outer for item in found] == [*paths(tmp_path), tmp_path / "a.txt"]


def test_a_missing_source_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TELEGRAM)
    with pytest.raises(ReleaseError, match="missing does not exist"):
        next(files([tmp_path / "good.txt", tmp_path / "missing"]))


def test_a_folder_without_a_file_is_told_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TELEGRAM)
    (tmp_path / "empty" / "deeper").mkdir(parents=True)
    (tmp_path / "empty" / ".hidden").write_text(TELEGRAM)
    with pytest.raises(ReleaseError, match="empty holds no file to read"):
        next(files([tmp_path / "good.txt", tmp_path / "empty"]))


def test_a_folder_is_read_past_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TELEGRAM)
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    assert [found.name for found in files([tmp_path])] == ["good.txt"]


def test_a_folder_that_cannot_be_opened_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/1.txt", "b/2.txt", "c/3.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(TELEGRAM)
    refuse_to_list(tmp_path / "b", monkeypatch)
    one, closed, three = files([tmp_path])
    assert (one.name, closed.name, three.name) == ("1.txt", "b", "3.txt")
    assert closed.problem
    with pytest.raises(ReleaseError, match="Permission denied"):
        list(files([tmp_path / "b"]))


def refuse_to_list(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a folder that cannot be listed: root can list any."""
    listed = Path.iterdir

    def iterdir(self: Path) -> object:
        if self == folder:
            raise PermissionError(13, "Permission denied")
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", iterdir)


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_a_compressed_file_is_recorded_as_what_it_holds(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"a.html.{suffix}").write_bytes(COMPRESSIONS[suffix](b"a page"))
    (tmp_path / "unnamed").write_bytes(COMPRESSIONS[suffix](b"another"))
    one, other = files([tmp_path])
    assert (one.name, one.label, one.data) == ("a.html", str(tmp_path / f"a.html.{suffix}"), b"a page")
    assert (other.name, other.data) == ("unnamed", b"another")
    assert one.sha256 == hashlib.sha256(b"a page").hexdigest()


@pytest.mark.parametrize("suffix", COMPRESSIONS)
def test_several_compressed_streams_in_a_row_are_one_file(tmp_path: Path, suffix: str) -> None:
    compress = COMPRESSIONS[suffix]
    (tmp_path / "a").write_bytes(compress(b"one ") + compress(b"") + compress(LARGE) + b"\0" * 100_000)
    (only,) = files([tmp_path])
    assert only.data == b"one " + LARGE


@pytest.mark.parametrize("suffix", COMPRESSIONS)
@pytest.mark.parametrize(
    "broken", [lambda data: data[:-9], lambda data: data + b"more", spoiled], ids=["cut", "more", "bit"]
)
def test_a_damaged_compressed_file_is_refused_for_that(
    tmp_path: Path, suffix: str, broken: Callable[[bytes], bytes]
) -> None:
    (tmp_path / "a").write_bytes(broken(COMPRESSIONS[suffix](TELEGRAM.encode() * 9)))
    (tmp_path / "b").write_text(TELEGRAM)
    bad, good = files([tmp_path])
    with pytest.raises(NoCableError, match=r"data is (damaged|cut off)"):
        bad.data  # noqa: B018 (asking is what raises)
    assert good.data == TELEGRAM.encode()


def test_a_large_file_is_a_stream(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(LARGE)
    (tmp_path / "b").write_bytes(gzip.compress(LARGE))
    for item in files([tmp_path]):
        assert len(item.beginning) == 1024 * 1024
        assert max(len(chunk) for chunk in item.chunks()) <= 1024 * 1024
        assert item.sha256 == hashlib.sha256(LARGE).hexdigest()
    (plain, _) = files([tmp_path])
    assert plain.data == plain.data == LARGE


def test_a_file_that_is_too_large_to_be_read_whole_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cables.raw_files.MAXIMUM_BYTES", 2 * 1024 * 1024)
    (tmp_path / "a").write_bytes(LARGE)
    (only,) = files([tmp_path])
    with pytest.raises(NoCableError, match="more than 2097152 bytes"):
        only.data  # noqa: B018 (asking is what raises)
    monkeypatch.setattr("tracker.cables.raw_files.MAXIMUM_STREAM_BYTES", 2 * 1024 * 1024)
    with pytest.raises(NoCableError, match="more than 2097152 bytes"):
        list(only.chunks())


@pytest.mark.parametrize("compress", [bytes, *COMPRESSIONS.values()], ids=["plain", *COMPRESSIONS])
def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch, compress: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(compress(TELEGRAM.encode()))))
    (only,) = files([Path("-")])
    assert (only.name, only.label, only.data) == ("standard input", "-", TELEGRAM.encode())


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_standard_input_may_be_an_archive(
    monkeypatch: pytest.MonkeyPatch, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(pack({"cable/a.html": b"a page", "b": LARGE}))))
    found = {item.label: (item.name, item.data) for item in files([Path("-")])}
    assert found == {"-/cable/a.html": ("a.html", b"a page"), "-/b": ("b", LARGE)}


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    (only,) = files([Path("-")])
    assert only.problem == "standard input is closed"


def test_a_name_that_cannot_be_printed_is_told_by_its_codes() -> None:
    assert printable("caf\xe9.html") == "caf\xe9.html"
    assert printable(os.fsdecode(b"a\xe9.txt")) == "a\\xe9.txt"
    assert printable("a\x1b[2J\n\u202ecod.exe") == "a\\x1b[2J\\n\\u202ecod.exe"


def test_a_file_that_cannot_be_read_says_why() -> None:
    with pytest.raises(NoCableError, match="of no matter"):
        list(RawFile(Path("a"), problem="of no matter").chunks())
