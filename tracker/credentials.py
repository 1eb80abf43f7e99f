"""The passwords of the database roles that the tracker made itself, in one file that only its user can read."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NEXT = " (next)"
"""Marks the password that is to replace a role's; no role's name has a space in it."""


class Credentials:
    """Passwords by role, in a file of mode 0600 that is replaced whole at each change.

    A password is replaced in three steps: the next one is written beside it (`renewed`), the server takes it, and it
    becomes the password (`settle`). A crash on the way leaves both in the file and `pending` true: whoever repeats the
    last two steps ends where the server and the file agree, whichever of the two the server had.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def known(self, role: str) -> bool:
        """Whether the file has a password for the role."""
        return role in self._read()

    def pending(self, role: str) -> bool:
        """Whether a next password was made that the server may or may not have."""
        return role + _NEXT in self._read()

    def password(self, role: str, *, make: bool = False) -> str:
        """The password of a role; with `make`, a new one that nobody needs to type is made where there is none.

        Raises SettingsError where there is none.
        """
        if make:
            return self._made(role)
        passwords = self._read()
        if role not in passwords:
            raise SettingsError(f"{self.path} has no password for role {role}")
        return passwords[role]

    def renewed(self, role: str) -> str:
        """The role's next password, kept beside the one that it has until `settle`."""
        return self._made(role + _NEXT)

    def settle(self, role: str) -> None:
        """Let the next password be the role's: the server has it."""
        with self._changing() as passwords:
            if role + _NEXT in passwords:
                passwords[role] = passwords.pop(role + _NEXT)

    def _made(self, name: str) -> str:
        found = self._read().get(name)
        if found is not None:
            return found
        with self._changing() as passwords:
            return passwords.setdefault(name, secrets.token_urlsafe(24))

    def _read(self) -> dict[str, str]:
        try:
            content: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SettingsError(f"the passwords in {self.path} cannot be read ({error})") from error
        return content

    @contextmanager
    def _changing(self) -> Iterator[dict[str, str]]:
        """The passwords, written back after the block; one process at a time, or one's passwords would be lost."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            passwords = self._read()
            yield passwords
            self._write(passwords)
            os.fsync(folder)
        finally:
            os.close(folder)

    def _write(self, passwords: dict[str, str]) -> None:
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(passwords, file, indent=2, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self.path)
