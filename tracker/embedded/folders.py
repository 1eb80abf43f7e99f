"""The server's folders: made with modes of our own choice, checked before use, never reached through a link.

Root gives folders to the server's user. What stands at their names may have been put there by somebody else, in /tmp
above all: so a folder is opened first, and what was opened is what is looked at and given away.
"""

from __future__ import annotations

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from tracker.embedded.accounts import Account

_SOCKET_PATH_LIMIT = 103
"""Bytes that the address of a Unix socket may have on every system that we run on (macOS: 104 with the final NUL)."""


def make(data: Path, home: Path, account: Account) -> None:
    """Make the data folder where it is missing, and in it the server's home.

    Raises EmbeddedServerError where either cannot be made or the server's user cannot reach its home.
    """
    try:
        _make_data(data, account)
        make_private(home, account)
    except OSError as error:
        raise EmbeddedServerError(f"the data folder {data} cannot be made ({error}); set TRACKER_DATA") from error
    # As root the server's user is another: tried by him himself, since more than modes may keep him out.
    if not account.ours and account.run(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(home)]).returncode != 0:
        raise EmbeddedServerError(
            f"root's server runs as {account.name}, who cannot reach {data}; "
            "set TRACKER_DATA to a folder outside of closed ones"
        )


def _make_data(data: Path, account: Account) -> None:
    """Modes are set and not left to the umask: root's server must pass through the folders that root makes."""
    missing = [folder for folder in (data, *data.parents) if not folder.exists()]
    for folder in reversed(missing):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if not account.ours:
                folder.chmod(0o711 if folder == data else 0o755)


def make_private(folder: Path, account: Account) -> None:
    """Make a folder that only the server's user can enter, or check that the one that is there is such a folder.

    Raises EmbeddedServerError where it is a link, belongs to somebody else or is open to others.
    """
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise EmbeddedServerError(
            f"{folder} is no folder of your own ({error.strerror}); set TRACKER_DATA to another folder"
        ) from error
    try:
        found = os.fstat(descriptor)
        if found.st_uid not in account.owners:
            raise EmbeddedServerError(f"{folder} belongs to another user; set TRACKER_DATA to a folder of your own")
        if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise EmbeddedServerError(f"{folder} is open to other users; close it to them (chmod 700) or remove it")
        if found.st_uid != account.user:
            os.fchown(descriptor, account.user, account.group)
    finally:
        os.close(descriptor)


def of_socket(home: Path, socket_name: str) -> Path:
    """The private folder of the socket: in the home unless its address would be too long for a socket.

    Elsewhere it is named after the home itself and not after its path, so that no two paths give two folders.
    """
    folder = home / "socket"
    if len(os.fsencode(folder / socket_name)) <= _SOCKET_PATH_LIMIT:
        return folder
    found = home.stat()
    digest = hashlib.sha256(f"{found.st_dev} {found.st_ino}".encode()).hexdigest()[:16]
    return Path("/tmp") / f"cable-tracker-{os.geteuid()}-{digest}"  # noqa: S108 - its owner and mode are checked


def open_to_append(path: Path) -> IO[bytes]:
    """A file in the home, made where it is missing: never through a link, which the server's user could have put there.

    Raises EmbeddedServerError.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.fdopen(os.open(path, flags, 0o600), "ab")
    except OSError as error:
        raise EmbeddedServerError(f"{path} cannot be opened ({error.strerror})") from error
