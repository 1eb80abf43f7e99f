"""What watches the service is answered whatever happens, and what is counted tells nothing that readers asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from feeds.monitoring import Cached, monitored
from tracker.metrics import Gauge
from tracker.types import JsonObject


@dataclass(frozen=True)
class Client:
    """Asks an application as if over the network."""

    app: Starlette

    def get(self, address: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app)
            async with httpx.AsyncClient(transport=transport, base_url="http://tracker.example") as asking:
                return await asking.get(address)

        return asyncio.run(ask())


def client(ready: JsonObject | Exception, gauges: list[Gauge] | Exception) -> Client:
    def told() -> JsonObject:
        if isinstance(ready, Exception):
            raise ready
        return ready

    def standing() -> list[Gauge]:
        if isinstance(gauges, Exception):
            raise gauges
        return gauges

    def answer(_: Request) -> PlainTextResponse:
        return PlainTextResponse("here")

    site = Starlette(routes=[Route("/feeds/all.atom", answer), Route("/cables/{name}", answer)])
    return Client(monitored(site, told, standing))


def test_it_lives_while_it_is_not_ready() -> None:
    failing: JsonObject = {"status": "failing"}
    for ready in (failing, OSError("secret words")):
        asked = client(ready, [])
        assert asked.get("/health/live").status_code == 200
        answer = asked.get("/health/ready")
        assert (answer.status_code, "secret" in answer.text) == (503, False)
    assert client({"status": "ok"}, []).get("/health/ready").json() == {"status": "ok"}


def test_requests_are_counted_by_sort_and_never_by_what_was_asked() -> None:
    asked = client({"status": "ok"}, [Gauge("tracker_log_position", "Position.", 7.0)])
    for path in ("/feeds/all.atom?q=secret", "/cables/07MEXICO4321", "/cables/07MEXICO4321.pdf", "/nothing"):
        asked.get(path)
    answer = asked.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    assert 'tracker_requests_total{sort="feed",status="200"}' in answer.text
    assert 'tracker_requests_total{sort="page",status="404"}' in answer.text
    assert "tracker_log_position 7.0" in answer.text
    assert "tracker_database_up 1.0" in answer.text
    assert "secret" not in answer.text
    assert "MEXICO" not in answer.text


def test_metrics_are_told_while_the_database_is_down() -> None:
    answer = client({"status": "ok"}, OSError("secret words")).get("/metrics")
    assert answer.status_code == 200
    assert "tracker_database_up 0.0" in answer.text


def test_what_is_cached_is_asked_again_in_time_and_errors_are_not_kept() -> None:
    now = [0.0]
    answers = [1, None, 2]

    def ask() -> int:
        answer = answers.pop(0)
        if answer is None:
            raise OSError("gone")
        return answer

    cached = Cached(ask, 2.0, lambda: now[0])
    assert (cached(), cached()) == (1, 1)
    now[0] = 2.0
    with pytest.raises(OSError, match="gone"):
        cached()
    assert cached() == 2
