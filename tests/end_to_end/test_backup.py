"""A backup gives everything back: the same log, the same sealed words, the same feeds and pages to the byte."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.invented import ARREST, ATTACK, SEIZURE, telegram
from tests.end_to_end.command import Installation, installation
from tracker import embedded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "Ramiro Inventado Puente"
SOURCE = f"2. (C) Council member {SECRET} (strictly protect) spoke of the harbour."
_OF_WRITING = {"manifest.json"}


@pytest.fixture(scope="module")
def installed() -> Iterator[Installation]:
    # Here and below the server is kept running, so that not every command has to start it.
    with installation(TRACKER_BASE_URL="https://cables.example.org") as made, embedded.running(made.data):
        release = made.data.parent / "release"
        release.mkdir()
        (release / "1.txt").write_text(telegram(ARREST, SEIZURE).replace("GARZA\n", f"\n{SOURCE}\nGARZA\n"))
        (release / "2.txt").write_text(telegram(ATTACK, serial=4322))
        (release / "letter.txt").write_text("Dear Sir, this is a letter about nothing.")
        assert made.run("ingest", release).returncode == 3
        made.do("publish")
        (release / "2.txt").write_text(telegram(ATTACK, ARREST.replace("four", "six"), serial=4322))
        made.run("ingest", release)
        made.do("publish")
        yield made


@pytest.fixture(scope="module")
def kept(installed: Installation) -> Path:
    file = installed.data.parent / "backup.zip"
    assert "and 1 sealed words" in installed.do("db", "backup", file)
    return file


def sealed(installed: Installation) -> list[tuple[object, ...]]:
    with embedded.running(installed.data) as url, psycopg.connect(url) as connection:
        return connection.execute("SELECT * FROM sealed.protected_names ORDER BY 1, 2").fetchall()


def published(installed: Installation) -> dict[str, bytes]:
    contents = installed.contents()
    return {path: content for path, content in contents.items() if path not in _OF_WRITING}


def test_only_its_owner_may_read_a_backup(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert SECRET.encode() in kept.read_bytes()


def test_what_is_restored_publishes_the_same_bytes(installed: Installation, kept: Path) -> None:
    with installation() as other, embedded.running(other.data):
        told = json.loads(other.do("db", "restore", kept, "--json"))
        assert (told["position"], told["hash"]) == (installed.log()["position"], installed.log()["hash"])
        assert other.log() == installed.log()
        other.do("publish")
        assert published(other) == published(installed)
        assert sealed(other) == sealed(installed) != []
        assert other.do("quarantine", "list") == installed.do("quarantine", "list")
        assert "Holds" in other.do("verify")
        # Run again, as after it was cut off, it changes nothing; and the restored log goes on where it was.
        other.do("db", "restore", kept)
        assert other.log() == installed.log()
        assert "0 new, 0 changed" in other.run("ingest", installed.data.parent / "release").stdout


def test_a_log_that_holds_something_else_refuses_a_backup(kept: Path) -> None:
    with installation() as other, embedded.running(other.data):
        file = other.data.parent / "1.txt"
        file.write_text(telegram(SEIZURE))
        other.do("ingest", file)
        before = other.log()
        done = other.run("db", "restore", kept)
        assert (done.returncode, "Traceback" in done.stderr, other.log()) == (1, False, before)


def test_a_damaged_backup_is_refused_whole(kept: Path) -> None:
    with installation() as other:
        damaged = other.data.parent / "damaged.zip"
        content = bytearray(kept.read_bytes())
        content[len(content) // 3] ^= 1
        damaged.write_bytes(content)
        done = other.run("db", "restore", damaged)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert other.log()["position"] == 0
