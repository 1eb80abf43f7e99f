"""Several installations, users and processes at once: none disturbs another, and no stranger is ever signalled."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.database.invented import ARREST, SEIZURE, telegram
from tests.end_to_end.command import TRACKER, Installation, environment, free_port, installation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.end_to_end.command import Process


@pytest.fixture
def installed() -> Iterator[Installation]:
    with installation() as made:
        yield made


def another_user() -> int | None:
    """An ordinary user as whom the command can be run too: none unless we are root and he can reach the program."""
    if os.geteuid() != 0:
        return None
    account = pwd.getpwnam("nobody").pw_uid
    try:
        done = subprocess.run(
            [TRACKER, "--help"], env=environment(), cwd="/", user=account, capture_output=True, check=False
        )
    except PermissionError:
        return None
    return account if done.returncode == 0 else None


@contextmanager
def second_installation() -> Iterator[Installation]:
    """An installation of another user, where there can be one; else another one of ours."""
    account = another_user()
    with installation() as made:
        if account is not None:
            os.chown(made.data.parent, account, account)
        yield replace(made, account=account)


@contextmanager
def up(installed: Installation) -> Iterator[tuple[Process, str]]:
    """`tracker up` with a server that answers, and its address."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    with installed.started("up", "--port", str(port)) as process:
        process.answer(f"{base}/health")
        yield process, base


def test_two_installations_run_side_by_side(installed: Installation) -> None:
    with second_installation() as other, ExitStack() as stack:
        for each, words in ((installed, ARREST), (other, SEIZURE)):
            file = each.data.parent / "4321.txt"
            file.write_text(telegram(words))
            each.do("ingest", file)
        running = [(each, *stack.enter_context(up(each))) for each in (installed, other)]
        told = [process.answer(f"{base}/feeds/all.atom").text for _, process, base in running]
        assert ("Gulf" in told[0], "300 kilograms" in told[0]) == (True, False)
        assert ("Gulf" in told[1], "300 kilograms" in told[1]) == (False, True)
        servers = [{process.pid for process in each.server()} for each in (installed, other)]
        assert servers[0]
        assert servers[1]
        assert not servers[0] & servers[1]
        for _, process, _ in running:
            assert process.terminate() == 0
    assert not installed.server()


def test_another_users_data_folder_is_refused_by_name(installed: Installation) -> None:
    if os.geteuid() == 0:
        installed.do("status")
        os.chown(installed.data / "postgres", 1, 1)
    else:
        # Root's folder is the only one of somebody else that an ordinary user can count on.
        installed.data.mkdir()
        (installed.data / "postgres").symlink_to("/usr")
    done = installed.run("status")
    assert done.returncode == 1
    assert str(installed.data) in done.stderr
    assert "Traceback" not in done.stderr


def test_other_commands_work_beside_a_running_one(installed: Installation) -> None:
    file = installed.data.parent / "4321.txt"
    file.write_text(telegram(ARREST))
    with up(replace(installed, settings={"TRACKER_PUBLISH_EVERY_SECONDS": "1"})) as (process, base):
        server = installed.server()[0].pid
        assert installed.status()["cables"] == 0
        installed.do("ingest", file)
        assert installed.status()["cables"] == 1
        # They have left again, and what they shared is still there; the running one publishes what they recorded.
        assert installed.server()[0].pid == server
        page = process.answer(f"{base}/cables/07MEXICO4321")
        found = process.answer(f"{base}/search?q=lobo")
        # Nobody keeps an answer for longer than what is published stays as it is.
        assert {answer.headers["cache-control"] for answer in (page, found)} == {"public, max-age=1"}
        assert process.terminate() == 0
    assert not installed.server()


def test_commands_that_begin_together_share_one_server(installed: Installation) -> None:
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: installed.run("status", "--json"), range(4)))
    assert [each.returncode for each in done] == [0] * 4, [each.stderr for each in done]
    assert not installed.server()


def test_the_server_of_a_killed_process_is_taken_over_and_stopped_in_order(installed: Installation) -> None:
    with up(installed) as (process, _):
        process.kill()
    left = installed.server()
    assert left, "nothing was left running"
    started = left[0].create_time()
    with up(installed) as (process, _):
        assert installed.server()[0].create_time() == started, "the running server was not taken over"
        assert process.terminate() == 0
    assert not installed.server()
    # An orderly stop leaves no pid file and nothing to recover.
    assert not (installed.data / "postgres" / "cluster" / "postmaster.pid").exists()
    assert "not properly shut down" not in (installed.data / "postgres" / "server.log").read_text()


@pytest.mark.parametrize("busy_with_the_folder", [False, True])
def test_a_stale_pid_file_that_names_a_stranger_harms_nobody(
    installed: Installation, busy_with_the_folder: bool
) -> None:
    installed.do("status")
    cluster = installed.data / "postgres" / "cluster"
    program = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    # Somebody who copies the folder names it on his command line just as its server does.
    command = [*program, str(cluster)] if busy_with_the_folder else program
    with subprocess.Popen(command, stdin=subprocess.PIPE) as stranger:
        stale = [stranger.pid, cluster, int(time.time()), 5432, cluster.parent / "socket", "", "0 0", "ready   "]
        (cluster / "postmaster.pid").write_text("".join(f"{line}\n" for line in stale))
        assert installed.run("status").returncode == 0
        with up(installed) as (process, _):
            assert process.terminate() == 0
        assert stranger.poll() is None, "the stranger was signalled"
    assert stranger.returncode == 0
