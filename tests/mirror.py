"""A web site of the release site's form, served for real, whose pages a test puts up, changes and takes away."""

from __future__ import annotations

import hashlib
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_RANGE = re.compile(r'bytes=(?P<first>\d+)- (?P<etag>"\w+")')


@dataclass(slots=True)
class Answer:
    """What the site answers for one path: headers beside those it makes itself, and a body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    broken_off: int | None = None
    """After how many bytes the connection ends, before all is sent."""


@dataclass(slots=True)
class MirrorSite:
    """The site: answers by path, and the paths that were asked for with the status of each answer, in order."""

    address: str
    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    @property
    def index(self) -> str:
        """The address of the index."""
        return f"{self.address}/cablegate.html"

    def put(self, path: str, body: str | bytes) -> None:
        """Put a page up, or another in its place."""
        self.answers[path] = Answer(body=body.encode() if isinstance(body, str) else body)

    def release(self, day: str, cables: dict[str, str]) -> None:
        """Put up a release day with its cables (path and telegram), and link it from the index."""
        for path, telegram in cables.items():
            self.put(path, f"<html><body><pre>{escape(telegram)}</pre></body></html>")
        self.put(f"/reldate/{day}_0.html", "".join(f"<a href='{path}'>a cable</a>" for path in cables))
        days = sorted(path for path in self.answers if path.startswith("/reldate/"))
        self.put("/cablegate.html", "".join(f"<a href='{path}'>a day</a>" for path in days))

    def forget(self) -> list[tuple[str, int]]:
        """What was asked since the last time."""
        asked, self.asked = self.asked, []
        return asked

    def answer(self, path: str, known: str | None, wanted: str | None = None) -> Answer:
        """What is answered to one request; of several answers the next, the last of them for ever.

        `known` is the tag of what is had already, `wanted` the range of bytes with the tag that it must be of.
        """
        found = self.answers.get(path, Answer(404))
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        etag = f'"{hashlib.sha256(found.body).hexdigest()[:16]}"'
        if found.status == 200 and known == etag:
            found = Answer(304)
        rest = _RANGE.fullmatch(wanted or "")
        if found.status == 200 and rest and rest["etag"] == etag:
            first, size = int(rest["first"]), len(found.body)
            there = {"Content-Range": f"bytes {first}-{size - 1}/{size}"}
            found = Answer(206, found.body[first:], found.headers | there) if first < size else Answer(416)
        self.asked.append((path, found.status))
        return replace(found, headers={"ETag": etag, **found.headers})


@contextmanager
def served() -> Iterator[MirrorSite]:
    """An empty site at an address of its own, for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = f"{self.headers.get('Range')} {self.headers.get('If-Range')}"
            answer = site.answer(self.path, self.headers.get("If-None-Match"), wanted)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body[: answer.broken_off])

        def log_message(self, *told: object) -> None:
            """Say nothing: what was asked is kept."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = MirrorSite(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
