"""The database: which server, as which role, and whether its schema is the one that this tracker needs.

Processes connect as one of five roles; the owner's address is for migrating only. An embedded database is migrated by
whoever opens it; a server of one's own only by `tracker up` and `tracker db migrate`.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakSet

import orjson
import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError

from tracker import embedded, roles
from tracker.connections import NOTICE_LOSS, ignore_environment, parameters
from tracker.errors import DatabaseError, SchemaOutdatedError
from tracker.schema import current_revision, newest_revision, upgrade

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

    from tracker.settings import Settings

_IDLE_SINCE = "idle since"
TRUSTED_SECONDS = 1.0
"""How long a connection may lie idle in the pool before it is asked whether it still answers."""

_CANCEL_SECONDS = 5.0
_FIRST_MIGRATION_LOCK = 7_166_212
"""Our key among the database's advisory locks: two first migrations at once wait for each other."""
_MIGRATION_PATIENCE = "30s"
_MIGRATION_ATTEMPTS = 10
_LOCKED = "55P03"
_DISTURBED = frozenset({"XX000", "23505", "42710", "40P01"})
"""What a migration of another database on the server causes: tuple concurrently updated, and roles that now exist."""


@dataclass(slots=True)
class Database:
    """An open database. Engines are made when first asked for, one per role, and closed with it."""

    urls: dict[str, URL]
    _engines: dict[str, Engine] = field(default_factory=dict)
    _connections: WeakSet[psycopg.Connection] = field(default_factory=WeakSet)

    def engine(self, role: str) -> Engine:
        """The engine that connects as a role: writer, projector, publisher, reader or eraser.

        Raises DatabaseError where the settings tell no address for it.
        """
        if role not in self._engines:
            if role not in self.urls:
                raise DatabaseError(f"no address is set for the role {role}; set TRACKER_{role.upper()}_URL")
            # No statement of ours runs long while it holds a lock, and a lost client must not hold the log's head.
            self._engines[role] = _engine(self.urls[role], application=f"tracker {role}")
            event.listen(self._engines[role], "connect", lambda driver, _record: self._connections.add(driver))
        return self._engines[role]

    def beside(self) -> Database:
        """The same database by connections of its own, which can be interrupted without disturbing others."""
        return Database(self.urls)

    def interrupt(self) -> None:
        """Have the server end the statements that run on these connections now; from any thread.

        Who waits for one has an error, and its transaction is rolled back.
        """
        for driver in list(self._connections):
            # One that is lost, or does nothing, has nothing to be ended.
            with suppress(psycopg.Error):
                driver.cancel_safe(timeout=_CANCEL_SECONDS)

    def close(self) -> None:
        """Close all connections."""
        for engine in self._engines.values():
            engine.dispose()
        self._engines.clear()


@contextmanager
def opened(settings: Settings, *, migrate: bool = False) -> Iterator[Database]:
    """The database of an installation, with its schema as needed.

    An embedded database is started and migrated; one on a server of one's own is migrated only with `migrate`.
    Raises SchemaOutdatedError where that would be needed, DatabaseError where the server cannot be reached or is lost.
    """
    try:
        if settings.embedded:
            with embedded.running(settings.data) as url, _opened(settings, url, migrate=True) as database:
                yield database
        else:
            ignore_environment(but_secrets=True)
            with _opened(settings, settings.database_url, migrate=migrate) as database:
                yield database
    except (OperationalError, InterfaceError) as error:
        raise DatabaseError(str(error.orig).strip()) from error
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise DatabaseError(str(error).strip()) from error


@contextmanager
def opened_as_owner(settings: Settings) -> Iterator[psycopg.Connection]:
    """A connection as the database's owner, for what no other role may do.

    Raises DatabaseError where the settings do not tell the owner's address, or it cannot be reached.
    """
    try:
        if settings.embedded:
            with embedded.running(settings.data) as url, psycopg.connect(url) as connection:
                yield connection
        elif settings.database_url:
            ignore_environment(but_secrets=True)
            url = make_url(settings.database_url).set(drivername="postgresql").render_as_string(hide_password=False)
            with psycopg.connect(url) as connection:
                yield connection
        else:
            raise DatabaseError("this needs the owner's address; set TRACKER_DATABASE_URL")
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise DatabaseError(str(error).strip()) from error


