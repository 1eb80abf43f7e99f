"""The embedded server: one per folder under whatever name, harmed by no environment, and no stranger's way in."""

from __future__ import annotations

import json
import os
import stat
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import psycopg
import pytest

from tests.servers import open_folder
from tracker import embedded
from tracker.credentials import Credentials
from tracker.database import opened
from tracker.embedded import folders, programs
from tracker.embedded.accounts import account
from tracker.embedded.processes import Holder, holder
from tracker.errors import EmbeddedServerError
from tracker.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

SECRET = "Ramiro Inventado Puente"
ENVIRONMENT = {
    "PGHOST": "nowhere.invalid",
    "PGHOSTADDR": "127.0.0.1",
    "PGPORT": "1",
    "PGDATABASE": "none",
    "PGUSER": "nobody",
    "PGPASSWORD": "wrong",
    "PGSERVICE": "nowhere",
    "PGCHANNELBINDING": "require",
    "PGTARGETSESSIONATTRS": "read-only",
    "PGREQUIREAUTH": "md5",
    "PGSSLMODE": "verify-full",
    "PGCONNECT_TIMEOUT": "x",
    "PGOPTIONS": "-c default_transaction_read_only=on",
    "PGCLIENTENCODING": "LATIN1",
    "PGDATESTYLE": "German, DMY",
    "PGTZ": "America/Mexico_City",
}


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that is not there yet."""
    with open_folder() as folder:
        yield folder / "data"


@contextmanager
def stranger() -> Iterator[psutil.Process]:
    """A process of the server's user that is no server, as one that was given a dead server's number."""
    with open_folder() as folder, folders.open_to_append(folder / "output") as output:
        popen = account().start(["sleep", "600"], output, environment={})
        try:
            yield psutil.Process(popen.pid)
            assert popen.poll() is None, "the stranger was signalled"
        finally:
            popen.kill()
            popen.wait()


def as_superuser(data: Path) -> psycopg.Connection:
    """A connection to the running server, found by its pid file."""
    lines = (data / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()
    password = Credentials(data / "credentials.json").password("bootstrap")
    return psycopg.connect(
        host=lines[4], port=5432, user="bootstrap", password=password, dbname="tracker", autocommit=True
    )


def server(data: Path) -> psutil.Process:
    """The running server."""
    with as_superuser(data) as connection:
        found = psutil.Process(connection.info.backend_pid).parent()
    assert found is not None
    return found


@pytest.mark.parametrize("length", [8, 120])
def test_two_names_of_a_folder_have_one_server(length: int) -> None:
    with open_folder() as folder:
        (folder / ("d" * length)).mkdir(mode=0o755)
        (folder / "short").symlink_to(folder / ("d" * length))
        data, by_link = folder / ("d" * length) / "data", folder / "short" / "data"
        with embedded.running(data):
            running = server(data)
            pid_file = data / "postgres" / "cluster" / "postmaster.pid"
            written = pid_file.stat().st_mtime_ns
            with embedded.running(by_link) as address, psycopg.connect(address):
                assert server(by_link) == running
            assert running.is_running()
            assert pid_file.stat().st_mtime_ns == written
        assert not running.is_running()


def test_a_running_server_is_known_by_any_name_and_by_its_command_where_its_folder_is_hidden(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with embedded.running(data):
        cluster = data / "postgres" / "cluster"
        (data.parent / "link").symlink_to(cluster)
        pid_file, by_link, user = cluster / "postmaster.pid", data.parent / "link", account().user
        assert holder(pid_file, by_link, user) is Holder.SERVER

        def hidden(self: psutil.Process) -> str:
            raise psutil.AccessDenied(self.pid)

        monkeypatch.setattr(psutil.Process, "cwd", hidden)
        assert holder(pid_file, by_link, user) is Holder.SERVER
        monkeypatch.setattr(psutil.Process, "cmdline", lambda _: ["postgres"])
        assert holder(pid_file, by_link, user) is Holder.UNKNOWN


def test_a_pid_file_that_names_what_cannot_be_told_stays(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded.running(data):
        pass
    pid_file = data / "postgres" / "cluster" / "postmaster.pid"

    def hidden(self: psutil.Process) -> str:
        raise psutil.AccessDenied(self.pid)

    with stranger() as other:
        pid_file.write_text(f"{other.pid}\n")
        monkeypatch.setattr(psutil.Process, "name", hidden)
        monkeypatch.setattr("tracker.embedded.processes.anybody_in", lambda *_: False)
        with pytest.raises(EmbeddedServerError, match=r"postmaster\.pid"), embedded.running(data):
            pass
        assert pid_file.read_text() == f"{other.pid}\n"


def test_lock_files_that_name_a_stranger_do_not_stop_the_server(data: Path) -> None:
    with embedded.running(data):
        pass
    cluster, socket = data / "postgres" / "cluster", data / "postgres" / "socket"
    with stranger() as other:
        for lock in (cluster / "postmaster.pid", socket / ".s.PGSQL.5432.lock"):
            lock.write_text(f"{other.pid}\n{cluster}\n1700000000\n5432\n{socket}\n")
            lock.chmod(0o600)
            os.chown(lock, account().user, account().group)
        (socket / ".s.PGSQL.5432").touch()
        with embedded.running(data) as address, psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_server_that_ended_uncollected_does_not_stop_the_next(data: Path) -> None:
    with embedded.running(data):
        pass
    pid_file = data / "postgres" / "cluster" / "postmaster.pid"
    with folders.open_to_append(data / "output") as output:
        ended = account().start(["true"], output, environment={})
        # It has ended, and as long as its parent does not ask, its number is taken: PostgreSQL takes it for a server's.
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert psutil.Process(ended.pid).status() == psutil.STATUS_ZOMBIE
        pid_file.write_text(f"{ended.pid}\n")
        os.chown(pid_file, account().user, account().group)
        assert holder(pid_file, pid_file.parent, account().user) is Holder.STRANGER
        with embedded.running(data) as address, psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        ended.wait()


def test_a_lock_file_tells_who_holds_it(tmp_path: Path) -> None:
    lock = tmp_path / "postmaster.pid"
    user = account().user
    assert holder(lock, tmp_path, user) is Holder.NOBODY
    lock.write_text("garbled")
    assert holder(lock, tmp_path, user) is Holder.STRANGER
    with stranger() as other:
        for number in (other.pid, -other.pid):
            lock.write_text(f"{number}\n")
            assert holder(lock, tmp_path, user) is Holder.STRANGER
        # PostgreSQL knows that what it could not signal is no server of this folder.
        assert holder(lock, tmp_path, user + 1) is Holder.NOBODY
    assert holder(lock, tmp_path, user) is Holder.NOBODY


def test_a_folder_behind_a_link_is_neither_used_nor_given_away(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(victim)
    with pytest.raises(EmbeddedServerError, match="no folder of your own"):
        folders.make_private(tmp_path / "link", account())
    assert victim.stat().st_uid == os.geteuid()


def test_a_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(0o750)
    with pytest.raises(EmbeddedServerError, match="chmod 700"):
        folders.make_private(tmp_path / "open", account())


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        os.chown(folder, 1, 1)
    else:
        monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)
    with pytest.raises(EmbeddedServerError, match="belongs to another user"):
        folders.make_private(folder, account())


def test_a_file_behind_a_link_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("as it was")
    (tmp_path / "server.log").symlink_to(tmp_path / "victim")
    with pytest.raises(EmbeddedServerError, match=r"server\.log"):
        folders.open_to_append(tmp_path / "server.log")
    assert (tmp_path / "victim").read_text() == "as it was"


def test_a_closed_umask_keeps_no_server_out_of_a_fresh_folder(data: Path) -> None:
    before = os.umask(0o077)
    try:
        deep = data / "of" / "mine"
        with embedded.running(deep) as address, psycopg.connect(address) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (deep, deep / "postgres")}
    assert modes == {"mine": 0o700 if account().ours else 0o711, "postgres": 0o700}


def test_a_folder_that_the_server_cannot_reach_is_told_before_anything_is_tried(data: Path) -> None:
    data.parent.chmod(0o500 if account().ours else 0o700)
    with pytest.raises(EmbeddedServerError, match="TRACKER_DATA") as caught, embedded.running(data):
        pass
    assert str(data) in str(caught.value)
    assert not (data / "credentials.json").exists()
    data.parent.chmod(0o700)


def test_the_environment_of_other_programs_has_no_effect(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with opened(Settings(data=data)) as database, database.engine("writer").connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar()
            for name in ("client_encoding", "datestyle", "timezone", "transaction_read_only")
        }
    assert told == {
        "client_encoding": "UTF8",
        "datestyle": "ISO, MDY",
        "timezone": "UTC",
        "transaction_read_only": "off",
    }


def test_what_the_server_is_started_with_can_be_set_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_TEST_OURS", "ours")
    given = {"TRACKER_TEST_OURS": "given", **programs.ENVIRONMENT}
    with (tmp_path / "told").open("wb") as output:
        account().start(["env"], output, environment=given).wait(timeout=60)
    told = (tmp_path / "told").read_text().splitlines()
    assert "TRACKER_TEST_OURS=ours" in told
    assert {f"{name}={value}" for name, value in programs.ENVIRONMENT.items()} <= set(told)


def test_the_servers_log_holds_nothing_of_a_row(data: Path) -> None:
    with embedded.running(data) as address, psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE words (words text CHECK (length(words) < 3))")
        with pytest.raises(psycopg.errors.CheckViolation, match=SECRET):
            connection.execute("INSERT INTO words VALUES (%s)", [SECRET])
    log = (data / "postgres" / "server.log").read_text()
    assert "violates check constraint" in log
    assert SECRET not in log


def test_passwords_that_do_not_fit_are_told_at_once(data: Path) -> None:
    with embedded.running(data):
        passwords = data / "credentials.json"
        kept = passwords.read_text()
        passwords.write_text(json.dumps(json.loads(kept) | {"bootstrap": "another"}))
        with pytest.raises(EmbeddedServerError, match="restore that file"), embedded.running(data):
            pass
        passwords.write_text(kept)


def test_another_refusal_is_told_at_once_and_in_its_words(data: Path) -> None:
    with embedded.running(data), as_superuser(data) as connection:
        connection.execute("ALTER ROLE bootstrap NOLOGIN")
        with pytest.raises(EmbeddedServerError, match="not permitted to log in"), embedded.running(data):
            pass
        connection.execute("ALTER ROLE bootstrap LOGIN")
