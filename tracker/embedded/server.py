"""Starting, sharing and stopping the server of a data folder.

Two file locks order everything. `start.lock` is held while somebody starts or stops the server; `users.lock` is held
shared by every process that uses it, so that the last one to leave stops it. The kernel drops both when a process dies,
so a killed process leaves at most a running server behind, which the next one finds and uses.

A signal is only ever sent to a process proven to be this folder's server: the parent of a backend that answered on the
folder's own socket, at work in the folder's cluster. The starter that the wheel brings trusts a pid file instead, and
was seen to kill a stranger.
"""

from __future__ import annotations

import fcntl
import re
import signal
import subprocess
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql
from psycopg.pq import PGconn, Ping

from tracker.connections import CLIENT_ENCODING, OPTIONS
from tracker.credentials import Credentials
from tracker.embedded import folders, processes
from tracker.embedded.accounts import account
from tracker.embedded.processes import Holder
from tracker.embedded.programs import ENVIRONMENT, Programs
from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DATABASE = "tracker"
OWNER = "tracker_owner"
_BOOTSTRAP = "bootstrap"
_PORT = 5432
_SOCKET = f".s.PGSQL.{_PORT}"
_PATIENCE_SECONDS = 600
"""How long a server may take to recover from a crash before we give up."""

_FATAL = re.compile(r"\b(?:FATAL|PANIC):  (?!the database system is )")
"""What a server ends for; who asks it while it starts or ends is told of that in the same form."""