@contextmanager
def _opened(settings: Settings, owner_url: str | None, *, migrate: bool) -> Iterator[Database]:
    if migrate and owner_url:
        migrate_schema(settings, owner_url)
    database = Database(role_urls(settings, owner_url))
    try:
        _check(database)
        yield database
    finally:
        database.close()


def role_urls(settings: Settings, owner_url: str | None) -> dict[str, URL]:
    """The address for each role: as set, else the owner's with the role's name and the password that we made for it."""
    credentials = roles.credentials(settings)
    urls = {role: _driver(url) for role, url in settings.role_urls.items()}
    for role, name in roles.names(settings).items():
        if role not in urls and owner_url and credentials.known(name):
            urls[role] = _driver(owner_url).set(username=name, password=credentials.password(name))
    return urls


def _driver(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _engine(url: URL, *, application: str) -> Engine:
    options = url.query.get("options", "")
    asked = parameters(options if isinstance(options, str) else " ".join(options))
    # A parameter may be a cable's words, which must be in no message.
    engine = create_engine(
        url,
        pool_size=4,
        pool_reset_on_return=None,
        hide_parameters=True,
        # A publishing reads little else than JSON.
        json_deserializer=orjson.loads,
        connect_args={
            "application_name": application,
            **{name: value for name, value in NOTICE_LOSS.items() if name not in url.query},
            **asked,
        },
    )
    event.listen(engine, "connect", _prepare_nothing_behind_a_pooler)
    event.listen(engine, "reset", _reset)
    event.listen(engine, "checkin", _lay_down)
    event.listen(engine, "checkout", _check_idle)
    return engine


def _prepare_nothing_behind_a_pooler(driver: psycopg.Connection, _record: object) -> None:
    """Have the driver send each statement whole where a pooler gives each transaction a session of its choice.

    Statements are prepared in a session, under names that every client counts alike: another's session has none of that
    name, or a different one, which would be answered without an error. A pooler makes up the process that it tells.
    """
    row = driver.execute("SELECT pg_backend_pid()").fetchone()
    driver.rollback()
    if row is None or row[0] != driver.info.backend_pid:
        driver.prepare_threshold = None


def _reset(driver: psycopg.Connection, _record: object, _state: object) -> None:
    """Leave no transaction open in a connection that goes back to its pool.

    A lost connection has none; trying to end it is told as a second failure, with a traceback of its own. One that was
    interrupted in the middle of a statement takes no other.
    """
    status = driver.pgconn.transaction_status
    if status == TransactionStatus.ACTIVE:
        driver.close()
    elif status != TransactionStatus.IDLE and not driver.closed:
        driver.rollback()


def _lay_down(driver: psycopg.Connection | None, record: ConnectionPoolEntry) -> None:
    """Give a connection back as it was when it was new: what its next transaction may do, the server's settings say.

    SQLAlchemy takes back what a use of it had asked for by asking for the opposite, and `BEGIN READ WRITE` is an error
    on a replica.
    """
    if driver is not None and driver.pgconn.transaction_status == TransactionStatus.IDLE:
        driver.isolation_level = driver.read_only = None
    record.info[_IDLE_SINCE] = time.monotonic()


def _check_idle(driver: psycopg.Connection, record: ConnectionPoolEntry, _proxy: object) -> None:
    """Have the pool make another connection for one that was lost, or may have been while it lay idle.

    To ask every time would cost each append a way to the server.
    """
    since = record.info.get(_IDLE_SINCE)
    if driver.closed or (since and time.monotonic() - since > TRUSTED_SECONDS and not answers(driver)):
        raise DisconnectionError


def answers(driver: psycopg.Connection) -> bool:
    """Whether the server answers, which a connection that has lain idle for long cannot tell by itself."""
    try:
        driver.execute("SELECT 1")
        driver.rollback()
    except psycopg.OperationalError:
        return False
    return True


def _driver_of(connection: Connection) -> psycopg.Connection:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _check_server(driver: psycopg.Connection) -> None:
    if driver.info.server_version < 150_000:
        raise DatabaseError(f"PostgreSQL 15 or newer is needed, the server is {driver.info.server_version // 10_000}")
    encoding = driver.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise DatabaseError(
            f"database {driver.info.dbname} is in encoding {encoding}, and cables are in all scripts; "
            "make one with ENCODING 'UTF8' TEMPLATE template0"
        )


def _check(database: Database) -> None:
    if not database.urls:
        raise SchemaOutdatedError("the database was never set up; run `tracker db migrate`")
    role = next(iter(database.urls))
    try:
        with database.engine(role).connect() as connection:
            _check_server(_driver_of(connection))
            found = current_revision(connection)
    except OperationalError as error:
        raise DatabaseError(f"cannot connect as {role} ({error.orig})") from error
    if found != newest_revision():
        raise SchemaOutdatedError(
            f"it is at {found or 'no revision'}, needed is {newest_revision()}; run `tracker db migrate`"
        )


def migrate_schema(settings: Settings, owner_url: str, *, reset_passwords: bool = False) -> None:
    """Make the roles and bring the schema to the newest revision; nothing is written where both are so already.

    Run by a superuser, everything is owned by an ordinary role `PREFIX_owner`. With `reset_passwords` the roles get new
    passwords; a reset that was interrupted is finished by the next migration. Raises DatabaseError where the server
    cannot be reached, is older than PostgreSQL 15, is not in UTF-8, or refuses; and where the schema is not ours.
    """
    ignore_environment(but_secrets=not settings.embedded)
    engine = _engine(_driver(owner_url), application="tracker migration")
    try:
        for attempt in range(1, _MIGRATION_ATTEMPTS + 1):
            try:
                renewed = _migrate(engine, settings, reset_passwords=reset_passwords)
                break
            except (DBAPIError, psycopg.Error) as error:
                # The other has committed: whoever disturbs us here has made us wait for that first.
                if _sqlstate(error) not in _DISTURBED or attempt == _MIGRATION_ATTEMPTS:
                    raise
    except (DBAPIError, psycopg.Error) as error:
        if _sqlstate(error) == _LOCKED:
            raise DatabaseError(
                f"another migration, or somebody who uses what is to be changed, held us up for {_MIGRATION_PATIENCE}; "
                "try again when they have ended"
            ) from error
        words = error.orig if isinstance(error, DBAPIError) else error
        raise DatabaseError(f"migrating failed ({str(words).strip()})") from error
    finally:
        engine.dispose()
    for name in renewed:
        roles.credentials(settings).settle(name)


def _sqlstate(error: DBAPIError | psycopg.Error) -> str | None:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return cause.sqlstate if isinstance(cause, psycopg.Error) else None


def _migrate(engine: Engine, settings: Settings, *, reset_passwords: bool) -> list[str]:
    """One attempt, in one transaction; returns the names of the roles whose next password is to be settled."""
    with engine.begin() as connection:
        driver = _driver_of(connection)
        _check_server(driver)
        roles.check_ours(driver, settings)
        _exclude_others(driver)
        owner = roles.owner(driver, settings)
        renewed = roles.make(driver, settings, reset_passwords=reset_passwords)
        roles.become(driver, owner)
        roles.close_to_public(driver, settings)
        if not _has_schema(driver):
            driver.execute("CREATE SCHEMA IF NOT EXISTS jobs")
        elif current_revision(connection) == newest_revision():
            return renewed
        upgrade(connection, roles.names(settings))
    return renewed


def _exclude_others(driver: psycopg.Connection) -> None:
    """Let one migration run at a time: each sees what the one before it made, or both would make it.

    The lock is on a table that only its owner may lock so, since whoever may log in may take an advisory lock, and keep
    it. Before there is that table, nobody but the owner is let in yet.
    """
    driver.execute(f"SET LOCAL lock_timeout = '{_MIGRATION_PATIENCE}'")
    if not _has_schema(driver):
        driver.execute("SELECT pg_advisory_xact_lock(%s)", [_FIRST_MIGRATION_LOCK])
    if _has_schema(driver):
        driver.execute("LOCK TABLE jobs.schema_revision IN SHARE ROW EXCLUSIVE MODE")


def _has_schema(driver: psycopg.Connection) -> bool:
    row = driver.execute("SELECT to_regclass('jobs.schema_revision') IS NOT NULL").fetchone()
    return bool(row and row[0])
