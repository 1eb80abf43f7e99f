"""The files in archives: all that can be read, whatever lies beside it, and no more than a machine can take."""

from __future__ import annotations

import gzip
import io
import lzma
import stat
import struct
import tarfile
import zipfile
from collections import deque
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.cables.packed import tarred, zipped
from tracker.cables.compression import Budget, expanded
from tracker.cables.releases import files
from tracker.errors import NoCableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MEMBERS = {"cable/b.html": b"second", "cable/a.html": b"first", "c.txt": b"third"}
MEGABYTE = 1024 * 1024
PACKERS = pytest.mark.parametrize("pack", [zipped, tarred])


def found(path: Path, data: bytes, name: str = "release") -> dict[str, bytes | str]:
    """What a file of these bytes holds, by the way to it: bytes, or why there are none."""
    (path / name).write_bytes(data)
    held: dict[str, bytes | str] = {}
    for item in files([path / name]):
        try:
            held[item.label.removeprefix(f"{path}/")] = item.data
        except NoCableError as error:
            held[item.label.removeprefix(f"{path}/")] = error.detail
    return held


def test_the_files_of_a_zip_come_sorted_as_those_of_a_folder(tmp_path: Path) -> None:
    held = found(tmp_path, zipped(MEMBERS))
    assert list(held.items()) == [
        ("release/c.txt", b"third"),
        ("release/cable/a.html", b"first"),
        ("release/cable/b.html", b"second"),
    ]


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT, tarfile.USTAR_FORMAT])
@pytest.mark.parametrize("compress", [bytes, gzip.compress, lzma.compress])
def test_the_files_of_a_tar_come_as_they_lie_on_the_tape(
    tmp_path: Path, form: int, compress: Callable[[bytes], bytes]
) -> None:
    held = found(tmp_path, compress(tarred(MEMBERS | {"d" * 90 + "/" + "e" * 90: b"x" * 3 * MEGABYTE}, form)))
    assert list(held) == [f"release/{name}" for name in (*MEMBERS, "d" * 90 + "/" + "e" * 90)]
    assert held["release/cable/a.html"] == b"first"


