"""`tracker serve`: answer requests from the published files."""

from __future__ import annotations

from tracker import settings as configuration
from tracker.cli.output import say
from tracker.cli.up import Port, with_port
from tracker.cli.web import listen, serve_until_stopped


def serve(port: Port = None) -> None:
    """Serve what is published. Needs no database; a worker beside it keeps the files up to date.

    Example: tracker serve --port 8080
    """
    settings = with_port(configuration.load(), port)
    with listen(settings) as taken:
        say(f"Serving {settings.public} at http://{settings.host}:{settings.port}/; Control-C ends it.")
        serve_until_stopped(taken, settings, lambda: {"status": "ok"})
