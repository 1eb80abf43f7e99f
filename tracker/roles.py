"""The five database roles that processes connect as: made, given passwords and settings, and alone let in.

Roles belong to the server and not to one of its databases, so they are looked at in every migration; only what differs
is changed, and a migration that finds all as it should be writes nothing.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from psycopg import sql

from tracker import embedded
from tracker.credentials import Credentials
from tracker.errors import DatabaseError
from tracker.settings import ROLES

if TYPE_CHECKING:
    import psycopg

    from tracker.settings import Settings


def names(settings: Settings) -> dict[str, str]:
    """The names of the five roles on the server."""
    return {role: f"{settings.role_prefix}_{role}" for role in ROLES}


def credentials(settings: Settings) -> Credentials:
    """The passwords that were made for them."""
    return Credentials(settings.data / "credentials.json")


def owner(connection: psycopg.Connection, settings: Settings) -> str:
    """Who is to own the schema: who migrates; for a superuser an ordinary role, made when it is needed."""
    row = connection.execute("SELECT rolsuper, rolname FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row is not None
    return f"{settings.role_prefix}_owner" if row[0] else str(row[1])


def check_ours(connection: psycopg.Connection, settings: Settings) -> None:
    """Raises DatabaseError where the schema was made for roles of another prefix, or belongs to another owner."""
    prefixes = [str(row[0]) for row in _ask(connection, "prefixes_v1", {})]
    if prefixes and settings.role_prefix not in prefixes:
        raise DatabaseError(
            f"the schema in database {connection.info.dbname} was made for roles that begin with "
            f"{' and '.join(prefixes)}, and not with {settings.role_prefix}; set TRACKER_ROLE_PREFIX"
        )
    foreign = _ask(connection, "foreign_v1", {"owner": owner(connection, settings)})
    if foreign:
        schema, theirs = foreign[0]
        raise DatabaseError(
            f"schema {schema} in database {connection.info.dbname} belongs to {theirs}; "
            f"set TRACKER_DATABASE_URL to the address of {theirs}, or to another database"
        )


def make(connection: psycopg.Connection, settings: Settings, *, reset_passwords: bool) -> list[str]:
    """The roles as they should be on the server.

    Returns the names of those whose next password is to be settled once the transaction is committed. Raises
    DatabaseError where a role is somebody else's.
    """
    kept = credentials(settings)
    renewed: list[str] = []
    for role, name in names(settings).items():
        exists = connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount > 0
        if not exists:
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(name)))
        if role in settings.role_urls:
            continue
        if reset_passwords or kept.pending(name):
            _set_password(connection, name, kept.renewed(name))
            renewed.append(name)
        elif not exists:
            _set_password(connection, name, kept.password(name, make=True))
        elif not kept.known(name):
            raise DatabaseError(
                f"the role {name} exists on the server and its password is not in {kept.path}; "
                f"set TRACKER_{role.upper()}_URL, another TRACKER_ROLE_PREFIX, "
                "or run `tracker db migrate --reset-passwords`"
            )
    for name, setting, value in _ask(connection, "settings_v1", names(settings)):
        connection.execute(
            sql.SQL("ALTER ROLE {} SET {} = {}").format(
                sql.Identifier(name), sql.Identifier(setting), sql.Literal(value)
            )
        )
    return renewed


def _set_password(connection: psycopg.Connection, name: str, password: str) -> None:
    stored = embedded.scram(connection, name, password)
    connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(name), sql.Literal(stored)))


def become(connection: psycopg.Connection, name: str) -> None:
    """Be the owner for the rest of the transaction, and let it own the database where we are a superuser.

    Functions that run with their owner's rights must not run as a superuser.
    """
    found = connection.execute("SELECT current_user = %s, current_database()", [name]).fetchone()
    assert found is not None
    if found[0]:
        return
    role, database = sql.Identifier(name), sql.Identifier(found[1])
    if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [name]).rowcount == 0:
        connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
    owned = "SELECT FROM pg_database WHERE datname = current_database() AND pg_get_userbyid(datdba) = %s"
    if connection.execute(owned, [name]).rowcount == 0:
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, role))
    connection.execute(sql.SQL("SET LOCAL ROLE {}").format(role))


def close_to_public(connection: psycopg.Connection, settings: Settings) -> None:
    """Leave nothing of the database to PUBLIC and let the roles in, where it is ours to close."""
    owned = connection.execute(
        "SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()"
    ).fetchone()
    [(closed,)] = _ask(connection, "closed_v1", names(settings))
    if closed or not owned or not owned[0]:
        return
    database = sql.Identifier(connection.info.dbname)
    roles = {role: sql.Identifier(name) for role, name in names(settings).items()}
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.SQL(", ").join(roles.values()))
    )
    connection.execute(sql.SQL("GRANT TEMPORARY ON DATABASE {} TO {}").format(database, roles["projector"]))


def _ask(connection: psycopg.Connection, name: str, values: dict[str, str]) -> list[tuple[Any, ...]]:
    statement = resources.files("migrations").joinpath("sql", "roles", f"{name}.sql").read_bytes()
    return connection.execute(statement, values).fetchall()
