"""The `tracker` command: turns errors into messages and exit statuses."""

from __future__ import annotations

import logging
import signal
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Annotated

import structlog
import typer

from tracker.cli.commands import Commands
from tracker.cli.output import end_output, problem, say
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from types import FrameType


def _print_version(asked: bool) -> None:
    if asked:
        say(f"cable-tracker {metadata.version('cable-tracker')}")
        raise typer.Exit


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def options(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Follow what diplomatic cables report about drug cartels: releases in, feeds and SQL views out."""


def run() -> None:
    """Run the command line. Exit status: 0 all done, 3 some input was refused, 1 failed, 2 wrong usage."""
    _log_to_standard_error()
    # A polite request to end unwinds as Control-C does, so that an embedded server is stopped in order.
    signal.signal(signal.SIGTERM, _end)
    try:
        app()
    except TrackerError as error:
        problem(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        end_output()


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def _log_to_standard_error() -> None:
    renderer = structlog.dev.ConsoleRenderer() if sys.stderr.isatty() else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info if not sys.stderr.isatty() else structlog.dev.set_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )
