"""PostgreSQL servers for tests: started in folders of their own, stopped at the end, never shared with anybody."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from tracker import embedded
from tracker.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

INSTALLED = Path("/usr/lib/postgresql/15/bin")
"""Where Debian and its kin install the programs of PostgreSQL 15."""

_INITDB = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync")


@contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that an unprivileged server can reach too, as pytest's own folders cannot."""
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True)
class Server:
    """A running server: the address of a superuser, for what tests do behind the tracker's back."""

    superuser: str

    def create(self, database: str, *, template: str = "template0", owner: str | None = None) -> str:
        """Make a database; returns its address as the superuser."""
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template))
        if owner:
            statement += sql.SQL(" OWNER {}").format(sql.Identifier(owner))
        self.execute(statement)
        return self.address(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is connected."""
        self.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(database)))

    def address(self, database: str) -> str:
        """The address of a database as the superuser."""
        return make_url(self.superuser).set(database=database).render_as_string(hide_password=False)

    def execute(self, statement: sql.Composed) -> None:
        """Run a statement outside of a transaction."""
        with psycopg.connect(self.superuser, autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def embedded_server() -> Iterator[tuple[Server, Path]]:
    """The embedded server, with the data folder that it runs in."""
    with open_folder() as data, embedded.running(data) as owner:
        password = Credentials(data / "credentials.json").password("bootstrap")
        url = make_url(owner).set(username="bootstrap", password=password, database="postgres")
        yield Server(url.render_as_string(hide_password=False)), data


@contextmanager
def installed_server() -> Iterator[Server]:
    """An installed PostgreSQL 15 with a cluster of its own on a loopback port."""
    account = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": list[int]()} if account else {}
    with open_folder() as folder:
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
        password = secrets.token_hex(8)
        password_file = folder / "password"
        password_file.write_text(password)
        password_file.chmod(0o644)
        cluster = folder / "cluster"
        subprocess.run(
            [INSTALLED / "initdb", "-D", cluster, "-U", "postgres", f"--pwfile={password_file}", *_INITDB],
            cwd="/",
            check=True,
            capture_output=True,
            **identity,  # type: ignore[call-overload]  # as whom: nothing, or user and groups
        )
        command = [INSTALLED / "postgres", "-D", cluster, "-c", "listen_addresses=", "-c", "fsync=off"]
        process = subprocess.Popen(
            [*command, "-k", folder],
            cwd="/",
            stderr=subprocess.DEVNULL,
            **identity,  # type: ignore[call-overload]  # as above
        )
        server = Server(f"postgresql://postgres:{password}@/postgres?host={folder}")
        try:
            _await(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=60)


def _await(server: Server) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(server.superuser).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
