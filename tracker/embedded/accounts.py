"""As whom the server runs: as ourselves, or as root's unprivileged stand-in, since PostgreSQL refuses root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, TypedDict

from tracker.errors import EmbeddedServerError

if TYPE_CHECKING:
    from collections.abc import Mapping

_UNPRIVILEGED = "nobody"


class _Identity(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[str | int]


@dataclass(frozen=True, slots=True)
class Account:
    """The user of the server's processes and files; `ours` where that is who runs the tracker."""

    user: int
    group: int
    ours: bool = True

    @property
    def name(self) -> str:
        """How messages call it."""
        return "you" if self.ours else _UNPRIVILEGED

    @property
    def owners(self) -> set[int]:
        """To whom a folder may belong that we trust."""
        return {self.user, os.geteuid()}

    def run(self, command: list[str]) -> subprocess.CompletedProcess[bytes]:
        """Run a command as this user to its end."""
        return subprocess.run(command, cwd="/", capture_output=True, check=False, **self._identity())

    def start(
        self, command: list[str], output: IO[bytes], *, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        """Start a command as this user, with its output in a file; our own environment goes before the given one."""
        # A session of its own: Control-C in the terminal must reach us, who then stop it in order, and not it.
        return subprocess.Popen(
            command,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**environment, **os.environ},
            **self._identity(),
        )

    def _identity(self) -> _Identity:
        return {} if self.ours else {"user": self.user, "group": self.group, "extra_groups": []}


def account() -> Account:
    """The account of this process's server. Raises EmbeddedServerError where root has no stand-in."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    try:
        found = pwd.getpwnam(_UNPRIVILEGED)
    except KeyError as error:
        raise EmbeddedServerError(f"as root it needs a user {_UNPRIVILEGED}; set TRACKER_DATABASE_URL") from error
    return Account(found.pw_uid, found.pw_gid, ours=False)
