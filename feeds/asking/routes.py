"""The routes of what is answered when it is asked: `/feeds/search.*`, `/search`, `/developments.jsonl`."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import anyio.to_thread
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from feeds.asking import answers
from feeds.asking.question import QuestionError, question
from feeds.formats import Format
from feeds.manifest import MANIFEST, site_of
from feeds.preconditions import accepts_gzip, not_modified
from feeds.recent import Recent
from feeds.representations import FOR_PROGRAMS, SECURITY, TYPES, Representation, represented

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine
    from starlette.requests import Request

    from feeds.site import Site

_AT_ONCE = 4
"""How many questions are asked of the database at once; who comes then is asked to come again."""
_KEPT_BYTES = 64 * 2**20
"""How much of answers is held in memory."""
_LONGEST_QUERY = 2_000
_HIGHEST = 2**63 - 1
_METHODS = ["GET", "HEAD"]
_LINES = "application/jsonl; charset=utf-8"


@dataclass(frozen=True, slots=True)
class _Made:
    status: int
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    plain: Representation
    zipped: Representation


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
        self._kept: Recent[str, _Answer] = Recent(_KEPT_BYTES)
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
            def asked() -> tuple[str, Callable[[], _Made]]:
                wanted = question(request.query_params.multi_items())
                location = f"/feeds/search.{form}?{wanted.query}"

                def make() -> _Made:
                    made = answers.feed(self._reader, self._site(), wanted, form)
                    headers = {"Content-Type": TYPES[f".{form}"], "Content-Location": location, **FOR_PROGRAMS}
                    return _Made(200, made, headers)

                return location, make

            return await self._respond(request, asked)

        return answer

    async def _search(self, request: Request) -> Response:
        def asked() -> tuple[str, Callable[[], _Made]]:
            parameters = request.query_params.multi_items()

            def make() -> _Made:
                status, made = answers.page_of(self._reader, self._site(), parameters)
                return _Made(status, made, {"Content-Type": TYPES[".html"]})

            return f"/search?{request.url.query}", make

        return await self._respond(request, asked)

    async def _developments(self, request: Request) -> Response:
        def asked() -> tuple[str, Callable[[], _Made]]:
            after = _position(request.query_params.multi_items())

            def make() -> _Made:
                made = answers.developments(self._reader, self._site(), after)
                return _Made(200, made, {"Content-Type": _LINES, **FOR_PROGRAMS})

            return f"/developments.jsonl?after={after}", make

        return await self._respond(request, asked)

    async def _respond(self, request: Request, asked: Callable[[], tuple[str, Callable[[], _Made]]]) -> Response:
        try:
            _check_length(request.url.query)
            key, make = asked()
            answer = await anyio.to_thread.run_sync(self._answer, key, make)
        except QuestionError as error:
            headers = {**SECURITY, **FOR_PROGRAMS, **({"Retry-After": "10"} if error.status == 503 else {})}
            return PlainTextResponse(f"{error.detail}.\n", error.status, headers)
        return _response(request, answer)

    def _answer(self, key: str, make: Callable[[], _Made]) -> _Answer:
        """The answer that was given since the last publishing, else a new one. Raises QuestionError."""
        stamp = (self._manifest.stat().st_mtime_ns if self._manifest.exists() else 0,)
        with self._lock:
            kept = self._kept.get(key)
        if kept and kept.plain.stamp == stamp:
            return kept
        if not self._free.acquire(timeout=2):
            raise QuestionError("too many ask at once; come again in a moment", 503)
        try:
            made = make()
        finally:
            self._free.release()
        plain, zipped = (
            represented(made.body, made.headers, stamp=stamp, max_age_seconds=self._max_age_seconds, zipped=zipped)
            for zipped in (False, True)
        )
        answer = _Answer(made.status, plain, zipped)
        with self._lock:
            self._kept.put(key, answer, len(plain.data) + len(zipped.data))
        return answer


def _response(request: Request, answer: _Answer) -> Response:
    asked = request.headers
    found = answer.zipped if accepts_gzip(asked.get("accept-encoding")) else answer.plain
    if answer.status == 200 and not_modified(asked.get("if-none-match"), asked.get("if-modified-since"), found):
        response = Response(status_code=304)
        response.raw_headers = list(found.headers)
    else:
        response = Response(b"" if request.method == "HEAD" else found.data, answer.status)
        response.raw_headers = list(found.headers_with_body)
    return response


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
