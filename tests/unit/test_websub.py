"""A hub is told of what changed, of nothing else, and of what it missed once it is back."""

from __future__ import annotations

import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from feeds.documents import Document
from feeds.files import File, Shelf
from feeds.manifest import Manifest
from feeds.rendering import renderings
from feeds.site import Site
from feeds.topics import topics
from jobs.catalogue import jobs_of
from jobs.websub import Hub, HubError, documents
from tests.unit.feeds.invented import BORN, SITE
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ALL, *OTHERS = topics((), (), ())


class Receiver:
    """A real hub on this machine: keeps what it was told, and answers as it is asked to."""

    def __init__(self) -> None:
        self.told: list[dict[str, list[str]]] = []
        self.answers = 204
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sent = parse_qs(self.rfile.read(length).decode())
                if receiver.answers < 300:
                    receiver.told.append(sent)
                self.send_response(receiver.answers)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Tests are silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/"

    @property
    def topics(self) -> list[str]:
        return [sent["hub.url"][0] for sent in self.told]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        receiver.server.shutdown()
        thread.join()
        receiver.server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as made:
        yield made


def publish(public: Path, title: str, *named: str) -> None:
    """Write the subscription documents and an archive of some topics, changed where the title is another."""
    public.mkdir(exist_ok=True)
    site = Site(SITE.base_url, SITE.authority, SITE.authority_date, SITE.born_at, title, sample=False)
    with closing(Manifest(public)) as manifest:
        shelf = Shelf(public, manifest, BORN)
        for topic in (ALL, *OTHERS):
            if topic.key in named:
                for document in (Document(topic=topic, entries=()), Document(topic=topic, entries=(), name="1")):
                    shelf.put_all(File(address.lstrip("/"), data) for address, data in renderings(document, site))


def hub(folder: Path, url: str) -> Hub:
    return Hub(url=url, public=folder / "public", base_url="https://tracker.example", data=folder)


def test_the_first_time_all_counts_as_told(tmp_path: Path, receiver: Receiver) -> None:
    publish(tmp_path / "public", "One", "all", "cartels/gulf")
    assert hub(tmp_path, receiver.url).tell() == 0
    assert hub(tmp_path, receiver.url).tell() == 0
    assert receiver.told == []


def test_only_the_feeds_that_changed_are_told_and_once(tmp_path: Path, receiver: Receiver) -> None:
    publish(tmp_path / "public", "One", "all", "cartels/gulf", "states/MX-TAM")
    told = hub(tmp_path, receiver.url)
    told.tell()
    publish(tmp_path / "public", "One", "all", "cartels/gulf", "states/MX-TAM")
    assert told.tell() == 0
    publish(tmp_path / "public", "Two", "all", "cartels/gulf")
    assert told.tell() == 6
    assert receiver.topics == [
        f"https://tracker.example/feeds/{name}.{form}"
        for name in ("all", "cartels/gulf")
        for form in ("atom", "json", "rss")
    ]
    assert all(sent["hub.mode"] == ["publish"] and sent["hub.topic"] == sent["hub.url"] for sent in receiver.told)
    assert told.tell() == 0


def test_archives_are_nobodys_topic(tmp_path: Path) -> None:
    publish(tmp_path / "public", "One", "all", "cartels/gulf")
    assert (tmp_path / "public" / "feeds" / "all" / "1.atom").exists()
    assert (tmp_path / "public" / "feeds" / "cartels" / "gulf" / "1.atom").exists()
    names = ("feeds/all", "feeds/cartels/gulf")
    assert set(documents(tmp_path / "public")) == {
        f"{name}.{form}" for name in names for form in ("atom", "rss", "json")
    }


def test_what_a_hub_missed_it_is_told_the_next_time(tmp_path: Path, receiver: Receiver) -> None:
    publish(tmp_path / "public", "One", "all")
    told = hub(tmp_path, receiver.url)
    told.tell()
    publish(tmp_path / "public", "Two", "all")
    receiver.answers = 503
    with pytest.raises(HubError, match="was told of 0 feeds and not of all"):
        told.tell()
    assert receiver.told == []
    receiver.answers = 202
    assert told.tell() == 3
    assert told.tell() == 0


def test_a_hub_that_is_away_is_not_asked_for_each_feed(tmp_path: Path) -> None:
    with receiving() as gone:
        url = gone.url
    publish(tmp_path / "public", "One", "all", "cartels/gulf")
    hub(tmp_path, url).tell()
    publish(tmp_path / "public", "Two", "all", "cartels/gulf")
    asked = 0

    def still() -> None:
        nonlocal asked
        asked += 1

    with pytest.raises(HubError):
        hub(tmp_path, url).tell(still)
    assert asked == 3


def test_another_hub_is_told_from_then_on(tmp_path: Path, receiver: Receiver) -> None:
    publish(tmp_path / "public", "One", "all")
    hub(tmp_path, "http://127.0.0.1:9/").tell()
    publish(tmp_path / "public", "Two", "all")
    assert hub(tmp_path, receiver.url).tell() == 0
    publish(tmp_path / "public", "Three", "all")
    assert hub(tmp_path, receiver.url).tell() == 3


@pytest.mark.parametrize("url", [None, "https://hub.example/"])
def test_publishing_wakes_the_job_that_tells_the_hub_and_no_job_that_is_not_there(
    tmp_path: Path, url: str | None
) -> None:
    jobs = {job.name: job for job in jobs_of(Settings(data=tmp_path, websub_hub=url))}
    assert ("hub" in jobs) is (url is not None)
    assert all(name in jobs for job in jobs.values() for name in job.wakes)
    assert ("hub" in jobs["publish"].wakes) is (url is not None)
