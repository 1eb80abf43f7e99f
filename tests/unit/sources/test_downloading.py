"""A large file comes once, from where it was broken off, and never more of it than there is room for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.mirror import Answer, MirrorSite, served
from tracker.sources import downloading
from tracker.sources.downloading import Download, Downloaded
from tracker.sources.fetching import Fetcher, FetchError, Missing, Unchanged, Validators

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DUMP = bytes(range(256)) * 64
PATH = "/dumps/cables.csv"


class Disk(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def site() -> Iterator[MirrorSite]:
    with served() as site:
        site.put(PATH, DUMP)
        yield site


@pytest.fixture
def fetcher(site: MirrorSite) -> Iterator[Fetcher]:
    fetcher = Fetcher(site.address, pause=0, wait=lambda _seconds: None)
    yield fetcher
    fetcher.close()


@pytest.fixture
def download(site: MirrorSite, tmp_path: Path) -> Download:
    return Download(f"{site.address}{PATH}", tmp_path / "dump", lambda: None)


def test_a_file_comes_once_and_again_only_if_it_changed(site: MirrorSite, fetcher: Fetcher, download: Download) -> None:
    found = download.fetch(fetcher, Validators())
    assert isinstance(found, Downloaded)
    assert (found.path.name, found.path.read_bytes()) == ("cables.csv", DUMP)
    download.discard()
    assert download.fetch(fetcher, found.validators) == Unchanged()
    site.put(PATH, b"another")
    assert isinstance(download.fetch(fetcher, found.validators), Downloaded)
    assert found.path.read_bytes() == b"another"


def test_what_was_fetched_and_not_recorded_is_not_fetched_again(
    site: MirrorSite, fetcher: Fetcher, download: Download
) -> None:
    found = download.fetch(fetcher, Validators())
    site.forget()
    assert download.fetch(fetcher, Validators()) == found
    assert site.forget() == [(PATH, 304)]


def test_a_broken_connection_costs_only_what_did_not_come(
    site: MirrorSite, fetcher: Fetcher, download: Download
) -> None:
    site.answers[PATH] = [Answer(body=DUMP, broken_off=5_000), Answer(body=DUMP)]
    found = download.fetch(fetcher, Validators())
    assert isinstance(found, Downloaded)
    assert found.path.read_bytes() == DUMP
    assert [each for each in site.asked if each[0] == PATH] == [(PATH, 200), (PATH, 206)]


def test_the_rest_of_another_version_is_not_put_behind_this_one(
    site: MirrorSite, fetcher: Fetcher, download: Download
) -> None:
    site.answers[PATH] = [Answer(body=DUMP, broken_off=5_000), Answer(body=DUMP[::-1])]
    found = download.fetch(fetcher, Validators())
    assert isinstance(found, Downloaded)
    assert found.path.read_bytes() == DUMP[::-1]


def test_a_rest_that_begins_elsewhere_is_not_taken(site: MirrorSite, fetcher: Fetcher, download: Download) -> None:
    elsewhere = Answer(206, DUMP[9:], {"Content-Range": f"bytes 9-{len(DUMP) - 1}/{len(DUMP)}"})
    site.answers[PATH] = [Answer(body=DUMP, broken_off=5_000), elsewhere, Answer(body=DUMP)]
    found = download.fetch(fetcher, Validators())
    assert isinstance(found, Downloaded)
    assert found.path.read_bytes() == DUMP


def test_where_the_site_tells_no_version_all_of_it_comes_again(
    site: MirrorSite, fetcher: Fetcher, download: Download
) -> None:
    site.answers[PATH] = [
        Answer(body=DUMP, broken_off=5_000, headers={"ETag": ""}),
        Answer(body=DUMP, headers={"ETag": ""}),
    ]
    found = download.fetch(fetcher, Validators())
    assert isinstance(found, Downloaded)
    assert found.path.read_bytes() == DUMP
    assert [each for each in site.asked if each[0] == PATH] == [(PATH, 200), (PATH, 200)]


def test_a_file_larger_than_the_limit_is_not_begun(site: MirrorSite, fetcher: Fetcher, tmp_path: Path) -> None:
    download = Download(f"{site.address}{PATH}", tmp_path / "dump", lambda: None, limit=len(DUMP) - 1)
    with pytest.raises(FetchError, match="more than 16383 bytes"):
        download.fetch(fetcher, Validators())
    assert not download.path.exists()


def test_room_is_left_on_the_disk(fetcher: Fetcher, download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Disk(2**40, 2**40, downloading._LEFT_FREE_BYTES))
    with pytest.raises(FetchError, match="would leave less than 1024 MB of the disk"):
        download.fetch(fetcher, Validators())
    assert not download.path.exists()


def test_a_file_that_is_not_there_is_missing(site: MirrorSite, fetcher: Fetcher, download: Download) -> None:
    site.answers[PATH] = Answer(404)
    assert download.fetch(fetcher, Validators()) == Missing()


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/a/cables.csv", "cables.csv"),
        ("/a/", "a"),
        ("/", "dump"),
        ("/..%2F.hidden%00", "hidden_"),
        ("/a%20b.7z", "a_b.7z"),
    ],
)
def test_its_name_on_disk_is_a_plain_one(tmp_path: Path, path: str, name: str) -> None:
    download = Download(f"https://site.example{path}?version=2", tmp_path, lambda: None)
    assert download.path == tmp_path / name
