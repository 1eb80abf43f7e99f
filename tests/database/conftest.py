"""A database that an ordinary owner migrated, filled, and shared by all who try what they may not do."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests.database.invented import ARREST, file, ingest, project, telegram
from tests.database.telling import Told
from tracker import sample
from tracker.cables.releases import files
from tracker.database import Database, migrate_schema, opened, role_urls
from tracker.projections.catalogue import PROJECTIONS
from tracker.projections.runner import Runner
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

SECRET = "Ramiro Inventado Lobillo"
"""A name that the filled database holds sealed."""
PROCESSES = ("writer", "projector", "publisher", "reader", "eraser")
"""The roles that processes connect as."""
_KEPT = ("log.events", "log.head", "log.documents", "log.document_parts", "sealed.protected_names")


@dataclass(frozen=True)
class Everyone:
    """The address of one database as each role that there is, the owner and a superuser included."""

    addresses: Mapping[str, str]
    prefix: str

    def name(self, role: str) -> str:
        """What a role is called on the server."""
        return f"{self.prefix}_{role}"

    def connect(self, role: str) -> psycopg.Connection:
        """A session in which each statement is a transaction, so that what is not refused stays."""
        connection = psycopg.connect(self.addresses[role], autocommit=True)
        # Read-only is only a default that any session can undo: what a role may not do must hold without it.
        connection.execute("SET default_transaction_read_only = off")
        # Compiling them takes longer than all of these statements.
        connection.execute("SET jit = off")
        return connection

    def kept(self) -> list[object]:
        """What the log holds, to compare."""
        with self.connect("superuser") as connection:
            return [
                connection.execute(
                    sql.SQL("SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {} t").format(
                        sql.Identifier(*table.split("."))
                    )
                ).fetchone()
                for table in _KEPT
            ]


@pytest.fixture(scope="session")
def sampled(embedded: tuple[Server, Settings]) -> Iterator[Database]:
    """A database with the sample release, to be read only: all tests that ask questions share it."""
    server, template = embedded
    url = server.create("sampled", template="template_tracker")
    database = Database(role_urls(template, url))
    with sample.release() as folder:
        ingest(database, *files([folder]), sample=True)
    project(database)
    yield database
    database.close()
    server.drop("sampled")


@pytest.fixture(scope="session", params=["18", "15"])
def everyone(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everyone]:
    """Everyone, on the embedded server and on the oldest one that is supported."""
    server: Server = (
        request.getfixturevalue("embedded")[0] if request.param == "18" else request.getfixturevalue("postgresql_15")
    )
    prefix, password = f"all_{secrets.token_hex(4)}", secrets.token_hex(8)
    owner = f"{prefix}_owner"
    server.execute(
        sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(sql.Identifier(owner), sql.Literal(password))
    )
    superuser = server.create(prefix, owner=owner)
    address = make_url(superuser).set(username=owner, password=password).render_as_string(hide_password=False)
    settings = Settings(data=tmp_path_factory.mktemp("everyone"), database_url=address, role_prefix=prefix)
    migrate_schema(settings, address)
    with opened(settings) as database:
        ingest(database, file(telegram(f"{ARREST} {SECRET} (strictly protect) told us so.")))
        project(database)
    addresses = {
        role: url.set(drivername="postgresql").render_as_string(hide_password=False)
        for role, url in role_urls(settings, address).items()
    }
    yield Everyone({"superuser": superuser, "owner": address, **addresses}, prefix)
    server.drop(prefix)


@pytest.fixture
def told(database: Database, superuser: str) -> Iterator[Told]:
    """Read tables without a cable, which know the registers."""
    Runner(database.engine("projector"), PROJECTIONS).catch_up()
    with psycopg.connect(superuser) as connection:
        yield Told(connection)