@PACKERS
def test_members_are_recorded_by_base_name_under_their_archive(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    (tmp_path / "release.zip").write_bytes(pack({"../../etc/./a.html": b"1", "/b.html.gz": gzip.compress(b"2")}))
    read = [(item.name, item.label, item.outer, item.data) for item in files([tmp_path])]
    outer = tmp_path / "release.zip"
    assert sorted(read) == [
        ("a.html", f"{outer}/etc/a.html", outer, b"1"),
        ("b.html", f"{outer}/b.html.gz", outer, b"2"),
    ]


@PACKERS
def test_what_systems_leave_in_archives_is_passed_over(
    tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    junk = {"__MACOSX/._a.html": b"1", "cable/.DS_Store": b"2", ".git/x": b"3", "Thumbs.db": b"4"}
    assert found(tmp_path, pack({**junk, "a.html": b"5"})) == {"release/a.html": b"5"}


def test_names_of_other_systems_are_mended(tmp_path: Path) -> None:
    utf_8 = "México.html".encode()
    # As programs write it that keep UTF-8 and do not say so.
    data = zipped({"cable\\07\\a.html": b"1", "M-xico.html--": b"2"}).replace(b"M-xico.html--", utf_8 + b"-")
    assert set(found(tmp_path, data)) == {"release/cable/07/a.html", "release/México.html-"}


def test_links_and_devices_in_archives_are_passed_over(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE):
            info = tarfile.TarInfo(f"member-{kind!r}")
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
    assert found(tmp_path, buffer.getvalue()) == {}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zip_archive:
        link = zipfile.ZipInfo("a.html")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        zip_archive.writestr(link, "/etc/passwd")
        zip_archive.mkdir("folder")
    assert found(tmp_path, buffer.getvalue()) == {}


def test_archives_in_archives_are_read_but_not_for_ever(tmp_path: Path) -> None:
    inner = zipped({"a.html": b"1"})
    assert found(tmp_path, zipped({"x.zip": inner, "y": gzip.compress(tarred({"b": b"2"}))})) == {
        "release/x.zip/a.html": b"1",
        "release/y/b": b"2",
    }
    deep = found(tmp_path, zipped({"a.zip": zipped({"b.zip": inner, "c.html": b"3"}), "d.html": b"4"}))
    assert deep["release/a.zip/c.html"] == b"3"
    assert deep["release/d.html"] == b"4"
    assert deep["release/a.zip/b.zip"] == "archives in archives in archives (zip in zip in zip)"
    data = b"1"
    for _ in range(5):
        data = gzip.compress(data)
    assert "gzip in gzip" in str(found(tmp_path, data)["release"])


def test_an_encrypted_member_is_refused_alone(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": b"first", "b.html": b"second"}, zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    held = found(tmp_path, bytes(data))
    assert "encrypted" in str(held["release/a.html"])
    assert held["release/b.html"] == b"second"


def test_a_member_of_an_unknown_method_is_refused_alone(tmp_path: Path) -> None:
    data = zipped({"a.html": b"first" * 99}, zipfile.ZIP_LZMA)
    assert found(tmp_path, data) == {"release/a.html": "it is packed by a method that is not read (14)"}


def test_a_damaged_member_is_refused_alone(tmp_path: Path) -> None:
    data = zipped({"a.html": b"first", "b.html": b"second", "c.html": b"third"}, zipfile.ZIP_STORED)
    held = found(tmp_path, data.replace(b"second", b"secund"))
    assert "the archive is damaged here (Bad CRC-32" in str(held.pop("release/b.html"))
    assert held == {"release/a.html": b"first", "release/c.html": b"third"}


def test_a_zip_that_is_cut_off_is_refused_for_that(tmp_path: Path) -> None:
    (reason,) = found(tmp_path, zipped(MEMBERS)[:-30]).values()
    assert "the zip archive is damaged or cut off" in str(reason)


@pytest.mark.parametrize("cut", [1024, 1500, 512 * 4, 512 * 4 + 100, 512 * 6])
def test_a_tar_that_is_cut_off_gives_what_is_before_and_says_so(tmp_path: Path, cut: int) -> None:
    held = found(tmp_path, tarred(MEMBERS)[:cut])
    assert "damaged or cut off" in str(held.pop("release", None) or held.pop("release/cable/a.html"))
    assert held["release/cable/b.html"] == b"second"


def test_a_tar_damaged_in_its_midst_says_so(tmp_path: Path) -> None:
    data = bytearray(tarred(MEMBERS))
    data[1024] ^= 1
    held = found(tmp_path, bytes(data))
    assert held == {
        "release/cable/b.html": b"second",
        "release": "the tar archive is damaged or cut off (it has no end mark)",
    }


def test_a_tar_whose_header_is_of_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    info = tarfile.TarInfo("long")
    info.type = tarfile.XHDTYPE
    info.size = 2**33
    held = found(tmp_path, tarred({"a": b"1"})[:1024] + info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 5120)
    assert held["release/a"] == b"1"
    assert "a header of" in str(held["release"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 99, "a 7-Zip archive; unpack it first"),
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive; unpack it first"),
        (b"\x28\xb5\x2f\xfd" + b"\0" * 99, "a Zstandard file; unpack it first"),
        (zipped({"[Content_Types].xml": b"<x/>", "word/a.xml": b"<x/>"}), "an office document; save it as text or PDF"),
    ],
)
def test_what_is_not_unpacked_here_is_named(tmp_path: Path, data: bytes, reason: str) -> None:
    assert found(tmp_path, data) == {"release": reason}


@pytest.mark.parametrize("compress", [gzip.compress, lzma.compress])
def test_a_bomb_is_refused_before_it_fills_the_machine(compress: Callable[[bytes], bytes]) -> None:
    packed = compress(b" " * 100 * MEGABYTE)
    stream = expanded(io.BytesIO(packed), "gzip" if compress is gzip.compress else "xz", Budget(len(packed)))
    with pytest.raises(NoCableError, match="more than 200 times"):
        deque(iter(lambda: stream.read(MEGABYTE), b""), maxlen=0)


def test_an_archive_of_bombs_ends_at_the_first(tmp_path: Path) -> None:
    held = found(tmp_path, zipped({f"{number}.txt": b" " * 30 * MEGABYTE for number in range(9)}))
    assert list(held) == ["release/0.txt", "release/1.txt", "release/2.txt", "release/3.txt", "release"]
    assert held["release"] == held["release/3.txt"] == "it expands to more than 200 times its size"


def test_an_archive_of_too_many_files_is_read_as_far_as_it_may(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.cables.compression._MOST_MEMBERS", 2)
    for pack in (zipped, tarred):
        assert found(tmp_path, pack({"a": b"1", "b": b"2", "c": b"3", "d": b"4"})) == {
            "release/a": b"1",
            "release/b": b"2",
            "release": "it holds more than 2 files",
        }


def test_a_zip_with_an_endless_directory_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a": b"1"}))
    struct.pack_into("<I", data, data.rindex(b"PK\x05\x06") + 12, 2**31)
    assert found(tmp_path, bytes(data)) == {"release": "the zip archive's directory is of 2147483648 bytes"}


@given(st.sampled_from([zipped(MEMBERS), tarred(MEMBERS), gzip.compress(tarred(MEMBERS))]), st.data())
def test_whatever_is_damaged_files_come_out_or_the_reason(
    tmp_path_factory: pytest.TempPathFactory, whole: bytes, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(whole)))
    damaged = whole[:at] + data.draw(st.binary(max_size=9)) + whole[at + data.draw(st.integers(0, 99)) :]
    path = tmp_path_factory.mktemp("damaged")
    assert all(isinstance(each, bytes | str) for each in found(path, damaged).values())
