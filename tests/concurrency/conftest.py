"""Addresses of the roles as psycopg takes them, and processes that end with the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.concurrency.processes import Processes, processes
from tracker.log.log import Log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.database import Database


@pytest.fixture
def running() -> Iterator[Processes]:
    with processes() as started:
        yield started


@pytest.fixture
def log(database: Database) -> Log:
    return Log(database.engine("writer"))


@pytest.fixture
def writer(database: Database) -> str:
    return address(database, "writer")


def address(database: Database, role: str) -> str:
    """The address of a database as a role, for psycopg."""
    return database.urls[role].set(drivername="postgresql").render_as_string(hide_password=False)
