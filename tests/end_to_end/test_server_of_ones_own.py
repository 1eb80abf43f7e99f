"""On a server of one's own the tracker works as on its embedded one, and its roles do no more than they may."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tests.database.invented import ARREST, telegram
from tests.end_to_end.command import Installation, installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server

SECRET = "Ramiro Inventado Puente"
SOURCE = f"2. (C) Council member {SECRET} (strictly protect) spoke of the harbour."
OURS = ["log", "sealed", "jobs", "read", "read_a", "read_b"]
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@dataclass(frozen=True)
class OnServer:
    """An installation on a server, with the names of its roles and the address of a superuser of its database."""

    installed: Installation
    prefix: str
    superuser: str
    urls: dict[str, str] = field(default_factory=dict)

    def rows(self, statement: str, *parameters: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.superuser) as connection:
            return connection.execute(statement.encode(), parameters).fetchall()

    def connect(self, role: str) -> psycopg.Connection:
        """A connection as a role, at the address that `tracker db url` tells."""
        if role not in self.urls:
            self.urls[role] = self.installed.do("db", "url", "--role", role).strip()
        return psycopg.connect(self.urls[role])


@pytest.fixture(scope="module", params=["as a superuser", "as the database's owner"])
def server(request: pytest.FixtureRequest, postgresql_15: Server) -> Iterator[OnServer]:
    """A fresh database, whose owner the tracker is told: a superuser, or a role that may only make roles."""
    name = f"own_{secrets.token_hex(4)}"
    if request.param == "as a superuser":
        owner = superuser = postgresql_15.create(name)
    else:
        password = secrets.token_hex(8)
        role = f"{name}_owner"
        postgresql_15.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        )
        superuser = postgresql_15.create(name, owner=role)
        owner = make_url(superuser).set(username=role, password=password).render_as_string(hide_password=False)
    with installation(TRACKER_DATABASE_URL=owner, TRACKER_ROLE_PREFIX=name) as installed:
        yield OnServer(installed, name, superuser)
    postgresql_15.drop(name)


@pytest.fixture(scope="module")
def filled(server: OnServer) -> OnServer:
    """The same with a cable recorded and published."""
    unmigrated = server.installed.run("status")
    assert unmigrated.returncode == 1
    assert "run `tracker db migrate`" in unmigrated.stderr
    assert "Traceback" not in unmigrated.stderr
    assert not server.rows("SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s)", OURS)
    assert "The schema is at revision" in server.installed.do("db", "migrate")
    file = server.installed.data.parent / "4321.txt"
    file.write_text(telegram(ARREST).replace("GARZA\n", f"\n{SOURCE}\nGARZA\n"))
    assert "1 new" in server.installed.do("ingest", file)
    server.installed.do("publish")
    return server


def test_commands_work_as_on_the_embedded_server(filled: OnServer) -> None:
    installed = filled.installed
    status = installed.status()
    assert (status["status"], status["cables"], status["reports"]) == ("ok", 1, 1)
    assert "Arrest" in (installed.public / "feeds" / "cartels" / "gulf.atom").read_text()
    assert "0 files written" in installed.do("publish")
    assert "The schema is at revision" in installed.do("db", "migrate")
    assert "Database   a server of your own" in installed.do("status")
    assert not (installed.data / "postgres").exists()


def test_sql_views_answer_the_reader(filled: OnServer) -> None:
    with filled.connect("reader") as connection:
        views = connection.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'read' "
            "AND has_table_privilege(format('%I.%I', schemaname, viewname), 'SELECT')"
        ).fetchall()
        assert len(views) >= 30
        for (view,) in views:
            connection.execute(sql.SQL("SELECT * FROM read.{}").format(sql.Identifier(view))).fetchall()
        found = connection.execute("SELECT reference_id, count, states FROM read.reports").fetchall()
    assert found == [("07MEXICO4321", 4, ["MX-TAM"])]


def test_nothing_runs_with_the_rights_of_a_superuser(filled: OnServer) -> None:
    definers = filled.rows(
        """
        SELECT p.oid::regprocedure::text, r.rolsuper, array_to_string(p.proconfig, ' ') LIKE '%%search_path=%%'
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname = ANY (%s)
        """,
        OURS,
    )
    assert definers
    assert [row for row in definers if row[1:] != (False, True)] == []
    owners = filled.rows(
        "SELECT DISTINCT r.rolname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY (%s) AND r.rolsuper",
        OURS,
    )
    assert owners == []


def test_no_role_is_more_than_a_login(filled: OnServer) -> None:
    roles = filled.rows(
        "SELECT rolname, rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles "
        "WHERE rolname = ANY (%s)",
        [f"{filled.prefix}_{role}" for role in ("writer", "projector", "publisher", "reader")],
    )
    assert sorted(roles) == sorted((name, False) for name, _ in roles)
    assert len(roles) == 4


def allowed(server: OnServer, role: str) -> dict[str, set[str]]:
    """What a role may do with each relation of ours, by the server's own account."""
    found: dict[str, set[str]] = {}
    for privilege in ("SELECT", *WRITES):
        rows = server.rows(
            "SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = ANY (%s) AND c.relkind IN ('r', 'v', 'm', 'p') "
            "AND has_schema_privilege(%s, n.oid, 'USAGE') AND has_table_privilege(%s, c.oid, %s)",
            OURS,
            f"{server.prefix}_{role}",
            f"{server.prefix}_{role}",
            privilege,
        )
        for (relation,) in rows:
            found.setdefault(str(relation), set()).add(privilege)
    return found


