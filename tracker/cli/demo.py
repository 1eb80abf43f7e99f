"""`tracker demo`: the whole tracker on the sample release."""

from __future__ import annotations

from tracker import sample
from tracker import settings as configuration
from tracker.cli.up import run
from tracker.cli.web import Port, with_port


def demo(port: Port = None) -> None:
    """Run everything on the bundled sample release.

    It has a database of its own, and all that it publishes is marked as sample data.

    Example: tracker demo --port 8001
    """
    settings = with_port(configuration.load(), port).for_sample()
    with sample.release() as folder:
        # Those who look at it want to see entries, not the sum of them.
        run(settings, [folder], backfill=False)
