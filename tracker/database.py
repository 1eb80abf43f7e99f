"""The database: which server, as which role, and whether its schema is the one that this tracker needs.

Processes connect as one of four roles; the owner's address is for migrating only. An embedded database is migrated by
whoever opens it; a server of one's own only by `tracker up` and `tracker db migrate`.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import resources
from typing import TYPE_CHECKING

import alembic.command
import psycopg
from alembic.config import Config
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import InterfaceError, OperationalError, ProgrammingError

from tracker import embedded
from tracker.credentials import Credentials
from tracker.errors import DatabaseError, SchemaOutdatedError
from tracker.settings import ROLES, Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

_MIGRATION_LOCK = 7_166_212
"""Our key among the server's advisory locks: two migrations at once wait for each other."""


@dataclass(slots=True)
class Database:
    """An open database. Engines are made when first asked for, one per role, and closed with it."""

    urls: dict[str, URL]
    _engines: dict[str, Engine] = field(default_factory=dict)

    def engine(self, role: str) -> Engine:
        """The engine that connects as a role: writer, projector, publisher or reader.

        Raises DatabaseError where the settings tell no address for it.
        """
        if role not in self._engines:
            if role not in self.urls:
                raise DatabaseError(f"no address is set for the role {role}; set TRACKER_{role.upper()}_URL")
            # No statement of ours runs long while it holds a lock, and a lost client must not hold the log's head.
            self._engines[role] = create_engine(
                self.urls[role],
                pool_size=4,
                pool_pre_ping=True,
                # A parameter may be a cable's words, which must be in no message.
                hide_parameters=True,
                connect_args={"application_name": f"tracker {role}"},
            )
        return self._engines[role]

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
            with _opened(settings, settings.database_url, migrate=migrate) as database:
                yield database
    except (OperationalError, InterfaceError) as error:
        raise DatabaseError(str(error.orig).strip()) from error
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


def role_names(settings: Settings) -> dict[str, str]:
    """The names of the four roles on the server."""
    return {role: f"{settings.role_prefix}_{role}" for role in ROLES}


def role_urls(settings: Settings, owner_url: str | None) -> dict[str, URL]:
    """The address for each role: as set, else the owner's with the role's name and the password that we made for it."""
    credentials = Credentials(settings.data / "credentials.json")
    urls = {role: _driver(url) for role, url in settings.role_urls.items()}
    for role, name in role_names(settings).items():
        if role not in urls and owner_url and credentials.known(name):
            urls[role] = _driver(owner_url).set(username=name, password=credentials.password(name))
    return urls


def _driver(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(resources.files("migrations")))
    return config


def newest_revision() -> str | None:
    """The schema revision that this tracker needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def current_revision(connection: Connection) -> str | None:
    """The schema revision of a database; None where it has none."""
    try:
        revision: str | None = connection.execute(text("SELECT version_num FROM jobs.schema_revision")).scalar()
    except ProgrammingError:
        return None
    return revision


def _check(database: Database) -> None:
    if not database.urls:
        raise SchemaOutdatedError("the database was never set up; run `tracker db migrate`")
    role = next(iter(database.urls))
    try:
        with database.engine(role).connect() as connection:
            found = current_revision(connection)
    except OperationalError as error:
        raise DatabaseError(f"cannot connect as {role} ({error.orig})") from error
    if found != newest_revision():
        raise SchemaOutdatedError(
            f"it is at {found or 'no revision'}, needed is {newest_revision()}; run `tracker db migrate`"
        )


def migrate_schema(settings: Settings, owner_url: str, *, reset_passwords: bool = False) -> None:
    """Make the roles and bring the schema to the newest revision; nothing where both are so already.

    Run by a superuser, everything is owned by an ordinary role `PREFIX_owner`. Raises DatabaseError where the server
    cannot be reached, is older than PostgreSQL 15, or refuses.
    """
    engine = create_engine(_driver(owner_url))
    try:
        with engine.begin() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            if driver.info.server_version < 150_000:
                raise DatabaseError(
                    f"PostgreSQL 15 or newer is needed, the server is {driver.info.server_version // 10_000}"
                )
            driver.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATION_LOCK])
            _make_roles(driver, settings, reset_passwords=reset_passwords)
            driver.execute("CREATE SCHEMA IF NOT EXISTS jobs")
            config = _config()
            config.attributes["connection"] = connection
            config.attributes["roles"] = role_names(settings)
            alembic.command.upgrade(config, "head")
    except (OperationalError, ProgrammingError) as error:
        raise DatabaseError(f"migrating failed ({str(error.orig).strip()})") from error
    except psycopg.Error as error:
        raise DatabaseError(f"migrating failed ({str(error).strip()})") from error
    finally:
        engine.dispose()


def _make_roles(connection: psycopg.Connection, settings: Settings, *, reset_passwords: bool) -> None:
    """The roles as they should be on the server, and the owner's identity for the rest of the transaction."""
    credentials = Credentials(settings.data / "credentials.json")
    names = role_names(settings)
    for role, name in names.items():
        exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount > 0
        if not exists:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        if role in settings.role_urls:
            continue
        if exists and not credentials.known(name) and not reset_passwords:
            raise DatabaseError(
                f"the role {name} exists on the server and its password is not in {credentials.path}; "
                f"set TRACKER_{role.upper()}_URL, another TRACKER_ROLE_PREFIX, "
                "or run `tracker db migrate --reset-passwords`"
            )
        if not exists or reset_passwords:
            password = embedded.scram(connection, name, credentials.password(name, make=True))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(password)))
    settings_of_roles = (
        resources.files("migrations").joinpath("sql", "roles", "roles_v1.sql").read_text(encoding="utf-8")
    )
    identifiers = {role: sql.Identifier(name) for role, name in names.items()}
    connection.execute(sql.SQL(settings_of_roles).format(**identifiers))
    if _is_superuser(connection):
        _become_owner(connection, f"{settings.role_prefix}_owner")
    _close_to_public(connection, list(identifiers.values()))


def _is_superuser(connection: psycopg.Connection) -> bool:
    row = connection.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _become_owner(connection: psycopg.Connection, owner: str) -> None:
    """Let an ordinary role own everything: functions that run with their owner's rights must not run as a superuser."""
    name = sql.Identifier(owner)
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [owner]).rowcount == 0:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, name))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(name))


def _close_to_public(connection: psycopg.Connection, roles: list[sql.Identifier]) -> None:
    """Leave nothing of the database to PUBLIC, where it is ours to close."""
    owned = connection.execute(
        "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    if not owned or not owned[0]:
        return
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.SQL(", ").join(roles)))
    projector = roles[ROLES.index("projector")]
    connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, projector))