@pytest.mark.parametrize(
    ("role", "beside"),
    [
        ("reader", {"jobs.schema_revision"}),
        # Which tables the views show: what was published of others is not compared with them.
        ("publisher", {"jobs.schema_revision", "jobs.read_schema"}),
    ],
)
def test_those_who_read_read_the_views_alone(filled: OnServer, role: str, beside: set[str]) -> None:
    may = allowed(filled, role)
    assert {relation for relation in may if not relation.startswith("read.")} == beside
    assert ("read.changes" in may) == (role == "publisher")
    assert all(privileges == {"SELECT"} for privileges in may.values())


def test_those_who_write_write_their_own_and_read_nothing_sealed(filled: OnServer) -> None:
    writer, projector = allowed(filled, "writer"), allowed(filled, "projector")
    assert writer["sealed.protected_names"] == {"INSERT"}
    assert writer["log.events"] == {"SELECT", "INSERT"}
    assert not {relation for relation in writer if relation.startswith(("read_a.", "read_b."))}
    assert {relation for relation in projector if projector[relation] - {"SELECT"}} == {
        relation for relation in projector if relation.startswith(("read_a.", "read_b."))
    }
    assert "sealed.protected_names" not in projector


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        *product(
            ("reader", "publisher"),
            (
                "SELECT * FROM sealed.protected_names",
                "SELECT * FROM log.events",
                "SELECT * FROM log.document_parts",
                "SELECT * FROM jobs.quarantine",
                "DELETE FROM jobs.schema_revision",
                "CREATE TABLE read.notes (words text)",
                "CREATE TABLE public.notes (words text)",
                "CREATE TEMPORARY TABLE notes (words text)",
                "SELECT log.lock_head_v1()",
            ),
        ),
        ("writer", "SELECT * FROM sealed.protected_names"),
        ("projector", "SELECT * FROM sealed.protected_names"),
        ("projector", "INSERT INTO log.documents VALUES (gen_random_uuid(), '07MEXICO1', 1)"),
    ],
)
def test_what_a_role_may_not_do_is_refused(filled: OnServer, role: str, statement: str) -> None:
    with filled.connect(role) as connection:
        # What is read-only by setting alone could be done by who changes the setting.
        connection.execute("SET TRANSACTION READ WRITE")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement.encode())


def test_the_name_is_sealed_and_nowhere_else(filled: OnServer) -> None:
    assert filled.rows("SELECT words FROM sealed.protected_names") == [(SECRET,)]
    tables = filled.rows(
        "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE n.nspname = ANY (%s) AND c.relkind = 'r' AND n.nspname <> 'sealed'",
        OURS,
    )
    assert len(tables) > 10
    for schema, table in tables:
        assert not filled.rows(f"SELECT 1 FROM {schema}.{table} t WHERE t::text ILIKE '%%Inventado%%'"), table
    assert not [path for path, content in filled.installed.contents().items() if b"Inventado" in content]


def test_another_prefix_is_asked_for_where_roles_are_somebody_elses(filled: OnServer) -> None:
    with installation(**filled.installed.settings) as stranger:
        done = stranger.run("db", "migrate")
    assert done.returncode == 1
    assert "TRACKER_ROLE_PREFIX" in done.stderr
    assert "--reset-passwords" in done.stderr
    assert filled.installed.status()["status"] == "ok"
