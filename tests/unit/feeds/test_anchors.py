"""Anchors are read out of what is published, and out of nothing else, wherever it comes from."""

from __future__ import annotations

import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.request import Request

import pytest

from feeds import anchors, atom
from feeds.documents import Document
from feeds.entries import Threads, entry
from feeds.formats import Format
from feeds.kept import read_kept
from feeds.rendering import render
from feeds.topics import topics
from tests.unit.feeds.invented import SITE, development
from tracker.log.anchors import Anchor, AnchorError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

HASH = "ab" * 32
SLOWLY = b"a space now and then, for ever"


def published(*positions: int, form: Format = Format.ATOM) -> bytes:
    rows = [development(position) for position in positions]
    entries = [entry(row, Threads(rows), SITE) for row in reversed(rows)]
    topic = topics((), (), ())[0]
    return render(Document(topic=topic, entries=entries), form, SITE)


def feed(inside: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:log="{atom.LOG}">{inside}</feed>'.encode()


NEWEST = f'<log:newest position="7" hash="{HASH}"/>'
BOMB = '<!DOCTYPE feed [<!ENTITY a "7"><!ENTITY b "&a;&a;&a;">]>'


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


@contextmanager
def served(answers: Mapping[str, bytes | tuple[int, str]]) -> Iterator[str]:
    """A web server that answers with bytes, or sends on with a status to another place."""

    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = answers.get(self.path)
            if answer == SLOWLY:
                self.send_response(200)
                self.end_headers()
                with suppress(ConnectionError):
                    while not ended.wait(0.02):
                        self.wfile.write(b" ")
            elif isinstance(answer, bytes):
                self.send_response(200)
                self.end_headers()
                self.wfile.write(answer)
            elif answer:
                self.send_response(answer[0])
                self.send_header("Location", answer[1])
                self.end_headers()
            else:
                self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that it is called by
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            ended.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("form", Format)
def test_a_published_feed_tells_of_its_entries_and_of_the_newest_event_that_it_shows(
    tmp_path: Path, form: Format
) -> None:
    file = tmp_path / f"all.{form}"
    file.write_bytes(published(3, 9, 5, form=form))
    kept, rows = read_kept(str(file)), [development(position) for position in (5, 9, 3)]
    newest = rows[1]
    assert kept.newest == Anchor(newest.position, newest.log_hash, str(file))
    assert [each.id.rpartition("/")[2] for each in kept.entries] == [str(row.development_id) for row in rows]
    exact = form is not Format.RSS
    assert kept.exact is exact
    assert [each.published for each in kept.entries] == [
        row.published_at if exact else row.published_at.replace(microsecond=0) for row in rows
    ]
    shown = [(each.log.position, each.log.digits) for each in kept.entries if each.log]
    assert shown == ([(row.position, row.log_hash) for row in rows] if form is Format.JSON else [])


def test_a_feed_is_read_over_http_and_followed_to_where_it_went() -> None:
    with served({"/a.atom": (301, "/b.atom"), "/b.atom": feed(NEWEST)}) as base:
        found = read_kept(f"{base}/a.atom").newest
    assert (found.position, found.digits, found.source) == (7, HASH, f"{base}/a.atom")


REFUSED = {
    "no entries": (published(), "does not tell which event"),
    "another feed": (feed("<title>News</title>"), "does not tell which event"),
    "two": (feed(NEWEST * 2), "does not tell which event"),
    "deeper": (feed(f"<entry>{NEWEST}</entry>"), "does not tell which event"),
    "no hash": (feed('<log:newest position="7"/>'), "POSITION:HASH"),
    "no position": (feed(f'<log:newest hash="{HASH}"/>'), "POSITION:HASH"),
    "another element": (b"<rss/>", "no Atom feed"),
    "no XML": (b"position 7", "is no feed"),
    "nothing": (b"", "is no feed"),
    "a document type": (b"<!DOCTYPE feed>" + feed(NEWEST), "document type"),
    "entities": (BOMB.encode() + feed(NEWEST.replace("7", "&b;")), "document type|is no feed"),
    "an outside entity": (
        b'<!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + feed("&a;" + NEWEST),
        "document type",
    ),
    "an entry without moments": (feed(f"{NEWEST}<entry/>"), "no feed of a tracker"),
    "a moment before all": (
        feed(f"{NEWEST}<entry><published>0001-01-01T00:00:00+23:00</published></entry>"),
        "no feed of a tracker",
    ),
    "another object": (b'{"version": "1.1"}', "no feed of a tracker"),
    "an object of other shape": (b'{"_tracker": {"newest": []}}', "no feed of a tracker"),
    "half an object": (b'{"_tracker"', "no feed of a tracker"),
    "too much": (feed(NEWEST + " " * 2**20), "larger than"),
}


@pytest.mark.parametrize(("data", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_feed_of_a_tracker_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, told: str
) -> None:
    monkeypatch.setattr(anchors, "LARGEST_BYTES", 2**20)
    file = tmp_path / "some.atom"
    file.write_bytes(data)
    with served({"/some.atom": data}) as base:
        for place in (str(file), f"{base}/some.atom"):
            with pytest.raises(AnchorError, match=told) as caught:
                read_kept(place)
            assert place in str(caught.value) or told == "POSITION:HASH"


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "//127.0.0.1:1/x", "/again"])
def test_a_redirection_leads_to_nothing_else(target: str) -> None:
    with (
        served({"/again": (302, target)}) as base,
        pytest.raises(AnchorError, match=r"/again (cannot be read|leads to)"),
    ):
        read_kept(f"{base}/again")


def test_a_redirection_from_https_leads_to_https_alone() -> None:
    redirects = anchors._Redirects()
    request = Request("https://tracker.example/a")
    with pytest.raises(AnchorError, match="not to be trusted as much"):
        redirects.redirect_request(request, None, 302, "", None, "http://tracker.example/b")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "place",
    [
        "/no/such/file.atom",
        "/",
        "ftp://127.0.0.1/all.atom",
        "file:///etc/passwd",
        "http://127.0.0.1:1/x",
        "http://",
        "x\0",
    ],
)
def test_what_cannot_be_read_is_named(place: str) -> None:
    with pytest.raises(AnchorError) as caught:
        read_kept(place)
    assert place in str(caught.value)


def test_a_server_that_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "PATIENCE_SECONDS", 0.5)
    with served({"/slow.atom": SLOWLY}) as base, pytest.raises(AnchorError, match="not all of it came"):
        read_kept(f"{base}/slow.atom")
