"""The embedded PostgreSQL server: one per data folder, shared by all tracker processes that use the folder."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.connections import ignore_environment
from tracker.embedded.server import DATABASE, OWNER, EmbeddedServer, scram
from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["DATABASE", "OWNER", "EmbeddedServerError", "is_made", "running", "scram"]


def is_made(data: Path) -> bool:
    """Whether a data folder has a database."""
    return EmbeddedServer(data.resolve()).is_made


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The address, as the database's owner, of the server of a data folder, which runs at least as long as the block.

    Raises EmbeddedServerError where it cannot be started.
    """
    ignore_environment(but_secrets=False)
    server = EmbeddedServer(data.resolve())
    try:
        server.enter()
        yield server.url(OWNER)
    finally:
        server.leave()
