"""A migrated template database per session, cloned for each test."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.servers import Server, embedded_server
from tracker.database import Database, migrate_schema, role_urls
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEMPLATE = "template_tracker"
_numbers = count(1)


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Settings]]:
    """The embedded server with a migrated template, and the settings that know its roles."""
    with embedded_server() as (server, data):
        settings = Settings(data=data, database_url=server.create(_TEMPLATE))
        assert settings.database_url
        migrate_schema(settings, settings.database_url)
        yield server, settings


@pytest.fixture
def settings(embedded: tuple[Server, Settings]) -> Iterator[Settings]:
    """The settings of a database of the test's own."""
    server, template = embedded
    name = f"test_{next(_numbers)}"
    url = server.create(name, template=_TEMPLATE)
    yield replace(template, database_url=url)
    server.drop(name)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """A migrated, empty database of the test's own."""
    opened = Database(role_urls(settings, settings.database_url))
    yield opened
    opened.close()


@pytest.fixture
def superuser(settings: Settings) -> str:
    """The address of the test's database as a superuser, for psycopg."""
    assert settings.database_url
    return make_url(settings.database_url).render_as_string(hide_password=False)
