"""The table of commands tells of each what its own help tells, and loads none before it is called."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tracker.cli.commands import COMMANDS

HEAVY = ("sqlalchemy", "psycopg", "spacy", "lxml", "jinja2", "feedgen")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_told_by_the_first_sentence_of_its_help(name: str) -> None:
    command = COMMANDS[name]
    told = " ".join((command.load(name).help or "").split())
    assert told.startswith(command.summary)
    assert command.summary.endswith(".")


def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, which then says what of the heavy modules it has loaded."""
    code = (
        "import sys; from tracker.cli.main import app\n"
        f"try: app({list(arguments)!r})\n"
        f"finally: sys.stderr.write(str(sorted(set({HEAVY!r}) & set(sys.modules))))"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_help_loads_no_command() -> None:
    done = asked("--help")
    assert (done.returncode, done.stderr) == (0, "[]")
    assert all(f"  {name} " in done.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", ["jobs", "publish", "serve"])
def test_what_only_migrating_and_reading_need_is_not_loaded(name: str) -> None:
    unneeded = ("alembic", "tracker.cables.reading")
    code = (
        f"import sys; from tracker.cli.commands import COMMANDS; COMMANDS[{name!r}].load({name!r}); "
        f"sys.exit(' '.join(set({unneeded!r}) & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr == "\n"


def test_a_command_loads_what_it_needs_itself() -> None:
    assert "psycopg" in asked("db", "--help").stderr


def test_a_command_that_there_is_not_is_said_to_be_none() -> None:
    done = asked("pars")
    assert done.returncode == 2
    assert "No such command 'pars'" in done.stderr
