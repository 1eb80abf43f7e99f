"""The web server: hands out the published files, and what others add as routes.

A request's path is one of plain names, never of hidden ones, so none leads outside the folder. The ETag is the digest
of the very bytes that are sent, the Last-Modified the file's own time: both are true also while a publisher is at work.

What most readers ask is answered without a framework: a reader of feeds asks again and again for the same.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from feeds.description import ADDRESS, MEDIA_TYPE, description
from feeds.manifest import MANIFEST
from feeds.preconditions import accepts_gzip, not_modified
from feeds.representations import FOR_PROGRAMS, SECURITY, Representation, Representations
from feeds.site import NOTHING
from tracker.types import JsonObject

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Header = tuple[bytes, bytes]

_PLAIN = [
    (b"content-type", b"text/plain; charset=utf-8"),
    *((n.lower().encode(), v.encode()) for n, v in SECURITY.items()),
]
_METHODS = ["GET", "HEAD"]
_OF_A_PAGE = {b"content-type", b"content-length", *(name.lower().encode() for name in SECURITY)}


def application(
    directory: Path,
    health: Callable[[], JsonObject] | None = None,
    *,
    max_age_seconds: int = 60,
    routes: Sequence[BaseRoute] = (),
) -> Server:
    """The server of a published directory.

    `health` tells how the tracker is; its key "status" must be "ok" for the answer to be 200, else it is 503.
    `max_age_seconds` must not exceed the interval of publishing: readers wait so long before they ask again. `routes`
    come before files.
    """

    def health_answer(_: Request) -> Response:
        try:
            told: JsonObject = health() if health else {"status": "ok"}
        except Exception as error:  # whatever is wrong, a health check must be answered
            told = {"status": "failing", "error": type(error).__name__}
        status = 200 if told.get("status") == "ok" else 503
        return JSONResponse(told, status, headers={"Cache-Control": "no-store", **SECURITY})

    def described(_: Request) -> Response:
        headers = {"Cache-Control": f"public, max-age={max_age_seconds}", **SECURITY, **FOR_PROGRAMS}
        return Response(description(), headers=headers, media_type=MEDIA_TYPE)

    own = [
        Route("/health", health_answer, methods=_METHODS),
        Route(ADDRESS, described, methods=_METHODS),
    ]
    return Server(directory, [*own, *routes], max_age_seconds)


class Server:
    """An ASGI application: routes, else files, else a word that there is nothing."""

    def __init__(self, directory: Path, routes: Sequence[BaseRoute], max_age_seconds: int) -> None:
        self._directory = directory
        self._files = Representations(directory, max_age_seconds)
        self._routes = routes
        self._framework = Starlette(routes=routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        if scope["method"] not in _METHODS:
            await _say(send, scope, 405, "Only GET and HEAD.", (b"allow", b"GET, HEAD"))
        elif any(route.matches(scope)[0].value for route in self._routes):
            await self._framework(scope, receive, send)
        else:
            await self._file(scope, send)

    async def _file(self, scope: Scope, send: Send) -> None:
        address = scope["path"]
        headers = dict(scope["headers"])
        found = self._files.get(address, zipped=accepts_gzip(_text(headers.get(b"accept-encoding"))))
        if found is None:
            await self._nothing(scope, send)
        elif not_modified(_text(headers.get(b"if-none-match")), _text(headers.get(b"if-modified-since")), found):
            await _answer(send, 304, found.headers, b"")
        else:
            await _answer(send, 200, found.headers_with_body, b"" if scope["method"] == "HEAD" else found.data)

    async def _nothing(self, scope: Scope, send: Send) -> None:
        address = scope["path"]
        shorter = address.rstrip("/")
        if not (self._directory / MANIFEST).exists():
            await _say(send, scope, 503, "Nothing has been published yet.", (b"retry-after", b"30"))
        elif shorter != address and self._files.get(shorter, zipped=False):
            await _say(send, scope, 301, "It stands without the stroke at the end.", (b"location", shorter.encode()))
        elif b"text/html" in dict(scope["headers"]).get(b"accept", b"") and (page := self._page_of_nothing(address)):
            headers = [each for each in page.headers_with_body if each[0] in _OF_A_PAGE]
            await _answer(send, 404, headers, b"" if scope["method"] == "HEAD" else page.data)
        else:
            await _say(send, scope, 404, "There is no such page or feed.")

    def _page_of_nothing(self, address: str) -> Representation | None:
        """For somebody with a browser, a page that leads on; where a file is asked for, a word is enough."""
        return None if "." in address.rpartition("/")[2] else self._files.get(NOTHING, zipped=False)


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode("latin-1")


async def _say(send: Send, scope: Scope, status: int, words: str, *headers: Header) -> None:
    body = f"{words}\n".encode()
    length = (b"content-length", str(len(body)).encode())
    await _answer(send, status, [*_PLAIN, length, *headers], b"" if scope["method"] == "HEAD" else body)


async def _answer(send: Send, status: int, headers: Sequence[Header], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


__all__ = ["Representation", "Server", "application"]
