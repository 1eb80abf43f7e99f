"""Who is at work in a cluster: proven by the folder that a process works in, never by its number or name alone.

A server works in its cluster, whatever the path was that it was started with. A lock file that a killed server left
names a number that may since have gone to a stranger, whom nobody must signal, or who merely seems to hold the lock.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path


class Holder(Enum):
    """Who holds a lock file."""

    NOBODY = "nobody, as PostgreSQL itself sees: a process that has ended, or one of another user"
    STRANGER = "nobody, but PostgreSQL takes a process of the same user for a server"
    SERVER = "the server of the cluster"
    UNKNOWN = "perhaps the server: what the process works at cannot be told"


def holder(lock_file: Path, cluster: Path, user: int) -> Holder:
    """Who holds a lock file of the server that runs as `user` on the cluster."""
    try:
        # A server for one session only writes its number as a negative one.
        number = abs(int(lock_file.read_bytes().split(b"\n", 1)[0]))
    except FileNotFoundError:
        return Holder.NOBODY
    except ValueError:
        return Holder.STRANGER
    except OSError:
        return Holder.UNKNOWN
    return _holder(number, cluster, user)


def _holder(number: int, cluster: Path, user: int) -> Holder:
    try:
        process = psutil.Process(number)
        if user not in process.uids():
            return Holder.NOBODY
        return Holder.SERVER if is_server(process, cluster) else Holder.STRANGER
    except psutil.ZombieProcess:
        return Holder.STRANGER
    except (psutil.NoSuchProcess, OverflowError):
        return Holder.NOBODY
    except psutil.AccessDenied:
        return Holder.UNKNOWN


def is_server(process: psutil.Process, cluster: Path) -> bool:
    """Whether a process is PostgreSQL at work in the cluster; a zombie is not.

    Raises psutil.AccessDenied where that cannot be told, psutil.NoSuchProcess where the process has ended.
    """
    if process.status() == psutil.STATUS_ZOMBIE or "postgres" not in process.name():
        return False
    try:
        return _same(process.cwd(), cluster)
    except psutil.AccessDenied:
        words = process.cmdline()
        if "-D" in words[:-1] and _same(words[words.index("-D") + 1], cluster):
            return True
        raise


def anybody_in(cluster: Path, user: int) -> bool:
    """Whether any process of PostgreSQL is at work in the cluster, or one of the same user may be."""
    for process in psutil.process_iter():
        try:
            if is_server(process, cluster):
                return True
        except psutil.NoSuchProcess:
            continue
        except psutil.AccessDenied:
            if _holder(process.pid, cluster, user) is Holder.UNKNOWN:
                return True
    return False


def _same(path: str, folder: Path) -> bool:
    try:
        return folder.samefile(path)
    except OSError:
        return False
