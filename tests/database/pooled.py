"""A database by way of a pooler, as several processes would use it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.servers import POOLER, POOLER_PORT, pooler_of
from tracker.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def pooled(database: Database, superuser: str, *roles: str, processes: int = 1) -> Iterator[tuple[Database, ...]]:
    """The database as one process or several see it behind a pooler with two sessions for each role."""
    if not POOLER.exists():
        pytest.skip("the pooler is not installed (package pgbouncer)")
    urls = {role: database.urls[role] for role in roles}
    passwords = {url.username or "": str(url.password) for url in urls.values()}
    with pooler_of(superuser, passwords, sessions=2) as folder:
        behind = {role: url.set(query={"host": folder, "port": str(POOLER_PORT)}) for role, url in urls.items()}
        made = tuple(Database(behind) for _ in range(processes))
        try:
            yield made
        finally:
            for each in made:
                each.close()
