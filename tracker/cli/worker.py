"""`tracker worker`: the scheduled jobs, without a web server."""

from __future__ import annotations

import signal
import threading
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.service import running
from jobs.standing import standing
from tracker import settings as configuration
from tracker.cli.output import end_output, problem, say
from tracker.cli.web import listen, serve_until_stopped
from tracker.database import opened
from tracker.errors import DatabaseError, SchemaOutdatedError
from tracker.health import health
from tracker.log.wakeups import Patience

if TYPE_CHECKING:
    from tracker.database import Database
    from tracker.settings import Settings


def worker(
    watch_port: Annotated[
        int | None,
        typer.Option("--watch-port", help="Answer /health/live, /health/ready and /metrics here.", min=1, max=65535),
    ] = None,
) -> None:
    """Keep views and published files up to date.

    Runs until told to end; `tracker serve` beside it answers requests. A database that does not answer
    yet is waited for.

    Example: tracker worker --watch-port 9100
    """
    settings = configuration.load()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    signal.signal(signal.SIGINT, lambda _number, _frame: ended.set())
    with ExitStack() as stack:
        taken = stack.enter_context(listen(replace(settings, port=watch_port))) if watch_port else None
        database = _opened(stack, settings, ended)
        if database is None:
            return
        stack.enter_context(running(database, settings, ended))
        say(f"Working; publishing to {settings.public} every {settings.publish_every_seconds} s.")
        end_output()
        if taken is None:
            ended.wait()
        else:
            serve_until_stopped(
                taken, settings, lambda: health(database, settings), lambda: standing(database), pages=False
            )


def _opened(stack: ExitStack, settings: Settings, ended: threading.Event) -> Database | None:
    """The database, as soon as it answers; None where the process is told to end before."""
    patience, told = Patience(), ""
    while not ended.is_set():
        try:
            return stack.enter_context(opened(settings))
        except SchemaOutdatedError:
            raise
        except DatabaseError as error:
            if settings.embedded:
                raise
            if str(error) != told:
                problem(f"{error} Waiting for it.")
                told = str(error)
            ended.wait(patience.grow())
    return None
