"""`tracker up`: everything in one process."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.refresh import Refresh
from jobs.scheduler import scheduler
from tracker import settings as configuration
from tracker.cli.ingest import record
from tracker.cli.output import problem, say
from tracker.cli.web import listen, serve_until_stopped
from tracker.database import opened
from tracker.health import health

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.settings import Settings

Port = Annotated[int | None, typer.Option("--port", help="The port to serve at.", min=1, max=65535)]


def up(
    sources: Annotated[list[Path] | None, typer.Argument(help="Releases to record first.", metavar="SOURCE")] = None,
    port: Port = None,
) -> None:
    """Record, publish, serve and schedule: all in one.

    Migrates the database first, then records the releases given, and keeps everything up to date until told to end.

    Example: tracker up release/
    """
    run(with_port(configuration.load(), port), sources or [])


def with_port(settings: Settings, port: int | None) -> Settings:
    """The settings with another port to serve at, where one is given."""
    return settings if port is None else replace(settings, port=port)


def run(settings: Settings, sources: Sequence[Path]) -> None:
    """Record the sources, then serve until told to end."""
    with ExitStack() as stack:
        taken = stack.enter_context(listen(settings))
        database = stack.enter_context(opened(settings, migrate=True))
        if sources:
            summary = record(database, settings, sources)
            for source, reason in summary.refused:
                problem(f"{source} is quarantined: {reason}")
            say(
                f"{summary.cables} cables: {summary.new} new, {summary.changed} changed, "
                f"{summary.unchanged} unchanged, {len(summary.refused)} refused."
            )
        refresh = Refresh(database, settings)
        refresh()
        timer = scheduler(refresh, every_seconds=settings.publish_every_seconds)
        timer.start()
        stack.callback(timer.shutdown)
        say(f"Serving {settings.site_url}/ and {settings.site_url}/feeds/all.atom; Control-C ends it.")
        serve_until_stopped(taken, settings, lambda: health(database, settings))
