"""The passwords of the database roles that the tracker made itself, in one file that only its user can read."""

from __future__ import annotations

import json
import os
import secrets
from typing import TYPE_CHECKING

from tracker.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


class Credentials:
    """Passwords by role, in a file of mode 0600 that is replaced whole at each change."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def _read(self) -> dict[str, str]:
        try:
            content: dict[str, str] = json.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise SettingsError(f"the passwords in {self.path} cannot be read ({error})") from error
        return content

    def known(self, role: str) -> bool:
        """Whether the file has a password for the role."""
        return role in self._read()

    def password(self, role: str, *, make: bool = False) -> str:
        """The password of a role; with `make`, a new one that nobody needs to type is made where there is none.

        Raises SettingsError where there is none.
        """
        passwords = self._read()
        if role not in passwords:
            if not make:
                raise SettingsError(f"{self.path} has no password for role {role}")
            passwords[role] = secrets.token_urlsafe(24)
            self._write(passwords)
        return passwords[role]

    def _write(self, passwords: dict[str, str]) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(passwords, file, indent=2, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(self.path)
