"""`tracker serve`: answer requests from the published files."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from typing import Annotated

import typer

from jobs.standing import seen, seen_in_figures
from tracker import settings as configuration
from tracker.cli.output import end_output, say
from tracker.cli.web import Port, listen, serve_until_stopped, with_port
from tracker.database import Database, opened, role_urls


def serve(
    port: Port = None,
    searches: Annotated[
        bool,
        typer.Option("--searches", help="Answer searches and feeds of searches too, from the installation's database."),
    ] = False,
) -> None:
    """Serve what is published. Needs no database; a worker beside it keeps the files up to date.

    With --searches it answers /search, /feeds/search.atom?... and /developments.jsonl too, from the
    database. Where TRACKER_READER_URL is set it does so without being told, from that database, a
    replica for instance, and /health/ready and /metrics tell whether it answers and how fresh it is;
    the files are served whether it does or not.

    Example: tracker serve --port 8080 --searches
    """
    settings = with_port(configuration.load(), port)
    reader = {name: url for name, url in settings.role_urls.items() if name == "reader"}
    with ExitStack() as stack:
        taken = stack.enter_context(listen(settings))
        say(f"Serving {settings.public} at http://{settings.host}:{settings.port}/; Control-C ends it.")
        end_output()
        if reader:
            database = Database(role_urls(replace(settings, role_urls=reader), None))
            stack.enter_context(closing(database))
            serve_until_stopped(
                taken, settings, lambda: seen(database), lambda: seen_in_figures(database), database=database
            )
        else:
            asked = stack.enter_context(opened(settings)) if searches else None
            serve_until_stopped(taken, settings, lambda: {"status": "ok"}, database=asked)
