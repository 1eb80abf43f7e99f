"""`tracker worker`: the scheduled jobs, without a web server."""

from __future__ import annotations

import signal
import threading

from jobs.service import running
from tracker import settings as configuration
from tracker.cli.output import say
from tracker.database import opened


def worker() -> None:
    """Keep views and published files up to date.

    Runs until told to end; `tracker serve` beside it answers requests.

    Example: tracker worker
    """
    settings = configuration.load()
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: ended.set())
    signal.signal(signal.SIGINT, lambda _number, _frame: ended.set())
    with opened(settings) as database, running(database, settings):
        say(f"Working; publishing to {settings.public} every {settings.publish_every_seconds} s.")
        ended.wait()
