"""A full disk stops what is written and damages nothing: once there is room, all comes to what it would have been."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import OperationalError

from jobs.attempting import Outcome, attempt
from jobs.publish import publish
from jobs.sources import CheckSource, look_at
from tests.database.invented import ARREST, ATTACK, file, ingest, project, telegram
from tests.servers import INSTALLED, fill, installed_cluster, open_folder, small_disk
from tracker.database import migrate_schema, opened
from tracker.errors import PublishingError, TrackerError
from tracker.log.exporting import export_log
from tracker.log.verification import verify
from tracker.settings import Settings
from tracker.sources.configured import Source, SourceKind

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.database import Database

_CABLES = 3
_LONG = "Nothing else was seen in Tamaulipas on that day, and nobody was asked about it."


@pytest.mark.skipif(not (INSTALLED / "postgres").exists(), reason="PostgreSQL 15 is not installed")
def test_a_source_comes_in_once_the_databases_disk_has_room_again(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for serial in range(1000, 1000 + _CABLES):
        written = inbox / f"{serial}.txt"
        # Words that a database cannot pack into what room its files have left.
        words = " ".join(f"{_LONG} {serial * each}." for each in range(1, 120))
        written.write_text(telegram(ATTACK, words, serial=serial), encoding="utf-8")
        os.utime(written, (time.time() - 100, time.time() - 100))
    source = Source(name="inbox", kind=SourceKind.FOLDER, at=str(inbox))
    with installed_cluster(megabytes=160) as cluster:
        url = cluster.server.create("small")
        own = Settings(data=tmp_path / "own", database_url=url, role_prefix="small")
        migrate_schema(own, url)
        with opened(own) as small:
            for each in (small, database):
                ingest(each, file(telegram(ARREST)))
            before = content(small)[1:-1]
            filler = fill(cluster.folder)
            with pytest.raises((OperationalError, TrackerError)):
                look_at(small, own, source, whole=False, wait=lambda _seconds: None, still=lambda: None)
            small.close()
            filler.unlink()
            assert set(before) <= set(content(small))
            assert verify(small.engine("writer")).fault is None
            for each, its in ((small, own), (database, replace(settings, data=tmp_path))):
                assert looked(each, its, source) is Outcome.DONE
            assert content(small) == content(database)
            assert verify(small.engine("writer")).fault is None


def test_what_is_published_stays_whole_and_is_made_good_once_there_is_room(
    database: Database, settings: Settings
) -> None:
    with open_folder() as data, open_folder() as elsewhere, small_disk(data, 4):
        own = replace(settings, data=data, base_url="https://cables.example.org")
        ingest(database, file(telegram(ARREST)))
        project(database)
        publish(database, own)
        before = files_of(own.public)
        ingest(database, file(telegram(ATTACK, serial=4322)))
        project(database)
        filler = fill(data)
        with pytest.raises(PublishingError, match="cannot be written"):
            publish(database, own)
        assert files_of(own.public) == before
        filler.unlink()
        publish(database, own)
        publish(database, own, elsewhere / "public")
        assert files_of(own.public) == files_of(elsewhere / "public")


def looked(database: Database, settings: Settings, source: Source) -> Outcome:
    """How a look at the source ended."""
    return attempt(CheckSource(settings, source).job(), database, Event(), forced=True)[0]


def content(database: Database) -> list[bytes]:
    """The log's content."""
    pieces: list[bytes] = []
    export_log(database.engine("writer"), pieces.append, content_only=True)
    return b"".join(pieces).splitlines()


def files_of(public: Path) -> dict[str, bytes]:
    """What readers may fetch."""
    return {
        str(path.relative_to(public)): path.read_bytes()
        for path in public.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(public).parts)
    }
