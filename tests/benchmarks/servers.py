"""The one server of a run, its durability as it comes; and on it fresh databases for every benchmark."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

import psycopg

from tests.servers import Server, embedded_server
from tracker.database import migrate_schema, role_urls
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

_TEMPLATE = "template_tracker"
_SETTINGS = ("server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_level", "shared_buffers")
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Bench:
    """A running server, with a migrated database to be cloned and the settings that know its roles."""

    server: Server
    settings: Settings

    @contextmanager
    def ours(self) -> Iterator[dict[str, URL]]:
        """The addresses, by role, of a migrated and empty database."""
        with self._database(_TEMPLATE) as url:
            yield role_urls(self.settings, url)

    @contextmanager
    def peer(self) -> Iterator[str]:
        """The superuser's address of an empty database."""
        with self._database("template0") as url:
            yield url

    @contextmanager
    def _database(self, template: str) -> Iterator[str]:
        name = f"benchmark_{next(_numbers)}"
        url = self.server.create(name, template=template)
        try:
            yield url
        finally:
            self.server.drop(name)

    def durability(self) -> str:
        """What the server was set to while all was measured."""
        with psycopg.connect(self.server.superuser) as connection:
            rows = [connection.execute("SELECT current_setting(%s)", [name]).fetchone() for name in _SETTINGS]
        return ", ".join(f"{name} = {row[0]}" for name, row in zip(_SETTINGS, rows, strict=True) if row)


@contextmanager
def started() -> Iterator[Bench]:
    """A server of our own, for as long as the block runs."""
    with embedded_server(durable=True) as (server, data):
        settings = Settings(data=data, database_url=server.create(_TEMPLATE))
        assert settings.database_url
        migrate_schema(settings, settings.database_url)
        yield Bench(server, settings)
