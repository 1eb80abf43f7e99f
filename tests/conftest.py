"""What all layers share: the real release beside the project, servers, and a migrated template cloned for each test.

A skip fails where everything must run.
"""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from tests.servers import INSTALLED, Server, embedded_server, installed_server
from tracker.database import Database, migrate_schema, role_urls
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

ROOT = Path(__file__).parent.parent
_TEMPLATE = "template_tracker"
_numbers = count(1)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real cables beside the project, which its users do not have."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder `shared` with real cables is not beside the project")
    return folder


@pytest.fixture(scope="session")
def postgresql_15() -> Iterator[Server]:
    """An installed PostgreSQL 15."""
    if not (INSTALLED / "postgres").exists():
        pytest.skip("PostgreSQL 15 is not installed (package postgresql-15)")
    with installed_server() as server:
        yield server


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


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With TRACKER_REQUIRE_ALL=1 a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("TRACKER_REQUIRE_ALL") == "1" and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, but TRACKER_REQUIRE_ALL=1 asks for all tests: {report.longrepr}"
    return report