class EmbeddedServer:
    """The server of one data folder, as one process uses it; `data` is the folder's true path."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._home = data / "postgres"
        self._cluster = self._home / "cluster"
        self._credentials = Credentials(data / "credentials.json")
        self._account = account()
        self._programs = Programs(self._home, self._account)
        self._users: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of a database as a role. Raises SettingsError where the role's password is lost."""
        password = quote(self._credentials.password(role), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self._socket()), safe='')}&port={_PORT}"

    @property
    def is_made(self) -> bool:
        """Whether there is a server in the data folder, running or not."""
        return (self._cluster / "PG_VERSION").exists()

    def enter(self) -> None:
        """Use the server: start it unless it runs, and make its database. Raises EmbeddedServerError."""
        folders.make(self._data, self._home, self._account)
        folders.make_private(self._socket(), self._account)
        with self._starting():
            self._users = folders.open_to_append(self._home / "users.lock")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not self.is_made:
                password = self._credentials.password(_BOOTSTRAP, make=True)
                self._programs.initialise(self._cluster, superuser=_BOOTSTRAP, password=password)
            if not self._answers():
                self._start()
            self._make_database()

    def leave(self) -> None:
        """Stop the server if nobody else uses it."""
        if self._users is None:
            return
        with self._starting():
            try:
                fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                self._stop()
            if self._child is not None:
                # Collected where it has ended meanwhile, so that it does not stay a zombie as long as we run.
                self._child.poll()
            self._users.close()

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with folders.open_to_append(self._home / "start.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _socket(self) -> Path:
        return folders.of_socket(self._home, _SOCKET)

    def _answers(self) -> bool:
        """Whether the server of this folder takes connections; waits while it starts, recovers or stops.

        Raises EmbeddedServerError where it refuses us for any other reason.
        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self._ping()
            if answer == Ping.OK and self._admits_us():
                return True
            if answer == Ping.NO_RESPONSE and not self._alive():
                return False
            time.sleep(0.05)
        raise EmbeddedServerError(f"the server in {self._home} does not answer; see {self._home / 'server.log'}")

    def _ping(self) -> int:
        return PGconn.ping(f"{self.url(_BOOTSTRAP, 'postgres')}&connect_timeout=10".encode())

    def _admits_us(self) -> bool:
        try:
            self._connect("postgres").close()
        except psycopg.OperationalError as error:
            if self._ping() != Ping.OK:
                # It has begun to stop since it was asked.
                return False
            if "authentication failed" in str(error):
                raise EmbeddedServerError(
                    f"{self._credentials.path} does not fit the server in {self._home}; restore that file"
                ) from error
            raise EmbeddedServerError(f"the server in {self._home} refuses us ({str(error).strip()})") from error
        return True

    def _alive(self) -> bool:
        if self._child is not None and self._child.poll() is None:
            return True
        return self._holder(self._cluster / "postmaster.pid") is Holder.SERVER

    def _holder(self, lock_file: Path) -> Holder:
        return processes.holder(lock_file, self._cluster, self._account.user)

    def _start(self) -> None:
        self._clear_up()
        command = self._programs.server(self._cluster, socket=self._socket(), port=_PORT)
        path = self._home / "server.log"
        with folders.open_to_append(path) as output:
            begun = output.tell()
            self._child = self._account.start(command, output, environment=ENVIRONMENT)
        if not self._answers():
            log = path.read_bytes()[begun:].decode(errors="replace")
            raise EmbeddedServerError(f"the server did not start; its log says: {said_why(log)}")

    def _clear_up(self) -> None:
        """Remove what a killed server left and PostgreSQL would trip over; the rest it clears up better itself.

        The pid file of a server that died stays: by it the next one finds whether the dead one's children still write.
        """
        pid_file, lock_file = self._cluster / "postmaster.pid", self._socket() / f"{_SOCKET}.lock"
        if not pid_file.exists() and not lock_file.exists():
            return
        self._await_orphans()
        if self._holder(pid_file) is Holder.STRANGER:
            pid_file.unlink(missing_ok=True)
        if self._holder(lock_file) is Holder.STRANGER:
            lock_file.unlink(missing_ok=True)
            lock_file.with_name(_SOCKET).unlink(missing_ok=True)

    def _await_orphans(self) -> None:
        """Wait for the children of a killed server: they notice and end, and must not write beside a new server's."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while processes.anybody_in(self._cluster, self._account.user):
            if time.monotonic() > deadline:
                raise EmbeddedServerError(f"PostgreSQL is at work in {self._cluster} and does not answer; end it")
            time.sleep(0.05)

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            self.url(_BOOTSTRAP, database),
            autocommit=True,
            connect_timeout=10,
            client_encoding=CLIENT_ENCODING,
            options=OPTIONS,
        )

    def _make_database(self) -> None:
        """The owner's role and database, owned by an ordinary role: nothing later runs as a superuser."""
        with self._connect("postgres") as connection:
            if connection.execute("SELECT FROM pg_roles WHERE rolname = %s", [OWNER]).rowcount == 0:
                password = self._credentials.password(OWNER, make=True)
                connection.execute(
                    sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD {}").format(
                        sql.Identifier(OWNER), sql.Literal(scram(connection, OWNER, password))
                    )
                )
            if connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).rowcount == 0:
                connection.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
                )

    def _stop(self) -> None:
        try:
            with self._connect("postgres") as connection:
                server = psutil.Process(connection.info.backend_pid).parent()
            # The parent of an uncollected child: its number cannot have gone to anybody else.
            child = self._child if server is not None and self._child and self._child.pid == server.pid else None
            # Who answers from another namespace of processes has a number there that may be anybody's here.
            if server is None or not (child or processes.is_server(server, self._cluster)):
                return
            server.send_signal(signal.SIGINT)
        except (psycopg.OperationalError, psutil.Error):
            return
        try:
            # As the parent we must collect it; as anybody else we can only see it go.
            if child:
                child.wait(timeout=_PATIENCE_SECONDS)
            else:
                server.wait(timeout=_PATIENCE_SECONDS)
        except (psutil.TimeoutExpired, subprocess.TimeoutExpired) as error:
            raise EmbeddedServerError(f"the server in {self._home} does not stop") from error


def scram(connection: psycopg.Connection, role: str, password: str) -> str:
    """The password as the server stores it, so that the plain one is in no statement and no server log."""
    return connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()


def said_why(log: str) -> str:
    """What a server that ended wrote of the reason: its last fatal words, else its last lines."""
    lines = log.strip().splitlines()
    fatal = [line for line in lines if _FATAL.search(line)]
    return fatal[-1] if fatal else " / ".join(lines[-3:])
