"""`tracker up`: everything in one process."""

from __future__ import annotations

import fcntl
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.service import running
from jobs.standing import standing
from tracker import settings as configuration
from tracker.cli.ingest import Backfill, record
from tracker.cli.output import end_output, problem, say
from tracker.cli.web import Port, listen, serve_until_stopped, with_port
from tracker.database import opened
from tracker.errors import TrackerError
from tracker.health import health

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.settings import Settings


def up(
    sources: Annotated[list[Path] | None, typer.Argument(help="Releases to record first.", metavar="SOURCE")] = None,
    port: Port = None,
    backfill: Backfill = None,
) -> None:
    """Record, publish, serve and schedule: all in one.

    Migrates the database first, then records the releases given, and keeps everything up to date until told to end.

    Example: tracker up release/
    """
    run(with_port(configuration.load(), port), sources or [], backfill=backfill)


class AlreadyUpError(TrackerError):
    """Another `tracker up` runs on this data folder."""


def run(settings: Settings, sources: Sequence[Path], *, backfill: bool | None = None) -> None:
    """Record the sources, then serve until told to end; `backfill` as in `tracker.ingest.Ingest`."""
    # Whoever serves says where: what others publish of the same data from now on has these addresses too.
    settings = replace(settings, base_url=settings.site_url)
    with ExitStack() as stack:
        taken = stack.enter_context(listen(settings))
        stack.enter_context(_only_one(settings))
        database = stack.enter_context(opened(settings, migrate=True))
        if sources:
            summary = record(database, settings, sources, backfill=backfill)
            for source, reason in summary.refused:
                problem(f"{source} is quarantined: {reason}")
            say(
                f"{summary.cables} cables: {summary.new} new, {summary.changed} changed, "
                f"{summary.copies} other copies, {summary.unchanged} unchanged, {len(summary.refused)} refused."
            )
        stack.enter_context(running(database, settings))
        option = " --sample" if settings.sample else ""
        say(f"Serving {settings.site_url}/ and {settings.site_url}/feeds/all.atom; Control-C ends it.")
        say(f'Ask it with SQL from another terminal: psql "$(tracker db url{option})"')
        end_output()
        serve_until_stopped(
            taken, settings, lambda: health(database, settings), lambda: standing(database), database=database
        )


@contextmanager
def _only_one(settings: Settings) -> Iterator[None]:
    """Holds the data folder for this process: two that serve it would publish one site under two addresses."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with (settings.data / "up.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            where = lock.read().strip()
            raise AlreadyUpError(f"{settings.data} is served at {where}; end that one, or set TRACKER_DATA") from None
        lock.truncate(0)
        lock.write(f"{settings.site_url}\n")
        lock.flush()
        yield
