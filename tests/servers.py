"""PostgreSQL servers for tests: started in folders of their own, stopped at the end, never shared with anybody."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from tracker import embedded
from tracker.credentials import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INSTALLED = Path("/usr/lib/postgresql/15/bin")
"""Where Debian and its kin install the programs of PostgreSQL 15."""

POOLER = Path("/usr/sbin/pgbouncer")
"""Where they install the pooler."""

POOLER_PORT = 6432

_INITDB = ("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync")


MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: a database has a thousand files, and each test makes one and drops it."""
_ENOUGH_MEMORY = 4 * 1024**3


def _in_memory() -> Path | None:
    """Where files can lie in memory; None where they cannot, or there is not enough for them."""
    roomy = os.access(MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(MEMORY).free > _ENOUGH_MEMORY
    return MEMORY if roomy else None


@contextmanager
def open_folder(*, on_disk: bool = False) -> Iterator[Path]:
    """A temporary folder that an unprivileged server can reach too, as pytest's own folders cannot.

    It lies in memory where it can, and not `on_disk`.
    """
    folder = Path(tempfile.mkdtemp(prefix="tracker-test-", dir=None if on_disk else _in_memory()))
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
        # Copying files is four times as fast as writing them to the log, where no commit waits for the disk.
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(database), sql.Identifier(template)
        )
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
def embedded_server(*, durable: bool = False) -> Iterator[tuple[Server, Path]]:
    """The embedded server, with the data folder that it runs in; `durable` where a commit must wait for the disk."""
    with open_folder(on_disk=durable) as data, embedded.running(data) as owner:
        password = Credentials(data / "credentials.json").password("bootstrap")
        url = make_url(owner).set(username="bootstrap", password=password, database="postgres")
        server = Server(url.render_as_string(hide_password=False))
        if not durable:
            # What tests record need not outlive a loss of power.
            server.execute(sql.SQL("ALTER SYSTEM SET fsync = off").format())
            server.execute(sql.SQL("SELECT pg_reload_conf()").format())
        yield server, data


class Cluster:
    """An installed PostgreSQL 15 at work in a folder, at a socket there, which a test may stop and start again."""

    def __init__(self, folder: Path, password: str) -> None:
        self.folder = folder
        self.password = password
        self.server = Server(f"postgresql://postgres:{password}@/postgres?host={folder}")
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def files(self) -> Path:
        """The folder of the server's own files."""
        return self.folder / "cluster"

    def start(self) -> None:
        """Start it and wait until it answers."""
        self._process = _start(
            INSTALLED / "postgres", "-D", self.files, "-k", self.folder, "-c", "listen_addresses=", "-c", "fsync=off"
        )
        _await(self.server)

    def stop(self) -> None:
        """Stop it in order, whoever is connected."""
        if self._process is not None:
            # The signal for a fast shutdown: a smart one would wait for those who are connected.
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=60)
            self._process = None

    def promote(self) -> None:
        """Make a standby a server of its own."""
        self.server.execute(sql.SQL("SELECT pg_promote()").format())


@contextmanager
def installed_server() -> Iterator[Server]:
    """An installed PostgreSQL 15 with a cluster of its own."""
    with installed_cluster() as cluster:
        yield cluster.server


@contextmanager
def installed_cluster(*, megabytes: int | None = None) -> Iterator[Cluster]:
    """The same, for tests that stop it or make a standby of it; on a disk of so many megabytes, where that is given."""
    with _own_folder() as folder, small_disk(folder, megabytes) if megabytes else nullcontext():
        _give(folder)
        cluster = Cluster(folder, secrets.token_hex(8))
        password_file = folder / "password"
        password_file.write_text(cluster.password)
        password_file.chmod(0o644)
        _run(INSTALLED / "initdb", "-D", cluster.files, "-U", "postgres", f"--pwfile={password_file}", *_INITDB)
        with _started(cluster):
            yield cluster


@contextmanager
def standby_of(cluster: Cluster) -> Iterator[Cluster]:
    """A standby that follows a cluster by streaming, until it is promoted."""
    with _own_folder() as folder:
        standby = Cluster(folder, cluster.password)
        options = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
        _run(INSTALLED / "pg_basebackup", "-d", cluster.server.superuser, "-D", standby.files, *options)
        with _started(standby):
            yield standby


@contextmanager
def pooler_of(url: str, passwords: Mapping[str, str], *, sessions: int = 20) -> Iterator[str]:
    """A pooler in transaction mode before the server of an address; yields the folder of its socket.

    Any of the roles, whose passwords it must know, may use any database; all clients of one share so many sessions.
    """
    query = make_url(url).query
    with _own_folder() as folder:
        users = folder / "users"
        users.write_text("".join(f'"{name}" "{password}"\n' for name, password in passwords.items()))
        settings = folder / "pgbouncer.ini"
        settings.write_text(
            "[databases]\n"
            f"* = host={query['host']} port={query.get('port', 5432)}\n"
            "[pgbouncer]\n"
            f"unix_socket_dir = {folder}\n"
            f"listen_port = {POOLER_PORT}\n"
            "pool_mode = transaction\n"
            f"default_pool_size = {sessions}\n"
            "auth_type = trust\n"
            f"auth_file = {users}\n"
            # What it cannot keep for each client it must be told to overlook.
            "ignore_startup_parameters = options\n"
        )
        process = _start(POOLER, settings)
        try:
            role, password = next(iter(passwords.items()))
            _await(Server(f"postgresql://{role}:{password}@/{make_url(url).database}?host={folder}&port={POOLER_PORT}"))
            yield str(folder)
        finally:
            # Asked politely, newer ones wait for their clients.
            process.kill()
            process.wait(timeout=60)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of so many megabytes, in memory, at a folder; skips the test where this process may not mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0755", "tmpfs", str(folder)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left on the disk of a folder; returns the file that takes it, to be deleted."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (2**20, 2**12, 1):
            with suppress(OSError):
                while file.write(bytes(size)) == size:
                    pass
    return filler


@contextmanager
def _own_folder() -> Iterator[Path]:
    """A folder of the user as whom servers run."""
    with open_folder() as folder:
        _give(folder)
        yield folder


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)


@contextmanager
def _started(cluster: Cluster) -> Iterator[None]:
    try:
        cluster.start()
        yield
    finally:
        cluster.stop()


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[str | int]


def _identity() -> _Identity:
    """As whom servers run: as ourselves, or as root's stand-in, since they refuse root."""
    if os.geteuid() != 0:
        return {}
    account = pwd.getpwnam("nobody")
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(*command: str | Path) -> None:
    subprocess.run(command, cwd="/", check=True, capture_output=True, **_identity())


def _start(*command: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **_identity())


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
