"""A server of one's own: its settings and the environment change nothing, and what is not ours is told clearly."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from jobs.locks import only_runner
from tests.database.invented import ARREST, file, ingest, project, telegram
from tracker import roles
from tracker.credentials import Credentials
from tracker.database import migrate_schema, opened, role_urls
from tracker.errors import DatabaseError
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers import Server
    from tracker.database import Database


@dataclass(frozen=True)
class Own:
    """A fresh database on a server, and the settings that name it."""

    server: Server
    settings: Settings

    @property
    def url(self) -> str:
        assert self.settings.database_url
        return self.settings.database_url

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())

    def migrate(self, *, reset_passwords: bool = False) -> None:
        migrate_schema(self.settings, self.url, reset_passwords=reset_passwords)

    def migrating(self, *options: str) -> subprocess.Popen[str]:
        """`tracker db migrate` in a process of its own."""
        command = [str(Path(sys.executable).with_name("tracker")), "db", "migrate", *options]
        settings = {
            "TRACKER_DATA": str(self.settings.data),
            "TRACKER_DATABASE_URL": self.url,
            "TRACKER_ROLE_PREFIX": self.settings.role_prefix,
        }
        return subprocess.Popen(
            command, env=os.environ | settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def connect(self, role: str) -> psycopg.Connection:
        url = role_urls(self.settings, self.url)[role].set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def fresh(server: Server, data: Path, prefix: str) -> Own:
    name = f"own_{secrets.token_hex(4)}"
    return Own(server, Settings(data=data, database_url=server.create(name), role_prefix=prefix))


@pytest.fixture
def own(postgresql_15: Server, tmp_path: Path) -> Iterator[Own]:
    made = fresh(postgresql_15, tmp_path, f"p_{secrets.token_hex(4)}")
    yield made
    postgresql_15.drop(make_url(made.url).database or "")


def test_a_database_in_another_encoding_is_refused(postgresql_15: Server, tmp_path: Path) -> None:
    name = f"own_{secrets.token_hex(4)}"
    postgresql_15.execute(
        sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'").format(sql.Identifier(name))
    )
    settings = Settings(data=tmp_path, database_url=postgresql_15.address(name))
    with pytest.raises(DatabaseError, match="LATIN1"), opened(settings, migrate=True):
        pass
    postgresql_15.drop(name)


def test_the_servers_settings_and_the_environment_change_nothing(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    name = sql.Identifier(make_url(own.url).database or "")
    for setting, value in {
        "DateStyle": "German, DMY",
        "TimeZone": "America/Mexico_City",
        "IntervalStyle": "iso_8601",
        "client_encoding": "LATIN1",
        "standard_conforming_strings": "off",
    }.items():
        own.server.execute(
            sql.SQL("ALTER DATABASE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value))
        )
    for variable in ("PGHOSTADDR", "PGSERVICE", "PGOPTIONS", "PGTARGETSESSIONATTRS", "PGREQUIREAUTH", "PGTZ"):
        monkeypatch.setenv(variable, "nonsense")
    # A password and TLS may be told so, by who keeps the address in a file that others read.
    url = make_url(own.url)
    monkeypatch.setenv("PGPASSWORD", str(url.password))
    monkeypatch.setenv("PGSSLMODE", "prefer")
    without = replace(own.settings, database_url=url.set(password=None).render_as_string(hide_password=False))
    with opened(without, migrate=True) as database:
        assert ingest(database, file(telegram(f"{ARREST} So said the “Águila”."))).new == 1
        project(database)
        with database.engine("reader").connect() as connection:
            assert connection.exec_driver_sql("SHOW DateStyle").scalar() == "ISO, MDY"
            assert connection.exec_driver_sql("SHOW client_encoding").scalar() == "UTF8"
            row = connection.exec_driver_sql("SELECT count, date_start::text FROM read.reports").one()
            words = connection.exec_driver_sql("SELECT string_agg(text, '') FROM read.paragraphs").scalar_one()
    assert tuple(row) == (4, "2007-03-03")
    assert "“Águila”" in words


def test_options_in_an_address_still_hold(own: Own) -> None:
    asked = replace(own.settings, database_url=f"{own.url}&options=-c%20work_mem%3D5MB%20-c%20TimeZone%3DJapan")
    with opened(asked, migrate=True) as database, database.engine("writer").connect() as connection:
        assert connection.exec_driver_sql("SHOW work_mem").scalar() == "5MB"
        assert connection.exec_driver_sql("SHOW TimeZone").scalar() == "UTC"


def test_resetting_passwords_makes_new_ones_that_work(own: Own) -> None:
    own.migrate()
    before = {role: url.password for role, url in role_urls(own.settings, own.url).items()}
    own.migrate(reset_passwords=True)
    after = {role: url.password for role, url in role_urls(own.settings, own.url).items()}
    assert all(after[role] != before[role] for role in before)
    for role in before:
        own.connect(role).close()
    old = role_urls(own.settings, own.url)["reader"].set(drivername="postgresql", password=str(before["reader"]))
    with pytest.raises(psycopg.OperationalError, match="authentication failed"):
        psycopg.connect(old.render_as_string(hide_password=False))


@pytest.mark.parametrize("committed", [False, True], ids=["before the server had them", "after the server had them"])
def test_an_interrupted_reset_is_finished_by_the_next_migration(
    own: Own, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    own.migrate()

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if committed:
            patched.setattr(Credentials, "settle", crash)
        else:
            patched.setattr(roles, "become", crash)
        with pytest.raises(KeyboardInterrupt):
            own.migrate(reset_passwords=True)
    own.migrate()
    for role in ("writer", "projector", "publisher", "reader"):
        own.connect(role).close()
    assert not roles.credentials(own.settings).pending(f"{own.settings.role_prefix}_reader")


def test_databases_of_one_server_can_be_migrated_at_once(postgresql_15: Server, tmp_path: Path) -> None:
    prefix = f"p_{secrets.token_hex(4)}"
    several = [fresh(postgresql_15, tmp_path, prefix) for _ in range(4)]
    for options in ([], ["--reset-passwords"]):
        running = [own.migrating(*options) for own in several]
        told = [process.communicate(timeout=60)[0] for process in running]
        assert [process.returncode for process in running] == [0] * len(several), told
    for own in several:
        own.connect("reader").close()
        postgresql_15.drop(make_url(own.url).database or "")


def test_migrating_again_writes_nothing_about_roles(own: Own) -> None:
    own.migrate()

    def written() -> list[tuple[object, ...]]:
        with psycopg.connect(own.url) as connection:
            return connection.execute(
                "SELECT 'role', oid::text, xmin::text FROM pg_authid UNION ALL "
                "SELECT 'setting', setrole::text, xmin::text FROM pg_db_role_setting UNION ALL "
                "SELECT 'database', datname, xmin::text FROM pg_database WHERE datname = current_database() "
                "ORDER BY 1, 2"
            ).fetchall()

    before = written()
    own.migrate()
    assert written() == before
    # What differs is put right, and only that.
    own.execute(f"ALTER ROLE {own.settings.role_prefix}_reader SET statement_timeout = '0'")
    own.execute(f"GRANT CONNECT ON DATABASE {make_url(own.url).database} TO PUBLIC")
    own.migrate()
    with own.connect("reader") as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("1min",)
        assert connection.execute(
            "SELECT has_database_privilege('public', current_database(), 'CONNECT')"
        ).fetchone() == (False,)


def test_a_schema_of_another_prefix_is_told(own: Own) -> None:
    own.migrate()
    other = replace(own, settings=replace(own.settings, role_prefix="another"))
    with pytest.raises(DatabaseError, match=f"{own.settings.role_prefix}.*set TRACKER_ROLE_PREFIX"):
        other.migrate()


def test_a_schema_of_another_owner_is_told(own: Own) -> None:
    name, password = f"{own.settings.role_prefix}_first", secrets.token_hex(8)
    database = make_url(own.url).database or ""
    own.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD '{password}'")
    own.execute(f"ALTER DATABASE {database} OWNER TO {name}")
    address = make_url(own.url).set(username=name, password=password).render_as_string(hide_password=False)
    first = replace(own, settings=replace(own.settings, database_url=address))
    first.migrate()
    with pytest.raises(DatabaseError, match=f"belongs to {name}"):
        own.migrate()
    first.migrate()


def test_no_reader_can_hold_up_a_migration(own: Own) -> None:
    own.migrate()
    with own.connect("reader") as reader:
        reader.execute("SELECT pg_advisory_lock(7166212)")
        with reader.transaction():
            reader.execute("SELECT * FROM jobs.schema_revision")
            own.migrate()
        for mode in ("SHARE ROW EXCLUSIVE", "ROW SHARE", "ACCESS EXCLUSIVE"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), reader.transaction():
                reader.execute(f"LOCK TABLE jobs.schema_revision IN {mode} MODE".encode())


def test_who_holds_up_a_migration_is_waited_for_and_then_told(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    own.migrate()
    monkeypatch.setattr("tracker.database._MIGRATION_PATIENCE", "50ms")
    with psycopg.connect(own.url) as owner:
        owner.execute("LOCK TABLE jobs.schema_revision IN SHARE ROW EXCLUSIVE MODE")
        with pytest.raises(DatabaseError, match="another migration"):
            own.migrate()


@pytest.mark.parametrize("role", ["reader", "publisher", "projector"])
def test_only_the_writer_can_take_a_jobs_lock(own: Own, role: str) -> None:
    own.migrate()
    with opened(own.settings) as database, only_runner(database.engine("writer"), "refresh") as first:
        assert first
        _cannot_lock(own, role)
    with opened(own.settings) as database:
        _holds_while_idle(database)


def _cannot_lock(own: Own, role: str) -> None:
    with own.connect(role) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM jobs.checkpoints FOR UPDATE")


def _holds_while_idle(database: Database) -> None:
    """The lock's transaction is not ended for idling, as the writer's others are."""
    engine = database.engine("writer")
    with only_runner(engine, "refresh") as held, engine.connect() as connection:
        assert held
        assert connection.exec_driver_sql("SHOW idle_in_transaction_session_timeout").scalar() == "10s"
        with only_runner(engine, "refresh") as second:
            assert not second


def test_a_lost_connection_goes_back_without_a_second_failure(own: Own, caplog: pytest.LogCaptureFixture) -> None:
    own.migrate()
    with opened(own.settings) as database:
        engine = database.engine("writer")
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            own.execute(f"SELECT pg_terminate_backend({driver.info.backend_pid}, 10000)")
            with pytest.raises(psycopg.OperationalError):
                driver.execute("SELECT 1")
        assert caplog.records == []
        with engine.connect() as connection:
            assert connection.exec_driver_sql("SELECT 1").scalar() == 1


def test_no_transaction_stays_open_in_the_pool(own: Own) -> None:
    own.migrate()
    with opened(own.settings) as database:
        engine = database.engine("writer")
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert isinstance(driver, psycopg.Connection)
            driver.execute("SELECT 1")
        assert driver.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
