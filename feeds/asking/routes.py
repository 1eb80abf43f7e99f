"""The routes of what is answered when it is asked: `/feeds/search.*`, `/search`, `/developments.jsonl`."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from feeds.asking import answers
from feeds.asking.question import QuestionError, question
from feeds.formats import Format
from feeds.manifest import MANIFEST, site_of
from feeds.preconditions import accepts_gzip
from feeds.representations import SECURITY

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from starlette.requests import Request

    from feeds.site import Site

_AT_ONCE = 4
"""How many questions are asked of the database at once; who comes then is asked to come again."""
_KEPT = 256
_LONGEST_QUERY = 2_000
_SMALLEST_GZIP = 512
_HIGHEST = 2**63 - 1
_METHODS = ["GET", "HEAD"]
_LINES = "application/jsonl; charset=utf-8"
_FOR_PROGRAMS = {"Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)


class Answers:
    """Answers questions of one published folder's site, each once for as long as nothing else is published.

    What the site is called and where it stands tells the folder: the reader's database needs nobody who may write.
    """

    def __init__(self, reader: Engine, directory: Path, max_age_seconds: int) -> None:
        self._reader = reader
        self._directory = directory
        self._manifest = directory / MANIFEST
        self._max_age_seconds = max_age_seconds
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        self._kept: OrderedDict[str, tuple[int, _Answer]] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def routes(self) -> list[BaseRoute]:
        """What they are asked at."""
        feeds = [Route(f"/feeds/search.{form}", self._feed(form), methods=_METHODS) for form in Format]
        return [
            *feeds,
            Route("/search", self._search, methods=_METHODS),
            Route("/developments.jsonl", self._developments, methods=_METHODS),
        ]

    def _site(self) -> Site:
        site = site_of(self._directory)
        if site is None:
            raise QuestionError("nothing has been published yet", 503)
        return site

    def _feed(self, form: Format) -> Callable[[Request], object]:
        async def answer(request: Request) -> Response:
            def asked() -> tuple[str, Callable[[], _Answer]]:
                wanted = question(request.query_params.multi_items())
                media_type = f"{form.media_type}; charset=utf-8" if form is not Format.JSON else form.media_type
                location = f"/feeds/search.{form}?{wanted.query}"

                def make() -> _Answer:
                    made = answers.feed(self._reader, self._site(), wanted, form)
                    return _Answer(200, made, media_type, {"Content-Location": location, **_FOR_PROGRAMS})

                return location, make

            return await self._respond(request, asked)

        return answer

    async def _search(self, request: Request) -> Response:
        def asked() -> tuple[str, Callable[[], _Answer]]:
            parameters = request.query_params.multi_items()

            def make() -> _Answer:
                status, made = answers.page_of(self._reader, self._site(), parameters)
                return _Answer(status, made, "text/html; charset=utf-8", {"X-Robots-Tag": "noindex"})

            return f"/search?{request.url.query}", make

        return await self._respond(request, asked)

    async def _developments(self, request: Request) -> Response:
        def asked() -> tuple[str, Callable[[], _Answer]]:
            after = _position(request.query_params.multi_items())

            def make() -> _Answer:
                return _Answer(200, answers.developments(self._reader, self._site(), after), _LINES, _FOR_PROGRAMS)

            return f"/developments.jsonl?after={after}", make

        return await self._respond(request, asked)

    async def _respond(self, request: Request, asked: Callable[[], tuple[str, Callable[[], _Answer]]]) -> Response:
        try:
            _check_length(request.url.query)
            key, make = asked()
            answer = await anyio.to_thread.run_sync(self._answer, key, make)
        except QuestionError as error:
            headers = {**SECURITY, **_FOR_PROGRAMS, **({"Retry-After": "10"} if error.status == 503 else {})}
            return PlainTextResponse(f"{error.detail}.\n", error.status, headers)
        return self._response(request, answer)

    def _answer(self, key: str, make: Callable[[], _Answer]) -> _Answer:
        """The answer that was given since the last publishing, else a new one. Raises QuestionError."""
        stamp = self._manifest.stat().st_mtime_ns if self._manifest.exists() else 0
        with self._lock:
            kept = self._kept.get(key)
            if kept and kept[0] == stamp:
                self._kept.move_to_end(key)
                return kept[1]
        if not self._free.acquire(timeout=2):
            raise QuestionError("too many ask at once; come again in a moment", 503)
        try:
            answer = make()
        finally:
            self._free.release()
        with self._lock:
            self._kept[key] = (stamp, answer)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return answer

    def _response(self, request: Request, answer: _Answer) -> Response:
        zipped = len(answer.body) >= _SMALLEST_GZIP and accepts_gzip(request.headers.get("accept-encoding"))
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:32]}{"-gzip" if zipped else ""}"'
        headers = {
            **SECURITY,
            **answer.headers,
            "Cache-Control": f"public, max-age={self._max_age_seconds}",
            "ETag": etag,
            "Vary": "Accept-Encoding",
        }
        tags = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if answer.status == 200 and etag in tags:
            return Response(status_code=304, headers=headers)
        body = gzip.compress(answer.body, mtime=0) if zipped else answer.body
        if zipped:
            headers["Content-Encoding"] = "gzip"
        return Response(body, answer.status, headers, media_type=answer.media_type)


def _check_length(query: str) -> None:
    if len(query) > _LONGEST_QUERY:
        raise QuestionError(f"the question has more than {_LONGEST_QUERY} characters", 414)


def _position(parameters: list[tuple[str, str]]) -> int:
    if [name for name, _ in parameters if name != "after"] or len(parameters) > 1:
        raise QuestionError("there is one parameter, after: a position of the log, such as that of the last line")
    value = parameters[0][1] if parameters else "0"
    if not (value.isascii() and value.isdecimal()) or len(value) > 19 or int(value) > _HIGHEST:
        raise QuestionError(f"{value[:40]!r} is no position of the log")
    return int(value)
