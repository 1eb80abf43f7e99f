"""Serving: the address is taken first, so that a port in use is told before any work is done."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer
import uvicorn

from feeds.asking.routes import Answers
from feeds.monitoring import Cached, monitored, nothing_here
from feeds.server import application
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.database import Database
    from tracker.metrics import Gauge
    from tracker.settings import Settings
    from tracker.types import JsonObject


Port = Annotated[int | None, typer.Option("--port", help="The port to serve at.", min=1, max=65535)]


class AddressError(TrackerError):
    """The address to serve at cannot be used."""


def with_port(settings: Settings, port: int | None) -> Settings:
    """The settings with another port to serve at, where one is given."""
    return settings if port is None else replace(settings, port=port)


def listen(settings: Settings) -> socket.socket:
    """A socket that listens at the address that the settings tell. Raises AddressError, saying what to do."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((settings.host, settings.port))
        taken.listen(128)
    except OSError as error:
        taken.close()
        raise AddressError(
            f"{settings.host}:{settings.port} ({error.strerror}); choose another with --port or TRACKER_PORT"
        ) from error
    return taken


_MAX_AGE_SECONDS = 60
_HEALTH_SECONDS = 2.0
"""For so long an answer about the database serves all who ask for it."""


def serve_until_stopped(
    taken: socket.socket,
    settings: Settings,
    health: Callable[[], JsonObject],
    standing: Callable[[], Sequence[Gauge]] | None = None,
    *,
    database: Database | None = None,
    pages: bool = True,
) -> None:
    """Answer requests from the published files until the process is told to end; without `pages` only watchers'.

    Searches are answered from the database where one is given.
    """
    known = Cached(health, _HEALTH_SECONDS)
    # Never longer than what is published stays as it is.
    age = min(_MAX_AGE_SECONDS, settings.publish_every_seconds)
    routes = Answers(database.engine("reader"), settings.public, age).routes if database else ()
    site = application(settings.public, known, max_age_seconds=age, routes=routes) if pages else nothing_here()

    def ready() -> JsonObject:
        if pages and not (settings.public / "index.html").exists():
            return {"status": "nothing has been published yet"}
        return {"status": known()["status"]}

    app = monitored(site, ready, Cached(standing, _HEALTH_SECONDS) if standing else None)
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    try:
        server.run(sockets=[taken])
    except (KeyboardInterrupt, SystemExit):
        # It raises the signal again that ended it; but being told to end is how serving ends, and no failure.
        if not server.should_exit:
            raise
