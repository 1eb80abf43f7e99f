"""`tracker serve`: answer requests from the published files."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from tracker import settings as configuration
from tracker.cli.output import say
from tracker.cli.up import Port, with_port
from tracker.cli.web import listen, serve_until_stopped
from tracker.database import Database, role_urls
from tracker.standing import seen, seen_in_figures


def serve(port: Port = None) -> None:
    """Serve what is published. Needs no database; a worker beside it keeps the files up to date.

    Where TRACKER_READER_URL is set, /health/ready and /metrics tell whether that database answers, a
    replica for instance, and how fresh it is; the files are served whether it does or not.

    Example: tracker serve --port 8080
    """
    settings = with_port(configuration.load(), port)
    reader = {name: url for name, url in settings.role_urls.items() if name == "reader"}
    with listen(settings) as taken:
        say(f"Serving {settings.public} at http://{settings.host}:{settings.port}/; Control-C ends it.")
        if not reader:
            serve_until_stopped(taken, settings, lambda: {"status": "ok"})
            return
        with closing(Database(role_urls(replace(settings, role_urls=reader), None))) as database:
            serve_until_stopped(taken, settings, lambda: seen(database), lambda: seen_in_figures(database))
