"""What watches a service asks of it: whether it lives, whether it is ready, and its metrics.

Around the site's own application, so that what the site answers is counted without it knowing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from threading import Lock
from typing import Generic, TypeVar

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tracker import metrics
from tracker.types import JsonObject

_NO_STORE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_SORTS = {".atom": "feed", ".rss": "feed", ".json": "feed", ".opml": "feed", "": "page", ".html": "page"}
_Value = TypeVar("_Value")


@dataclass(slots=True)
class Cached(Generic[_Value]):
    """What a function returns, asked again after so many seconds at the soonest; what it raises is not kept."""

    ask: Callable[[], _Value]
    seconds: float
    clock: Callable[[], float] = time.monotonic
    _kept: list[tuple[float, _Value]] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self) -> _Value:
        """The answer, or that of a moment ago."""
        with self._lock:
            if self._kept and self.clock() - self._kept[0][0] < self.seconds:
                return self._kept[0][1]
            value = self.ask()
            self._kept = [(self.clock(), value)]
            return value


def monitored(
    site: ASGIApp,
    ready: Callable[[], JsonObject],
    standing: Callable[[], Sequence[metrics.Gauge]] | None = None,
) -> Starlette:
    """The site with `/health/live`, `/health/ready` and `/metrics`; the site's own requests are counted.

    `ready` returns with "status" "ok" where the service can do its work, and may raise where it cannot.
    """

    def live(_: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    def ready_now(_: Request) -> Response:
        try:
            told = ready()
        except Exception as error:  # whatever is wrong, a health check must be answered
            told = {"status": "failing", "error": type(error).__name__}
        return JSONResponse(told, 200 if told.get("status") == "ok" else 503, headers=_NO_STORE)

    def all_metrics(_: Request) -> Response:
        return PlainTextResponse(metrics.text(standing), headers={**_NO_STORE, "Content-Type": metrics.CONTENT_TYPE})

    return Starlette(
        routes=[
            Route("/health/live", live),
            Route("/health/ready", ready_now),
            Route("/metrics", all_metrics),
            Mount("/", _counted(site)),
        ]
    )


def _counted(site: ASGIApp) -> ASGIApp:
    """The application, each of whose answers is counted."""

    async def call(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                sort = _SORTS.get(PurePosixPath(scope["path"]).suffix, "other")
                metrics.REQUESTS.labels(sort, str(message["status"])).inc()
            await send(message)

        await site(scope, receive, sent)

    return call


def nothing_here() -> Starlette:
    """A site without pages, for a process that is only watched."""
    return Starlette()
